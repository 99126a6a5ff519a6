using System.Text.RegularExpressions;
using Dapper;
using DbUp;
using DbUp.Engine;
using Microsoft.Data.Sqlite;
using RiskReport.Data;
using RiskReport.Tests.Support;
using RiskReport.Tests.Unit.Sql;

namespace RiskReport.Tests.Integration;

/// <summary>A number that was given once never comes back, and a database in use loses nothing when it learns that.</summary>
[TestClass]
public sealed partial class NumbersGivenOnceTests
{
    private const string Before = "migrations/0013";

    /// <summary>What the other script of the same number brings.</summary>
    private static readonly string[] New = ["WithdrawnReceipt", "ImportJob"];

    private static readonly string[] Filled = ["Region", "Enterprise", "Declaration", "RiskItem", "DeclarationVersion", "DeclarationEvent", "ImportJob", "ImportOutcome"];

    [TestMethod]
    public async Task Whatever_is_deleted_from_gives_its_numbers_once()
    {
        await using var test = await TestDatabase.CreateAsync();
        var deletedFrom = SqlTexts.Statements.Select(s => Deleted().Match(s.Sql)).Where(m => m.Success).Select(m => m.Groups[1].Value).ToHashSet();

        var tables = await TablesAsync(test);

        CollectionAssert.IsSubsetOf(new[] { "Enterprise", "Declaration", "DeclarationVersion" }, deletedFrom.ToArray());
        Assert.IsEmpty(tables.Where(t => deletedFrom.Contains(t.Key) && t.Value.Contains("INTEGER", StringComparison.Ordinal) && !t.Value.Contains("AUTOINCREMENT", StringComparison.Ordinal)).Select(t => t.Key));
    }

    [TestMethod]
    public async Task A_database_in_use_keeps_its_schema_and_its_rows()
    {
        await using var test = await InUseAsync();
        var schema = await TablesAsync(test);
        var rows = await RowsAsync(test);
        await using var open = await test.Database.OpenAsync(CancellationToken.None);
        await open.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM Enterprise");

        Migrations.Run(test.Database);

        var after = await TablesAsync(test);
        foreach (var (name, text) in schema.Where(s => !New.Contains(s.Key)))
            Assert.AreEqual(Plain(text), Plain(after[name]), name);
        CollectionAssert.AreEqual(
            new[] { "Declaration", "DeclarationEvent", "DeclarationVersion", "Enterprise", "RegradingRun", "SchemaVersions" },
            after.Where(t => t.Value.Contains("AUTOINCREMENT", StringComparison.Ordinal)).Select(t => t.Key).Order(StringComparer.Ordinal).ToArray());
        Assert.AreEqual(rows, await RowsAsync(test));
        Assert.AreEqual("ok", await test.ScalarAsync<string>("PRAGMA integrity_check"));
        Assert.AreEqual(0, await test.ScalarAsync<int>("SELECT COUNT(*) FROM pragma_foreign_key_check"));
        Assert.AreEqual(7, await NextAsync(open), "a connection that was open already: 2 on the roll, 4 numbers that undone imports may have taken");
        await Assert.ThrowsExactlyAsync<SqliteException>(() => test.ScalarAsync<int>("INSERT INTO RiskItem (DeclarationId, Position) VALUES (99, 1); SELECT 0"));
    }

    [TestMethod]
    public async Task The_number_of_what_was_deleted_is_not_given_again()
    {
        await using var test = await TestDatabase.CreateAsync();
        var first = await Enterprises.AddAsync(test, TestApp.KunshanTownship);
        await test.ScalarAsync<int>("DELETE FROM Enterprise; SELECT 0");

        var second = await Enterprises.AddAsync(test, TestApp.KunshanTownship);

        Assert.IsGreaterThan(first, second);
    }

