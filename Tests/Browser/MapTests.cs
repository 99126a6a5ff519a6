using System.Globalization;
using Microsoft.Playwright;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Browser;

/// <summary>The map as a person at a screen, at a keyboard, at a telephone and with paper gets it.</summary>
[TestClass]
public sealed class MapTests
{
    /// <summary>What the chart holds of the areas and marks: their code or name and their step.</summary>
    private const string Areas = "() => echarts.getInstanceByDom(document.getElementById('map')).getOption().series.find(s => s.id === 'areas').data.map(d => `${d.name} ${d.value}`)";

    /// <summary>Of each square its count, its side in cells and the step in which it is drawn.</summary>
    private const string Squares = "() => echarts.getInstanceByDom(document.getElementById('map')).getOption().series.find(s => s.id === 'squares').data.map(d => [d.value[2], d.value[5], d.value[6]])";

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

        // an area that nothing is known of says so, and leads to its list like its row
        await page.GotoAsync("/map?year=2026&q=没有这样的企业");
        await page.WaitForSelectorAsync(Drawn);
        Assert.IsTrue((await page.EvaluateAsync<string[]>(Areas)).All(a => a.EndsWith(" 5", StringComparison.Ordinal)));
        var at = await page.EvaluateAsync<float[]>("() => echarts.getInstanceByDom(document.getElementById('map')).convertToPixel({ geoIndex: 0 }, [121, 31.25])");
        await page.ClickAsync("#map", new PageClickOptions { Position = new Position { X = at[0], Y = at[1] } });
        await page.WaitForURLAsync("**/roster?*region=320583*");
        browser.AssertQuiet();

        await page.RouteAsync("**/lib/suzhou.json*", r => r.AbortAsync());
        await page.GotoAsync("/map?year=2026");
        await page.WaitForSelectorAsync("#map-status:has-text('地图的边界没有取到')");
        Assert.IsTrue(await page.IsVisibleAsync("#units"));

