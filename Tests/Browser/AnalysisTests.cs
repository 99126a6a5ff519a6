using Microsoft.Playwright;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Browser;

/// <summary>What became of the grades from one year to the next, as a person at a screen and at a telephone looks at it.</summary>
[TestClass]
public sealed class AnalysisTests
{
    /// <summary>The flows as the chart library understood them.</summary>
    private const string Flows = "() => echarts.getInstanceByDom(document.querySelector('[data-json=flow]')).getOption().series[0].links.map(l => `${l.source} ${l.target} ${l.value}`).sort()";

    /// <summary>The cells of the table beside it, but for sums and noughts.</summary>
    private const string Cells = """
        () => {
          const [head, ...rows] = [...document.querySelectorAll('#movement tr')].map(r => [...r.cells].map(c => c.textContent.trim()));
          const year = head[0].slice(0, 4);
          return rows.slice(0, -1).flatMap(r => r.slice(1, -1).map((n, i) => [`${year} ${r[0]}`, head[i + 1].replace(' 年度', ' '), n.replaceAll(',', '')]))
            .filter(c => c[2] !== '0').map(c => c.join(' ')).sort();
        }
        """;

    private const string Series = "() => echarts.getInstanceByDom(document.querySelector('[data-table=by-division]')).getOption().series.map(s => `${s.name} ${s.data.reduce((a, b) => a + b, 0)}`)";

    [TestMethod]
    [DataRow(1280)]
    [DataRow(390)]
    public async Task The_flow_is_drawn_as_its_table_says_and_a_figure_leads_to_names_and_files(int width)
    {
        await using var app = await TestApp.StartAsync(listen: true);
        foreach (var year in new[] { "2025", "2026" })
            Assert.AreEqual(0, (await CommandRun.OfAsync(app.Database, ["seed", "city", "--enterprises", "150", "--risks-per-enterprise", "2", "--year", year])).Status);
        var name = await app.AddAccountAsync(Role.City);
        await using var browser = await BrowserSession.OpenAsync(app, width);
        await browser.SignInAsync(name);
        var page = browser.Page;

        await page.GotoAsync("/analysis?year=2026");
        await page.WaitForSelectorAsync("[data-json=flow] canvas");
        var flows = await page.EvaluateAsync<string[]>(Flows);
        Assert.IsGreaterThan(8, flows.Length);
        CollectionAssert.AreEqual(await page.EvaluateAsync<string[]>(Cells), flows);
        Assert.IsGreaterThan(20, await browser.ColoursAsync("[data-json=flow] canvas"));
        Assert.AreEqual("2025 至 2026 年度的等级流向；数字见下表。", await page.GetAttributeAsync("[data-json=flow][role=img]", "aria-label"));

        var figure = page.Locator("#movement tbody tr").First.Locator("a").First;
        var count = int.Parse(await figure.TextContentAsync() ?? "", System.Globalization.CultureInfo.InvariantCulture);
        await figure.ClickAsync();
        await page.WaitForURLAsync("**/analysis/movement?*");
        Assert.AreEqual(count, await page.Locator("main tbody tr").CountAsync());
        StringAssert.StartsWith(await DownloadAsync(page, "Excel"), "PK");
        await page.GoBackAsync();
        await page.ClickAsync(".nav-tabs a:has-text('行业')");
        await page.WaitForSelectorAsync("[data-table=by-division] canvas");
        var heads = (await page.Locator("#by-division th").AllTextContentsAsync()).ToList();
        var sums = await page.Locator("#by-division tr.sum td").AllTextContentsAsync();
        CollectionAssert.AreEqual(new[] { "重大(红)", "较大(橙)", "一般(黄)", "低(蓝)", "未评" }.Select(s => $"{s} {sums[heads.IndexOf(s)]}").ToArray(), await page.EvaluateAsync<string[]>(Series));
        Assert.IsGreaterThan(5, await browser.ColoursAsync("[data-table=by-division] canvas"));
        StringAssert.StartsWith(await DownloadAsync(page, "PDF"), "%PDF");
        browser.AssertQuiet();

        await using var checkedBrowser = await BrowserSession.OpenAsync(app, width, bypassCsp: true);
        await checkedBrowser.SignInAsync(name);
        foreach (var address in new[] { "/analysis?year=2026", "/analysis?year=2026&view=industries", "/analysis/movement?year=2026&direction=up" })
        {
            await checkedBrowser.Page.GotoAsync(address);
            await Axe.CheckAsync(checkedBrowser, address);
        }
    }

    private static async Task<string> DownloadAsync(IPage page, string link)
    {
        var download = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync($".exports >> text={link}"));
        using var reader = new StreamReader(await download.CreateReadStreamAsync());
        return await reader.ReadToEndAsync();
    }
}
