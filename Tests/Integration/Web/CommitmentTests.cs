using System.Net;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;
using RiskReport.Tests.Unit.Pdf;

namespace RiskReport.Tests.Integration.Web;

/// <summary>The commitment: what must be explained first, who gives it, and the link for somebody without an account.</summary>
[TestClass]
public sealed class CommitmentTests
{
    [TestMethod]
    public async Task A_doubt_needs_a_reason_which_is_filed_and_read_by_the_office()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        var form = await (await ReportForm.OpenAsync(filer.Client)).Nil().With(("Basics.Revenue", "２,５００.５")).SaveAsync(filer.Client);
        var check = await filer.Client.PageAsync(ReportForm.Check);
        Assert.HasCount(2, check.QuerySelectorAll("textarea[name^='Reasons.']"));

        using var silent = await form.With(("Reasons.DUST_WITHOUT_RISK", " "), ("Reasons.REVENUE_BELOW_SCALE", new string('长', 301))).PressAsync(filer.Client);
        var problems = (await silent.PageAsync(HttpStatusCode.UnprocessableEntity)).QuerySelectorAll(".error-summary a");
        Assert.HasCount(2, problems);
        StringAssert.Contains(problems[1].TextContent, "上年营业收入 2500.5 万元，达到 2000 万元，规模却是规下。请改正；确实如此的，说明理由");
        Assert.AreEqual("#Reasons-REVENUE_BELOW_SCALE", problems[1].GetAttribute("href"));
        using var filed = await form.With(("Reasons.DUST_WITHOUT_RISK", "只做装配"), ("Reasons.REVENUE_BELOW_SCALE", "其他业务收入占一半")).PressAsync(filer.Client);

