using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;
using RiskReport.Web.Identity;

namespace RiskReport.Tests.Browser;

/// <summary>axe-core on every page as every role, wide and narrow, and no page that must be scrolled sideways.</summary>
[TestClass]
public sealed class AccessibilityTests
{
    private static readonly (Role? Role, string[] Addresses)[] Pages =
    [
        (null, ["/signin", "/nowhere", "/verify", "/verify/NOSUCHCODE", "/activate", "/register", "/register/received", "/privacy", "/forgot", "/forgot/code"]),
        (Role.Enterprise, ["/", "/inbox", "/account", "/account/mail", "/account/password", "/account/second-factor", "/account/external", "/account/enterprises", "/account/invite", "/activate", "/outputs/2026", FormTourAddress, "/roster"]),
        (Role.Township, ["/", "/reminders", "/accounts", "/invitations", "/invitations/requests", "/reviews", "/enterprises/1", "/enterprises/1/declarations/2026", "/enterprises/1/declarations/2026/versions", "/enterprises/1/outputs/2026", "/imports", "/imports/1", "/imports/1?tab=outcomes", "/imports/2", "/imports/2?tab=warnings", "/imports/3", "/board", "/roster?year=2026"]),
        (Role.County, ["/", "/roster?year=2026&q=%E6%B2%A1%E6%9C%89", "/roster?colour=purple", "/enterprises/1/declarations/2026", "/simulations", "/simulations/1", "/simulations/2", "/inbox", "/roster/exports", "/roster/views", "/map?year=2026", "/map/density?year=2026&weight=enterprises", "/map/companies?year=2026", "/map/misplaced?year=2026", "/map?colour=purple"]),
        (Role.City, ["/", "/reminders/texts", "/reminders/texts/due", "/map?year=2026", "/board", "/board?year=1999", "/campaigns", "/campaigns/new", "/campaigns/1", "/invitations", "/invitations/requests", "/roster?year=2026&colour=red"]),
        (Role.Auditor, ["/", "/analysis?year=2026&view=overdue", "/reminders/deliveries", "/audit", "/audit?from=x", "/audit/1", "/roster", "/roster?year=2026&view=statistics", "/analysis?year=2026", "/analysis?year=2026&view=industries", "/analysis?year=2026&view=items", "/analysis?year=2026&view=subjects", "/analysis?year=2026&view=townships", "/analysis/movement?year=2026", "/rules", "/rules/2021-B"]),
        (Role.Admin, ["/", "/accounts", "/accounts/new", "/accounts/1", "/rules/2021-A", "/rules/2027-A", "/rules/2027-A/edit", "/catalogue", "/clients", "/clients/platform", "/map/boundaries"]),
        (Role.Security, ["/", "/accounts?kind=office", "/accounts/2", "/signin?returnUrl=%2Fconnect%2Fauthorize%3Fsigned_in_since%3D1"]),
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

        foreach (var (role, addresses) in Pages)
        {
            // axe is put into the page from outside, which the policy of the pages rightly refuses
            await using var browser = await BrowserSession.OpenAsync(app, width, bypassCsp: true);
            if (role is { } known)
                await browser.SignInAsync(await app.AddAccountAsync(known, null, known == Role.Enterprise ? filer.EnterpriseId : null));
            foreach (var address in addresses)
            {
                await browser.Page.GotoAsync(address);
                await Axe.CheckAsync(browser, $"{role} {address}");
                if (address == "/enterprises/1")
                {
                    await browser.Page.ClickAsync("text=显示联系电话");
                    await browser.Page.ClickAsync("form[action$='/phone'] button");
                    await Axe.CheckAsync(browser, "the company file with a problem");
                }

                if (address is "/activate" or "/register" or "/invitations" or "/account/invite" or "/account/second-factor" or "/accounts/new" or "/campaigns/new")
                {
                    await browser.Page.ClickAsync(address == "/invitations" ? "text=生成激活码 >> nth=-1" : "main form button[type=submit]");
                    await Axe.CheckAsync(browser, $"{address} with problems");
                }

                if (address == "/clients")
                {
                    foreach (var shown in new[] { "a fresh secret", "a renewal refused" })
                    {
                        await browser.Page.ClickAsync("form[action$='/renew'] button");
                        await Axe.CheckAsync(browser, shown);
                    }
                }

                if (address == FormTourAddress)
                    await TourAsync(app, browser);
            }
        }
    }

    /// <summary>Every page of the form, empty, wrong and filled in, to the receipt; then a change and the application to be written off.</summary>
    private static async Task TourAsync(TestApp app, BrowserSession browser)
    {
        var page = browser.Page;
        foreach (var path in new[] { "parts/basics", "parts/industry", "parts/safety", "parts/whole", "parts/SprayPainting", "risks", "check", "nil", "write-off" })
        {
            await page.GotoAsync($"{FormTourAddress}/{path}");
            await Axe.CheckAsync(browser, path);
            if (path is "parts/whole" or "parts/SprayPainting" or "nil" or "write-off" or "check")
            {
                await page.ClickAsync("form.report button[type=submit] >> nth=0");
                await Axe.CheckAsync(browser, path + " with problems");
            }
        }

        await page.GotoAsync($"{FormTourAddress}/risks");
        await page.ClickAsync(".suggestions button >> nth=0");
        await Axe.CheckAsync(browser, "a risk");
        await page.ClickAsync(".form-foot button");
        await Axe.CheckAsync(browser, "a risk with problems");
        await page.ClickAsync("text=删除这项风险");
        await Axe.CheckAsync(browser, "a deleted risk");
        await browser.AnswerHarmlesslyAsync();
        await page.GotoAsync($"{FormTourAddress}/risks");
        await page.CheckAsync("[name='Basics.HasMajorRisk'][value='无']");
        await page.ClickAsync(".form-foot button");
        await page.FillAsync("textarea", "没有粉尘作业");
        await page.ClickAsync("text=生成一次性承诺链接");
        await Axe.CheckAsync(browser, "the link");
        await page.GotoAsync(await page.InputValueAsync("#link"));
        await Axe.CheckAsync(browser, "the commitment by link");
        await page.GotoAsync($"{FormTourAddress}/check");
        await page.CheckAsync("#Committed");
        await page.ClickAsync("text=承诺并提交报告");
        await page.WaitForURLAsync("**/result");
        await Axe.CheckAsync(browser, "the result");
        await app.Database.ScalarAsync<int>("UPDATE Declaration SET Status = 4, AcceptedVersion = 1, Version = Version + 1 WHERE Status = 2 AND Source = 1; SELECT 0");
        await page.ReloadAsync();
        await page.ClickAsync("text=有变化？提交变更报告");
        await Axe.CheckAsync(browser, "a change");
        await page.GotoAsync($"{FormTourAddress}/result");
        await Axe.CheckAsync(browser, "the result while it changes");
        await page.GotoAsync($"/verify/{await app.Database.ScalarAsync<string>("SELECT Code FROM DeclarationVersion ORDER BY 1 DESC LIMIT 1")}");
        await Axe.CheckAsync(browser, "a receipt");
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
}
