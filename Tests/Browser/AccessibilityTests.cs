using System.Text.Json;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;
using RiskReport.Web.Identity;

namespace RiskReport.Tests.Browser;

/// <summary>axe-core on every page as every role, wide and narrow, and no page that must be scrolled sideways.</summary>
[TestClass]
public sealed class AccessibilityTests
{
    private const string Run = "axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'] }).then(r => JSON.stringify(r.violations"
        + ".filter(v => v.impact === 'serious' || v.impact === 'critical').map(v => v.id + ' ' + v.nodes.map(n => n.target.join(' ')).join(', ') + ' ' + v.helpUrl)))";

    private static readonly (Role? Role, string[] Addresses)[] Pages =
    [
        (null, ["/signin", "/nowhere", "/verify", "/verify/NOSUCHCODE", "/activate", "/register", "/register/received", "/privacy", "/forgot", "/forgot/code"]),
        (Role.Enterprise, ["/", "/inbox", "/account", "/account/mail", "/account/password", "/account/second-factor", "/account/external", "/account/enterprises", "/account/invite", "/activate", "/outputs/2026", FormTourAddress, "/roster"]),
        (Role.Township, ["/", "/reminders", "/accounts", "/invitations", "/invitations/requests", "/reviews", "/enterprises/1", "/enterprises/1/declarations/2026", "/enterprises/1/declarations/2026/versions", "/enterprises/1/outputs/2026", "/imports", "/imports/1", "/imports/1?tab=outcomes", "/imports/2", "/imports/2?tab=warnings", "/imports/3", "/board", "/roster?year=2026"]),
        (Role.County, ["/", "/roster?year=2026&q=%E6%B2%A1%E6%9C%89", "/roster?colour=purple", "/enterprises/1/declarations/2026", "/simulations", "/simulations/1", "/simulations/2", "/inbox", "/roster/exports", "/roster/views", "/map?year=2026", "/map/density?year=2026&weight=enterprises", "/map/companies?year=2026", "/map/misplaced?year=2026", "/map?colour=purple"]),
        (Role.City, ["/", "/reminders/texts", "/reminders/texts/due", "/map?year=2026", "/board", "/board?year=1999", "/campaigns", "/campaigns/new", "/campaigns/1", "/invitations", "/invitations/requests", "/roster?year=2026&colour=red"]),
        (Role.Auditor, ["/", "/analysis?year=2026&view=overdue", "/reminders/deliveries", "/audit", "/audit?from=x", "/audit/1", "/roster", "/roster?year=2026&view=statistics", "/analysis?year=2026", "/analysis?year=2026&view=industries", "/analysis?year=2026&view=items", "/analysis?year=2026&view=subjects", "/analysis?year=2026&view=townships", "/analysis/movement?year=2026", "/rules", "/rules/2021-B"]),
        (Role.Admin, ["/", "/accounts", "/accounts/new", "/accounts/1", "/rules/2021-A", "/rules/2027-A", "/rules/2027-A/edit", "/catalogue", "/clients", "/clients/platform", "/map/boundaries"]),
        (Role.Security, ["/", "/accounts?kind=office", "/accounts/2"]),
    ];

    private const string FormTourAddress = "/declarations/2026";

    [TestMethod]
    [DataRow(1280)]
    [DataRow(390)]
    public async Task Every_page_is_accessible(int width)
    {
        using var portal = new FakePortal();
        await using var app = await TestApp.StartAsync(listen: true, portal.Add, FakePortal.Settings.ToDictionary(s => s.Key, s => s.Value));
        await PrepareAsync(app);
        var filer = await Filer.SignedInAsync(app);
        var axe = await File.ReadAllTextAsync(AxePath());

        foreach (var (role, addresses) in Pages)
        {
            // axe is put into the page from outside, which the policy of the pages rightly refuses
            await using var browser = await BrowserSession.OpenAsync(app, width, bypassCsp: true);
            if (role is { } known)
                await browser.SignInAsync(await app.AddAccountAsync(known, null, known == Role.Enterprise ? filer.EnterpriseId : null));
            foreach (var address in addresses)
            {
                await browser.Page.GotoAsync(address);
                await CheckAsync(browser, axe, $"{role} {address}");
                if (address == "/enterprises/1")
                {
                    await browser.Page.ClickAsync("text=显示联系电话");
                    await browser.Page.ClickAsync("form[action$='/phone'] button");
                    await CheckAsync(browser, axe, "the company file with a problem");
                }

                if (address is "/activate" or "/register" or "/invitations" or "/account/invite" or "/account/second-factor" or "/accounts/new" or "/campaigns/new")
                {
                    await browser.Page.ClickAsync(address == "/invitations" ? "text=生成激活码 >> nth=-1" : "main form button[type=submit]");
                    await CheckAsync(browser, axe, $"{address} with problems");
                }

                if (address == "/clients")
                {
                    foreach (var shown in new[] { "a fresh secret", "a renewal refused" })
                    {
                        await browser.Page.ClickAsync("form[action$='/renew'] button");
                        await CheckAsync(browser, axe, shown);
                    }
                }

                if (address == FormTourAddress)
                    await TourAsync(app, browser, axe);
            }
        }
    }

