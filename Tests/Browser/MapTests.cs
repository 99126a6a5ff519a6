using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Browser;

/// <summary>The map as a person at a screen, at a keyboard, at a telephone and with paper gets it.</summary>
[TestClass]
public sealed class MapTests
{
    /// <summary>What the chart holds of the areas and marks: their code or name and their step.</summary>
    private const string Areas = "() => echarts.getInstanceByDom(document.getElementById('map')).getOption().series.find(s => s.id === 'areas').data.map(d => `${d.name} ${d.value}`)";

    private const string Drawn = "#map[data-drawn]";

    [TestMethod]
    [DataRow(1280)]
    [DataRow(390)]
    public async Task The_map_is_drawn_moved_by_keys_and_leads_to_a_company(int width)
    {
        await using var app = await TestApp.StartAsync(listen: true);
        Assert.AreEqual(0, (await CommandRun.OfAsync(app.Database, ["seed", "city", "--enterprises", "320", "--year", "2026", "--risks-per-enterprise", "2"])).Status);
        await using var browser = await BrowserSession.OpenAsync(app, width);
        await browser.SignInAsync(await app.AddAccountAsync(Role.City));
        var page = browser.Page;

        await page.GotoAsync("/map?year=2026&measure=major");
        await page.WaitForSelectorAsync(Drawn);
        var rows = await page.Locator("#units tbody tr").EvaluateAllAsync<string[]>("rows => rows.map(r => `${r.dataset.code} ${r.dataset.step}`)");
        CollectionAssert.AreEqual(rows.Where(r => !r.StartsWith("320576", StringComparison.Ordinal)).ToArray(), await page.EvaluateAsync<string[]>(Areas));
        Assert.IsGreaterThan(20, await browser.ColoursAsync("#map canvas"));
        StringAssert.Contains(await page.TextContentAsync("#map-status"), "个圆环");

        await PressAsync("[data-locate='320583']", "Enter", 2);
        StringAssert.Contains(await page.TextContentAsync("#map-status"), "逐家标出");
        StringAssert.Contains(page.Url, "west=120.");
        var near = page.Url;
        await PressAsync("[data-deed=in]", "Space", 3);
        Assert.AreNotEqual(near, page.Url);
        await PressAsync("[data-deed=home]", "Enter", 4);
        StringAssert.Contains(await page.TextContentAsync("#map-status"), "个圆环");
        await PressAsync("[data-locate='320583']", "Enter", 5);
        var shown = page.Url;
        await page.ReloadAsync();
        await page.WaitForSelectorAsync(Drawn);
        Assert.AreEqual(shown, page.Url, "the view stands in the address");
        await page.ClickAsync("#map-list");
        await page.ClickAsync("#companies a >> nth=0");
        await page.WaitForURLAsync("**/enterprises/*");
        browser.AssertQuiet();

        async Task PressAsync(string button, string key, int drawn)
        {
            await page.FocusAsync(button);
            await page.Keyboard.PressAsync(key);
            await page.WaitForSelectorAsync($"#map[data-drawn='{drawn}']");
        }
    }

    [TestMethod]
    public async Task The_density_is_drawn_in_the_steps_of_its_legend_and_both_maps_print()
    {
        await using var app = await TestApp.StartAsync(listen: true);
        Assert.AreEqual(0, (await CommandRun.OfAsync(app.Database, ["seed", "city", "--enterprises", "120", "--year", "2026", "--risks-per-enterprise", "2"])).Status);
        await using var browser = await BrowserSession.OpenAsync(app);
        var name = await app.AddAccountAsync(Role.City);
        await browser.SignInAsync(name);

        foreach (var address in new[] { "/map/density?year=2026&weight=enterprises", "/map?year=2026" })
        {
            await browser.Page.GotoAsync(address);
            await browser.Page.WaitForSelectorAsync(Drawn);
            Assert.IsGreaterThan(10, await browser.ColoursAsync("#map canvas"), address);
            await browser.Page.HoverAsync("#map");
            var paper = await browser.Page.PdfAsync();
            Assert.IsGreaterThan(30_000, paper.Length, address);
            Assert.IsTrue(await browser.Page.EvaluateAsync<bool>("document.scrollingElement.scrollWidth <= window.innerWidth"), address);
        }

        browser.AssertQuiet();
        await using var plain = await BrowserSession.OpenAsync(app, script: false);
        await plain.SignInAsync(name);
        await plain.Page.GotoAsync("/map?year=2026");
        Assert.IsFalse(await plain.Page.IsVisibleAsync("#map"));
        Assert.IsFalse(await plain.Page.IsVisibleAsync(".map-tools"));
        Assert.IsTrue(await plain.Page.IsVisibleAsync("#units"));
    }
}
