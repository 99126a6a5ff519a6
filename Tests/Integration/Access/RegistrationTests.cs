using System.Net;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Access;

/// <summary>Somebody asks for an account, and the office of the enterprise says yes or no.</summary>
[TestClass]
public sealed class RegistrationTests
{
    private const string Page = "/register";
    private const string Requests = "/invitations/requests";
    private const string Waiting = "正在等待所在镇（街道）确认";

    [TestMethod]
    public async Task Post_waits_for_the_office_and_its_yes_lets_the_person_in()
    {
        await using var app = await TestApp.StartAsync();
        var code = await OnRollAsync(app);
        var office = await app.SignedInAsync(Role.Township);

        using var asked = await AskAsync(app, code, "zhang.san");
        var before = await SignInAsync(app, "zhang.san", TestApp.Password);
        var list = await office.PageAsync(Requests);
        using var agreed = await office.SubmitAsync(Requests, Requests + "/1/agree");
        var person = app.Anonymous();
        await person.SignInAsync("zhang.san");

        Assert.AreEqual("/register/received", asked.Headers.Location?.OriginalString);
        StringAssert.Contains(before, Waiting);
        foreach (var words in new[] { "昆山样板机械有限公司", code, "张三", "13812345678", "zhang.san", "安全部" })
            StringAssert.Contains(list.QuerySelector("main")!.TextContent, words);
        Assert.AreEqual(Requests, agreed.Headers.Location?.OriginalString);
        StringAssert.Contains((await office.PageAsync(Requests)).QuerySelector("[role=status]")!.TextContent, "现在可以用用户名“zhang.san”登录");
        StringAssert.Contains((await person.PageAsync("/")).QuerySelector("header")!.TextContent, "昆山样板机械有限公司");
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM AccountRequest WHERE Status = 1 AND PasswordHash IS NULL AND DecidedBy = 'township-1'"));
    }

    [TestMethod]
    public async Task The_answer_is_the_same_whether_the_code_is_on_the_roll_or_not()
    {
        await using var app = await TestApp.StartAsync();

        using var known = await AskAsync(app, await OnRollAsync(app), "zhang.san");
        using var unknown = await AskAsync(app, Enterprises.NewCreditCode(), "li.si");

        Assert.AreEqual("/register/received", known.Headers.Location?.OriginalString);
        Assert.AreEqual("/register/received", unknown.Headers.Location?.OriginalString);
        StringAssert.Contains((await app.Anonymous().PageAsync("/register/received")).QuerySelector("main")!.TextContent, "正在等待企业所在镇（街道）确认");
    }

    [TestMethod]
    public async Task Post_Nothing_says_everything_at_once()
    {
        await using var app = await TestApp.StartAsync();

        using var response = await app.Anonymous().SubmitAsync(Page, ("CreditCode", ""), ("Note", new string('字', 201)));

        var page = await response.PageAsync(HttpStatusCode.UnprocessableEntity);
        Assert.AreEqual(
            "“统一社会信用代码”不能为空，请填写。 “姓名”不能为空，请填写。 “联系电话”不能为空，请填写。 请填写用户名。 请填写密码。 “说明”最多 200 个字，现有 201 个字，请缩短。",
            string.Join(' ', page.QuerySelectorAll(".error-summary a").Select(a => a.TextContent)));
    }

    [TestMethod]
    [DataRow("taken.one")]
    [DataRow("Waiting.one")]
    public async Task Post_TakenName_is_said_at_the_field(string name)
    {
        await using var app = await TestApp.StartAsync();
        await app.AddAccountAsync(Role.City, name: "taken.one");
        var code = await OnRollAsync(app);
        using var first = await AskAsync(app, code, "waiting.one");

        using var response = await AskAsync(app, code, name);

        var page = await response.PageAsync(HttpStatusCode.UnprocessableEntity);
        Assert.AreEqual($"用户名“{name}”已经存在。请换一个。", page.QuerySelector(".error-summary a[href='#UserName']")!.TextContent);
        for (var i = 0; i < 4; i++)
            using (await AskAsync(app, code, name)) { }
        using var held = await AskAsync(app, code, name);
        StringAssert.Contains((await held.PageAsync(HttpStatusCode.UnprocessableEntity)).QuerySelector(".error-summary a[href='#UserName']")!.TextContent, "请过一段时间再试");
        Assert.AreEqual(5, await app.Database.ScalarAsync<int>("SELECT MAX(Failures) FROM Attempt WHERE Purpose = 'name'"));
    }

