using Microsoft.Playwright;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Fields;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Browser;

/// <summary>The enterprise's way from the first page to the receipt and back again, as people go it.</summary>
[TestClass]
public sealed class FilingJourneyTests
{
    [TestMethod]
    [DataRow(true, 1280)]
    [DataRow(true, 390)]
    [DataRow(false, 390)]
    public async Task A_full_report_is_filled_in_page_by_page_with_the_colour_alive(bool script, int width)
    {
        await using var app = await TestApp.StartAsync(listen: true);
        await using var browser = await FilerAsync(app, script, width);
        var page = browser.Page;
        await browser.AnswerHarmlesslyAsync();
        await page.ClickAsync("button:has-text('添加一项风险')");

        await page.SelectOptionAsync("[name='Item.Method']", "LEC");
        await page.SelectOptionAsync("[name='Item.LEC.L']", "3");
        await page.SelectOptionAsync("[name='Item.LEC.E']", "6");
        await page.SelectOptionAsync("[name='Item.LEC.C']", "15");
        if (!script)
            await page.ClickAsync("text=计算等级");
        await page.WaitForSelectorAsync("#grade .risk-orange");
        if (script)
            await page.WaitForSelectorAsync("#saved:has-text('已自动保存')");
        Assert.IsFalse(await page.IsVisibleAsync("[name='Item.LS.S']"));
        await page.ClickAsync("text=保存并继续");
        StringAssert.StartsWith(await page.TitleAsync(), "错误：");
        if (script)
            Assert.AreEqual("error-summary", await page.EvaluateAsync<string>("document.activeElement.className"));
        await page.ClickAsync(".error-summary a:has-text('风险名称')");
        Assert.AreEqual("Item-Name", await page.EvaluateAsync<string>("document.activeElement.id"));
        await FillRiskAsync(page);
        await page.ClickAsync("text=保存并继续");
        await page.WaitForSelectorAsync(".risk-list .risk-orange");
        await page.ClickAsync("text=保存并继续");
        await page.CheckAsync("#Committed");
        await page.ClickAsync("text=承诺并提交报告");

        await page.WaitForURLAsync("**/result");
        await page.WaitForSelectorAsync(".verdict .risk-orange");
        StringAssert.Contains(await page.TextContentAsync("main"), "= 270，不低于较大界限 160");
        browser.AssertQuiet();
    }

    [TestMethod]
    [DataRow(true, 1280)]
    [DataRow(false, 1280)]
    [DataRow(true, 390)]
    public async Task A_nil_report_is_three_pages_with_script_and_without(bool script, int width)
    {
        await using var app = await TestApp.StartAsync(listen: true);
        await using var browser = await FilerAsync(app, script, width);
        var page = browser.Page;
        await page.GotoAsync("/");
        await page.ClickAsync("text=开始填写");

        await page.ClickAsync("text=没有，走零风险确认");
        foreach (var question in new[] { "CombustibleDust", "ConfinedSpace", "SprayPainting", "Wastewater", "MajorHazard", "SeriousViolation", "AccidentConditions" })
            await page.CheckAsync($"[name='Basics.{question}'][value='否']");
        await page.FillAsync("[name='Basics.HazardPlacePeople']", "０");
        await page.ClickAsync("text=保存并继续");
        await page.FillAsync("textarea", "只做装配，没有粉尘作业");
        await page.CheckAsync("#Committed");
        await page.ClickAsync("text=承诺并提交报告");

        await page.WaitForURLAsync("**/result");
        Assert.IsTrue(await page.IsVisibleAsync(".verdict .risk-blue"));
        browser.AssertQuiet();
    }

