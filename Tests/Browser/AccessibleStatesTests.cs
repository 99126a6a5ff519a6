using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Browser;

/// <summary>What no address alone shows: pages amid a task, refused, ended, or with something that is shown once.</summary>
[TestClass]
public sealed class AccessibleStatesTests
{
    [TestMethod]
    [DataRow(1280)]
    [DataRow(390)]
    public async Task The_outputs_and_the_plan_editor_are_accessible(int width)
    {
        await using var app = await TestApp.StartAsync(listen: true);
        var filer = await FloorPlans.FiledAsync(app);
        var plan = await filer.Client.AddPlanAsync(app, TestPicture.Png(400, 200));
        using (await filer.Client.DrawAsync(plan, 0, 1, ("1", "2", "10,10 50,10 50,50"), ("3", "", "80,80"))) { }
        await using var browser = await BrowserSession.OpenAsync(app, width, bypassCsp: true);
        await browser.SignInAsync(await app.AddAccountAsync(Role.Enterprise, null, filer.EnterpriseId));

        await browser.Page.GotoAsync(FloorPlans.Address);
        await Axe.CheckAsync(browser, "the outputs");
        await browser.Page.ClickAsync("text=上传平面图");
        await Axe.CheckAsync(browser, "the outputs with problems");
        await browser.Page.GotoAsync(plan);
        await browser.Page.ClickAsync("summary >> nth=0");
        await browser.Page.Locator(".shape").First.FocusAsync();
        await Axe.CheckAsync(browser, "the plan");
        await browser.Page.FillAsync("[name='Shapes[0].Points']", "1,1 2,2");
        await browser.Page.ClickAsync("#plan-form button[type=submit]");
        await Axe.CheckAsync(browser, "the plan with problems");
    }

    /// <summary>A file that is made, one on its way, one failed and one expired; a view with a schedule; the inbox that tells of them.</summary>
    [TestMethod]
    [DataRow(1280)]
    [DataRow(390)]
    public async Task What_an_office_keeps_of_its_rosters_is_accessible(int width)
    {
        await using var app = await TestApp.StartAsync(listen: true);
        Assert.AreEqual(0, (await CommandRun.OfAsync(app.Database, ["seed", "city", "--enterprises", "40", "--year", "2026", "--risks-per-enterprise", "2"])).Status);
        var (name, office) = await app.OfficeAsync(Role.County);
        for (var i = 1; i <= 4; i++)
            await office.AskForRosterAsync($"?year=2026&q={i}");
        await app.MakeRostersAsync();
        await app.Database.ScalarAsync<int>("""
            UPDATE RosterJob SET Status = 1, HeartbeatAt = '2099-01-01', RowsTotal = 60000, RowsDone = 12000 WHERE Id = 2;
            UPDATE RosterJob SET Status = 3, Message = '生成时多次中断，已停止。' WHERE Id = 3;
            UPDATE RosterJob SET ExpiresAt = '2026-01-01' WHERE Id = 4;
            SELECT 0
            """);
        using var saved = await office.SaveViewAsync("每月红色", "?colour=red", ("shared", "true"));
        using var scheduled = await office.SubmitAsync("/roster/views/1/edit", "/roster/views/1/schedule", ("every", "month"), ("monthday", "31"), ("hour", "8"), ("format", "pdf"));
        await using var browser = await BrowserSession.OpenAsync(app, width, bypassCsp: true);
        await browser.SignInAsync(name);

        foreach (var address in new[] { "/inbox", "/roster/exports", "/roster/exports/1", "/roster/exports/2", "/roster/exports/3", "/roster/exports/4", "/roster/exports/4/file", "/roster/views", "/roster/views/1/edit" })
        {
            await browser.Page.GotoAsync(address);
            await Axe.CheckAsync(browser, address);
        }

        await browser.Page.GotoAsync($"/verify/{await app.Database.ScalarAsync<string>("SELECT Code FROM RosterExport ORDER BY Id DESC LIMIT 1")}");
        await Axe.CheckAsync(browser, "the seal of a file");
        await browser.Page.GotoAsync("/roster/views/1/edit");
        await browser.Page.FillAsync("[name=name]", "");
        await browser.Page.ClickAsync("main button[type=submit] >> nth=0");
        await Axe.CheckAsync(browser, "a view with problems");
        await browser.Page.GotoAsync("/roster?colour=red");
        await browser.Page.ClickAsync("text=保存当前筛选为视图");
        await browser.Page.ClickAsync("text=在后台生成");
        await Axe.CheckAsync(browser, "the roster with its views");

        // with columns chosen a file may have these or all of them
        foreach (var view in new[] { "", "?view=items" })
        {
            await browser.Page.GotoAsync("/roster" + view);
            await browser.Page.ClickAsync("#columns summary");
            await browser.Page.UncheckAsync("#columns li input >> nth=0");
            await browser.Page.ClickAsync("text=保存列");
            await browser.Page.ClickAsync("text=在后台生成");
            await browser.Page.ClickAsync("text=导出完整电话号码");
            Assert.AreEqual(2, await browser.Page.Locator(".exports > p .together").CountAsync());
            await Axe.CheckAsync(browser, "the choice of columns for a file " + view);
        }
    }

