using System.Data;
using Dapper;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;

namespace RiskReport.Data;

/// <summary>Two instances that start together migrate one after the other; the second finds nothing left to do.</summary>
internal static class MigrationLock
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static IDisposable Take(Database database) => database.IsSqlite
        ? TakeFile(database.ConnectionString)
        : TakeApplicationLock(database.ConnectionString);

    /// <summary>A file beside the database, not the database itself: DbUp opens connections of its own and would wait for us.</summary>
    private static FileStream TakeFile(string connectionString)
    {
        var path = Path.GetFullPath(new SqliteConnectionStringBuilder(connectionString).DataSource);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return FileLock.Take(path + ".migrating", Patience);
    }

    /// <summary>Held by the session, so closing the connection gives it back even after a crash.</summary>
    private static SqlConnection TakeApplicationLock(string connectionString)
    {
        // a pooled connection would go on holding it after Dispose
        var connection = new SqlConnection(new SqlConnectionStringBuilder(connectionString) { Pooling = false }.ToString());
        try
        {
            connection.Open();
            var arguments = new DynamicParameters(new
            {
                Resource = "RiskReport.Migrations",
                LockMode = "Exclusive",
                LockOwner = "Session",
                LockTimeout = (int)Patience.TotalMilliseconds,
            });
            arguments.Add("Result", direction: ParameterDirection.ReturnValue, dbType: DbType.Int32);
            connection.Execute("sp_getapplock", arguments, commandTimeout: 0, commandType: CommandType.StoredProcedure);
            return arguments.Get<int>("Result") >= 0
                ? connection
                : throw new TimeoutException("Another instance is migrating the database and does not finish.");
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