    [TestMethod]
    public async Task Who_waits_learns_it_only_with_the_right_password_however_often_and_nobody_can_guess_for_long()
    {
        await using var app = await TestApp.StartAsync();
        using var asked = await AskAsync(app, await OnRollAsync(app), "zhang.san");

        var wrong = await SignInAsync(app, "zhang.san", "Wrong-horse-9");
        var unknown = await SignInAsync(app, "nobody.else", "Wrong-horse-9");
        var right = await SignInAsync(app, "ZHANG.san", TestApp.Password);
        for (var i = 0; i < 6; i++)
            Assert.AreEqual(right, await SignInAsync(app, "zhang.san", TestApp.Password), "a right password is no guess");
        for (var i = 0; i < 5; i++)
            await SignInAsync(app, "zhang.san", "Wrong-horse-9");
        var exhausted = await SignInAsync(app, "zhang.san", TestApp.Password);

        Assert.AreEqual(wrong, unknown);
        StringAssert.Contains(right, Waiting);
        Assert.AreEqual(wrong, exhausted);
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.AreEqual(right, await SignInAsync(app, "zhang.san", TestApp.Password), "whatever a stranger has tried");
    }

    [TestMethod]
    public async Task Post_Refuse_needs_a_reason_and_ends_the_request()
    {
        await using var app = await TestApp.StartAsync();
        using var asked = await AskAsync(app, await OnRollAsync(app), "zhang.san");
        var office = await app.SignedInAsync(Role.Township);

        using var silent = await office.SubmitAsync(Requests, Requests + "/1/refuse", ("reason-1", " "));
        using var refused = await office.SubmitAsync(Requests, Requests + "/1/refuse", ("reason-1", "不是该企业的人员"));

        var page = await silent.PageAsync(HttpStatusCode.UnprocessableEntity);
        StringAssert.Contains(page.QuerySelector(".error-summary a[href='#reason-1']")!.TextContent, "请填写不同意的理由");
        Assert.IsNotNull(page.QuerySelector("details[open] #reason-1"));
        Assert.AreEqual(Requests, refused.Headers.Location?.OriginalString);
        Assert.AreEqual("不是该企业的人员", await app.Database.ScalarAsync<string>("SELECT DecisionReason FROM AccountRequest WHERE Status = 2 AND PasswordHash IS NULL"));
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Account WHERE UserName = 'zhang.san'"));
        Assert.DoesNotContain(Waiting, await SignInAsync(app, "zhang.san", TestApp.Password));
        using var again = await AskAsync(app, await OnRollAsync(app), "zhang.san");
        Assert.AreEqual("/register/received", again.Headers.Location?.OriginalString);
    }

