using Microsoft.Playwright;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Browser;

/// <summary>A company with a hostile name in a real browser, without the policy of the pages, which would hide that something wants to run.</summary>
[TestClass]
public sealed class HostileTextTests
{
    /// <summary>Whatever is drawn on the map, the words of a tip too.</summary>
    private const string Drawn = "() => echarts.getInstanceByDom(document.getElementById('map')).getZr().storage.getDisplayList(true).some(d => d.style?.text?.includes('<script>evil()'))";

    private const string Place = "() => echarts.getInstanceByDom(document.getElementById('map')).convertToPixel({ geoIndex: 0 }, [120.98, 31.38])";

    [TestMethod]
    public async Task Nothing_of_it_runs_and_all_of_it_is_read()
    {
        await using var app = await TestApp.StartAsync(listen: true);
        var code = Enterprises.NewCreditCode();
        var name = HostileText.Typed.Replace("\u001B", "", StringComparison.Ordinal);
        var file = new ImportFile().Enterprise(code, cells: [("企业名称", name), ("经营地址", name), ("经度", 120.98m), ("纬度", 31.38m), ("有无较大以上风险", "有")]).Risk(code, ("风险名称", name), ("C", 100));
        Assert.AreEqual(0, (await app.Database.ImportAsync(file.Bytes(), TestApp.Kunshan)).Status);
        var id = await app.Database.ScalarAsync<long>("SELECT Id FROM Enterprise");
        await using var browser = await BrowserSession.OpenAsync(app, bypassCsp: true);
        await browser.SignInAsync(await app.AddAccountAsync(Role.City));
        var page = browser.Page;
        var ran = 0;
        await page.ExposeFunctionAsync("evil", () => ran++);

        foreach (var address in new[] { "/roster?year=2026", "/roster?year=2026&view=items", $"/enterprises/{id}", $"/enterprises/{id}/declarations/2026", $"/enterprises/{id}/outputs/2026" })
        {
            await page.GotoAsync(address);
            await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            Assert.AreEqual(0, await page.Locator("img[src=x]").CountAsync(), address);
            Assert.Contains("<script>evil()</script>\"'><img src=x onerror=evil()>", await page.InnerTextAsync("body"), address);
        }

        await page.GotoAsync("/map?year=2026");
        await page.WaitForSelectorAsync("#map[data-drawn]");
        await page.FocusAsync($"[data-locate='{TestApp.Kunshan}']");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync("#map[data-drawn='2']");
        var at = await page.EvaluateAsync<float[]>(Place);
        await page.HoverAsync("#map", new PageHoverOptions { Position = new Position { X = at[0], Y = at[1] } });
        await page.WaitForFunctionAsync(Drawn);

        Assert.AreEqual(0, await page.Locator("img[src=x]").CountAsync());
        Assert.AreEqual(0, ran);
        browser.AssertQuiet();
    }
}
