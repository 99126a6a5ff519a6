using System.Net;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Regrading;

/// <summary>What may be asked for, and what a page says while it is not answered yet.</summary>
[TestClass]
public sealed class SimulationAskingTests
{
    [TestMethod]
    public async Task A_running_simulation_shows_how_far_it_is_and_has_no_list_yet()
    {
        await using var app = await TestApp.StartAsync();
        await SampleCounty.FillAsync(app.Database);
        var client = await app.SignedInAsync(Role.County);
        var instance = RegradingInstance.Of(app);
        await instance.HoldAsync(await instance.QueueAsync("2021-B"));
        await app.Database.ExecuteAsync("UPDATE RegradingRun SET EnterprisesDone = 1234, EnterprisesTotal = 5678");

        var page = await client.PageAsync("/simulations/1");
        using var progress = await client.GetAsync("/simulations/1/progress");

        StringAssert.Contains(page.QuerySelector("#progress")!.TextContent, "1,234 / 5,678");
        Assert.IsNull(page.QuerySelector("#changes"));
        StringAssert.Contains(await progress.Content.ReadAsStringAsync(), "1,234 / 5,678");
        Assert.IsFalse(progress.Headers.Contains("HX-Refresh"));
        await client.PageAsync("/simulations/1/export.csv", HttpStatusCode.NotFound);
        await client.PageAsync("/simulations/1/export.xlsx", HttpStatusCode.NotFound);
        await app.Database.ExecuteAsync("UPDATE RegradingRun SET Status = 2");
        using var over = await client.GetAsync("/simulations/1/progress");
        Assert.IsTrue(over.Headers.Contains("HX-Refresh"));
    }

    [TestMethod]
    public async Task What_cannot_be_simulated_is_refused_and_queues_nothing()
    {
        await using var app = await TestApp.StartAsync();
        var client = await app.SignedInAsync(Role.County);

        foreach (var ruleSet in new[] { "", "2099-Z", "2021-b", "2021-B'" })
            await AssertRefusedAsync(client, ruleSet, "2026", "请选择要模拟的规则。");
        foreach (var year in new[] { "2020", "2028", "0", "-2026", "", "今年", "99999999999" })
            await AssertRefusedAsync(client, "2021-B", year, "请选择报告年度（2021 至 2027）。");

        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM RegradingRun"));
    }

    [TestMethod]
    public async Task The_first_and_the_next_year_can_be_simulated()
    {
        await using var app = await TestApp.StartAsync();
        var client = await app.SignedInAsync(Role.City);

        foreach (var year in new[] { 2021, 2027 })
            StringAssert.Contains((await client.PageAsync(await client.SimulateAsync(app, "2021-B", year))).QuerySelector(".lead")!.TextContent, $"苏州市 · {year} 年度");
    }

    private static async Task AssertRefusedAsync(HttpClient client, string ruleSet, string year, string sentence)
    {
        using var response = await client.SubmitAsync("/simulations", ("ruleSet", ruleSet), ("year", year));
        var page = await response.PageAsync(HttpStatusCode.UnprocessableEntity);
        StringAssert.Contains(page.QuerySelector("main")!.TextContent, sentence, $"{ruleSet} {year}");
    }
}
