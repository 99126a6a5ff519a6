using System.Net;
using System.Text.Json;
using Dapper;
using RiskReport.Data.Grading;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Web;

/// <summary>What follows a decision: the rules from its day on, its withdrawal until then, its record, and the instances that learn of it.</summary>
[TestClass]
public sealed class RulesInForceTests
{
    private const string Tomorrow = "2026-11-25";

    public required TestContext TestContext { get; set; }

    [TestMethod]
    public async Task From_its_day_on_reports_are_graded_by_the_new_rules_and_earlier_ones_keep_theirs()
    {
        await using var app = await TestApp.StartAsync();
        var admin = await app.SignedInAsync(Role.Admin);
        await admin.DraftRulesAsync("2027-A", ("LS.Red.From", "16"));
        await admin.PutInForceAsync("2027-A", Tomorrow);
        var early = await Filer.SignedInAsync(app);
        await FileAsync(early);
        Assert.AreEqual("2021-A 3", await GradeOfAsync(app, early));

        app.ComeTo(new DateOnly(2026, 11, 25));

        var late = await Filer.SignedInAsync(app);
        await FileAsync(late);
        Assert.AreEqual("2027-A 4", await GradeOfAsync(app, late));
        StringAssert.Contains((await late.Client.PageAsync(ReportForm.Result)).Body!.TextContent, "（规则 2027-A/LS/red；");
        Assert.AreEqual("2021-A 3", await GradeOfAsync(app, early));
        var again = await (await app.SignedInAsync(Role.Enterprise, TestApp.KunshanTownship, early.EnterpriseId)).PageAsync(ReportForm.Result);
        Assert.IsNotNull(again.QuerySelector(".verdict .risk-orange"));
        StringAssert.Contains(again.Body!.TextContent, "（规则 2021-A/LS/orange；");
        var list = await (await app.SignedInAsync(Role.Admin)).PageAsync("/rules");
        Assert.AreEqual("2021-B 备选，未施行;2027-A 现行;2021-A 已被取代", string.Join(';', list.QuerySelectorAll("tbody tr").Select(r => $"{r.Children[0].TextContent} {r.Children[1].TextContent}")));
    }

    [TestMethod]
    public async Task Until_its_day_a_decision_can_be_taken_back_and_the_old_rules_stay()
    {
        await using var app = await TestApp.StartAsync();
        var admin = await app.SignedInAsync(Role.Admin);
        await admin.DraftRulesAsync("2027-A", ("LS.Red.From", "16"));
        await admin.PutInForceAsync("2027-A", Tomorrow);

        using var response = await admin.PressAsync("2027-A", "withdraw");

        Assert.AreEqual("/rules/2027-A", response.Headers.Location?.OriginalString);
        var page = await admin.PageAsync("/rules/2027-A");
        Assert.AreEqual("规则 2027-A 已撤回，不再施行。", page.QuerySelector("[role=status]")!.TextContent);
        Assert.AreEqual("备选，未施行", page.QuerySelector("h1 .year")!.TextContent);
        app.ComeTo(new DateOnly(2026, 11, 25));
        var filer = await Filer.SignedInAsync(app);
        await FileAsync(filer);
        Assert.AreEqual("2021-A 3", await GradeOfAsync(app, filer));
    }

