using System.Net;
using Microsoft.Extensions.DependencyInjection;
using RiskReport.Data.Accounts;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Access;

/// <summary>A code on paper becomes an account, once.</summary>
[TestClass]
public sealed class ActivationTests
{
    private const string Page = "/activate";
    private const string Refused = "统一社会信用代码与激活码不相符，或者激活码已经使用、过期或作废。";

    private static readonly Actor Office = new("office", "test", "test");

    [TestMethod]
    public async Task Post_GoodCode_makes_the_account_signs_in_and_says_so()
    {
        await using var app = await TestApp.StartAsync();
        var (code, creditCode, enterprise) = await CodeAsync(app);
        var person = app.Anonymous();

        using var response = await ActivateAsync(person, creditCode, ActivationCode.Grouped(code).ToLowerInvariant(), "zhang.san");

        Assert.AreEqual("/", response.Headers.Location?.OriginalString, await response.Content.ReadAsStringAsync());
        var home = await person.PageAsync("/");
        StringAssert.Contains(home.QuerySelector("main [role=status]")!.TextContent, "账户已激活");
        StringAssert.Contains(home.QuerySelector("header")!.TextContent, "zhang.san");
        Assert.AreEqual(enterprise, await app.Database.ScalarAsync<long>("SELECT EnterpriseId FROM AccountEnterprise WHERE Capacity = 1 AND GrantedBy = '激活码（office）'"));
        Assert.AreEqual("zhang.san", await app.Database.ScalarAsync<string>("SELECT UsedBy FROM ActivationCode WHERE UsedAt IS NOT NULL"));
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM ActivationCode WHERE CodeSha256 LIKE '%' || @Code || '%'", new { Code = code }));
        await app.Anonymous().SignInAsync("zhang.san", TestApp.Password);
    }

    [TestMethod]
    public async Task Post_CodeForAnAgent_makes_an_agent()
    {
        await using var app = await TestApp.StartAsync();
        var (code, creditCode, _) = await CodeAsync(app, Capacity.Agent);
        var person = app.Anonymous();

        using var response = await ActivateAsync(person, creditCode, code, "li.si");

        StringAssert.Contains((await person.PageAsync("/")).QuerySelector("header")!.TextContent, "（托管）");
    }

    [TestMethod]
    [DataRow("unknown")]
    [DataRow("used")]
    [DataRow("expired")]
    [DataRow("replaced")]
    [DataRow("mismatched")]
    public async Task Post_BadCode_is_refused_in_the_same_words(string how)
    {
        await using var app = await TestApp.StartAsync();
        var (code, creditCode, enterprise) = await CodeAsync(app);
        switch (how)
        {
            case "unknown":
                code = new string('A', ActivationCode.Length);
                break;
            case "used":
                using (await ActivateAsync(app.Anonymous(), creditCode, code, "first.one"))
                    break;
            case "expired":
                app.Clock.Advance(ActivationCode.Lifetime);
                break;
            case "replaced":
                await MakeAsync(app, enterprise);
                break;
            default:
                await Enterprises.AddAsync(app.Database, TestApp.KunshanTownship, creditCode = Enterprises.NewCreditCode());
                break;
        }

        using var response = await ActivateAsync(app.Anonymous(), creditCode, code, "zhang.san");

        var page = await response.PageAsync(HttpStatusCode.UnprocessableEntity);
        StringAssert.Contains(page.QuerySelector(".error-summary a[href='#Code']")!.TextContent, Refused);
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Account WHERE UserName = 'zhang.san'"));
    }

    [TestMethod]
    public async Task Post_Nothing_says_everything_at_once()
    {
        await using var app = await TestApp.StartAsync();

        using var response = await app.Anonymous().SubmitAsync(Page, ("CreditCode", ""));

        var page = await response.PageAsync(HttpStatusCode.UnprocessableEntity);
        Assert.AreEqual(
            "“统一社会信用代码”不能为空，请填写。 请填写激活码。 请填写用户名。 请填写密码。",
            string.Join(' ', page.QuerySelectorAll(".error-summary a").Select(a => a.TextContent)));
        Assert.IsTrue(page.QuerySelectorAll(".error-summary a").All(a => page.QuerySelector($"input{a.GetAttribute("href")}") is not null));
    }

    [TestMethod]
    [DataRow("zhang.san", "Short-1", "Short-1", "#Password", "至少 10 个字符")]
    [DataRow("zhang.san", "alllowercaseonly", "alllowercaseonly", "#Password", "至少三类")]
    [DataRow("zhang", "Xzhang-2026x", "Xzhang-2026x", "#Password", "不能包含用户名")]
    [DataRow("zhang.san", TestApp.Password, "Other-horse-9", "#Repeated", "两次填写的密码不一致")]
    [DataRow("zh", TestApp.Password, TestApp.Password, "#UserName", "3 至 64 个字符")]
    [DataRow("TAKEN.one", TestApp.Password, TestApp.Password, "#UserName", "用户名“TAKEN.one”已经存在")]
    public async Task Post_BadNameOrPassword_is_said_at_the_field_and_the_code_stays_good(string name, string password, string repeated, string field, string sentence)
    {
        await using var app = await TestApp.StartAsync();
        await app.AddAccountAsync(Role.City, name: "taken.one");
        var (code, creditCode, _) = await CodeAsync(app);
        var person = app.Anonymous();

        using var response = await ActivateAsync(person, creditCode, code, name, password, repeated);

        var page = await response.PageAsync(HttpStatusCode.UnprocessableEntity);
        StringAssert.Contains(page.QuerySelector($".error-summary a[href='{field}']")!.TextContent, sentence);
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM ActivationCode WHERE UsedAt IS NOT NULL"));
        using var again = await ActivateAsync(person, creditCode, code, "zhang.san");
        Assert.AreEqual("/", again.Headers.Location?.OriginalString);
    }

