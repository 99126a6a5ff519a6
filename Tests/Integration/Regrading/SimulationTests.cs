using AngleSharp.Html.Dom;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Grading;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Regrading;

/// <summary>What other rules would make of a county, held against grading every stored report apart.</summary>
[TestClass]
public sealed class SimulationTests
{
    [TestMethod]
    [DataRow("2021-B")]
    [DataRow("MILDER")]
    public async Task A_simulation_tells_who_changes_and_why_and_changes_nothing(string ruleSet)
    {
        await using var app = await TestApp.StartAsync();
        await SampleCounty.FillAsync(app.Database);
        var instance = RegradingInstance.Of(app);
        await instance.DraftAsync("MILDER", r => r.Milder());
        var client = await app.SignedInAsync(Role.County);
        var before = await SampleCounty.DumpAsync(app.Database);

        var page = await client.PageAsync(await client.SimulateAsync(app, ruleSet));

        CollectionAssert.AreEqual(before, await SampleCounty.DumpAsync(app.Database));
        StringAssert.Contains(page.QuerySelector(".alert-success")!.TextContent, "模拟完成，没有改动任何报告。");
        var reports = await FiledReport.AllAsync(app.Database);
        var graded = reports.Select(r => (Report: r, After: r.Under(instance.Rules(ruleSet)))).ToList();
        AssertCounts(page, graded.ConvertAll(g => (g.Report.Colour, g.After.Colour!.Value)));
        CollectionAssert.AreEqual(
            graded.Where(g => g.After.Colour != g.Report.Colour).Select(g => SimulationReading.Line(g.Report, g.After)).ToList(),
            await client.AllChangesAsync("/simulations/1"));
    }

    [TestMethod]
    public async Task Every_way_a_colour_can_be_decided_occurs_in_the_sample()
    {
        await using var test = await TestDatabase.CreateAsync();
        await SampleCounty.FillAsync(test);
        var instance = await RegradingInstance.OnAsync(test);
        await instance.DraftAsync("MILDER", r => r.Milder());

        var reports = await FiledReport.AllAsync(test);
        var changes = reports.SelectMany(_ => new[] { "2021-B", "MILDER" }, (r, set) => (Report: r, After: r.Under(instance.Rules(set))))
            .Where(c => c.Report.Colour != c.After.Colour).ToList();

        Assert.IsTrue(changes.Exists(c => c.After.Colour > c.Report.Colour && c.After.Item is null), "raised by a rule about the whole");
        Assert.IsTrue(changes.Exists(c => c.After.Colour < c.Report.Colour && c.After.Item is null), "lowered as far as a rule about the whole");
        Assert.IsTrue(changes.Exists(c => c.After.Colour > c.Report.Colour && c.After.Item is not null), "raised by an item");
        Assert.IsTrue(changes.Exists(c => c.After.Colour < c.Report.Colour && c.After.Item is not null), "lowered");
        Assert.IsTrue(changes.Exists(c => c.Report.Items.Count == 0), "without an item");
        CollectionAssert.AreEquivalent(GradingMethodWords.All.ToArray(), reports.SelectMany(r => r.Items).Select(i => i.Method).Distinct().ToArray());
        foreach (var method in GradingMethodWords.All.Except([GradingMethod.Catalogue]))
            Assert.IsTrue(changes.Exists(c => c.Report.Items.Any(i => i.Method == method && i.Name == c.After.Item)), method.Word());
    }

    [TestMethod]
    public async Task The_rules_that_graded_a_report_change_nothing_about_it()
    {
        await using var app = await TestApp.StartAsync();
        await SampleCounty.FillAsync(app.Database);
        var client = await app.SignedInAsync(Role.County);

        var page = await client.PageAsync(await client.SimulateAsync(app, "2021-A"));

        var reports = await FiledReport.AllAsync(app.Database);
        AssertCounts(page, reports.Select(r => (r.Colour, r.Colour)).ToList());
        Assert.AreEqual("0", page.Tile("等级变化"));
        StringAssert.Contains(page.QuerySelector("#changes")!.TextContent, "没有符合条件的企业。");
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM RegradingChange"));
    }

    [TestMethod]
    public async Task Only_filed_reports_of_the_year_are_graded()
    {
        await using var app = await TestApp.StartAsync();
        await SampleCounty.FillAsync(app.Database);
        await app.Database.ExecuteAsync("UPDATE Declaration SET Status = Id % 6, Year = CASE WHEN Id % 7 = 0 THEN 2025 ELSE 2026 END");
        var client = await app.SignedInAsync(Role.County);

        var page = await client.PageAsync(await client.SimulateAsync(app, "2021-B"));

        var expected = await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Declaration WHERE Status IN (2, 4) AND Year = 2026");
        Assert.IsGreaterThan(50, expected);
        Assert.AreEqual($"{expected}", page.Tile("评级企业"));
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>(
            "SELECT COUNT(*) FROM RegradingChange c JOIN Declaration d ON d.Id = c.DeclarationId WHERE d.Status NOT IN (2, 4) OR d.Year <> 2026"));
    }

    [TestMethod]
    public async Task A_region_without_reports_finishes_with_nothing()
    {
        await using var app = await TestApp.StartAsync();
        await SampleCounty.FillAsync(app.Database);
        var client = await app.SignedInAsync(Role.County, "320581");

        var address = await client.SimulateAsync(app, "2021-B");

        var page = await client.PageAsync(address);
        StringAssert.Contains(page.QuerySelector(".alert-success")!.TextContent, "模拟完成");
        Assert.AreEqual("0", page.Tile("评级企业"));
        Assert.HasCount(1, (await client.GetStringAsync(address + "/export.csv")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries));
        Assert.AreEqual(0, await app.Database.ScalarAsync<long>("SELECT RowsMade FROM RosterExport"));
    }

    private static void AssertCounts(IHtmlDocument page, List<(RiskColour Before, RiskColour After)> expected)
    {
        Assert.AreEqual($"{expected.Count}", page.Tile("评级企业"));
        Assert.AreEqual($"{expected.Count(e => e.After != e.Before)}", page.Tile("等级变化"));
        Assert.AreEqual($"{expected.Count(e => e.After > e.Before)}", page.Tile("升高"));
        Assert.AreEqual($"{expected.Count(e => e.After < e.Before)}", page.Tile("降低"));
        Assert.AreEqual("0", page.Tile("无法评级"));
        var table = page.QuerySelector("[aria-label=原等级和新等级]")!;
        var colours = Enum.GetValues<RiskColour>().OrderDescending().ToArray();
        CollectionAssert.AreEqual(
            colours.Select(b => string.Join(' ', colours.Select(a => expected.Count(e => e == (b, a))).Append(0).Append(expected.Count(e => e.Before == b)))).ToArray(),
            table.QuerySelectorAll("tbody tr").Select(r => string.Join(' ', r.QuerySelectorAll("td").Select(c => c.TextContent.Trim()))).ToArray());
        Assert.AreEqual(
            string.Join(' ', colours.Select(a => expected.Count(e => e.After == a)).Append(0).Append(expected.Count)),
            string.Join(' ', table.QuerySelectorAll("tfoot td").Select(c => c.TextContent)));
        var county = page.QuerySelector("[aria-label=各地区] tbody tr")!;
        StringAssert.StartsWith(county.QuerySelector("td")!.TextContent, $"{expected.Count(e => e.Before == RiskColour.Red)} → {expected.Count(e => e.After == RiskColour.Red)}");
    }
}
