using DbUp;
using DbUp.Builder;
using DbUp.Engine;
using Microsoft.Data.Sqlite;

namespace RiskReport.Data;

/// <summary>Runs database/migrations once, in order. The scripts are embedded.</summary>
public static class Migrations
{
    public static void Run(Database database)
    {
        using var alone = MigrationLock.Take(database);
        if (database.IsSqlite)
            PrepareSqliteFile(database.ConnectionString);

        var result = Engine(database).PerformUpgrade();
        if (!result.Successful)
            throw new InvalidOperationException($"Migration {result.ErrorScript?.Name} failed.", result.Error);
    }

    /// <summary>Scripts that this program carries and the database has not seen.</summary>
    public static bool IsCurrent(Database database) => !Engine(database).IsUpgradeRequired();

    private static UpgradeEngine Engine(Database database) => Target(database)
        .WithScriptsEmbeddedInAssembly(typeof(Migrations).Assembly, name => name.StartsWith("migrations/", StringComparison.Ordinal) && database.Dialect.Runs(name))
        .WithPreprocessor(new DialectTokens(database.Dialect))
        .WithTransactionPerScript()
        .LogToNowhere()
        .Build();

    private static UpgradeEngineBuilder Target(Database database) => database.IsSqlite
        ? DeployChanges.To.SqliteDatabase(database.ConnectionString)
        : DeployChanges.To.SqlDatabase(database.ConnectionString);

    private static void PrepareSqliteFile(string connectionString)
    {

        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = WAL;";
        command.ExecuteNonQuery();
    }

    /// <summary>SQLite runs a script whole, so the batch separator of SQL Server is dropped there.</summary>
    private sealed class DialectTokens(SqlDialect dialect) : IScriptPreprocessor
    {
        public string Process(string contents)
        {
            var rendered = dialect.Render(contents);
            return dialect == SqlDialect.Sqlite
                ? string.Join('\n', rendered.Split('\n').Where(line => line.Trim() != "GO"))
                : rendered;
        }
    }
}
