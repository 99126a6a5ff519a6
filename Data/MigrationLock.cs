using System.Data;
using Dapper;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;

namespace RiskReport.Data;

/// <summary>
/// Two instances that start together migrate one after the other; the second finds nothing left to do. It waits as long as the first one lives,
/// since that may be hours on large tables, and says every half minute that it does. Whoever dies gives the lock back.
/// </summary>
internal static class MigrationLock
{
    private const int TurnsUnsaid = 30;

    /// <summary>No longer, since nobody can be told to stop within one.</summary>
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);

    public static IDisposable Take(Database database, Action<string>? waits, CancellationToken ct)
    {
        for (var turn = 0; ; turn++)
        {
            ct.ThrowIfCancellationRequested();
            try
            {
                return database.IsSqlite ? TakeFile(database.ConnectionString) : TakeApplicationLock(database.ConnectionString);
            }
            catch (Exception e) when (e is TimeoutException || (e is IOException file && IsTaken(file)))
            {
                if (turn % TurnsUnsaid == 0)
                    waits?.Invoke(e.Message);
            }
        }
    }

    /// <summary>Not a full or read-only disk: EAGAIN on Linux and on macOS, ERROR_SHARING_VIOLATION.</summary>
    private static bool IsTaken(IOException error) => (error.HResult & 0xFFFF) is 11 or 35 or 32;

    /// <summary>A file beside the database, not the database itself: DbUp opens connections of its own and would wait for us.</summary>
    private static FileStream TakeFile(string connectionString)
    {
        var path = Path.GetFullPath(new SqliteConnectionStringBuilder(connectionString).DataSource);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return FileLock.Take(path + ".migrating", Turn);
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
                LockTimeout = (int)Turn.TotalMilliseconds,
            });
            arguments.Add("Result", direction: ParameterDirection.ReturnValue, dbType: DbType.Int32);
            connection.Execute("sp_getapplock", arguments, commandTimeout: 0, commandType: CommandType.StoredProcedure);
            return arguments.Get<int>("Result") switch
            {
                >= 0 => connection,
                -1 => throw new TimeoutException("Another instance is migrating the database."),
                var other => throw new InvalidOperationException($"sp_getapplock answered {other}."),
            };
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