    [TestMethod]
    public async Task Post_TwentyAtOnce_make_one_account()
    {
        await using var app = await TestApp.StartAsync();
        var (code, creditCode, enterprise) = await CodeAsync(app);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(async n =>
        {
            using var response = await ActivateAsync(app.Anonymous(), creditCode, code, $"person.{n}");
            return response.StatusCode;
        }));

        Assert.AreEqual(1, answers.Count(a => a == HttpStatusCode.Redirect), string.Join(' ', answers));
        Assert.AreEqual(19, answers.Count(a => a == HttpStatusCode.UnprocessableEntity), string.Join(' ', answers));
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Account WHERE EnterpriseId = @Id", new { Id = enterprise }));
    }

    [TestMethod]
    public async Task Post_SignedInPersonOfAnEnterprise_gets_one_more()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        var (code, creditCode, enterprise) = await CodeAsync(app, Capacity.Agent);

        Assert.IsNull((await filer.Client.PageAsync(Page)).QuerySelector("[type=password]"));
        using var joined = await filer.Client.SubmitAsync(Page, ("CreditCode", creditCode), ("Code", code));
        var list = await filer.Client.PageAsync("/account/enterprises");
        using var again = await filer.Client.SubmitAsync(Page, ("CreditCode", creditCode), ("Code", await MakeAsync(app, enterprise)));

        Assert.AreEqual("/account/enterprises", joined.Headers.Location?.OriginalString);
        StringAssert.Contains(list.QuerySelector("[role=status]")!.TextContent, "您现在也可以办理");
        Assert.HasCount(2, list.QuerySelectorAll("tbody tr"));
        StringAssert.Contains((await again.PageAsync(HttpStatusCode.UnprocessableEntity)).QuerySelector(".error-summary")!.TextContent, "您已经可以办理");
    }

    [TestMethod]
    public async Task Post_SignedInOffice_is_not_for_it()
    {
        await using var app = await TestApp.StartAsync();
        var office = await app.SignedInAsync(Role.Township);

        StringAssert.Contains((await office.PageAsync(Page)).QuerySelector("main")!.TextContent, "请先退出");
        using var response = await office.SubmitAsync("/", Page);

        Assert.AreEqual(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [TestMethod]
    [DataRow("/activate")]
    [DataRow("/register")]
    public async Task Guessing_is_slowed_down(string address)
    {
        await using var app = await TestApp.StartAsync();
        var stranger = app.Anonymous();
        var answers = new List<HttpStatusCode>();

        for (var i = 0; i < 65; i++)
        {
            using var response = await stranger.GetAsync(address);
            answers.Add(response.StatusCode);
        }

        Assert.AreEqual(60, answers.Count(a => a == HttpStatusCode.OK));
        Assert.AreEqual(5, answers.Count(a => a == HttpStatusCode.TooManyRequests));
    }

    [TestMethod]
    public async Task Wrong_codes_are_counted_where_they_come_from_and_keep_nobody_else_off()
    {
        await using var app = await TestApp.StartAsync(configure: FakeAddress.Add);
        var (code, creditCode, _) = await CodeAsync(app);
        using var stranger = FakeAddress.From(app, "198.51.100.7");
        for (var guess = 0; guess < 5; guess++)
            await AnswersAsync(stranger, new string('A', ActivationCode.Length), HttpStatusCode.UnprocessableEntity);

        await AnswersAsync(stranger, code, HttpStatusCode.UnprocessableEntity);
        Assert.HasCount(5, (await new AuditWatch(app.Database).SinceAsync(0)).Where(e => e.Action == AuditAction.MembershipGiven.Code() && e.Result == AuditEntry.Refused), "the sixth was not looked at");
        using var owner = FakeAddress.From(app, "192.0.2.10");
        await AnswersAsync(owner, code, HttpStatusCode.Redirect);

        async Task AnswersAsync(HttpClient client, string tried, HttpStatusCode answer)
        {
            using var response = await ActivateAsync(client, creditCode, tried, "zhang.san");
            Assert.AreEqual(answer, response.StatusCode);
        }
    }

    internal static Task<HttpResponseMessage> ActivateAsync(
        HttpClient client, string creditCode, string code, string name, string password = TestApp.Password, string? repeated = null) =>
        client.SubmitAsync(Page, ("CreditCode", creditCode), ("Code", code), ("UserName", name), ("Password", password), ("Repeated", repeated ?? password));

    private static async Task<(string Code, string CreditCode, long Enterprise)> CodeAsync(TestApp app, Capacity capacity = Capacity.OwnStaff)
    {
        var creditCode = Enterprises.NewCreditCode();
        var enterprise = await Enterprises.AddAsync(app.Database, TestApp.KunshanTownship, creditCode);
        return (await MakeAsync(app, enterprise, capacity), creditCode, enterprise);
    }

    private static async Task<string> MakeAsync(TestApp app, long enterprise, Capacity capacity = Capacity.OwnStaff) =>
        (await app.Services.GetRequiredService<ActivationStore>().MakeAsync(enterprise, capacity, Scope.City, Office, CancellationToken.None)).Code!.Code;
}