    [TestMethod]
    [DataRow(true, 1280)]
    [DataRow(false, 390)]
    public async Task A_returned_report_is_put_right_at_the_field_and_accepted(bool script, int width)
    {
        await using var app = await TestApp.StartAsync(listen: true);
        var filer = await Filer.SignedInAsync(app);
        await (await ReportForm.OpenAsync(filer.Client)).Filled(true, Risk.Lec("3", "6", "15")).SubmitAsync(filer.Client);
        await using var office = await BrowserSession.OpenAsync(app, width, script);
        await office.SignInAsync(await app.AddAccountAsync(Role.Township));
        await office.Page.GotoAsync("/reviews");
        await office.Page.ClickAsync(".waiting tbody a");
        await office.Page.ClickAsync("summary:has-text('退回更正')");
        await office.Page.SelectOptionAsync("#target-0", "1:Controls");
        await office.Page.FillAsync("#message-0", "请写明检查频次");
        await office.Page.FillAsync("#dueOn", "2026-12-10");
        await office.Page.ClickAsync("button:has-text('退回')");

        await using var browser = await BrowserSession.OpenAsync(app, width, script);
        await browser.SignInAsync(await app.AddAccountAsync(Role.Enterprise, TestApp.KunshanTownship, filer.EnterpriseId));
        var page = browser.Page;
        StringAssert.Contains(await page.TextContentAsync("main"), "请写明检查频次");
        await page.ClickAsync("text=继续填写");
        await page.ClickAsync(".tasks a:has-text('较大以上安全风险')");
        await page.ClickAsync(".risk-list a");
        Assert.AreEqual("退回意见：请写明检查频次", await page.TextContentAsync("#Item-Controls-notice"));
        await page.FillAsync("[name='Item.Controls']", "每班检查一次");
        await page.ClickAsync("text=保存并继续");
        await page.ClickAsync("text=保存并继续");
        StringAssert.Contains(await page.TextContentAsync("main"), "每班检查一次");
        await page.CheckAsync("#Committed");
        await page.ClickAsync("text=承诺并提交报告");
        await page.WaitForURLAsync("**/result");

        await office.Page.GotoAsync("/reviews");
        await office.Page.ClickAsync(".waiting tbody a");
        StringAssert.Contains(await office.Page.TextContentAsync("main"), "每班检查一次");
        await office.Page.ClickAsync("text=接受报告");
        await office.Page.WaitForURLAsync("**/reviews");
        Assert.AreEqual(4, await app.Database.ScalarAsync<int>("SELECT Status FROM Declaration"));
        browser.AssertQuiet();
        office.AssertQuiet();
    }

    [TestMethod]
    [DataRow(true, 1280)]
    [DataRow(false, 390)]
    public async Task A_change_leaves_the_accepted_report_in_force_until_it_is_accepted_too(bool script, int width)
    {
        await using var app = await TestApp.StartAsync(listen: true);
        var filer = await Filer.SignedInAsync(app);
        await (await ReportForm.OpenAsync(filer.Client)).Filled(true, Risk.Lec("3", "6", "15")).SubmitAsync(filer.Client);
        await app.AcceptAsync(filer);
        await using var browser = await BrowserSession.OpenAsync(app, width, script);
        await browser.SignInAsync(await app.AddAccountAsync(Role.Enterprise, TestApp.KunshanTownship, filer.EnterpriseId));
        var page = browser.Page;
        await page.ClickAsync("text=查看报告和评级理由");
        await page.ClickAsync("text=有变化？提交变更报告");
        await page.ClickAsync(".tasks a:has-text('较大以上安全风险')");
        await page.ClickAsync(".risk-list a");
        await page.SelectOptionAsync("[name='Item.LEC.C']", "100");
        if (script)
            await page.WaitForSelectorAsync("#grade .risk-red");
        await page.ClickAsync("text=保存并继续");
        await page.ClickAsync("text=保存并继续");
        await page.CheckAsync("#Committed");
        await page.ClickAsync("text=承诺并提交变更报告");
        await page.WaitForURLAsync("**/result");
        Assert.IsTrue(await page.IsVisibleAsync(".verdict .risk-orange"));

        await app.AcceptAsync(filer);

        await page.ReloadAsync();
        Assert.IsTrue(await page.IsVisibleAsync(".verdict .risk-red"));
        browser.AssertQuiet();
    }

    [TestMethod]
    public async Task What_was_typed_last_is_kept_when_the_page_is_left_by_a_link()
    {
        await using var app = await TestApp.StartAsync(listen: true);
        await using var browser = await FilerAsync(app);
        await browser.Page.GotoAsync(ReportForm.Part("basics"));
        await browser.Page.FillAsync("[name='Basics.Address']", "最后一栏1号");

        await browser.Page.ClickAsync("text=返回任务列表");

        await browser.Page.WaitForURLAsync("**" + ReportForm.Address);
        for (var i = 0; i < 50 && await app.Database.ScalarAsync<string?>("SELECT Draft FROM Declaration") is null; i++)
            await Task.Delay(100);
        StringAssert.Contains(await app.Database.ScalarAsync<string>("SELECT Draft FROM Declaration"), "最后一栏1号");
    }