    /// <summary>Every page of the form, empty, wrong and filled in, to the receipt; then a change and the application to be written off.</summary>
    private static async Task TourAsync(TestApp app, BrowserSession browser, string axe)
    {
        var page = browser.Page;
        foreach (var path in new[] { "parts/basics", "parts/industry", "parts/safety", "parts/whole", "parts/SprayPainting", "risks", "check", "nil", "write-off" })
        {
            await page.GotoAsync($"{FormTourAddress}/{path}");
            await CheckAsync(browser, axe, path);
            if (path is "parts/whole" or "parts/SprayPainting" or "nil" or "write-off" or "check")
            {
                await page.ClickAsync("form.report button[type=submit] >> nth=0");
                await CheckAsync(browser, axe, path + " with problems");
            }
        }

        await page.GotoAsync($"{FormTourAddress}/risks");
        await page.ClickAsync(".suggestions button >> nth=0");
        await CheckAsync(browser, axe, "a risk");
        await page.ClickAsync(".form-foot button");
        await CheckAsync(browser, axe, "a risk with problems");
        await page.ClickAsync("text=删除这项风险");
        await CheckAsync(browser, axe, "a deleted risk");
        await browser.AnswerHarmlesslyAsync();
        await page.GotoAsync($"{FormTourAddress}/risks");
        await page.CheckAsync("[name='Basics.HasMajorRisk'][value='无']");
        await page.ClickAsync(".form-foot button");
        await page.FillAsync("textarea", "没有粉尘作业");
        await page.ClickAsync("text=生成一次性承诺链接");
        await CheckAsync(browser, axe, "the link");
        await page.GotoAsync(await page.InputValueAsync("#link"));
        await CheckAsync(browser, axe, "the commitment by link");
        await page.GotoAsync($"{FormTourAddress}/check");
        await page.CheckAsync("#Committed");
        await page.ClickAsync("text=承诺并提交报告");
        await page.WaitForURLAsync("**/result");
        await CheckAsync(browser, axe, "the result");
        await app.Database.ScalarAsync<int>("UPDATE Declaration SET Status = 4, AcceptedVersion = 1, Version = Version + 1 WHERE Status = 2 AND Source = 1; SELECT 0");
        await page.ReloadAsync();
        await page.ClickAsync("text=有变化？提交变更报告");
        await CheckAsync(browser, axe, "a change");
        await page.GotoAsync($"{FormTourAddress}/result");
        await CheckAsync(browser, axe, "the result while it changes");
        await page.GotoAsync($"/verify/{await app.Database.ScalarAsync<string>("SELECT Code FROM DeclarationVersion ORDER BY 1 DESC LIMIT 1")}");
        await CheckAsync(browser, axe, "a receipt");
    }

    [TestMethod]
    [DataRow(1280)]
    [DataRow(390)]
    public async Task The_outputs_and_the_plan_editor_are_accessible(int width)
    {
        await using var app = await TestApp.StartAsync(listen: true);
        var filer = await FloorPlans.FiledAsync(app);
        var plan = await filer.Client.AddPlanAsync(app, TestPicture.Png(400, 200));
        using (await filer.Client.DrawAsync(plan, 0, 1, ("1", "2", "10,10 50,10 50,50"), ("3", "", "80,80"))) { }
        var axe = await File.ReadAllTextAsync(AxePath());
        await using var browser = await BrowserSession.OpenAsync(app, width, bypassCsp: true);
        await browser.SignInAsync(await app.AddAccountAsync(Role.Enterprise, null, filer.EnterpriseId));

        await browser.Page.GotoAsync(FloorPlans.Address);
        await CheckAsync(browser, axe, "the outputs");
        await browser.Page.ClickAsync("text=上传平面图");
        await CheckAsync(browser, axe, "the outputs with problems");
        await browser.Page.GotoAsync(plan);
        await browser.Page.ClickAsync("summary >> nth=0");
        await browser.Page.Locator(".shape").First.FocusAsync();
        await CheckAsync(browser, axe, "the plan");
        await browser.Page.FillAsync("[name='Shapes[0].Points']", "1,1 2,2");
        await browser.Page.ClickAsync("#plan-form button[type=submit]");
        await CheckAsync(browser, axe, "the plan with problems");
    }