    /// <summary>As it was before, with two enterprises of one report each; the rest of an import has been undone.</summary>
    private static async Task<TestDatabase> InUseAsync()
    {
        var test = TestDatabase.Empty();
        var scripts = SqlTexts.Scripts.Where(s => s.Name.StartsWith("migrations/", StringComparison.Ordinal) && string.CompareOrdinal(s.Name, Before) < 0)
            .Select(s => new SqlScript(s.Name, SqlDialect.Sqlite.Render(s.Sql).Replace("\nGO", "\n", StringComparison.Ordinal)));
        var result = DeployChanges.To.SqliteDatabase(test.Database.ConnectionString).WithScripts(scripts.ToArray()).WithTransactionPerScript().LogToNowhere().Build().PerformUpgrade();
        Assert.IsTrue(result.Successful, result.Error?.Message);

        await test.ScalarAsync<int>("INSERT INTO Region (Code, Name) VALUES ('320583100', '玉山镇'); INSERT INTO RuleSet (Name, EffectiveFrom, Definition) VALUES ('2021-A', '2021-01-01', '{}'); SELECT 0");
        await Enterprises.AddAsync(test, TestApp.KunshanTownship);
        await Enterprises.AddAsync(test, TestApp.KunshanTownship);
        await test.ScalarAsync<int>("""
            INSERT INTO Declaration (EnterpriseId, Year, TownshipCode, Scale, Name, CreditCode, Status, Colour, RuleSet, SubmittedAt, Basics, ChangedAt, ChangedBy, ChangedFrom, ChangeReason)
            SELECT Id, 2026, TownshipCode, Scale, Name, CreditCode, 2, 1, '2021-A', ChangedAt, '{}', ChangedAt, ChangedBy, ChangedFrom, ChangeReason FROM Enterprise;
            INSERT INTO DeclarationVersion (DeclarationId, Number, Code, Type, Source, Colour, Content, ContentSha256, FiledAt, FiledBy, FiledFrom)
            SELECT Id, 1, CreditCode, 1, 2, 1, x'00', '', ChangedAt, ChangedBy, ChangedFrom FROM Declaration;
            INSERT INTO DeclarationEvent (DeclarationId, At, Status, ChangedBy, ChangedFrom, ChangeReason) SELECT Id, ChangedAt, 2, ChangedBy, ChangedFrom, ChangeReason FROM Declaration;
            INSERT INTO RiskItem (DeclarationId, Position, Name, Location, AccidentType, AccidentEdition, Consequence, Method, Controls, Emergency, Department, Owner, Colour, RuleName, Reason)
            SELECT Id, 1, Name, Name, '', '', '', 1, '', '', '', '', 1, '', '' FROM Declaration;
            INSERT INTO ImportJob (FileName, FileSha256, RegionCode, RegionFrom, Year, Stage, AllOrNothing, Status, CreatedAt, CreatedBy, CreatedFrom) VALUES ('', '', '320583100', '320583100', 2026, 3, 0, 2, '2026-11-24', '', '');
            INSERT INTO ImportOutcome (ImportId, RowNumber, CreditCode, Name, Outcome, Risks, Undone) VALUES (1, 2, '', '', 1, 0, 1), (1, 3, '', '', 1, 0, 1), (1, 4, '', '', 1, 0, 1), (1, 5, '', '', 1, 0, 1), (1, 6, '', '', 1, 0, 2);
            SELECT 0
            """);
        return test;
    }

    /// <summary>Every table and index by its text.</summary>
    private static async Task<Dictionary<string, string>> TablesAsync(TestDatabase test)
    {
        await using var connection = await test.Database.OpenAsync(CancellationToken.None);
        return (await connection.QueryAsync<(string Name, string Sql)>("SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql IS NOT NULL AND name NOT LIKE 'sqlite_%'")).ToDictionary(r => r.Name, r => r.Sql);
    }

    private static string Plain(string text) => text.Replace(" AUTOINCREMENT", "", StringComparison.Ordinal);

    private static async Task<string> RowsAsync(TestDatabase test)
    {
        await using var connection = await test.Database.OpenAsync(CancellationToken.None);
        var lines = new List<string>();
        foreach (var table in Filled)
            lines.AddRange((await connection.QueryAsync($"SELECT * FROM {table} ORDER BY 1, 2")).Select(r => $"{table}: {string.Join('|', ((IDictionary<string, object?>)r).Where(c => c.Key != "AttemptsBefore").Select(c => $"{c.Key}={c.Value}"))}"));
        return string.Join('\n', lines);
    }

    private static Task<long> NextAsync(System.Data.Common.DbConnection open) => open.ExecuteScalarAsync<long>("""
        INSERT INTO Enterprise (CreditCode, Name, TownshipCode, IndustryCode, DivisionCode, Scale, Address, LegalRepresentative, SafetyOfficer, Phone, Employees, Revenue, ChangedAt, ChangedBy, ChangedFrom, ChangeReason)
        VALUES ('x', '', '320583100', '', '', 1, '', '', '', '', 1, 1, '2026-11-24', '', '', ''); SELECT last_insert_rowid()
        """);

    [GeneratedRegex(@"^DELETE FROM (\w+)")]
    private static partial Regex Deleted();
}