    [TestMethod]
    public async Task The_whole_report_can_be_filed_with_the_keyboard_alone()
    {
        await using var app = await TestApp.StartAsync(listen: true);
        await using var browser = await FilerAsync(app);
        var page = browser.Page;
        await page.GotoAsync(ReportForm.Address);
        await GoToAsync(page, "没有，走零风险确认");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/nil");
        foreach (var question in SheetFields.Questions.Select(q => q.Key).Where(k => k is "CombustibleDust" or "ConfinedSpace" or "SprayPainting" or "Wastewater")
            .Concat(["HazardPlacePeople", "MajorHazard", "SeriousViolation", "AccidentConditions"]))
        {
            await GoToAsync(page, $"Basics.{question}");
            if (question == "HazardPlacePeople")
            {
                await page.Keyboard.TypeAsync("0");
                continue;
            }

            await page.Keyboard.PressAsync("ArrowDown");
            if (await page.IsCheckedAsync($"[name='Basics.{question}'][value='是']"))
                await page.Keyboard.PressAsync("ArrowDown");
            Assert.IsTrue(await page.IsCheckedAsync($"[name='Basics.{question}'][value='否']"), question);
        }

        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/check");
        await GoToAsync(page, "Reasons.DUST_WITHOUT_RISK");
        await page.Keyboard.TypeAsync("没有粉尘作业");
        await GoToAsync(page, "Committed");
        await page.Keyboard.PressAsync("Space");
        await GoToAsync(page, "承诺并提交报告");
        await page.Keyboard.PressAsync("Enter");

        await page.WaitForURLAsync("**/result");
        browser.AssertQuiet();

        // whoever sits down next presses the back button
        await page.GotoAsync("/account");
        await page.ClickAsync("header button:has-text('退出')");
        await page.WaitForURLAsync("**/signin");
        foreach (var _ in Enumerable.Range(0, 2))
        {
            await page.GoBackAsync();
            StringAssert.Contains(page.Url, "/signin?returnUrl=");
            Assert.DoesNotContain("昆山样板机械有限公司", await page.ContentAsync());
        }
    }

    [TestMethod]
    public async Task A_responsible_person_without_an_account_commits_by_a_link_that_works_once()
    {
        await using var app = await TestApp.StartAsync(listen: true);
        var filer = await Filer.SignedInAsync(app);
        await (await ReportForm.OpenAsync(filer.Client)).Nil().SaveAsync(filer.Client);
        await using var preparer = await BrowserSession.OpenAsync(app);
        await preparer.SignInAsync(await app.AddAccountAsync(Role.Enterprise, TestApp.KunshanTownship, filer.EnterpriseId));
        await preparer.Page.GotoAsync(ReportForm.Check);
        await preparer.Page.FillAsync("textarea", "没有粉尘作业");
        await preparer.Page.FillAsync("#CommittedBy", "赵总");
        await preparer.Page.ClickAsync("text=生成一次性承诺链接");
        var link = await preparer.Page.InputValueAsync("#link");

        await using var principal = await BrowserSession.OpenAsync(app, 390);
        await principal.Page.GotoAsync(link);
        StringAssert.Contains(await principal.Page.TextContentAsync("main"), "没有粉尘作业");
        await principal.Page.CheckAsync("#Committed");
        await principal.Page.ClickAsync("text=承诺并提交报告");
        await principal.Page.WaitForSelectorAsync("text=报告已提交");

        var answer = await principal.Page.GotoAsync(link);
        Assert.AreEqual(404, answer!.Status);
        Assert.AreEqual("赵总 2", await app.Database.ScalarAsync<string>("SELECT CONCAT(CommittedBy, ' ', CommittedVia) FROM Declaration"));
    }

    private static async Task FillRiskAsync(IPage page)
    {
        foreach (var (name, value) in Risk.Lec("3", "6", "15").Answers.Where(a => a.Key is "Name" or "Location" or "Consequence" or "Controls" or "Emergency" or "Department" or "Owner"))
            await page.FillAsync($"[name='Item.{name}']", value);
        await page.SelectOptionAsync("[name='Item.AccidentType']", "机械伤害");
    }

    /// <summary>Presses Tab until the focus is on the control of that name or on what has these words.</summary>
    private static async Task GoToAsync(IPage page, string target)
    {
        for (var i = 0; i < 120; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            var focus = await page.EvaluateAsync<string>("(document.activeElement.name || '') + '|' + document.activeElement.textContent.trim()");
            if (focus.StartsWith(target + "|", StringComparison.Ordinal) || focus.EndsWith("|" + target, StringComparison.Ordinal))
                return;
        }

        Assert.Fail($"The keyboard does not come to {target}.");
    }

    private static async Task<BrowserSession> FilerAsync(TestApp app, bool script = true, int width = 1280)
    {
        var filer = await Filer.SignedInAsync(app);
        var session = await BrowserSession.OpenAsync(app, width, script);
        await session.SignInAsync(await app.AddAccountAsync(Role.Enterprise, TestApp.KunshanTownship, filer.EnterpriseId));
        return session;
    }
}
