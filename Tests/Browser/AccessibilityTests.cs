using System.Text.Json;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Browser;

/// <summary>axe-core on every page as every role, wide and narrow, and no page that must be scrolled sideways.</summary>
[TestClass]
[DoNotParallelize]
public sealed class AccessibilityTests
{
    private const string Run = "axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] }).then(r => JSON.stringify(r.violations"
        + ".filter(v => v.impact === 'serious' || v.impact === 'critical').map(v => v.id + ' ' + v.nodes.map(n => n.target.join(' ')).join(', ') + ' ' + v.helpUrl)))";

    private static readonly (Role? Role, string[] Addresses)[] Pages =
    [
        (null, ["/signin", "/nowhere", "/verify", "/verify/NOSUCHCODE", "/activate", "/register", "/register/received"]),
        (Role.Enterprise, ["/", "/account/password", "/account/enterprises", "/account/invite", "/activate", "/declarations/2026", "/roster"]),
        (Role.Township, ["/", "/invitations", "/invitations/requests", "/reviews", "/enterprises/1/declarations/2026", "/enterprises/1/declarations/2026/versions", "/imports", "/imports/1", "/imports/1?tab=outcomes", "/imports/2", "/roster?year=2026"]),
        (Role.County, ["/", "/roster?year=2026&q=%E6%B2%A1%E6%9C%89", "/roster?colour=purple", "/enterprises/1/declarations/2026", "/simulations", "/simulations/1", "/simulations/2"]),
        (Role.City, ["/", "/invitations", "/invitations/requests", "/roster?year=2026&colour=red"]),
        (Role.Auditor, ["/", "/roster", "/rules", "/rules/2021-B"]),
        (Role.Admin, ["/", "/rules/2021-A", "/rules/2027-A", "/rules/2027-A/edit", "/catalogue"]),
    ];

    [TestMethod]
    [DataRow(1280)]
    [DataRow(390)]
    public async Task Every_page_is_accessible(int width)
    {
        await using var app = await TestApp.StartAsync(listen: true);
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
                if (address is "/activate" or "/register" or "/invitations" or "/account/invite")
                {
                    await browser.Page.ClickAsync(address == "/invitations" ? "text=生成激活码 >> nth=-1" : "main form button[type=submit]");
                    await CheckAsync(browser, axe, $"{address} with problems");
                }

                if (address != "/declarations/2026")
                    continue;

                await browser.Page.ClickAsync("text=添加一项风险");
                await browser.Page.SelectOptionAsync("[name='Items[0].Method']", "LS");
                await browser.Page.ClickAsync("text=提交报告");
                await CheckAsync(browser, axe, "the form with problems");
                await browser.Page.ClickAsync("text=删除风险 1");
                await browser.Page.CheckAsync("[name='Basics.HasMajorRisk'][value='无']");
                await browser.AnswerHarmlesslyAsync();
                await browser.Page.CheckAsync("#Committed");
                await browser.Page.ClickAsync("text=提交报告");
                await browser.Page.WaitForURLAsync("**/result");
                await CheckAsync(browser, axe, "the result");
                await browser.Page.GotoAsync($"/verify/{await app.Database.ScalarAsync<string>("SELECT Code FROM DeclarationVersion ORDER BY 1 DESC LIMIT 1")}");
                await CheckAsync(browser, axe, "a receipt");
            }
        }
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

        await browser.Page.GotoAsync("/declarations/2026");
        await browser.Page.FillAsync("[name='Basics.Address']", "新厂区");
        await browser.Page.Context.ClearCookiesAsync(new() { Name = "riskreport" });
        await browser.Page.ClickAsync("text=保存草稿");
        await browser.Page.WaitForSelectorAsync("text=登录已过期，填写的内容没有丢失");
        await CheckAsync(browser, axe, "sign-in with what was typed");
        await browser.Page.FillAsync("[name=UserName]", name);
        await browser.Page.FillAsync("[name=Password]", TestApp.Password);
        await browser.Page.ClickAsync("main button[type=submit]");
        await browser.Page.WaitForSelectorAsync("text=填写的内容已找回");
        await CheckAsync(browser, axe, "what was found again");
        await browser.Page.ClickAsync("main button:has-text('继续保存')");
        await browser.Page.WaitForURLAsync("**/declarations/2026");
        Assert.AreEqual("新厂区", await browser.Page.InputValueAsync("[name='Basics.Address']"));

        var other = await browser.Page.Context.NewPageAsync();
        await other.GotoAsync("/account/enterprises");
        await other.ClickAsync("main button:has-text('办理')");
        await other.WaitForURLAsync(u => !u.Contains("enterprises", StringComparison.Ordinal));
        await browser.Page.ClickAsync("text=保存草稿");
        await browser.Page.WaitForSelectorAsync("text=切换并继续");
        await CheckAsync(browser, axe, "the enterprise was switched");
        browser.AssertQuiet();
    }

    private static async Task CheckAsync(BrowserSession browser, string axe, string name)
    {
        await browser.Page.EvaluateAsync(axe);
        var found = JsonSerializer.Deserialize<string[]>(await browser.Page.EvaluateAsync<string>(Run))!;
        Assert.IsEmpty(found, $"{name}\n{string.Join('\n', found)}");
        Assert.IsTrue(await browser.Page.EvaluateAsync<bool>("document.scrollingElement.scrollWidth <= window.innerWidth"), $"{name} must be scrolled sideways.");
    }

    /// <summary>A finished import with problems and one that stays running, a filed report, a finished and a running simulation, and a draft of rules.</summary>
    private static async Task PrepareAsync(TestApp app)
    {
        var office = await app.SignedInAsync(Role.Township);
        var code = Enterprises.NewCreditCode();
        await office.ImportAsync(app, new ImportFile()
            .Enterprise(code, cells: ("有无较大以上风险", "有")).Risk(code, ("C", 100))
            .Enterprise(Enterprises.NewCreditCode(), cells: ("联系电话", ""))
            .Bytes());
        await app.Database.ScalarAsync<int>("""
            INSERT INTO ImportJob (FileName, FileSha256, Content, RegionCode, RegionFrom, Year, DryRun, AllOrNothing, Status, Attempts, HeartbeatAt, CreatedAt, CreatedBy, CreatedFrom)
            SELECT FileName, FileSha256, Content, RegionCode, RegionFrom, Year, DryRun, AllOrNothing, 1, 1, '2099-01-01', CreatedAt, CreatedBy, CreatedFrom FROM ImportJob;
            SELECT 0
            """);
        await (await app.SignedInAsync(Role.County)).SimulateAsync(app, "2021-B");
        await app.Database.ScalarAsync<int>("""
            INSERT INTO RegradingRun (Kind, RuleSet, Definition, RegionCode, RegionFrom, YearFrom, YearTo, Status, HeartbeatAt, CreatedAt, CreatedBy, CreatedFrom, CreateReason)
            SELECT Kind, RuleSet, Definition, RegionCode, RegionFrom, YearFrom, YearTo, 1, '2099-01-01', CreatedAt, CreatedBy, CreatedFrom, CreateReason FROM RegradingRun;
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
