using System.Data.Common;
using Dapper;
using DbUp;
using DbUp.Builder;
using DbUp.Engine;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using RiskReport.Data.Reference;

namespace RiskReport.Data;

/// <summary>Runs database/migrations once, in order, then adds the reference data that is missing. The scripts are embedded.</summary>
public static class Migrations
{
    private const string SelectNamed = "SELECT 1 AS Known WHERE 1 IN {ids}";

    private const string SelectSnapshots = "SELECT b.is_read_committed_snapshot_on FROM sys.databases b WHERE b.name = DB_NAME()";

    private const int InvalidObjectName = 208;

    /// <summary>One batch may go through the largest table there is; half of it undone would be no help to anybody.</summary>
    private static readonly TimeSpan LongestBatch = TimeSpan.FromHours(12);

    /// <param name="waits">Told why, as long as another instance is at it.</param>
    public static async Task RunAsync(Database database, Action<string>? waits = null, CancellationToken ct = default)
    {
        using var alone = MigrationLock.Take(database, waits, ct);
        if (database.IsSqlite)
            PrepareSqliteFile(database.ConnectionString);

        var result = Engine(database).PerformUpgrade();
        if (!result.Successful)
            throw new InvalidOperationException($"Migration {result.ErrorScript?.Name} failed.", result.Error);
        await new ReferenceStore(database).AddMissingAsync(ct);
    }

    /// <summary>Scripts that this program carries and the database has not seen.</summary>
    public static bool IsCurrent(Database database) => !Engine(database).IsUpgradeRequired();

    /// <summary>
    /// How the database would have to be set up for our statements, asked before any of them runs; null where it is. The level by the one thing
    /// in them that not every SQL Server knows.
    /// </summary>
    public static async Task<string?> ServerObstacleAsync(Database database, CancellationToken ct)
    {
        if (database.IsSqlite)
            return null;
        await using var connection = await database.OpenAsync(ct);
        try
        {
            await connection.ExecuteScalarAsync<int>(database.Command(SelectNamed, new { Ids = "[1]" }, ct: ct));
        }
        catch (SqlException e) when (e.Number == InvalidObjectName)
        {
            return "SQL Server 数据库的兼容级别低于 130，不认识 OPENJSON；请由数据库管理员执行 ALTER DATABASE … SET COMPATIBILITY_LEVEL = 130（或更高），再启动本程序。";
        }

        return await connection.ExecuteScalarAsync<bool?>(database.Command(SelectSnapshots, ct: ct)) is not false
            ? null
            : "SQL Server 数据库没有开启 READ_COMMITTED_SNAPSHOT，查询会等待正在进行的填报和导入，还可能重复计数；"
                + "请由数据库管理员在没有其他连接时执行 ALTER DATABASE … SET READ_COMMITTED_SNAPSHOT ON，再启动本程序。";
    }

    /// <summary>Why there is no database to work with as it stands; null where there is. Looking makes none.</summary>
    public static async Task<string?> ObstacleAsync(Database database, CancellationToken ct)
    {
        if (database.IsSqlite && new SqliteConnectionStringBuilder(database.ConnectionString).DataSource is var file && !File.Exists(file))
            return $"数据库 {Path.GetFullPath(file)} 不存在，请核对 ConnectionStrings:RiskReport 和 Storage:Folder。";
        try
        {
            if (await ServerObstacleAsync(database, ct) is { } obstacle)
                return obstacle;
        }
        catch (DbException e)
        {
            return $"数据库无法打开：{e.Message}";
        }

        return IsCurrent(database) ? null : "数据库的结构还没有建立，或者不是本程序的版本；请先运行 migrate（升级之前的备份请用原来的程序）。";
    }

    private static UpgradeEngine Engine(Database database) => Target(database)
        .WithScriptsEmbeddedInAssembly(typeof(Migrations).Assembly, name => name.StartsWith("migrations/", StringComparison.Ordinal) && database.Dialect.Runs(name))
        .WithPreprocessor(new DialectTokens(database.Dialect))
        .WithTransactionPerScript()
        .LogToNowhere()
        .Build();

    private static UpgradeEngineBuilder Target(Database database) => database.IsSqlite
        ? DeployChanges.To.SqliteDatabase(database.ConnectionString)
        : DeployChanges.To.SqlDatabase(database.ConnectionString).WithExecutionTimeout(LongestBatch);

    private static void PrepareSqliteFile(string connectionString)
    {
        // what is declared is nobody else's to read; the log beside it follows the file
        var file = new SqliteConnectionStringBuilder(connectionString).DataSource;
        if (!File.Exists(file))
            PrivateFile.Create(file).Dispose();

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
