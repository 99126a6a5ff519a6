using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Browser;

/// <summary>What is drawn of a table, under the policy of the pages.</summary>
[TestClass]
public sealed class ChartTests
{
    /// <summary>The series of the chart as they were understood: name, colour and sum of each.</summary>
    private const string Series = """
        () => echarts.getInstanceByDom(document.querySelector('[data-table=by-county]')).getOption().series
            .map(s => `${s.name} ${s.itemStyle.color} ${s.data.reduce((a, b) => a + b, 0)}`)
        """;

    [TestMethod]
    public async Task The_statistics_are_drawn_from_their_table_and_nothing_is_refused_or_lost()
    {
        await using var app = await TestApp.StartAsync(listen: true);
        Assert.AreEqual(0, (await CommandRun.OfAsync(app.Database, ["seed", "city", "--enterprises", "40", "--year", "2026"])).Status);
        var name = await app.AddAccountAsync(Role.City);
        await using var browser = await BrowserSession.OpenAsync(app);
        await browser.SignInAsync(name);
        await browser.Page.GotoAsync("/roster?year=2026&view=statistics");
        await browser.Page.WaitForSelectorAsync("[data-table=by-county] canvas");

        var heads = await browser.Page.Locator("#by-county th").AllTextContentsAsync();
        var sums = await browser.Page.Locator("#by-county tr.sum td").AllTextContentsAsync();
        var expected = new[] { ("重大(红)", "#c62828"), ("较大(橙)", "#ff9800"), ("一般(黄)", "#ffd600"), ("低(蓝)", "#1565c0"), ("未评", "#b0bac5") }
            .Select(s => $"{s.Item1} {s.Item2} {sums[heads.ToList().IndexOf(s.Item1)]}").ToArray();
        CollectionAssert.AreEqual(expected, await browser.Page.EvaluateAsync<string[]>(Series));
        Assert.AreEqual("按县(市、区)的企业数，分企业风险等级；数字见下表。", await browser.Page.GetAttributeAsync("[data-table=by-county][role=img]", "aria-label"));
        Assert.IsGreaterThan(5, await browser.ColoursAsync("[data-table=by-county] canvas"));
        Assert.AreEqual(1, await browser.Page.EvaluateAsync<int>("() => echarts.getInstanceByDom(document.querySelector('[data-table=by-county]')).getOption().xAxis[0].minInterval"), "no half an enterprise");
        await browser.Page.HoverAsync("[data-table=by-county]");

        // nobody rose or fell: bars of nothing say nothing
        await browser.Page.GotoAsync("/analysis?year=2026");
        await browser.Page.WaitForSelectorAsync("[data-json=flow] canvas");
        Assert.IsFalse(await browser.Page.IsVisibleAsync("[data-table=places]"));
        Assert.IsTrue(await browser.Page.IsVisibleAsync("#places"));
        browser.AssertQuiet();

        await using var plain = await BrowserSession.OpenAsync(app, script: false);
        await plain.SignInAsync(name);
        await plain.Page.GotoAsync("/roster?year=2026&view=statistics");
        Assert.IsFalse(await plain.Page.IsVisibleAsync("[data-table=by-county]"));
        Assert.IsTrue(await plain.Page.IsVisibleAsync("#by-county"));
    }
}
