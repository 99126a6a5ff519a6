using Microsoft.Playwright;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Browser;

/// <summary>What people do, in a real browser with the content policy in force.</summary>
[TestClass]
public sealed class JourneyTests
{
    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task Rules_are_copied_simulated_and_decided(bool script)
    {
        await using var app = await TestApp.StartAsync(listen: true);
        var office = await app.SignedInAsync(Role.Township);
        var code = Enterprises.NewCreditCode();
        await office.ImportAsync(app, new ImportFile().Enterprise(code).Risk(code, ("评估方法", "LS"), ("L", 2), ("S", 3), ("E", ""), ("C", "")).Bytes());
        await using var admin = await BrowserSession.OpenAsync(app, script: script);
        await admin.SignInAsync(await app.AddAccountAsync(Role.Admin));
        await admin.Page.GotoAsync("/rules/2021-B");
        await admin.Page.ClickAsync("summary:has-text('复制为新草案')");
        await admin.Page.FillAsync("#copyName", "2027-a");
        await admin.Page.ClickAsync("button:has-text('复制')");
        await admin.Page.FillAsync("[name='LS.Yellow.From']", "６");
        await admin.Page.ClickAsync("text=保存草案");
        await admin.Page.WaitForURLAsync("**/rules/2027-A");

        await using var city = await BrowserSession.OpenAsync(app, script: script);
        await city.SignInAsync(await app.AddAccountAsync(Role.City));
        await city.Page.GotoAsync("/rules/2027-A");
        await city.Page.ClickAsync("text=模拟：看看本地区会变成什么样");
        await city.Page.ClickAsync("text=开始模拟");
        await city.Page.WaitForURLAsync("**/simulations/1");
        await app.RegradeAsync();
        await city.Page.WaitForSelectorAsync("text=模拟完成，没有改动任何报告。");
        Assert.AreEqual(1, await city.Page.Locator(".changes tbody tr").CountAsync());
        StringAssert.Contains(await city.Page.TextContentAsync(".changes tbody tr"), "L=2 × 严重性 S=3 = 6，不低于一般界限 6");

        await admin.Page.ReloadAsync();
        await admin.Page.ClickAsync("summary:has-text('决定施行日期')");
        await admin.Page.FillAsync("#effectiveFrom", "2027-01-01");
        await admin.Page.FillAsync("#reason", "苏应急〔2026〕99号");
        await admin.Page.ClickAsync("text=决定施行 >> nth=-1");
        await admin.Page.WaitForSelectorAsync("text=规则 2027-A 定于 2027-01-01 起施行。");
        StringAssert.Contains(await admin.Page.TextContentAsync("h1"), "待施行");
        admin.AssertQuiet();
        city.AssertQuiet();
    }

    [TestMethod]
    public async Task An_office_imports_the_sample_and_a_regulator_takes_the_roster_away()
    {
        await using var app = await TestApp.StartAsync(listen: true);
        await using var office = await BrowserSession.OpenAsync(app);
        await office.SignInAsync(await app.AddAccountAsync(Role.County));
        await office.Page.GotoAsync("/imports");
        await office.Page.SetInputFilesAsync("#File", Importing.Sample);
        await office.Page.ClickAsync("text=上传并检查");
        await office.Page.WaitForURLAsync("**/imports/1");
        await app.WorkAsync();
        await office.Page.ReloadAsync();
        StringAssert.Contains(await office.Page.TextContentAsync(".alert"), "可新增 373 家，可变更 0 家，无变化 0 家，有问题不能导入 27 家");
        StringAssert.StartsWith(await DownloadAsync(office.Page, "下载标好问题的工作簿"), "PK");
        await office.Page.CheckAsync("#Confirmed");
        await office.Page.ClickAsync("button:has-text('导入合格的 373 家')");
        await office.Page.WaitForSelectorAsync("#progress, .alert:has-text('已导入')");
        await app.WorkAsync();
        await office.Page.GotoAsync("/imports/1");

        StringAssert.Contains(await office.Page.TextContentAsync(".alert"), "新增 373 家，变更 0 家，无变化 0 家，未导入 27 家");
        await office.Page.ClickAsync("text=每家企业的结果");
        await office.Page.WaitForSelectorAsync("td:has-text('91320583MAKLL90D8F')");
        office.AssertQuiet();

        await using var regulator = await BrowserSession.OpenAsync(app);
        await regulator.SignInAsync(await app.AddAccountAsync(Role.City));
        await regulator.Page.GotoAsync("/roster?year=2026");
        await regulator.Page.CheckAsync("[name=colour][value=red]");
        await regulator.Page.ClickAsync("text=筛选");
        StringAssert.Contains(await regulator.Page.TextContentAsync(".lead"), "共 136 家");
        await regulator.Page.ClickAsync("text=末页");
        await regulator.Page.WaitForURLAsync("**&page=3");
        Assert.AreEqual(36, await regulator.Page.Locator("table.roster tbody tr").CountAsync());
        foreach (var (link, magic) in new[] { ("Excel", "PK"), ("PDF", "%PDF"), ("CSV", "\uFEFF序号") })
            StringAssert.StartsWith(await DownloadAsync(regulator.Page, link), magic);
        await regulator.Page.ClickAsync("table.roster td a >> nth=0");
        await regulator.Page.WaitForURLAsync("**/enterprises/*");
        await regulator.Page.ClickAsync("main a[href$='/declarations/2026'] >> nth=0");
        await regulator.Page.WaitForSelectorAsync(".verdict .risk-red");

        // whoever comes to this screen next gets nothing by going back
        await regulator.Page.ClickAsync("button:has-text('退出')");
        await regulator.Page.WaitForURLAsync("**/signin");
        await regulator.Page.GoBackAsync();
        StringAssert.Contains(regulator.Page.Url, "/signin?returnUrl=%2Fenterprises%2F");
        Assert.AreEqual(0, await regulator.Page.Locator(".verdict").CountAsync());
        regulator.AssertQuiet();
    }

    private static async Task<string> DownloadAsync(IPage page, string link)
    {
        var download = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync($".exports >> text={link}"));
        using var reader = new StreamReader(await download.CreateReadStreamAsync(), new System.Text.UTF8Encoding(), detectEncodingFromByteOrderMarks: false);
        return await reader.ReadToEndAsync();
    }
}