    /// <summary>The pages between an ended session and the saved draft, and those of a person who serves several; by hand, without an address of their own.</summary>
    [TestMethod]
    [DataRow(1280)]
    [DataRow(390)]
    public async Task What_survives_an_ended_session_and_a_switch_is_accessible(int width)
    {
        await using var app = await TestApp.StartAsync(listen: true);
        var first = (await Filer.SignedInAsync(app)).EnterpriseId;
        var second = (await Filer.SignedInAsync(app)).EnterpriseId;
        var name = await app.AgentAsync(first, second);
        await using var browser = await BrowserSession.OpenAsync(app, width, bypassCsp: true);
        await browser.SignInAsync(name);
        await Axe.CheckAsync(browser, "the choice of enterprise");

        await browser.Page.GotoAsync(ReportForm.Part("basics"));
        await browser.Page.FillAsync("[name='Basics.Address']", "新厂区");
        await browser.Page.Context.ClearCookiesAsync(new() { Name = "riskreport" });
        await browser.Page.ClickAsync("text=保存并继续");
        await browser.Page.WaitForSelectorAsync("text=登录已过期，填写的内容没有丢失");
        await Axe.CheckAsync(browser, "sign-in with what was typed");
        await browser.Page.FillAsync("[name=UserName]", name);
        await browser.Page.FillAsync("[name=Password]", TestApp.Password);
        await browser.Page.ClickAsync("main button[type=submit]");
        await browser.Page.WaitForSelectorAsync("text=填写的内容已找回");
        await Axe.CheckAsync(browser, "what was found again");
        await browser.Page.ClickAsync("main button:has-text('继续保存')");
        await browser.Page.WaitForURLAsync("**/parts/industry");
        await browser.Page.GotoAsync(ReportForm.Part("basics"));
        Assert.AreEqual("新厂区", await browser.Page.InputValueAsync("[name='Basics.Address']"));

        var other = await browser.Page.Context.NewPageAsync();
        await other.GotoAsync("/account/enterprises");
        await other.ClickAsync("main button:has-text('办理')");
        await other.WaitForURLAsync(u => !u.Contains("enterprises", StringComparison.Ordinal));
        await browser.Page.ClickAsync("text=保存并继续");
        await browser.Page.WaitForSelectorAsync("text=切换并继续");
        await Axe.CheckAsync(browser, "the enterprise was switched");
        browser.AssertQuiet();
    }

    /// <summary>Where a way ends: a password or a code that is shown once, a link that has served, a list that is too long.</summary>
    [TestMethod]
    [DataRow(1280)]
    [DataRow(390)]
    public async Task Where_a_way_ends_is_accessible(int width)
    {
        await using var app = await TestApp.StartAsync(listen: true, configure: ProbeController.Add);
        var filer = await Filer.SignedInAsync(app);
        await (await ReportForm.OpenAsync(filer.Client)).Nil().SaveAsync(filer.Client);
        using var asked = await (await ReportForm.OpenAsync(filer.Client)).PressAsync(filer.Client, "/link");
        var link = (await asked.PageAsync()).QuerySelector("#link")!.GetAttribute("value")!;
        await using var browser = await BrowserSession.OpenAsync(app, width, bypassCsp: true);
        var page = browser.Page;

        await page.GotoAsync(link);
        await page.FillAsync("[name=CommittedBy]", "王伟");
        await page.FillAsync("[name=CommittedRole]", "总经理");
        await page.CheckAsync("#Committed");
        await page.ClickAsync("main button[type=submit]");
        await page.WaitForSelectorAsync("text=提交");
        await Axe.CheckAsync(browser, "a commitment that was given");
        await page.GotoAsync(link);
        await Axe.CheckAsync(browser, "a link that has served");

        var admin = await app.AddAccountAsync(Role.Admin);
        await browser.SignInAsync(admin);
        await page.GotoAsync("/accounts/new");
        await page.FillAsync("[name=UserName]", "li.si");
        await page.SelectOptionAsync("[name=Role]", "county");
        await page.SelectOptionAsync("[name=Region]", "320583");
        await page.FillAsync("[name=Reason]", "李四，科长");
        await page.ClickAsync("main form button[type=submit]");
        await Axe.CheckAsync(browser, "a one-time password");
        await page.GotoAsync("/clients");
        await page.ClickAsync("main form button[type=submit] >> nth=-1");
        await Axe.CheckAsync(browser, "a client with problems");
        await page.GotoAsync("/probe/roll");
        await Axe.CheckAsync(browser, "a roll that is too long");

        await page.GotoAsync(Factors.Page);
        var secret = Factors.FromBase32((await page.TextContentAsync(".secret"))!.Replace(" ", "", StringComparison.Ordinal));
        await page.FillAsync("[name=password]", TestApp.Password);
        await page.FillAsync("[name=code]", Factors.Code(app, secret));
        await page.ClickAsync("main form button[type=submit]");
        await page.WaitForSelectorAsync(".codes");
        await Axe.CheckAsync(browser, "recovery codes");
        await page.Context.ClearCookiesAsync();
        await page.GotoAsync("/signin");
        await page.FillAsync("[name=UserName]", admin);
        await page.FillAsync("[name=Password]", TestApp.Password);
        await page.ClickAsync("main button[type=submit]");
        await page.FillAsync("[name=Code]", "000000");
        await page.ClickAsync("main button[type=submit]");
        await Axe.CheckAsync(browser, "a second step with problems");

        await page.Context.ClearCookiesAsync();
        await browser.SignInAsync(await app.AddAccountAsync(Role.Township));
        await page.GotoAsync("/invitations");
        await page.FillAsync("[name=creditCode]", await app.Database.ScalarAsync<string>("SELECT CreditCode FROM Enterprise"));
        await page.CheckAsync("[name=capacity][value=staff]");
        await page.ClickAsync("form[action$='/one'] button[type=submit]");
        await Axe.CheckAsync(browser, "an activation code");
    }
}
