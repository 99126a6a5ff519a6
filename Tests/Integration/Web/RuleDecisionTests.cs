using System.Net;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Grading;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Web;

/// <summary>Which rule sets can be put in force, and from when.</summary>
[TestClass]
public sealed class RuleDecisionTests
{
    private const string Tomorrow = "2026-11-25";

    [TestMethod]
    [DataRow("", "", "苏应急〔2026〕9号", "effectiveFrom", "请填写施行日期。")]
    [DataRow("25.11.2026", "", "苏应急〔2026〕9号", "effectiveFrom", "请填写施行日期。")]
    [DataRow("2026-11-24", "", "苏应急〔2026〕9号", "effectiveFrom", "施行日期应在 2026-11-25 至 2031-11-24 之间：最早明天，不能追溯。")]
    [DataRow("2026-11-23", "", "苏应急〔2026〕9号", "effectiveFrom", "施行日期应在 2026-11-25 至 2031-11-24 之间：最早明天，不能追溯。")]
    [DataRow("2031-11-25", "", "苏应急〔2026〕9号", "effectiveFrom", "施行日期应在 2026-11-25 至 2031-11-24 之间：最早明天，不能追溯。")]
    [DataRow(Tomorrow, "今年", "苏应急〔2026〕9号", "regradeFromYear", "重新评级的起始年度应为四位数字，不重新评级的留空。")]
    [DataRow(Tomorrow, "2024", "苏应急〔2026〕9号", "regradeFromYear", "重新评级的起始年度应在 2025 至 2031 之间。")]
    [DataRow(Tomorrow, "2032", "苏应急〔2026〕9号", "regradeFromYear", "重新评级的起始年度应在 2025 至 2031 之间。")]
    [DataRow(Tomorrow, "", "", "reason", "请填写施行的依据或原因（不超过 200 个字），例如文件名称和文号。")]
    public async Task A_decision_that_cannot_be_is_refused_at_its_field_and_what_was_typed_is_kept(
        string effectiveFrom, string regradeFromYear, string reason, string field, string sentence)
    {
        await using var app = await TestApp.StartAsync();
        var admin = await app.SignedInAsync(Role.Admin);
        await admin.CopyRulesAsync("2021-A", "2027-A");

        using var response = await admin.DecideRulesAsync("2027-A", effectiveFrom, reason, regradeFromYear);

        var page = await response.PageAsync(HttpStatusCode.UnprocessableEntity);
        var problem = page.QuerySelectorAll(".error-summary li").Single();
        Assert.AreEqual(sentence, problem.TextContent);
        Assert.AreEqual($"#{field}", problem.QuerySelector("a")?.GetAttribute("href"));
        StringAssert.Contains(page.GetElementById($"{field}-problem")!.TextContent, sentence);
        foreach (var (name, value) in new[] { ("effectiveFrom", effectiveFrom), ("regradeFromYear", regradeFromYear), ("reason", reason) })
            Assert.AreEqual(value, page.GetElementById(name)!.GetAttribute("value"));
        await AssertDraftAsync(app, "2027-A");
    }

    [TestMethod]
    public async Task Everything_that_is_wrong_with_a_decision_is_said_at_once()
    {
        await using var app = await TestApp.StartAsync();
        var admin = await app.SignedInAsync(Role.Admin);
        await admin.DraftRulesAsync("2027-A", ("LS.Orange.From", "25"));

        using var response = await admin.DecideRulesAsync("2027-A", "", new string('长', 201), "1999");

        var page = await response.PageAsync(HttpStatusCode.UnprocessableEntity);
        Assert.HasCount(4, page.QuerySelectorAll(".error-summary li"));
        await AssertDraftAsync(app, "2027-A");
    }

