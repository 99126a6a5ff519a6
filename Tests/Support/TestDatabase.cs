using Dapper;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using RiskReport.Data;

namespace RiskReport.Tests.Support;

/// <summary>A migrated database with reference data, for one test alone.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private static readonly string? SqlServer = Environment.GetEnvironmentVariable("RISKREPORT_TEST_SQLSERVER");

    /// <summary>Migrating takes most of a second, copying a file does not.</summary>
    private static readonly Lazy<Task<string>> Template = new(MakeTemplateAsync);

    private readonly string? folder;

    private TestDatabase(Database database, string? folder)
    {
        Database = database;
        this.folder = folder;
    }

    /// <summary>For [DynamicData]: the same test on every database there is.</summary>
    public static IEnumerable<object[]> Providers => SqlServer is null ? [["sqlite"]] : [["sqlite"], ["sqlserver"]];

    public Database Database { get; }

    /// <summary>For whatever else a test writes to disk; deleted with the database.</summary>
    public string Folder => folder ?? Path.GetTempPath();

    public static async Task<TestDatabase> CreateAsync(string provider = "sqlite")
    {
        if (provider == "sqlserver")
            return await OnSqlServerAsync();
        var folder = Directory.CreateTempSubdirectory("riskreport-").FullName;
        var file = Path.Combine(folder, "test.db");
        File.Copy(await Template.Value, file);
        return new TestDatabase(Database.Create("sqlite", ConnectionString(file)), folder);
    }

    /// <summary>A database that no script has touched yet.</summary>
    public static TestDatabase Empty()
    {
        var folder = Directory.CreateTempSubdirectory("riskreport-").FullName;
        return new TestDatabase(Database.Create("sqlite", ConnectionString(Path.Combine(folder, "test.db"))), folder);
    }

    public async Task<T> ScalarAsync<T>(string sql, object? parameters = null)
    {
        await using var connection = await Database.OpenAsync(CancellationToken.None);
        return (await connection.ExecuteScalarAsync<T>(Database.Command(sql, parameters)))!;
    }

    public async ValueTask DisposeAsync()
    {
        if (folder is null)
        {
            await OnMasterAsync($"ALTER DATABASE [{Name}] SET SINGLE_USER WITH ROLLBACK IMMEDIATE; DROP DATABASE [{Name}]");
            return;
        }

        await using var connection = new SqliteConnection(Database.ConnectionString);
        SqliteConnection.ClearPool(connection);
        Directory.Delete(folder, recursive: true);
    }

    private string Name => new SqlConnectionStringBuilder(Database.ConnectionString).InitialCatalog;

    private static string ConnectionString(string file) => new SqliteConnectionStringBuilder { DataSource = file }.ToString();

    private static async Task<string> MakeTemplateAsync()
    {
        var folder = Directory.CreateTempSubdirectory("riskreport-template-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        var file = Path.Combine(folder, "template.db");
        var database = Database.Create("sqlite", ConnectionString(file));
        await Migrations.RunAsync(database);

        // closing the last connection folds the write-ahead log into the file
        await using var connection = new SqliteConnection(database.ConnectionString);
        SqliteConnection.ClearPool(connection);
        return file;
    }

    private static async Task<TestDatabase> OnSqlServerAsync()
    {
        var name = $"RiskReport_Test_{Guid.NewGuid():N}";
        await OnMasterAsync($"CREATE DATABASE [{name}]; ALTER DATABASE [{name}] SET READ_COMMITTED_SNAPSHOT ON");
        var database = Database.Create("sqlserver", new SqlConnectionStringBuilder(SqlServer) { InitialCatalog = name }.ToString());
        await Migrations.RunAsync(database);
        return new TestDatabase(database, folder: null);
    }

    private static async Task OnMasterAsync(string sql)
    {
        SqlConnection.ClearAllPools();
        await using var connection = new SqlConnection(SqlServer);
        await connection.ExecuteAsync(sql);
    }
}