    [TestMethod]
    public async Task What_was_taken_back_is_no_draft_but_can_be_copied_and_decided_again()
    {
        await using var app = await TestApp.StartAsync();
        var admin = await app.SignedInAsync(Role.Admin);
        await admin.DraftRulesAsync("2027-A", ("LS.Red.From", "16"));
        var form = PageForm.On(await admin.PageAsync("/rules/2027-A/edit")).With(("LS.Red.From", "24"), ("Version", "4"));
        await admin.PutInForceAsync("2027-A", Tomorrow);
        using var withdrawn = await admin.PressAsync("2027-A", "withdraw");

        using var opened = await admin.GetAsync("/rules/2027-A/edit");
        using var saved = await admin.SaveRulesAsync("2027-A", form);
        using var deleted = await admin.PressAsync("2027-A", "delete");

        Assert.AreEqual("/rules/2027-A", opened.Headers.Location?.OriginalString);
        Assert.AreEqual("/rules/2027-A", saved.Headers.Location?.OriginalString);
        Assert.AreEqual(HttpStatusCode.UnprocessableEntity, deleted.StatusCode);
        Assert.AreEqual(16, RedOfLs(await app.Database.ScalarAsync<string>("SELECT Definition FROM RuleSet WHERE Name = '2027-A' AND Version = 4")));
        await admin.CopyRulesAsync("2027-A", "2027-B");
        await admin.PutInForceAsync("2027-A", "2027-01-01");
    }

    [TestMethod]
    public async Task From_its_day_on_a_decision_stands()
    {
        await using var app = await TestApp.StartAsync();
        var admin = await app.SignedInAsync(Role.Admin);
        await admin.CopyRulesAsync("2021-A", "2027-A");
        await admin.PutInForceAsync("2027-A", Tomorrow);
        app.ComeTo(new DateOnly(2026, 11, 25));
        admin = await app.SignedInAsync(Role.Admin);

        using var response = await admin.PressAsync("2027-A", "withdraw");

        var page = await response.PageAsync(HttpStatusCode.UnprocessableEntity);
        Assert.AreEqual("规则 2027-A 不是待施行的规则，不能撤回。", page.QuerySelector(".error-summary li")!.TextContent);
        Assert.IsNull(page.QuerySelector("form[action$='/withdraw']"));
        Assert.AreEqual(2, await app.Database.ScalarAsync<int>("SELECT Status FROM RuleSet WHERE Name = '2027-A'"));
    }

    [TestMethod]
    [DataRow("2021-A")]
    [DataRow("2021-B")]
    [DataRow("2027-A")]
    public async Task What_is_not_waiting_for_its_day_cannot_be_taken_back(string name)
    {
        await using var app = await TestApp.StartAsync();
        var admin = await app.SignedInAsync(Role.Admin);
        await admin.CopyRulesAsync("2021-A", "2027-A");
        const string Status = "SELECT Status FROM RuleSet WHERE Name = @Name";
        var before = await app.Database.ScalarAsync<int>(Status, new { Name = name });

        using var response = await admin.PressAsync(name, "withdraw");

        var page = await response.PageAsync(HttpStatusCode.UnprocessableEntity);
        Assert.AreEqual($"规则 {name} 不是待施行的规则，不能撤回。", page.QuerySelector(".error-summary li")!.TextContent);
        Assert.AreEqual(before, await app.Database.ScalarAsync<int>(Status, new { Name = name }));
    }

