using Microsoft.Playwright;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Browser;

/// <summary>Drawing on a plan with pointer, with keys, and with nothing but the form.</summary>
[TestClass]
public sealed class PlanEditorTests
{
    private const string Drawn = "SELECT Shapes FROM FloorPlanDrawing";

    [TestMethod]
    public async Task An_area_is_drawn_moved_and_saved_with_the_pointer()
    {
        await using var app = await TestApp.StartAsync(listen: true);
        await using var browser = await EditorAsync(app, script: true);
        var page = browser.Page;

        await page.ClickAsync("[data-tool=area]");
        StringAssert.Contains(await page.TextContentAsync("#plan-status"), "请先选择要标注的风险");
        await page.SelectOptionAsync("#tool-risk", "2");
        await page.ClickAsync("[data-tool=area]");
        await ClickAsync(page, 10, 20);
        await ClickAsync(page, 30, 20);
        await ClickAsync(page, 30, 60);
        await ClickAsync(page, 80, 90);
        await page.ClickAsync("[data-deed=back]");
        await page.ClickAsync("[data-deed=finish]");
        Assert.AreEqual(1, await page.Locator(".shape-orange polygon").CountAsync());
        await page.SelectOptionAsync("#tool-risk", "1");
        await page.ClickAsync("[data-tool=point]");
        await ClickAsync(page, 70, 70);
        await page.Locator(".shape-orange").FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("ArrowRight");
        await page.ClickAsync(".plan-tools button[type=submit]");
        await page.WaitForSelectorAsync("text=已保存，图上有 2 个图形。");

        Assert.AreEqual("11,20 31,20 31,60", await RoundedAsync(page, 0));
        Assert.AreEqual("70,70", await RoundedAsync(page, 1));
        await page.Locator(".shape-red").FocusAsync();
        await page.Keyboard.PressAsync("Delete");
        await page.ClickAsync(".plan-tools button[type=submit]");
        await page.WaitForSelectorAsync("text=已保存，图上有 1 个图形。");
        Assert.Contains("喷漆房火灾", await app.Database.ScalarAsync<string>(Drawn));
        browser.AssertQuiet();
    }

    [TestMethod]
    public async Task More_shapes_than_rows_find_room()
    {
        await using var app = await TestApp.StartAsync(listen: true);
        await using var browser = await EditorAsync(app, script: true);

        for (var i = 1; i <= 5; i++)
        {
            await browser.Page.SelectOptionAsync("#tool-risk", "1");
            await browser.Page.ClickAsync("[data-tool=point]");
            await ClickAsync(browser.Page, 10 * i, 50);
        }

        Assert.AreEqual("图形 5", await browser.Page.Locator("#plan-rows > fieldset >> nth=4").Locator("legend").TextContentAsync());
        await browser.Page.ClickAsync(".plan-tools button[type=submit]");
        await browser.Page.WaitForSelectorAsync("text=已保存，图上有 5 个图形。");
        browser.AssertQuiet();
    }

    [TestMethod]
    public async Task Without_script_an_area_is_typed()
    {
        await using var app = await TestApp.StartAsync(listen: true);
        await using var browser = await EditorAsync(app, script: false);
        var page = browser.Page;

        Assert.IsFalse(await page.IsVisibleAsync("#plan-tools"));
        await page.SelectOptionAsync("[name='Shapes[0].Risk']", "2");
        await page.FillAsync("[name='Shapes[0].Points']", "10,20 30,20 30,60");
        await page.FillAsync("[name='Shapes[0].Others']", "1");
        await page.ClickAsync("#plan-form button[type=submit]");
        await page.WaitForSelectorAsync("text=已保存，图上有 1 个图形。");

        Assert.AreEqual(1, await page.Locator(".shape-red polygon").CountAsync());
        Assert.Contains("液氨泄漏", await app.Database.ScalarAsync<string>(Drawn));
    }

    private static async Task<BrowserSession> EditorAsync(TestApp app, bool script)
    {
        var filer = await FloorPlans.FiledAsync(app);
        var plan = await filer.Client.AddPlanAsync(app, TestPicture.Png(400, 200));
        var session = await BrowserSession.OpenAsync(app, script: script);
        await session.SignInAsync(await app.AddAccountAsync(Role.Enterprise, TestApp.KunshanTownship, filer.EnterpriseId));
        await session.Page.GotoAsync(plan);
        return session;
    }

    /// <summary>In percent of the plan.</summary>
    private static async Task ClickAsync(IPage page, int x, int y)
    {
        await page.Locator("svg.plan").ScrollIntoViewIfNeededAsync();
        var box = (await page.Locator("svg.plan").BoundingBoxAsync())!;
        await page.Mouse.ClickAsync(box.X + (box.Width * x / 100), box.Y + (box.Height * y / 100));
    }

    /// <summary>A pointer hits a pixel, not a percentage.</summary>
    private static async Task<string> RoundedAsync(IPage page, int row) => string.Join(' ', (await page.InputValueAsync($"[name='Shapes[{row}].Points']")).Split(' ')
        .Select(p => string.Join(',', p.Split(',').Select(v => Math.Round(decimal.Parse(v, System.Globalization.CultureInfo.InvariantCulture))))));
}
