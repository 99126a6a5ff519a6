using Microsoft.Playwright;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Browser;

/// <summary>From the city to the names in three clicks, and the picture beside the table.</summary>
[TestClass]
public sealed class BoardTests
{
    [TestMethod]
    public async Task The_board_leads_to_the_names_and_back_and_draws_what_its_table_says()
    {
        await using var app = await TestApp.StartAsync(listen: true);
        Assert.AreEqual(0, (await CommandRun.OfAsync(app.Database, ["seed", "city", "--enterprises", "150", "--year", "2026"])).Status);
        await using var browser = await BrowserSession.OpenAsync(app);
        var page = browser.Page;
        await browser.SignInAsync(await app.AddAccountAsync(Role.City));
        await page.GotoAsync("/");
        await page.ClickAsync("main a:has-text('推进看板')");
        await page.ClickAsync(".phase-choice a:has-text('规上企业报告')");
        await page.WaitForURLAsync("**/board?year=2026&phase=*");

        await page.WaitForSelectorAsync("[data-json=trend-option] canvas");
        var drawn = await page.EvaluateAsync<string[]>(
            "() => echarts.getInstanceByDom(document.querySelector('[data-json=trend-option]')).getOption().series[0].data.slice(1).map(p => `${p[0]} ${p[1]}`)");
        await page.ClickAsync("summary:has-text('逐日数据')");
        var table = await page.EvaluateAsync<string[]>(
            "() => [...document.querySelectorAll('#trend tbody tr')].reverse().map(r => `${r.cells[0].textContent} ${r.cells[2].textContent.replaceAll(',', '')}`)");
        Assert.IsNotEmpty(table);
        CollectionAssert.AreEqual(table, drawn[..table.Length]);
        await page.WaitForSelectorAsync("[data-table=ranking] canvas");

        await page.ClickAsync("#ranking tbody tr:first-child th a");
        await page.WaitForURLAsync("**&region=*");
        var county = page.Url;
        await page.ClickAsync("#ranking tbody tr:first-child th a");
        await page.WaitForURLAsync(u => u != county && u.Contains("&region=", StringComparison.Ordinal));
        var due = await page.TextContentAsync(".tiles li:first-child strong");
        await page.ClickAsync(".tiles li:first-child a");
        await page.WaitForURLAsync("**/roster?*");
        Assert.AreEqual(due, await page.TextContentAsync(".lead strong"));
        Assert.AreEqual(int.Parse(due!, System.Globalization.CultureInfo.InvariantCulture), await page.Locator(".table tbody tr").CountAsync());

        await page.GoBackAsync();
        await page.GoBackAsync();
        Assert.AreEqual(county, page.Url);
        Assert.AreEqual("page", await page.GetAttributeAsync(".phase-choice a:has-text('规上企业报告')", "aria-current"));

        // on paper and at a telephone
        await page.GotoAsync("/board?year=2026");
        foreach (var width in new[] { 1280, 390 })
        {
            await page.SetViewportSizeAsync(width, 900);
            await page.WaitForSelectorAsync("[data-table=ranking] canvas");
            Assert.IsTrue(await page.EvaluateAsync<bool>("document.scrollingElement.scrollWidth <= window.innerWidth"), $"{width}");
            foreach (var chart in new[] { "[data-json=trend-option]", "[data-table=ranking]" })
                await browser.AssertPrintsAsync(chart);
            await page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
            Assert.IsFalse(await page.IsVisibleAsync(".board-choice") || await page.IsVisibleAsync(".exports"));
            Assert.IsTrue(await page.IsVisibleAsync("#ranking"));
            await page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Screen });
        }

        browser.AssertQuiet();
    }
}