    [TestMethod]
    public async Task Every_deed_is_recorded_with_who_where_why_and_the_rules_of_that_moment()
    {
        // only a real socket has an address
        await using var app = await TestApp.StartAsync(listen: true);
        var name = await app.AddAccountAsync(Role.Admin);
        var admin = app.Anonymous();
        await admin.SignInAsync(name);
        await admin.CopyRulesAsync("2021-A", "2027-A");
        using var edited = await admin.EditRulesAsync("2027-A", ("LS.Red.From", "16"));
        using var decided = await admin.DecideRulesAsync("2027-A", "2027-01-01", "苏应急〔2026〕9号", "2026");
        using var withdrawn = await admin.PressAsync("2027-A", "withdraw");
        await admin.CopyRulesAsync("2027-A", "2027-B");

        using var deleted = await admin.PressAsync("2027-B", "delete");

        await using var connection = await app.Database.Database.OpenAsync(TestContext.CancellationToken);
        var events = (await connection.QueryAsync("SELECT RuleSet, Deed, EffectiveFrom, RegradeFromYear, Definition, ChangedBy, ChangedFrom, ChangeReason, At FROM RuleSetEvent ORDER BY Id")).ToList();
        Assert.AreEqual(
            """
            2027-A Copied 20  复制自 2021-A
            2027-A Edited 16  编辑草案
            2027-A Decided 16 2027-01-01/2026 苏应急〔2026〕9号
            2027-A Withdrawn 16  施行前撤回
            2027-B Copied 16  复制自 2027-A
            2027-B Deleted 16  删除草案
            """,
            string.Join('\n', events.Select(e => $"{e.RuleSet} {(RuleSetDeed)e.Deed} {RedOfLs(e.Definition)} {(e.EffectiveFrom is string day ? $"{day[..10]}/{e.RegradeFromYear}" : "")} {e.ChangeReason}")));
        Assert.IsTrue(events.TrueForAll(e => e.ChangedBy == name && e.ChangedFrom == "网页 127.0.0.1"));
        var page = await admin.PageAsync("/rules/2027-A");
        Assert.AreEqual(
            "2026-11-24 10:00 撤回,2026-11-24 10:00 决定施行,2026-11-24 10:00 编辑,2026-11-24 10:00 新建草案",
            string.Join(',', page.QuerySelectorAll("ol.events li").Select(l => l.TextContent.Split(' ' + name)[0])));
        StringAssert.Contains(page.QuerySelectorAll("ol.events li")[1].TextContent, $"{name}：苏应急〔2026〕9号（2027-01-01 起施行，2026 年度起重新评级）");
    }

    [TestMethod]
    public async Task Another_instance_learns_of_every_change_by_itself()
    {
        await using var app = await TestApp.StartAsync();
        await using var second = app.Second();
        var name = await app.AddAccountAsync(Role.Admin);
        var (admin, elsewhere) = (app.Anonymous(), second.Anonymous());
        await admin.SignInAsync(name);
        await elsewhere.SignInAsync(name);
        await admin.CopyRulesAsync("2021-A", "2027-A");
        await elsewhere.PageAsync("/rules/2027-A", HttpStatusCode.NotFound);

        await AwaitStatusAsync(second, elsewhere, "草案");
        await admin.PutInForceAsync("2027-A", "2027-01-01");
        await AwaitStatusAsync(second, elsewhere, "待施行");
        using var withdrawn = await admin.PressAsync("2027-A", "withdraw");

        await AwaitStatusAsync(second, elsewhere, "备选，未施行");
    }

    /// <summary>Lets time pass on the other instance until its page says so.</summary>
    private async Task AwaitStatusAsync(TestApp second, HttpClient elsewhere, string status)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        string? shown;
        do
        {
            second.Clock.Advance(TimeSpan.FromSeconds(20));
            await Task.Delay(20, patience.Token);
            using var response = await elsewhere.GetAsync("/rules/2027-A", patience.Token);
            shown = response.IsSuccessStatusCode ? (await response.PageAsync()).QuerySelector("h1 .year")!.TextContent : null;
        }
        while (shown != status);
    }

    /// <summary>4 × 4 = 16: orange from 15, red from 20 in 2021-A and from 16 in the drafts of these tests.</summary>
    private static async Task FileAsync(Filer filer) =>
        await (await ReportForm.OpenAsync(filer.Client)).Filled(true, Risk.Ls("4", "4")).SubmitAsync(filer.Client);

    private static Task<string> GradeOfAsync(TestApp app, Filer filer) => app.Database.ScalarAsync<string>(
        "SELECT CONCAT(RuleSet, ' ', Colour) FROM Declaration WHERE EnterpriseId = @EnterpriseId AND Year = 2026", new { filer.EnterpriseId });

    private static decimal RedOfLs(string definition) => JsonDocument.Parse(definition).RootElement.GetProperty("methods").EnumerateArray()
        .Single(m => m.GetProperty("method").GetString() == "Ls").GetProperty("red").GetProperty("from").GetDecimal();
}