    [TestMethod]
    public async Task Another_region_neither_sees_nor_answers_a_request()
    {
        await using var app = await TestApp.StartAsync();
        using var asked = await AskAsync(app, await OnRollAsync(app), "zhang.san");

        foreach (var stranger in new[] { await app.SignedInAsync(Role.County, "320581"), await app.SignedInAsync(Role.Township, "320583101") })
        {
            Assert.DoesNotContain("zhang.san", await stranger.GetStringAsync(Requests));
            using var agreed = await stranger.SubmitAsync("/", Requests + "/1/agree");
            using var refused = await stranger.SubmitAsync("/", Requests + "/1/refuse", ("reason-1", "不行"));
            Assert.AreEqual(HttpStatusCode.UnprocessableEntity, agreed.StatusCode);
            Assert.AreEqual(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        }

        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM AccountRequest WHERE Status = 0"));
        foreach (var office in new[] { Role.Township, Role.County, Role.City })
            Assert.Contains("zhang.san", await (await app.SignedInAsync(office)).GetStringAsync(Requests));
    }

    [TestMethod]
    public async Task A_code_that_is_not_on_the_roll_is_the_citys_to_refuse_and_nobodys_to_agree_to()
    {
        await using var app = await TestApp.StartAsync();
        using var asked = await AskAsync(app, Enterprises.NewCreditCode(), "zhang.san");
        var city = await app.SignedInAsync(Role.City);
        var county = await app.SignedInAsync(Role.County);

        Assert.DoesNotContain("zhang.san", await county.GetStringAsync(Requests));
        var list = await city.PageAsync(Requests);
        Assert.IsNull(list.QuerySelector("form[action$='/agree']"));
        using var agreed = await city.SubmitAsync(Requests, Requests + "/1/agree");
        using var refused = await city.SubmitAsync(Requests, Requests + "/1/refuse", ("reason-1", "没有这家企业"));

        StringAssert.Contains((await agreed.PageAsync(HttpStatusCode.UnprocessableEntity)).QuerySelector(".error-summary")!.TextContent, "不在名册中，不能同意");
        Assert.AreEqual(Requests, refused.Headers.Location?.OriginalString);
    }

    [TestMethod]
    public async Task Post_AgreeTenTimesAtOnce_makes_one_account()
    {
        await using var app = await TestApp.StartAsync();
        using var asked = await AskAsync(app, await OnRollAsync(app), "zhang.san");
        var offices = new List<HttpClient>();
        for (var i = 0; i < 10; i++)
            offices.Add(await app.SignedInAsync(i % 2 == 0 ? Role.Township : Role.City));

        var answers = await Task.WhenAll(offices.Select(async o =>
        {
            using var response = await o.SubmitAsync("/", Requests + "/1/agree");
            return response.StatusCode;
        }));

        Assert.AreEqual(1, answers.Count(a => a == HttpStatusCode.Redirect), string.Join(' ', answers));
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Account WHERE UserName = 'zhang.san'"));
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM AccountEnterprise"));
    }

    [TestMethod]
    public async Task Post_AgreeToANameTakenMeanwhile_says_so_and_the_request_still_waits()
    {
        await using var app = await TestApp.StartAsync();
        using var asked = await AskAsync(app, await OnRollAsync(app), "zhang.san");
        await app.AddAccountAsync(Role.City, name: "zhang.san");
        var office = await app.SignedInAsync(Role.Township);

        using var response = await office.SubmitAsync(Requests, Requests + "/1/agree");

        StringAssert.Contains((await response.PageAsync(HttpStatusCode.UnprocessableEntity)).QuerySelector(".error-summary")!.TextContent, "用户名“zhang.san”已经存在。请不同意");
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM AccountRequest WHERE Status = 0"));
    }

    private static async Task<string> OnRollAsync(TestApp app)
    {
        var code = Enterprises.NewCreditCode();
        await Enterprises.AddAsync(app.Database, TestApp.KunshanTownship, code);
        return code;
    }

    private static Task<HttpResponseMessage> AskAsync(TestApp app, string creditCode, string name) => app.Anonymous().SubmitAsync(
        Page, ("CreditCode", creditCode), ("PersonName", "张三"), ("Phone", "13812345678"), ("UserName", name),
        ("Password", TestApp.Password), ("Repeated", TestApp.Password), ("Note", "安全部"));

    private static async Task<string> SignInAsync(TestApp app, string name, string password)
    {
        using var response = await app.Anonymous().SubmitAsync("/signin", ("UserName", name), ("Password", password));
        return (await response.PageAsync()).QuerySelector(".error-summary")!.TextContent;
    }
}