    [TestMethod]
    [DataRow("2021-B", Tomorrow)]
    [DataRow("2027-A", Tomorrow)]
    [DataRow("2027-A", "2031-11-24")]
    public async Task Drafts_and_alternatives_can_be_put_in_force_from_tomorrow_on(string name, string effectiveFrom)
    {
        await using var app = await TestApp.StartAsync();
        var admin = await app.SignedInAsync(Role.Admin);
        await admin.CopyRulesAsync("2021-A", "2027-A");

        using var response = await admin.DecideRulesAsync(name, effectiveFrom);

        Assert.AreEqual($"/rules/{name}", response.Headers.Location?.OriginalString);
        var page = await admin.PageAsync($"/rules/{name}");
        Assert.AreEqual($"规则 {name} 定于 {effectiveFrom} 起施行。", page.QuerySelector("[role=status]")!.TextContent);
        Assert.AreEqual("待施行", page.QuerySelector("h1 .year")!.TextContent);
        Assert.AreEqual(effectiveFrom, page.QuerySelector("dl.facts dd")!.TextContent);
        Assert.AreEqual((int)RuleSetStatus.Decided, await app.Database.ScalarAsync<int>("SELECT Status FROM RuleSet WHERE Name = @Name", new { Name = name }));
    }

    [TestMethod]
    public async Task Tomorrow_begins_at_midnight_in_China()
    {
        await using var app = await TestApp.StartAsync();
        app.Clock.SetUtcNow(new DateTimeOffset(2026, 11, 24, 16, 0, 0, TimeSpan.Zero));
        var admin = await app.SignedInAsync(Role.Admin);

        using var response = await admin.DecideRulesAsync("2021-B", Tomorrow);

        var page = await response.PageAsync(HttpStatusCode.UnprocessableEntity);
        StringAssert.Contains(page.QuerySelector(".error-summary")!.TextContent, "施行日期应在 2026-11-26 至");
    }

    [TestMethod]
    public async Task Two_sets_cannot_begin_on_one_day()
    {
        await using var app = await TestApp.StartAsync();
        var admin = await app.SignedInAsync(Role.Admin);
        await admin.CopyRulesAsync("2021-A", "2027-A");
        await admin.PutInForceAsync("2027-A", Tomorrow);

        using var response = await admin.DecideRulesAsync("2021-B", Tomorrow);

        var page = await response.PageAsync(HttpStatusCode.UnprocessableEntity);
        Assert.AreEqual("规则 2027-A 已定于同一天施行，请另选一天或先撤回 2027-A。", page.QuerySelector(".error-summary a[href='#effectiveFrom']")!.TextContent);
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT Status FROM RuleSet WHERE Name = '2021-B'"));
    }

    [TestMethod]
    public async Task What_is_decided_is_not_decided_again()
    {
        await using var app = await TestApp.StartAsync();
        var admin = await app.SignedInAsync(Role.Admin);
        await admin.CopyRulesAsync("2021-A", "2027-A");
        await admin.PutInForceAsync("2027-A", Tomorrow);

        using var response = await admin.DecideRulesAsync("2027-A", "2027-01-01", version: "2");

        var page = await response.PageAsync(HttpStatusCode.UnprocessableEntity);
        StringAssert.Contains(page.QuerySelector(".error-summary")!.TextContent, "规则 2027-A 已经施行或已定于 2026-11-25 施行。");
        Assert.AreEqual(Tomorrow, page.QuerySelector("dl.facts dd")!.TextContent);
        Assert.AreEqual(2, await app.Database.ScalarAsync<int>("SELECT Version FROM RuleSet WHERE Name = '2027-A'"));
    }

    [TestMethod]
    public async Task A_draft_that_was_edited_since_it_was_read_is_not_put_in_force()
    {
        await using var app = await TestApp.StartAsync();
        var admin = await app.SignedInAsync(Role.Admin);
        await admin.CopyRulesAsync("2021-A", "2027-A");
        var seen = RuleMaking.VersionOn(await admin.PageAsync("/rules/2027-A"));
        using var edited = await admin.EditRulesAsync("2027-A", ("LS.Red.From", "16"));

        using var response = await admin.DecideRulesAsync("2027-A", Tomorrow, version: seen);

        var page = await response.PageAsync(HttpStatusCode.UnprocessableEntity);
        Assert.AreEqual("该规则刚刚被其他人修改，请核对后再试。", page.QuerySelector(".error-summary li")!.TextContent);
        await AssertDraftAsync(app, "2027-A");
    }

    private static async Task AssertDraftAsync(TestApp app, string name)
    {
        Assert.AreEqual((int)RuleSetStatus.Draft, await app.Database.ScalarAsync<int>("SELECT Status FROM RuleSet WHERE Name = @Name", new { Name = name }));
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM RuleSetEvent WHERE Deed = 3"));
    }
}
