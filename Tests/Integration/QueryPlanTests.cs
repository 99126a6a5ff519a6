using System.Data.Common;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using RiskReport.Data;
using RiskReport.Tests.Support;
using RiskReport.Tests.Unit.Sql;

namespace RiskReport.Tests.Integration;

/// <summary>How SQLite means to find the rows of a statement; it keeps no statistics here, so the plan is the same for a city.</summary>
[TestClass]
public sealed partial class QueryPlanTests
{
    /// <summary>An export of a city asks for a thousand reports two hundred times: going through the city for each cost it most of its time.</summary>
    [TestMethod]
    public async Task What_names_its_rows_goes_through_no_region()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var connection = await database.Database.OpenAsync(CancellationToken.None);

        var named = SqlTexts.Statements.Where(s => Named().IsMatch(s.Sql)).ToList();
        var wide = named.Select(s => (s.Name, Plan: Plan(connection, s.Sql))).Where(s => Wide().IsMatch(s.Plan)).ToList();

        Assert.IsGreaterThan(30, named.Count);
        Assert.IsEmpty(wide, string.Join('\n', wide.Select(w => $"{w.Name}\n{w.Plan}")));
    }

    /// <summary>A reader of millions of changes asks every minute.</summary>
    [TestMethod]
    public async Task The_heads_of_the_feed_are_found_from_the_ends_of_the_townships()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var connection = await database.Database.OpenAsync(CancellationToken.None);

        var plan = Plan(connection, SqlTexts.Statements.Single(s => s.Name == "ChangeFeed.SelectHeads").Sql);

        StringAssert.Contains(plan, "SEARCH c USING COVERING INDEX UX_ReportChange_TownshipCode_TownshipNumber (TownshipCode=? AND TownshipNumber=?)");
        StringAssert.Contains(plan, "SEARCH m USING COVERING INDEX UX_ReportChange_TownshipCode_TownshipNumber (TownshipCode=?)");
        Assert.DoesNotContain("SCAN", plan);
    }

    private static string Plan(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + Listed().Replace(SqlDialect.Sqlite.Render(sql), m => $"IN ({string.Join(", ", Enumerable.Range(1, 200).Select(n => $"{m.Groups[1]}{n}"))})");
        foreach (var name in Parameter().Matches(command.CommandText).Select(m => m.Value).Distinct())
            command.Parameters.Add(new SqliteParameter(name, 1));
        using var rows = command.ExecuteReader();
        var plan = new List<string>();
        while (rows.Read())
            plan.Add("    " + rows.GetString(3));
        return string.Join('\n', plan);
    }

    [GeneratedRegex(@"\b(Id|EnterpriseId|DeclarationId|CreditCode) IN (@Ids\b|@Codes\b|\{ids\})")]
    private static partial Regex Named();

    [GeneratedRegex(@"TownshipCode>\?|SCAN (?!CONSTANT|k VIRTUAL)")]
    private static partial Regex Wide();

    [GeneratedRegex(@"IN (@\w+)")]
    private static partial Regex Listed();

    [GeneratedRegex(@"@[A-Za-z]\w*")]
    private static partial Regex Parameter();
}