        Assert.AreEqual(HttpStatusCode.Redirect, filed.StatusCode);
        var review = (await (await app.SignedInAsync(Role.Township)).PageAsync(Address(filer))).Body!.TextContent;
        StringAssert.Contains(review, "规模却是规下。 企业说明：其他业务收入占一半");
        StringAssert.Contains(review, "企业说明：只做装配");
        var paper = string.Concat(new PdfFile(await filer.Client.GetByteArrayAsync("/declarations/2026/report.pdf")).AllText.Where(c => !char.IsWhiteSpace(c)));
        Assert.Contains("企业说明：其他业务收入占一半", paper);
        Assert.Contains("登录账户承诺", paper);
    }

    [TestMethod]
    public async Task What_was_explained_is_there_again_after_an_answer_was_put_right_and_is_never_accepted_unseen()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        var form = await (await ReportForm.OpenAsync(filer.Client)).Nil().With(("Committed", "")).SaveAsync(filer.Client);
        using (await form.With(("Reasons.DUST_WITHOUT_RISK", "只做装配"), ("CommittedBy", "赵总")).PressAsync(filer.Client)) { }
        var check = PageForm.On(await filer.Client.PageAsync(ReportForm.Check));
        Assert.AreEqual("只做装配 赵总", $"{check["Reasons.DUST_WITHOUT_RISK"].Trim()} {check["CommittedBy"]}");
        using (await form.With(("Committed", "true")).PressAsync(filer.Client)) { }
        var office = await app.SignedInAsync(Role.Township);

        using var bulk = await office.SubmitAsync("/reviews", "/reviews/nil");

        Assert.AreEqual(2, await app.Database.ScalarAsync<int>("SELECT Status FROM Declaration"));
        StringAssert.Contains((await office.PageAsync("/reviews")).Body!.TextContent, "已接受 0 家的零风险确认；抽样留下的还有 0 家");
    }

    [TestMethod]
    public async Task The_record_shows_who_filled_it_in_who_committed_and_how()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        await (await ReportForm.OpenAsync(filer.Client)).Nil().SaveAsync(filer.Client);
        var preparer = await app.Database.ScalarAsync<string>("SELECT ChangedBy FROM Declaration");
        var principal = await app.AddAccountAsync(Role.Enterprise, TestApp.KunshanTownship, filer.EnterpriseId);
        var client = app.Anonymous();
        await client.SignInAsync(principal);

        using var filed = await (await ReportForm.OpenAsync(client)).With(("Committed", "true"), ("CommittedBy", "赵总"), ("CommittedRole", "总经理")).PressAsync(client);

        Assert.AreEqual($"{preparer} 赵总 总经理 1", await app.Database.ScalarAsync<string>("SELECT CONCAT(PreparedBy, ' ', CommittedBy, ' ', CommittedRole, ' ', CommittedVia) FROM Declaration"));
        Assert.AreEqual(principal, await app.Database.ScalarAsync<string>("SELECT FiledBy FROM DeclarationVersion"));
        StringAssert.Contains((await client.PageAsync(ReportForm.Result)).Body!.TextContent, "赵总（总经理），登录账户承诺");
    }

    [TestMethod]
    public async Task A_link_shows_the_report_and_files_it_once()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        var link = await LinkAsync(filer, (await ReportForm.OpenAsync(filer.Client)).Filled(true, Risk.Lec("3", "6", "15")));
        var stranger = app.Anonymous();
        StringAssert.Contains((await stranger.PageAsync(link)).Body!.TextContent, "行车吊物坠落");

        using var unchecked_ = await stranger.SubmitAsync(link, ("CommittedBy", ""), ("CommittedRole", "总经理"));
        Assert.HasCount(2, (await unchecked_.PageAsync(HttpStatusCode.UnprocessableEntity)).QuerySelectorAll(".error-summary a"));
        using var filed = await stranger.SubmitAsync(link, ("CommittedBy", "赵总"), ("CommittedRole", "总经理"), ("Committed", "true"));

        StringAssert.Contains((await filed.PageAsync()).Body!.TextContent, "报告已提交");
        await stranger.PageAsync(link, HttpStatusCode.NotFound);
        Assert.AreEqual("2 赵总 2 赵总（承诺链接）", await app.Database.ScalarAsync<string>("SELECT CONCAT(Status, ' ', CommittedBy, ' ', CommittedVia, ' ', ChangedBy) FROM Declaration"));
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM CommitLink WHERE TokenHash = @Token", new { Token = link.Split('/')[^1] }), "only the hash is kept");
    }

    [TestMethod]
    public async Task An_agent_fills_in_but_the_promise_is_the_enterprises_own_and_the_record_shows_both()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        var other = await Filer.SignedInAsync(app);
        var name = await app.AgentAsync(filer.EnterpriseId, other.EnterpriseId);
        var agent = app.Anonymous();
        await agent.SignInAsync(name);
        var form = await (await ReportForm.OpenAsync(agent)).Nil().SaveAsync(agent);
        Assert.IsNull((await agent.PageAsync(ReportForm.Check)).GetElementById("Committed"));

        using var refused = await form.PressAsync(agent);
        Assert.AreEqual(HttpStatusCode.Forbidden, refused.StatusCode);
        using var response = await form.PressAsync(agent, "/link");
        var link = new Uri((await response.PageAsync()).GetElementById("link")!.GetAttribute("value")!).AbsolutePath;
        using var filed = await app.Anonymous().SubmitAsync(link, ("CommittedBy", "赵总"), ("CommittedRole", "总经理"), ("Committed", "true"));

        Assert.AreEqual($"{name}（托管） 赵总 2", await app.Database.ScalarAsync<string>("SELECT CONCAT(PreparedBy, ' ', CommittedBy, ' ', CommittedVia) FROM Declaration WHERE Status = 2"));
        StringAssert.Contains((await (await app.SignedInAsync(Role.Township)).PageAsync(Address(filer))).Body!.TextContent, $"{name}（托管）");
    }

    [TestMethod]
    public async Task Twenty_uses_of_one_link_at_once_file_one_report()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        var link = await LinkAsync(filer, (await ReportForm.OpenAsync(filer.Client)).Nil());
        var stranger = app.Anonymous();
        var token = await stranger.TokenAsync(link);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => stranger.PostAsync(link, new FormUrlEncodedContent(
            [new("__RequestVerificationToken", token), new("CommittedBy", "赵总"), new("CommittedRole", "总经理"), new("Committed", "true")]))));

        Assert.AreEqual(1, answers.Count(a => a.StatusCode == HttpStatusCode.OK));
        Assert.AreEqual(19, answers.Count(a => a.StatusCode == HttpStatusCode.NotFound));
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM DeclarationVersion"));
    }

    [TestMethod]
    public async Task A_link_ends_with_the_next_edit_with_the_next_link_and_after_a_week()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        var stranger = app.Anonymous();
        var edited = await LinkAsync(filer, (await ReportForm.OpenAsync(filer.Client)).Nil());
        await (await ReportForm.OpenAsync(filer.Client)).With(("Basics.Address", "改过的地址")).SaveAsync(filer.Client);
        StringAssert.Contains((await stranger.PageAsync(edited, HttpStatusCode.NotFound)).Body!.TextContent, "请联系填报人重新生成链接");
        var replaced = await LinkAsync(filer, await ReportForm.OpenAsync(filer.Client));
        var last = await LinkAsync(filer, await ReportForm.OpenAsync(filer.Client));
        await stranger.PageAsync(replaced, HttpStatusCode.NotFound);
        await stranger.PageAsync(last);

        app.Clock.Advance(TimeSpan.FromDays(7));

        await stranger.PageAsync(last, HttpStatusCode.NotFound);
    }

    [TestMethod]
    public async Task A_link_is_made_only_for_what_is_complete()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        var form = await (await ReportForm.OpenAsync(filer.Client)).Nil().With(("Basics.Address", "")).SaveAsync(filer.Client);

        using var response = await form.PressAsync(filer.Client, "/link");

        StringAssert.Contains((await response.PageAsync(HttpStatusCode.UnprocessableEntity)).QuerySelector(".error-summary")!.TextContent, "“经营地址”不能为空");
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM CommitLink"));
    }

    [TestMethod]
    public async Task A_token_that_is_none_is_not_found_and_asked_for_only_so_often()
    {
        await using var app = await TestApp.StartAsync();
        var stranger = app.Anonymous();

        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 70; i++)
            answers.Add((await stranger.GetAsync($"/commit/{new string('0', 48)}")).StatusCode);

        Assert.AreEqual(60, answers.Count(a => a == HttpStatusCode.NotFound));
        Assert.AreEqual(10, answers.Count(a => a == HttpStatusCode.TooManyRequests));
    }

    private static async Task<string> LinkAsync(Filer filer, ReportForm form)
    {
        using var response = await (await form.SaveAsync(filer.Client)).PressAsync(filer.Client, "/link");
        return new Uri((await response.PageAsync()).GetElementById("link")!.GetAttribute("value")!).AbsolutePath;
    }

    private static string Address(Filer filer) => $"/enterprises/{filer.EnterpriseId}/declarations/2026";
}
