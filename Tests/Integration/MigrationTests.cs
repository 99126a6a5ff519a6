using Dapper;
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

        Migrations.Run(test.Database);
        var schema = await test.ScalarAsync<string>(EveryObject);
        var journal = await test.ScalarAsync<int>("SELECT COUNT(*) FROM SchemaVersions");
        Migrations.Run(test.Database);

        Assert.IsTrue(Migrations.IsCurrent(test.Database));
        StringAssert.Contains(schema, "Declaration");
        Assert.AreEqual(schema, await test.ScalarAsync<string>(EveryObject));
        Assert.AreEqual(journal, await test.ScalarAsync<int>("SELECT COUNT(*) FROM SchemaVersions"));
    }

    [TestMethod]
    public async Task Two_instances_may_start_together()
    {
        await using var test = TestDatabase.Empty();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Migrations.Run(test.Database))));

        Assert.AreEqual(0, await test.ScalarAsync<int>("SELECT COUNT(*) - COUNT(DISTINCT ScriptName) FROM SchemaVersions"));
    }

    [TestMethod]
    [DynamicData(nameof(TestDatabase.Providers), typeof(TestDatabase))]
    public async Task The_reference_data_is_complete_and_adding_it_again_changes_nothing(string provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider);

        await new ReferenceStore(test.Database).AddMissingAsync(CancellationToken.None);

        Assert.IsNull(await Migrations.LevelObstacleAsync(test.Database, CancellationToken.None));
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
