using System.Net;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Grading;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Regrading;

/// <summary>From the administrator's decision to the roster, through the pages.</summary>
[TestClass]
public sealed class ApplicationPageTests
{
    private const string Name = "2026-T";

    private static readonly DateOnly Day = new(2026, 11, 25);

    [TestMethod]
    public async Task From_the_day_that_was_decided_the_roster_has_the_new_colours()
    {
        await using var app = await TestApp.StartAsync();
        await SampleCounty.FillAsync(app.Database);
        var expected = (await FiledReport.AllAsync(app.Database)).Select(r => r.Under(Lists.OtherRules).Colour!.Value).ToList();
        var admin = await app.AddAccountAsync(Role.Admin);
        await DecideAsync(app, admin);
        await app.RegradeAsync();
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM RegradingRun"));

        app.ComeTo(Day);
        await app.RegradeAsync();

        var client = await app.SignedInAsync(Role.City);
        var roster = await client.PageAsync("/roster?year=2026");
        foreach (var colour in Enum.GetValues<RiskColour>())
        {
            var count = expected.Count(c => c == colour);
            Assert.AreEqual($"{count}", roster.QuerySelector($"input[name=colour][value={colour.Code()}] ~ .count")!.TextContent, colour.Word());
            Assert.AreEqual(count, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Declaration WHERE Colour = @Colour", new { Colour = colour }));
            Assert.HasCount(count + 1, (await client.GetStringAsync($"/roster/export.csv?year=2026&colour={colour.Code()}")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries));
        }

        Assert.AreEqual(expected.Count, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM DeclarationEvent WHERE ChangedFrom = '重新评级 1' AND ChangedBy = @Admin", new { Admin = admin }));
    }

    [TestMethod]
    public async Task The_city_reads_what_became_of_it_and_a_county_does_not()
    {
        await using var app = await TestApp.StartAsync();
        await SampleCounty.FillAsync(app.Database);
        var filed = (await FiledReport.AllAsync(app.Database)).Select(r => (Report: r, After: r.Under(Lists.OtherRules))).ToList();
        await DecideAsync(app, await app.AddAccountAsync(Role.Admin));
        app.ComeTo(Day);
        await app.RegradeAsync();
        var city = await app.SignedInAsync(Role.City);
        var county = await app.SignedInAsync(Role.County);

        var page = await city.PageAsync("/simulations/1");

        StringAssert.Contains(page.QuerySelector("h1")!.TextContent, $"重新评级 1：规则 {Name}");
        StringAssert.Contains(page.QuerySelector(".alert-success")!.TextContent, "重新评级完成。");
        StringAssert.Contains(page.QuerySelector(".lead")!.TextContent, "2026 年度及以后");
        Assert.AreEqual($"{filed.Count}", page.Tile("评级企业"));
        var changed = filed.FindAll(f => f.Report.Colour != f.After.Colour);
        CollectionAssert.AreEqual(
            changed.ConvertAll(f => SimulationReading.Line(f.Report, f.After with { Reason = f.After.Reason.Replace("2021-B", Name, StringComparison.Ordinal) })),
            await city.AllChangesAsync("/simulations/1"));
        foreach (var part in new[] { "", "/progress", "/export.csv", "/export.xlsx" })
            await county.PageAsync("/simulations/1" + part, HttpStatusCode.NotFound);
        Assert.IsNull((await county.PageAsync("/simulations")).QuerySelector("a[href='/simulations/1']"));
    }

    [TestMethod]
    public async Task The_page_of_a_report_tells_both_colours_and_both_rule_sets()
    {
        await using var app = await TestApp.StartAsync();
        await SampleCounty.FillAsync(app.Database);
        var id = await app.Database.ScalarAsync<long>("SELECT EnterpriseId FROM Declaration WHERE Name = @Name", new { Name = SampleCounty.Formula });
        await DecideAsync(app, await app.AddAccountAsync(Role.Admin));
        app.ComeTo(Day);
        await app.RegradeAsync();
        var client = await app.SignedInAsync(Role.County);

        var text = (await client.PageAsync($"/enterprises/{id}/declarations/2026")).Body!.TextContent;

        StringAssert.Contains(text, $"由规则 2021-A 改按 {Name} 评级，等级由一般(黄)变为较大(橙)。");
        StringAssert.Contains(text, $"{Name}/LS/orange");
    }

    /// <summary>A copy of 2021-B from tomorrow, for the reports of this year on.</summary>
    private static async Task DecideAsync(TestApp app, string admin)
    {
        var client = app.Anonymous();
        await client.SignInAsync(admin);
        using var copied = await client.SubmitAsync("/rules/2021-B", "/rules/2021-B/copy", ("copyName", Name));
        Assert.AreEqual(HttpStatusCode.Redirect, copied.StatusCode, await copied.Content.ReadAsStringAsync());
        var version = (await client.PageAsync($"/rules/{Name}")).QuerySelector("form[action$=decide] input[name=version]")!.GetAttribute("value");
        using var decided = await client.SubmitAsync($"/rules/{Name}", $"/rules/{Name}/decide",
            ("effectiveFrom", "2026-11-25"), ("regradeFromYear", "2026"), ("reason", "苏应急〔2026〕88号"), ("version", version));
        Assert.AreEqual(HttpStatusCode.Redirect, decided.StatusCode, await decided.Content.ReadAsStringAsync());
    }
}
