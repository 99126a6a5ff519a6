using Dapper;
using Microsoft.Data.Sqlite;
using RiskReport.Data;
using RiskReport.Data.Reference;
using RiskReport.Domain.Grading;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration;

[TestClass]
public sealed class MigrationTests
{
    private const string EveryObject = "SELECT COALESCE(GROUP_CONCAT(type || name || COALESCE(sql, ''), ';'), '') FROM (SELECT * FROM sqlite_master ORDER BY name)";

    [TestMethod]
    public async Task Migrating_twice_changes_nothing()
    {
        await using var test = TestDatabase.Empty();
        Assert.IsFalse(Migrations.IsCurrent(test.Database));

        await Migrations.RunAsync(test.Database);
        var schema = await test.ScalarAsync<string>(EveryObject);
        var journal = await test.ScalarAsync<int>("SELECT COUNT(*) FROM SchemaVersions");
        await Migrations.RunAsync(test.Database);

        Assert.IsTrue(Migrations.IsCurrent(test.Database));
        StringAssert.Contains(schema, "Declaration");
        Assert.AreEqual(schema, await test.ScalarAsync<string>(EveryObject));
        Assert.AreEqual(journal, await test.ScalarAsync<int>("SELECT COUNT(*) FROM SchemaVersions"));
    }

    [TestMethod]
    public async Task Two_instances_may_start_together()
    {
        await using var test = TestDatabase.Empty();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Migrations.RunAsync(test.Database))));

        Assert.AreEqual(0, await test.ScalarAsync<int>("SELECT COUNT(*) - COUNT(DISTINCT ScriptName) FROM SchemaVersions"));
        Assert.AreEqual(47, await test.ScalarAsync<int>("SELECT COUNT(*) FROM AccidentType"));
    }

    /// <summary>It neither gives up nor keeps silent, however long the other one takes.</summary>
    [TestMethod]
    public async Task An_instance_says_that_it_waits_for_another_and_goes_on_after_it()
    {
        await using var test = TestDatabase.Empty();
        var file = new SqliteConnectionStringBuilder(test.Database.ConnectionString).DataSource;
        var other = new FileStream(file + ".migrating", FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        var told = new TaskCompletionSource<string>();

        var run = Task.Run(() => Migrations.RunAsync(test.Database, why => told.TrySetResult(why)));
        var first = await Task.WhenAny(run, told.Task);
        Assert.AreSame(told.Task, first, "gave up, or did not wait");
        StringAssert.Contains(await told.Task, "test.db.migrating");
        Assert.IsFalse(File.Exists(file), "migrated beside the other one");
        await other.DisposeAsync();
        await run;

        Assert.IsTrue(Migrations.IsCurrent(test.Database));
    }

    [TestMethod]
    public async Task Asking_what_the_server_lacks_makes_no_database()
    {
        await using var test = TestDatabase.Empty();

        Assert.IsNull(await Migrations.ServerObstacleAsync(test.Database, CancellationToken.None));

        Assert.IsFalse(File.Exists(new SqliteConnectionStringBuilder(test.Database.ConnectionString).DataSource));
    }

    [TestMethod]
    [DynamicData(nameof(TestDatabase.Providers), typeof(TestDatabase))]
    public async Task The_reference_data_is_complete_and_adding_it_again_changes_nothing(string provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider);

        await new ReferenceStore(test.Database).AddMissingAsync(CancellationToken.None);

        Assert.IsNull(await Migrations.ServerObstacleAsync(test.Database, CancellationToken.None));
        Assert.AreEqual(118, await test.ScalarAsync<int>("SELECT COUNT(*) FROM Region WHERE LEN(Code) = 9".Replace("LEN(", test.Database.IsSqlite ? "LENGTH(" : "LEN(", StringComparison.Ordinal)));
        Assert.AreEqual(10, await test.ScalarAsync<int>("SELECT COUNT(*) FROM Region WHERE ParentCode = '3205'"));
        Assert.AreEqual(47, await test.ScalarAsync<int>("SELECT COUNT(*) FROM AccidentType"));
        Assert.AreEqual(30, await test.ScalarAsync<int>("SELECT COUNT(*) FROM CatalogueItem"));
    }

    [TestMethod]
    public async Task What_an_installation_has_changed_is_not_overwritten()
    {
        await using var test = await TestDatabase.CreateAsync();
        await test.ScalarAsync<int>("UPDATE CatalogueItem SET Colour = 1");

        await new ReferenceStore(test.Database).AddMissingAsync(CancellationToken.None);

        Assert.AreEqual(0, await test.ScalarAsync<int>("SELECT COUNT(*) FROM CatalogueItem WHERE Colour <> 1"));
    }

    [TestMethod]
    public async Task The_rules_read_back_are_those_shipped()
    {
        await using var test = await TestDatabase.CreateAsync();

        var reference = await new ReferenceStore(test.Database).ReadAsync(CancellationToken.None);

        var rules = reference.Rules(new DateOnly(2026, 11, 24))!;
        Assert.IsInstanceOfType<GradingRules>(rules);
        Assert.AreEqual("昆山市", reference.Regions["320583"]!.Name);
    }

    [TestMethod]
    [DataRow("journal_mode", "wal")]
    [DataRow("synchronous", "2")]
    [DataRow("foreign_keys", "1")]
    [DataRow("busy_timeout", "15000")]
    public async Task Every_connection_is_durable_patient_and_strict(string pragma, string expected)
    {
        await using var test = await TestDatabase.CreateAsync();

        await using var first = await test.Database.OpenAsync(CancellationToken.None);
        await using var second = await test.Database.OpenAsync(CancellationToken.None);

        Assert.AreEqual(expected, await first.ExecuteScalarAsync<string>($"PRAGMA {pragma}"));
        Assert.AreEqual(expected, await second.ExecuteScalarAsync<string>($"PRAGMA {pragma}"));
    }
}