        async Task PressAsync(string button, string key, int drawn)
        {
            await page.FocusAsync(button);
            await page.Keyboard.PressAsync(key);
            await page.WaitForSelectorAsync($"#map[data-drawn='{drawn}']");
        }
    }

    /// <summary>Goes from the first area by arrows wherever arrows lead, and gathers what is said of each.</summary>
    private const string Walk = """
        () => {
          const [keys, said] = [document.getElementById('map-keys'), document.getElementById('map-said')];
          const press = key => keys.dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true }));
          const found = new Map(), ways = [[]];
          for (const way of ways) {
            press('Home');
            way.forEach(press);
            if (found.has(said.textContent)) continue;
            found.set(said.textContent, way);
            ways.push(...['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'].map(key => [...way, key]));
          }
          return [...found.keys()];
        }
        """;

    [TestMethod]
    public async Task Arrows_go_from_area_to_area_that_is_framed_and_said_and_Enter_opens_its_list()
    {
        await using var app = await TestApp.StartAsync(listen: true);
        Assert.AreEqual(0, (await CommandRun.OfAsync(app.Database, ["seed", "city", "--enterprises", "60", "--year", "2026", "--risks-per-enterprise", "2"])).Status);
        await using var browser = await BrowserSession.OpenAsync(app, bypassCsp: true);
        await browser.SignInAsync(await app.AddAccountAsync(Role.City));
        var page = browser.Page;
        await page.GotoAsync("/map?year=2026&measure=major");
        await page.WaitForSelectorAsync(Drawn);
        var rows = await page.Locator("#units tbody tr").EvaluateAllAsync<string[]>("""
            rows => rows.map(r => `${r.querySelector('th a').textContent}：${[...r.cells].slice(1).map((c, i) => `${r.closest('table').tHead.rows[0].cells[i + 1].textContent} ${c.textContent.trim()}`).join('，')}`)
            """);

        // with the mouse in it nothing is chosen, and no key is held back
        await page.ClickAsync("#map", new() { Position = new() { X = 4, Y = 4 } });
        Assert.AreEqual("map-keys", await page.EvaluateAsync<string>("document.activeElement.id"));
        await page.Keyboard.PressAsync("Shift");
        await page.Keyboard.PressAsync("Tab");
        Assert.AreNotEqual("map-keys", await page.EvaluateAsync<string>("document.activeElement.id"));
        Assert.AreEqual("", await page.TextContentAsync("#map-said"));

        await page.FocusAsync("#map-list");
        var before = await PictureAsync();
        await page.Keyboard.PressAsync("Tab");
        Assert.AreEqual("map-keys", await page.EvaluateAsync<string>("document.activeElement.id"));
        Assert.AreEqual(rows[0], await page.TextContentAsync("#map-said"), "what the table says");
        Assert.AreNotEqual(before, await PictureAsync(), "the first area is framed");
        Assert.AreNotEqual("none", await page.EvaluateAsync<string>("getComputedStyle(document.activeElement).outlineStyle"));
        await Axe.CheckAsync(browser, "the map at the keyboard");
        await page.Keyboard.PressAsync("End");
        StringAssert.StartsWith(await page.TextContentAsync("#map-said"), "太仓市：");
        await page.Keyboard.PressAsync("ArrowLeft");
        StringAssert.StartsWith(await page.TextContentAsync("#map-said"), "常熟市：");
        await page.Keyboard.PressAsync("ArrowUp");
        StringAssert.StartsWith(await page.TextContentAsync("#map-said"), "张家港市：");
        CollectionAssert.AreEquivalent(rows, await page.EvaluateAsync<string[]>(Walk), "every area is reached, the one that is a square too");

        // an area that is out of sight is brought into it
        await page.Keyboard.PressAsync("Home");
        for (var i = 0; i < 4; i++)
            await page.Keyboard.PressAsync("+");
        await page.Keyboard.PressAsync("End");
        Assert.IsTrue(await page.EvaluateAsync<bool>("""
            () => { const chart = echarts.getInstanceByDom(document.getElementById('map')); return (([x, y]) => x > 0 && y > 0 && x < chart.getWidth() && y < chart.getHeight())(chart.convertToPixel({ geoIndex: 0 }, [121.13, 31.57])); }
            """), "太仓 is in sight");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/roster?*region=320585*");
        browser.AssertQuiet();

        await page.GotoAsync("/map/density?year=2026");
        await page.WaitForSelectorAsync(Drawn);
        Assert.IsNull(await page.GetAttributeAsync("#map-keys", "tabindex"), "squares are in the table, and nothing is to be chosen here");
        Assert.IsFalse(await page.IsVisibleAsync("#map-hint"));

        Task<string> PictureAsync() => page.EvaluateAsync<string>("document.querySelector('#map canvas').toDataURL()");
    }

    [TestMethod]
    public async Task The_density_is_drawn_in_the_steps_of_its_legend_and_both_maps_print()
    {
        await using var app = await TestApp.StartAsync(listen: true);
        Assert.AreEqual(0, (await CommandRun.OfAsync(app.Database, ["seed", "city", "--enterprises", "120", "--year", "2026", "--risks-per-enterprise", "2"])).Status);
        await using var browser = await BrowserSession.OpenAsync(app);
        var name = await app.AddAccountAsync(Role.City);
        await browser.SignInAsync(name);

        foreach (var address in new[] { "/map?year=2026", "/map/density?year=2026&weight=enterprises" })
        {
            await browser.Page.GotoAsync(address);
            await browser.Page.WaitForSelectorAsync(Drawn);
            Assert.IsGreaterThan(10, await browser.ColoursAsync("#map canvas"), address);
            await browser.Page.HoverAsync("#map");
            await browser.AssertPrintsAsync("#map");
            Assert.IsTrue(await browser.Page.EvaluateAsync<bool>("document.scrollingElement.scrollWidth <= window.innerWidth"), address);
        }

        var from = (await browser.Page.GetAttributeAsync("#density-legend", "data-from"))!.Split(',').Select(f => double.Parse(f, CultureInfo.InvariantCulture)).ToList();
        var drawn = await browser.Page.EvaluateAsync<double[][]>(Squares);
        Assert.HasCount(from.Count, await browser.Page.QuerySelectorAllAsync("#density-legend li"));
        Assert.IsGreaterThan(10, drawn.Length);
        foreach (var square in drawn)
            Assert.AreEqual(Math.Max(0, from.Count(f => square[0] / (square[1] * square[1]) >= f) - 1), (int)square[2], "what is drawn is the step of the legend");

        browser.AssertQuiet();
        await using var plain = await BrowserSession.OpenAsync(app, script: false);
        await plain.SignInAsync(name);
        await plain.Page.GotoAsync("/map?year=2026");
        Assert.IsFalse(await plain.Page.IsVisibleAsync("#map"));
        Assert.IsFalse(await plain.Page.IsVisibleAsync(".map-tools"));
        Assert.IsTrue(await plain.Page.IsVisibleAsync("#units"));
    }
}
