using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Browser;

/// <summary>The city words a reminder, a township sends it in one click, and the enterprise finds it in its inbox.</summary>
[TestClass]
public sealed class ReminderTests
{
    [TestMethod]
    [DataRow(1280)]
    [DataRow(390)]
    public async Task A_reminder_is_worded_looked_at_sent_once_and_read(int width)
    {
        await using var app = await TestApp.StartAsync(listen: true);
        var filer = await Filer.SignedInAsync(app);

        await using var city = await OpenAsync(app, width, Role.City);
        await city.Page.GotoAsync("/reminders");
        await city.Page.ClickAsync("main a:has-text('提醒文字')");
        await city.Page.ClickAsync("[aria-label^='修改'][href$='/asked']");
        await city.Page.FillAsync("#Subject", "{镇街}请{企业名称}报告{明年}");
        await city.Page.ClickAsync("button:has-text('预览')");
        StringAssert.Contains(await city.Page.TextContentAsync(".error-summary"), "“{明年}”不能使用");
        await Axe.CheckAsync(city, "a text with problems");
        await city.Page.FillAsync("#Subject", "{镇街}请{企业名称}报告");
        await city.Page.FillAsync("#Body", "截止{截止日期}。\n请抓紧。");
        await city.Page.ClickAsync("button:has-text('预览')");
        var preview = await city.Page.TextContentAsync("section:has(#preview)");
        StringAssert.Matches(preview!.Replace("\n", "", StringComparison.Ordinal), new(@"请.+报告.*截止\d{4}年\d+月\d+日。.*请抓紧。"));
        await Axe.CheckAsync(city, "the preview of a text");
        await city.Page.FillAsync("#Reason", "更简短");
        await city.Page.ClickAsync("button:has-text('保存')");
        await city.Page.WaitForURLAsync("**/reminders/texts");
        StringAssert.Contains(await city.Page.TextContentAsync("main"), "{镇街}请{企业名称}报告");

        await using var township = await OpenAsync(app, width, Role.Township);
        await township.Page.GotoAsync("/reminders");
        await township.Page.ClickAsync("button:has-text('发送催报')");
        StringAssert.Contains(await township.Page.TextContentAsync(".error-summary"), "请先勾选确认");
        await township.Page.CheckAsync("[name=confirmed]");
        await township.Page.ClickAsync("button:has-text('发送催报')");
        await township.Page.WaitForSelectorAsync("text=已向 1 家企业发出催报");
        StringAssert.Contains(await township.Page.TextContentAsync("main"), "没有需要催报的企业");
        await Axe.CheckAsync(township, "the reminders that were sent");

        await using var enterprise = await OpenAsync(app, width, Role.Enterprise, filer.EnterpriseId);
        Assert.AreEqual("1 条未读", await enterprise.Page.TextContentAsync("nav .unread-count"));
        await enterprise.Page.ClickAsync("nav a[href='/inbox']");
        StringAssert.Contains(await enterprise.Page.TextContentAsync(".inbox"), "玉山镇请昆山样板机械有限公司报告");
        await Axe.CheckAsync(enterprise, "an inbox with a reminder");
        await enterprise.Page.ClickAsync("button:has-text('标为已读')");
        await enterprise.Page.WaitForSelectorAsync("text=没有未读通知");
        await enterprise.Page.ClickAsync(".inbox h2 a");
        await enterprise.Page.WaitForURLAsync("**/declarations/2026");
        foreach (var browser in new[] { city, township, enterprise })
            browser.AssertQuiet();
    }

    private static async Task<BrowserSession> OpenAsync(TestApp app, int width, Role role, long? enterprise = null)
    {
        var browser = await BrowserSession.OpenAsync(app, width, bypassCsp: true);
        await browser.SignInAsync(await app.AddAccountAsync(role, null, enterprise));
        return browser;
    }
}