    /// <summary>A file that is made, one on its way, one failed and one expired; a view with a schedule; the inbox that tells of them.</summary>
    [TestMethod]
    [DataRow(1280)]
    [DataRow(390)]
    public async Task What_an_office_keeps_of_its_rosters_is_accessible(int width)
    {
        await using var app = await TestApp.StartAsync(listen: true);
        var axe = await File.ReadAllTextAsync(AxePath());
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
            await CheckAsync(browser, axe, address);
        }

        await browser.Page.GotoAsync($"/verify/{await app.Database.ScalarAsync<string>("SELECT Code FROM RosterExport ORDER BY Id DESC LIMIT 1")}");
        await CheckAsync(browser, axe, "the seal of a file");
        await browser.Page.GotoAsync("/roster/views/1/edit");
        await browser.Page.FillAsync("[name=name]", "");
        await browser.Page.ClickAsync("main button[type=submit] >> nth=0");
        await CheckAsync(browser, axe, "a view with problems");
        await browser.Page.GotoAsync("/roster?colour=red");
        await browser.Page.ClickAsync("text=保存当前筛选为视图");
        await browser.Page.ClickAsync("text=在后台生成");
        await CheckAsync(browser, axe, "the roster with its views");
    }

    /// <summary>The pages between an ended session and the saved draft, and those of a person who serves several; by hand, without an address of their own.</summary>
    [TestMethod]
    [DataRow(1280)]
    [DataRow(390)]
    public async Task What_survives_an_ended_session_and_a_switch_is_accessible(int width)
    {
        await using var app = await TestApp.StartAsync(listen: true);
        var axe = await File.ReadAllTextAsync(AxePath());
        var first = (await Filer.SignedInAsync(app)).EnterpriseId;
        var second = (await Filer.SignedInAsync(app)).EnterpriseId;
        var name = await app.AgentAsync(first, second);
        await using var browser = await BrowserSession.OpenAsync(app, width, bypassCsp: true);
        await browser.SignInAsync(name);
        await CheckAsync(browser, axe, "the choice of enterprise");

        await browser.Page.GotoAsync(ReportForm.Part("basics"));
        await browser.Page.FillAsync("[name='Basics.Address']", "新厂区");
        await browser.Page.Context.ClearCookiesAsync(new() { Name = "riskreport" });
        await browser.Page.ClickAsync("text=保存并继续");
        await browser.Page.WaitForSelectorAsync("text=登录已过期，填写的内容没有丢失");
        await CheckAsync(browser, axe, "sign-in with what was typed");
        await browser.Page.FillAsync("[name=UserName]", name);
        await browser.Page.FillAsync("[name=Password]", TestApp.Password);
        await browser.Page.ClickAsync("main button[type=submit]");
        await browser.Page.WaitForSelectorAsync("text=填写的内容已找回");
        await CheckAsync(browser, axe, "what was found again");
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
        await CheckAsync(browser, axe, "the enterprise was switched");
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
        await CheckAsync(browser, "a commitment that was given");
        await page.GotoAsync(link);
        await CheckAsync(browser, "a link that has served");

        var admin = await app.AddAccountAsync(Role.Admin);
        await browser.SignInAsync(admin);
        await page.GotoAsync("/accounts/new");
        await page.FillAsync("[name=UserName]", "li.si");
        await page.SelectOptionAsync("[name=Role]", "county");
        await page.SelectOptionAsync("[name=Region]", "320583");
        await page.FillAsync("[name=Reason]", "李四，科长");
        await page.ClickAsync("main form button[type=submit]");
        await CheckAsync(browser, "a one-time password");
        await page.GotoAsync("/clients");
        await page.ClickAsync("main form button[type=submit] >> nth=-1");
        await CheckAsync(browser, "a client with problems");
        await page.GotoAsync("/probe/roll");
        await CheckAsync(browser, "a roll that is too long");

        await page.GotoAsync(Factors.Page);
        var secret = Factors.FromBase32((await page.TextContentAsync(".secret"))!.Replace(" ", "", StringComparison.Ordinal));
        await page.FillAsync("[name=password]", TestApp.Password);
        await page.FillAsync("[name=code]", Factors.Code(app, secret));
        await page.ClickAsync("main form button[type=submit]");
        await page.WaitForSelectorAsync(".codes");
        await CheckAsync(browser, "recovery codes");
        await page.Context.ClearCookiesAsync();
        await page.GotoAsync("/signin");
        await page.FillAsync("[name=UserName]", admin);
        await page.FillAsync("[name=Password]", TestApp.Password);
        await page.ClickAsync("main button[type=submit]");
        await page.FillAsync("[name=Code]", "000000");
        await page.ClickAsync("main button[type=submit]");
        await CheckAsync(browser, "a second step with problems");

        await page.Context.ClearCookiesAsync();
        await browser.SignInAsync(await app.AddAccountAsync(Role.Township));
        await page.GotoAsync("/invitations");
        await page.FillAsync("[name=creditCode]", await app.Database.ScalarAsync<string>("SELECT CreditCode FROM Enterprise"));
        await page.CheckAsync("[name=capacity][value=staff]");
        await page.ClickAsync("form[action$='/one'] button[type=submit]");
        await CheckAsync(browser, "an activation code");
    }

    internal static async Task CheckAsync(BrowserSession browser, string name) => await CheckAsync(browser, await File.ReadAllTextAsync(AxePath()), name);

    private static async Task CheckAsync(BrowserSession browser, string axe, string name)
    {
        await browser.Page.EvaluateAsync(axe);
        var found = JsonSerializer.Deserialize<string[]>(await browser.Page.EvaluateAsync<string>(Run))!;
        Assert.IsEmpty(found, $"{name}\n{string.Join('\n', found)}");
        Assert.IsTrue(await browser.Page.EvaluateAsync<bool>("document.scrollingElement.scrollWidth <= window.innerWidth"), $"{name} must be scrolled sideways.");
    }

    /// <summary>A finished import with problems, one that awaits its decision and one that stays running, a filed report, a finished and a running simulation, and a draft of rules.</summary>
    private static async Task PrepareAsync(TestApp app)
    {
        var office = await app.SignedInAsync(Role.Township);
        var code = Enterprises.NewCreditCode();
        await office.ImportAsync(app, new ImportFile()
            .Enterprise(code, cells: ("有无较大以上风险", "有")).Risk(code, ("C", 100))
            .Enterprise(Enterprises.NewCreditCode(), cells: ("联系电话", ""))
            .Bytes());
        await office.CheckAsync(app, new ImportFile().Enterprise(Enterprises.NewCreditCode()).Enterprise(Enterprises.NewCreditCode(), cells: ("联系电话", "")).Bytes());
        await app.Database.ScalarAsync<int>("""
            INSERT INTO ImportJob (FileName, FileSha256, RegionCode, RegionFrom, Year, Stage, AllOrNothing, Status, Attempts, HeartbeatAt, StartedAt, RowsTotal, RowsDone, EnterprisesTotal, CreatedAt, CreatedBy, CreatedFrom)
            SELECT FileName, FileSha256, RegionCode, RegionFrom, Year, 2, AllOrNothing, 1, 1, '2099-01-01', '2026-11-24 01:59:50', 1000, 200, 300, CreatedAt, CreatedBy, CreatedFrom FROM ImportJob WHERE Id = 1;
            SELECT 0
            """);
        await (await app.SignedInAsync(Role.County)).SimulateAsync(app, "2021-B");
        await app.Database.ScalarAsync<int>("""
            INSERT INTO RegradingRun (Kind, RuleSet, Definition, RegionCode, RegionFrom, YearFrom, YearTo, Status, HeartbeatAt, CreatedAt, CreatedBy, CreatedFrom, CreateReason)
            SELECT Kind, RuleSet, Definition, RegionCode, RegionFrom, YearFrom, YearTo, 1, '2099-01-01', CreatedAt, CreatedBy, CreatedFrom, CreateReason FROM RegradingRun;
            SELECT 0
            """);
        await app.ClientsAsync(d => d.AddAsync(new NewApiClient("platform", "changes.read", null, null), new Actor("test", "test", "test"), CancellationToken.None));
        await app.Database.ScalarAsync<int>("""
            INSERT INTO Webhook (ClientKey, Url, Secret, Status, ToldTo, Attempts, NextTryAt, ChangedAt, ChangedBy, ChangedFrom, ChangeReason)
            VALUES (1, 'https://platform.example.gov.cn/riskreport/hooks?channel=changes', '', 2, 0, 7, '2026-11-24', '2026-11-24', '系统', '后台', '通知多次失败，已暂停');
            INSERT INTO WebhookDelivery (WebhookId, MessageId, IsTest, Attempt, At, Outcome, StatusCode, Milliseconds)
            VALUES (1, 'msg_0123456789abcdef0123456789abcdef', 0, 7, '2026-11-24', 2, 500, 31);
            SELECT 0
            """);
        using var asked = await app.Anonymous().SubmitAsync("/register", ("CreditCode", code), ("PersonName", "张三"), ("Phone", "13812345678"),
            ("UserName", "zhang.san"), ("Password", TestApp.Password), ("Repeated", TestApp.Password));
        using var copied = await (await app.SignedInAsync(Role.Admin)).SubmitAsync("/rules/2021-B", "/rules/2021-B/copy", ("copyName", "2027-A"));
    }

    private static string AxePath()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, "Web", "node_modules", "axe-core", "axe.min.js");
            if (File.Exists(file))
                return file;
        }

        throw new AssertFailedException("axe-core is not there: npm ci did not run in Web.");
    }
}
