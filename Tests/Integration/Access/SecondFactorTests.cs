using System.Net;
using AngleSharp.Html.Dom;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Access;

[TestClass]
public sealed class SecondFactorTests
{
    private const string Page = Factors.Page;

    [TestMethod]
    [DataRow("County")]
    [DataRow("county;city")]
    public async Task A_word_that_is_no_role_ends_the_start(string required) =>
        StringAssert.Contains((await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await using var app = await TestApp.StartAsync(settings: new() { ["SecondFactor:Required"] = required });
            await app.Anonymous().GetAsync("/signin");
        })).Message, "SecondFactor:Required");

    [TestMethod]
    public async Task Where_the_role_needs_one_nothing_opens_before_it_is_added()
    {
        await using var app = await TestApp.StartAsync(settings: new() { ["SecondFactor:Required"] = "county, city" });
        var city = await app.SignedInAsync(Role.City);
        var township = await app.SignedInAsync(Role.Township);

        using var before = await city.GetAsync("/roster");
        using var wrong = await city.SubmitAsync(Page, ("code", "000000"));
        var (_, _) = await city.AddFactorAsync(app);
        using var after = await city.GetAsync("/roster");

        Assert.AreEqual(Page, before.Headers.Location!.OriginalString);
        Assert.AreEqual(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.AreEqual(HttpStatusCode.OK, after.StatusCode);
        Assert.AreEqual(HttpStatusCode.OK, (await township.GetAsync("/roster")).StatusCode);
    }

    [TestMethod]
    public async Task A_code_opens_once_and_only_behind_the_password()
    {
        await using var app = await TestApp.StartAsync();
        var name = await app.AddAccountAsync(Role.City);
        var client = app.Anonymous();
        await client.SignInAsync(name);
        var (secret, codes) = await client.AddFactorAsync(app);
        using (await client.SubmitAsync("/", "/signout")) { }

        Assert.IsFalse(await SignsInAsync(app, name, Factors.Code(app, secret)), "the code that added it");
        app.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.IsTrue(await SignsInAsync(app, name, Factors.Code(app, secret)));
        Assert.IsFalse(await SignsInAsync(app, name, Factors.Code(app, secret)), "a second time");
        app.Clock.Advance(TimeSpan.FromSeconds(90));
        Assert.IsFalse(await SignsInAsync(app, name, Factors.Code(app, secret, -2)), "two steps old");
        Assert.IsTrue(await SignsInAsync(app, name, Factors.Code(app, secret, -1)), "a slow hand");
        Assert.IsTrue(await SignsInAsync(app, name, codes[0].ToLowerInvariant()));
        Assert.IsFalse(await SignsInAsync(app, name, codes[0]), "a recovery code a second time");

        app.Clock.Advance(TimeSpan.FromHours(2));
        var (stale, fields) = await TicketAsync(app, name);
        app.Clock.Advance(TimeSpan.FromMinutes(6));
        using var late = await stale.PostAsync("/signin/code", new FormUrlEncodedContent([.. fields, new("Code", Factors.Code(app, secret))]));
        StringAssert.Contains((await late.PageAsync()).QuerySelector(".error-summary")!.TextContent, "已经过期");
        using var forged = await app.Anonymous().SubmitAsync("/signin", "/signin/code", ("Ticket", "x"), ("Code", Factors.Code(app, secret)));
        StringAssert.Contains((await forged.PageAsync()).QuerySelector(".error-summary")!.TextContent, "已经过期");
        var kept = await app.Database.ScalarAsync<string>("SELECT CONCAT((SELECT GROUP_CONCAT(Secret) FROM SecondFactor), ' ', (SELECT GROUP_CONCAT(CodeSha256) FROM RecoveryCode))");
        Assert.IsGreaterThan(64 * 9, kept.Length);
        foreach (var open in new[] { Convert.ToHexString(secret), Factors.ToBase32(secret), Convert.ToBase64String(secret), ActivationCode.Plain(codes[1]), codes[1] })
            Assert.DoesNotContain(open, kept, StringComparison.OrdinalIgnoreCase);
    }

    [TestMethod]
    public async Task Guessing_codes_is_slowed_down()
    {
        await using var app = await TestApp.StartAsync();
        var name = await app.AddAccountAsync(Role.City);
        var client = app.Anonymous();
        await client.SignInAsync(name);
        var (secret, _) = await client.AddFactorAsync(app);
        app.Clock.Advance(TimeSpan.FromSeconds(30));

        for (var tries = 0; tries < 5; tries++)
            Assert.IsFalse(await SignsInAsync(app, name, "123456"));

        Assert.IsFalse(await SignsInAsync(app, name, Factors.Code(app, secret)), "held off, though right");
        app.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.IsTrue(await SignsInAsync(app, name, Factors.Code(app, secret)));
    }

    [TestMethod]
    public async Task It_goes_with_both_factors_or_by_the_security_administrator_and_not_with_the_password()
    {
        await using var app = await TestApp.StartAsync();
        var admin = await app.SignedInAsync(Role.Admin);
        var security = await app.SignedInAsync(Role.Security);
        var name = await app.AddAccountAsync(Role.City);
        var id = await app.AccountIdAsync(name);
        var client = app.Anonymous();
        await client.SignInAsync(name);
        var (secret, codes) = await client.AddFactorAsync(app);
        app.Clock.Advance(TimeSpan.FromSeconds(30));

        using var noPassword = await client.SubmitAsync(Page, Page + "/remove", ("password", "Wrong-horse-9"), ("code", Factors.Code(app, secret)));
        using var noCode = await client.SubmitAsync(Page, Page + "/remove", ("password", TestApp.Password), ("code", "000000"));
        using var renewed = await client.SubmitAsync(Page, Page + "/codes", ("password", TestApp.Password), ("code", codes[0]));
        Assert.AreEqual(HttpStatusCode.UnprocessableEntity, noPassword.StatusCode);
        Assert.AreEqual(HttpStatusCode.UnprocessableEntity, noCode.StatusCode);
        Assert.HasCount(10, (await renewed.PageAsync()).QuerySelectorAll(".codes code"));
        Assert.IsFalse(await SignsInAsync(app, name, codes[1]), "one of the codes before");

        using var reset = await admin.SubmitAsync("/", $"/accounts/{id}/password", ("reason-password", "忘记"));
        var password = (await reset.PageAsync()).QuerySelector(".issued")!.TextContent;
        using var first = await app.Anonymous().SubmitAsync("/signin", ("UserName", name), ("Password", password));
        Assert.IsNotNull((await first.PageAsync()).QuerySelector("#Code"), "the factor is still asked for");
        using (await security.SubmitAsync("/", $"/accounts/{id}/factor", ("reason-factor", "手机丢失"))) { }
        using var second = await app.Anonymous().SubmitAsync("/signin", ("UserName", name), ("Password", password));
        Assert.AreEqual("/account/password", second.Headers.Location!.OriginalString);
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM SecondFactor") + await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM RecoveryCode"));
    }

    private static async Task<bool> SignsInAsync(TestApp app, string name, string code)
    {
        var (client, fields) = await TicketAsync(app, name);
        using var answer = await client.PostAsync("/signin/code", new FormUrlEncodedContent([.. fields, new("Code", code)]));
        return answer.StatusCode == HttpStatusCode.Redirect;
    }

    private static async Task<(HttpClient Client, List<KeyValuePair<string, string>> Fields)> TicketAsync(TestApp app, string name)
    {
        var client = app.Anonymous();
        using var first = await client.SubmitAsync("/signin", ("UserName", name), ("Password", TestApp.Password));
        var page = await first.PageAsync();
        Assert.AreEqual(HttpStatusCode.Redirect, (await client.GetAsync("/")).StatusCode, "the password alone opens nothing");
        return (client, page.QuerySelectorAll("main form input[type=hidden]").OfType<IHtmlInputElement>().Select(i => KeyValuePair.Create(i.Name!, i.Value)).ToList());
    }
}
