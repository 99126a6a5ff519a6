using System.Net;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Access;

/// <summary>One person, several enterprises, and always exactly one of them at a time.</summary>
[TestClass]
public sealed class SeveralEnterprisesTests
{
    private const string Changshu = "320581001";
    private const string Page = "/account/enterprises";

    [TestMethod]
    public async Task A_person_of_one_enterprise_is_asked_nothing()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);

        var header = (await filer.Client.PageAsync("/")).QuerySelector("header")!;

        StringAssert.Contains(header.TextContent, "昆山样板机械有限公司");
        Assert.DoesNotContain("切换企业", header.TextContent);
        Assert.DoesNotContain("托管", header.TextContent);
    }

    [TestMethod]
    public async Task An_agent_chooses_after_signing_in_and_the_header_says_for_whom()
    {
        await using var app = await TestApp.StartAsync();
        var (agent, _, _, second) = await AgentAsync(app);

        var list = await agent.PageAsync(Page);
        using var switched = await agent.SubmitAsync(Page, $"{Page}/{second}");
        var home = await agent.PageAsync("/");

        Assert.HasCount(2, list.QuerySelectorAll("tbody tr"));
        StringAssert.Contains(list.QuerySelector("main")!.TextContent, "未报告");
        StringAssert.Contains(list.QuerySelector("main")!.TextContent, "常熟市");
        Assert.AreEqual("/", switched.Headers.Location!.OriginalString);
        var header = home.QuerySelector("header")!.TextContent;
        StringAssert.Contains(header, "（托管）");
        StringAssert.Contains(header, "切换企业");
        StringAssert.Contains(home.QuerySelector("[role=status]")!.TextContent, "现在办理的企业是");
        Assert.AreEqual(Changshu, await app.Database.ScalarAsync<string>("SELECT RegionCode FROM Account WHERE EnterpriseId = @Id AND UserName LIKE '%-3'", new { Id = second }));
    }

    [TestMethod]
    public async Task Signing_in_without_an_address_leads_to_the_choice_only_where_there_is_one()
    {
        await using var app = await TestApp.StartAsync();
        var first = (await Filer.SignedInAsync(app)).EnterpriseId;
        var second = (await Filer.SignedInAsync(app, Changshu)).EnterpriseId;
        var several = await app.AgentAsync(first, second);
        var one = await app.AgentAsync(first);

        Assert.AreEqual(Page, await LandsOnAsync(app, several, ""));
        Assert.AreEqual("/declarations/2026", await LandsOnAsync(app, several, "/declarations/2026"));
        Assert.AreEqual("/", await LandsOnAsync(app, one, ""));
    }

    [TestMethod]
    public async Task A_long_list_is_searched_by_name_and_code()
    {
        await using var app = await TestApp.StartAsync();
        var codes = Enumerable.Range(0, 12).Select(_ => Enterprises.NewCreditCode()).ToList();
        var ids = new List<long>();
        foreach (var code in codes)
            ids.Add(await Enterprises.AddAsync(app.Database, TestApp.KunshanTownship, code));
        var agent = app.Anonymous();
        await agent.SignInAsync(await app.AgentAsync([.. ids]));

        Assert.HasCount(12, (await agent.PageAsync(Page)).QuerySelectorAll("tbody tr"));
        Assert.HasCount(1, (await agent.PageAsync($"{Page}?q={codes[7].ToLowerInvariant()}")).QuerySelectorAll("tbody tr"));
        StringAssert.Contains((await agent.PageAsync($"{Page}?q=%3Cb%3E")).QuerySelector("main")!.TextContent, "没有名称或代码包含“<b>”的企业");
    }

    [TestMethod]
    public async Task Post_AnEnterpriseThatIsNotOnesOwn_is_not_found()
    {
        await using var app = await TestApp.StartAsync();
        var (agent, name, first, _) = await AgentAsync(app);
        var strange = (await Filer.SignedInAsync(app)).EnterpriseId;

        using var other = await agent.SubmitAsync(Page, $"{Page}/{strange}");
        using var none = await agent.SubmitAsync(Page, $"{Page}/99999");

        Assert.AreEqual(HttpStatusCode.NotFound, other.StatusCode);
        Assert.AreEqual(HttpStatusCode.NotFound, none.StatusCode);
        Assert.AreEqual(first, await app.Database.ScalarAsync<long>("SELECT EnterpriseId FROM Account WHERE UserName = @Name", new { Name = name }));
    }

    [TestMethod]
    public async Task A_membership_that_is_taken_away_ends_access_at_once()
    {
        await using var app = await TestApp.StartAsync();
        var (agent, name, first, second) = await AgentAsync(app);
        using (var before = await agent.GetAsync("/declarations/2026"))
            Assert.AreEqual(HttpStatusCode.OK, before.StatusCode);

        await app.NoLongerServesAsync(name, first);
        using var after = await agent.GetAsync("/declarations/2026");
        await agent.SignInAsync(name);
        var rest = await agent.PageAsync(Page);
        await app.NoLongerServesAsync(name, second);
        using var refused = await app.Anonymous().SubmitAsync("/signin", ("UserName", name), ("Password", TestApp.Password));

        Assert.AreEqual(HttpStatusCode.Redirect, after.StatusCode);
        Assert.HasCount(1, rest.QuerySelectorAll("tbody tr"));
        StringAssert.Contains((await refused.PageAsync()).QuerySelector(".error-summary")!.TextContent, "没有可以办理的企业");
        Assert.AreEqual(2, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM AccountEnterpriseEvent WHERE Deed = 2"));
    }

    [TestMethod]
    public async Task An_enterprise_that_moves_to_another_township_is_followed_after_signing_in_again()
    {
        await using var app = await TestApp.StartAsync();
        var id = (await Filer.SignedInAsync(app)).EnterpriseId;
        var name = await app.AgentAsync(id);
        var agent = app.Anonymous();
        await agent.SignInAsync(name);

        await app.Database.ScalarAsync<int>("UPDATE Enterprise SET TownshipCode = @To WHERE Id = @Id; UPDATE Declaration SET TownshipCode = @To WHERE EnterpriseId = @Id; SELECT 0", new { To = Changshu, Id = id });
        using var stale = await agent.GetAsync("/");
        await agent.SignInAsync(name);

        Assert.AreEqual(HttpStatusCode.Redirect, stale.StatusCode);
        await agent.PageAsync("/declarations/2026");
    }

    [TestMethod]
    public async Task An_agent_at_work_for_one_never_sees_the_other_by_any_address()
    {
        const string Marker = "另一家标记";
        await using var app = await TestApp.StartAsync();
        var (agent, _, first, second) = await AgentAsync(app);
        var staff = await app.SignedInAsync(Role.Enterprise, Changshu, second);
        await (await ReportForm.OpenAsync(staff)).Filled(true, Risk.Lec("3", "6", "15", Marker)).SubmitAsync(staff);
        using (await agent.SubmitAsync(Page, $"{Page}/{second}")) { }
        Assert.Contains(Marker, await agent.GetStringAsync(ReportForm.Result));
        using (await agent.SubmitAsync(Page, $"{Page}/{first}")) { }

        foreach (var address in new[] { "/", ReportForm.Address, ReportForm.Result, "/declarations/2026/versions", "/declarations/2026/report.pdf", $"/enterprises/{second}/declarations/2026", $"/enterprises/{second}/declarations/2026/report.pdf", "/roster", "/roster/export.csv", Page })
        {
            using var response = await agent.GetAsync(address);
            Assert.DoesNotContain(Marker, await response.Content.ReadAsStringAsync(), address);
        }
    }

    [TestMethod]
    public async Task What_an_agent_does_is_recorded_as_an_agents()
    {
        await using var app = await TestApp.StartAsync();
        var (agent, name, first, _) = await AgentAsync(app);

        await (await ReportForm.OpenAsync(agent)).Nil().SaveAsync(agent);

        Assert.AreEqual(name + "（托管）", await app.Database.ScalarAsync<string>("SELECT ChangedBy FROM Declaration WHERE EnterpriseId = @Id", new { Id = first }));
    }

    [TestMethod]
    public async Task A_session_goes_on_for_its_enterprise_whatever_another_one_has_chosen()
    {
        await using var app = await TestApp.StartAsync();
        var (here, name, first, second) = await AgentAsync(app);

        var elsewhere = app.Anonymous();
        await elsewhere.SignInAsync(name);
        using (await elsewhere.SubmitAsync(Page, $"{Page}/{second}")) { }
        Assert.AreEqual(second, await app.Database.ScalarAsync<long>("SELECT EnterpriseId FROM Account WHERE UserName = @Name", new { Name = name }));

        var (secret, _) = await here.AddFactorAsync(app);
        await ActsForFirstAsync("a second factor");
        app.Clock.Advance(TimeSpan.FromSeconds(30));
        using (await here.SubmitAsync(Factors.Page, Factors.Page + "/remove", ("password", TestApp.Password), ("code", Factors.Code(app, secret)))) { }
        await ActsForFirstAsync("none any more");
        using (var changed = await here.SubmitAsync("/account/password", ("Current", TestApp.Password), ("New", "Another-horse-8"), ("Repeated", "Another-horse-8")))
            Assert.AreEqual("/", changed.Headers.Location?.OriginalString);
        await ActsForFirstAsync("another password");

        async Task ActsForFirstAsync(string what) =>
            Assert.AreEqual($"{Page}/{second}", (await here.PageAsync(Page)).QuerySelectorAll("tbody form").Single().GetAttribute("action"), $"{what}, {first}");
    }

    private static async Task<(HttpClient Client, string Name, long First, long Second)> AgentAsync(TestApp app)
    {
        var first = (await Filer.SignedInAsync(app)).EnterpriseId;
        var second = (await Filer.SignedInAsync(app, Changshu)).EnterpriseId;
        var name = await app.AgentAsync(first, second);
        var client = app.Anonymous();
        await client.SignInAsync(name);
        return (client, name, first, second);
    }

    private static async Task<string> LandsOnAsync(TestApp app, string name, string returnUrl)
    {
        using var response = await app.Anonymous().SubmitAsync("/signin", ("UserName", name), ("Password", TestApp.Password), ("ReturnUrl", returnUrl));
        return response.Headers.Location!.OriginalString;
    }
}
