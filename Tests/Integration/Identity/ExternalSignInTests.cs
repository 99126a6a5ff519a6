using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Configuration;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;
using RiskReport.Tests.Support;
using RiskReport.Web.Identity;

namespace RiskReport.Tests.Integration.Identity;

/// <summary>Signing in through the identity service outside: whom it opens what, and everything that must open nothing.</summary>
[TestClass]
public sealed class ExternalSignInTests
{
    private const string Link = "/account/external";

    /// <summary>The service is a second installation of our own, behind a real socket; the test is the browser between the two.</summary>
    [TestMethod]
    public async Task A_person_of_another_installation_of_ours_is_linked_signs_in_and_is_unlinked()
    {
        await using var portal = await TestApp.StartAsync(listen: true);
        var (id, secret) = await portal.AddClientAsync("grade", redirect: "http://127.0.0.1:9/signin/external/callback");
        var there = await portal.SignedInAsync(Role.City);
        await using var app = await TestApp.StartAsync(settings: new()
        {
            ["ExternalSignIn:Name"] = "苏政通",
            ["ExternalSignIn:Authority"] = portal.Address.ToString(),
            ["ExternalSignIn:ClientId"] = id,
            ["ExternalSignIn:ClientSecret"] = secret,
            ["PublicAddress"] = "http://127.0.0.1:9",
        });
        var name = await app.AddAccountAsync(Role.County);
        var here = app.Anonymous();
        await here.SignInAsync(name);

        StringAssert.Contains((await app.Anonymous().PageAsync("/signin")).QuerySelector("a[href='/signin/external']")!.TextContent, "苏政通");
        using (var early = await ThroughAsync(app.Anonymous(), "/signin/external"))
            StringAssert.Contains((await early.PageAsync()).QuerySelector(".error-summary")!.TextContent, "还没有绑定");

        using (var asked = await ThroughAsync(here, Link + "/start"))
            Assert.IsNotNull((await asked.PageAsync()).QuerySelector("[name=password]"));
        using (var wrong = await here.SubmitAsync(Link, ("password", "Wrong-horse-9")))
            StringAssert.Contains((await wrong.PageAsync(HttpStatusCode.UnprocessableEntity)).QuerySelector(".error-summary")!.TextContent, "密码不正确");
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM ExternalIdentity"));
        using (var linked = await here.SubmitAsync(Link, ("password", TestApp.Password)))
            Assert.AreEqual(Link, linked.Headers.Location!.OriginalString);

        // what a one-time password asks for is not asked of whoever came without one; everything else is as after a password
        await app.Database.ExecuteAsync("UPDATE Account SET MustChangePassword = 1");
        var person = app.Anonymous();
        using (var entered = await ThroughAsync(person, "/signin/external?returnUrl=%2Faccount"))
            Assert.AreEqual("/account", entered.Headers.Location!.OriginalString);
        Assert.HasCount(2, (await person.PageAsync("/account")).QuerySelectorAll(".sessions tbody tr"));
        app.Clock.Advance(SessionGuard.Idle + TimeSpan.FromMinutes(1));
        portal.Clock.SetUtcNow(app.Clock.GetUtcNow());
        Assert.AreEqual(HttpStatusCode.Redirect, (await person.GetAsync("/account")).StatusCode);

        await there.SignInAsync("city-1");
        foreach (var outside in new[] { "https://evil.example/", "//evil.example", "/\\evil.example" })
        {
            using var entered = await ThroughAsync(person = app.Anonymous(), "/signin/external?returnUrl=" + Uri.EscapeDataString(outside));
            Assert.AreEqual("/", entered.Headers.Location!.OriginalString);
        }

        await app.Database.ExecuteAsync("UPDATE Account SET MustChangePassword = 0");
        using (var unlinked = await person.SubmitAsync(Link, Link + "/unlink", ("leaving", TestApp.Password)))
            Assert.AreEqual(Link, unlinked.Headers.Location!.OriginalString);
        using (var late = await ThroughAsync(app.Anonymous(), "/signin/external"))
            StringAssert.Contains((await late.PageAsync()).QuerySelector(".error-summary")!.TextContent, "还没有绑定");

        async Task<HttpResponseMessage> ThroughAsync(HttpClient browser, string start)
        {
            using var gone = await browser.GetAsync(start);
            var query = QueryHelpers.ParseQuery(gone.Headers.Location!.Query);
            Assert.AreEqual(("code", "openid", "S256"), (query["response_type"].ToString(), query["scope"].ToString(), query["code_challenge_method"].ToString()));
            using var given = await there.GetAsync(gone.Headers.Location);
            Assert.AreEqual(HttpStatusCode.Redirect, given.StatusCode, await given.Content.ReadAsStringAsync());
            using var back = await browser.GetAsync(given.Headers.Location!.PathAndQuery);
            return await browser.GetAsync(back.Headers.Location);
        }
    }

    [TestMethod]
    public async Task What_is_not_right_in_every_part_opens_nothing_and_leaves_an_entry()
    {
        using var portal = new FakePortal();
        await using var app = await TestApp.StartAsync(configure: portal.Add, settings: FakePortal.Settings.ToDictionary(s => s.Key, s => s.Value));
        var watch = new AuditWatch(app.Database);
        var name = await app.AddAccountAsync(Role.County);
        await LinkAsync(app, name, portal.Subject, isOwn: true);
        await watch.PassAsync();
        using (var good = await portal.SignInAsync(app.Anonymous()))
            Assert.AreEqual("/account", good.Headers.Location!.OriginalString, "the one that everything else differs from in one thing only");
        await watch.OneAsync(AuditAction.ExternalSignedIn);

        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        portal.OtherKey = stranger;
        await RefusedAsync("没有完成登录");
        portal.OtherKey = null;
        foreach (var (claim, lie) in new (string, JsonNode?)[]
        {
            ("nonce", "another"), ("nonce", null), ("iss", "https://elsewhere.example"), ("aud", "another-client"), ("sub", null),
            ("exp", app.Clock.GetUtcNow().AddHours(-1).ToUnixTimeSeconds()), ("exp", null), ("nbf", app.Clock.GetUtcNow().AddHours(1).ToUnixTimeSeconds()),
        })
        {
            portal.Lies[claim] = lie;
            await RefusedAsync("没有完成登录", $"{claim} {lie}");
            portal.Lies.Clear();
        }

        // a subject is taken letter by letter; whose account has ended or waits is told so
        foreach (var (subject, state, sentence) in new[] { ("nobody", 1, "还没有绑定"), ("3205-PERSON", 1, "还没有绑定"), ("3205-Person", 3, "已停用"), ("3205-Person", 2, "等待安全管理员确认") })
        {
            portal.Subject = subject;
            await app.Database.ExecuteAsync($"UPDATE Account SET State = {state}");
            await RefusedAsync(sentence);
        }

        await app.Database.ExecuteAsync("UPDATE Account SET State = 1");

        // an answer that this browser has not asked for, that was changed on the way, that was used already, or that is a no
        var browser = app.Anonymous();
        var callback = await portal.GoAsync(browser, "/signin/external");
        foreach (var (who, address) in new[] { (app.Anonymous(), callback), (browser, callback.Replace("state=", "state=x", StringComparison.Ordinal)), (browser, "/signin/external/callback"), (browser, "/signin/external/callback?error=access_denied") })
            await RefusedByAsync(who, address);
        using (var right = await browser.GetAsync(callback))
            Assert.AreEqual("/signin/external/done", right.Headers.Location!.OriginalString);
        await RefusedByAsync(browser, callback);

        portal.IsAway = true;
        var another = app.Anonymous();
        callback = await PreparedAsync();
        await RefusedByAsync(another, callback);

        async Task<string> PreparedAsync()
        {
            portal.IsAway = false;
            var address = await portal.GoAsync(another, "/signin/external");
            portal.IsAway = true;
            return address;
        }

        async Task RefusedAsync(string sentence, string? because = null)
        {
            var client = app.Anonymous();
            using var page = await portal.SignInAsync(client);
            StringAssert.Contains((await page.PageAsync()).QuerySelector(".error-summary")!.TextContent, sentence, because);
            await watch.OneAsync(AuditAction.ExternalSignedIn, AuditEntry.Refused);
            Assert.AreEqual(HttpStatusCode.Redirect, (await client.GetAsync("/account")).StatusCode, because);
        }

        async Task RefusedByAsync(HttpClient client, string address)
        {
            using var back = await client.GetAsync(address);
            Assert.AreEqual("/signin/external/done", back.Headers.Location?.OriginalString, address);
            StringAssert.Contains((await client.PageAsync("/signin/external/done")).QuerySelector(".error-summary")!.TextContent, "没有完成登录");
            await watch.OneAsync(AuditAction.ExternalSignedIn, AuditEntry.Refused);
        }
    }

    [TestMethod]
    public async Task The_second_factor_is_asked_for_unless_the_configuration_and_the_person_say_that_the_service_has_it()
    {
        using var portal = new FakePortal();
        await using var app = await TestApp.StartAsync(configure: portal.Add, settings: FakePortal.Settings
            .Append(("ExternalSignIn:Factors", "mfa,urn:level3")).Append(("SecondFactor:Required", "county")).ToDictionary(s => s.Item1, s => s.Item2));
        var name = await app.AddAccountAsync(Role.County);
        await LinkAsync(app, name, portal.Subject, isOwn: true);

        // without a factor here: the page that adds one, whatever the service says, since a password opens the account too
        portal.Lies["amr"] = new JsonArray("pwd", "mfa");
        var client = app.Anonymous();
        using (var entered = await portal.SignInAsync(client))
            Assert.AreEqual("/account", entered.Headers.Location!.OriginalString);
        Assert.AreEqual(Factors.Page, (await client.GetAsync("/account")).Headers.Location!.OriginalString);
        var (secret, _) = await client.AddFactorAsync(app);
        Assert.AreEqual(HttpStatusCode.OK, (await client.GetAsync("/account")).StatusCode);

        foreach (var (claim, value, isOwn, enters) in new (string, JsonNode?, bool, bool)[]
        {
            ("amr", null, true, false), ("amr", new JsonArray("pwd"), true, false), ("amr", new JsonArray("pwd", "mfa"), true, true), ("acr", "urn:level3", true, true),
            ("acr", "urn:level1", true, false), ("amr", new JsonArray("mfa"), false, false), ("azr", "mfa", true, false),
        })
        {
            portal.Lies.Clear();
            portal.Lies[claim] = value;
            await app.Database.ExecuteAsync($"UPDATE ExternalIdentity SET IsOwn = {(isOwn ? 1 : 0)}");
            using var answer = await portal.SignInAsync(app.Anonymous());
            Assert.AreEqual(enters, answer.StatusCode == HttpStatusCode.Redirect, $"{claim} {value} {isOwn}");
        }

        app.Clock.Advance(TimeSpan.FromSeconds(60));
        var person = app.Anonymous();
        using var step = await portal.SignInAsync(person);
        var ticket = (await step.PageAsync()).QuerySelector("[name=Ticket]")!.GetAttribute("value");
        using (var wrong = await person.SubmitAsync("/signin", "/signin/code", ("Ticket", ticket), ("Code", "000000")))
            Assert.IsNotNull((await wrong.PageAsync()).QuerySelector(".error-summary"));
        using (var entered = await person.SubmitAsync("/signin", "/signin/code", ("Ticket", ticket), ("Code", Factors.Code(app, secret)), ("ReturnUrl", "/account")))
            Assert.AreEqual("/account", entered.Headers.Location!.OriginalString);
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>(
            "SELECT COUNT(*) FROM AuditEntry WHERE Action = 'session.external-sign-in' AND Result = 'refused' AND Account = @name", new { name }));
    }

    [TestMethod]
    public async Task Whoever_looks_after_the_account_links_it_too_and_one_identity_is_one_account()
    {
        using var portal = new FakePortal();
        await using var app = await TestApp.StartAsync(configure: portal.Add, settings: FakePortal.Settings.ToDictionary(s => s.Key, s => s.Value));
        var admin = await app.SignedInAsync(Role.Admin);
        var (one, other, guard) = (await app.AddAccountAsync(Role.County), await app.AddAccountAsync(Role.County), await app.AddAccountAsync(Role.Security));
        var session = app.Anonymous();
        await session.SignInAsync(one);

        var wrong = await DoAsync(one, "link", HttpStatusCode.UnprocessableEntity, ("issuer", "portal"), ("subject", ""));
        foreach (var sentence in new[] { "发行方", "账号标识", "理由" })
            StringAssert.Contains(wrong, sentence);
        await DoAsync(guard, "link", HttpStatusCode.Forbidden, ("reason-link", "来电"));
        await DoAsync(one, "unlink", HttpStatusCode.NotFound, ("reason-unlink", "来电"));
        await DoAsync(one, "link", HttpStatusCode.Redirect, ("issuer", FakePortal.Issuer), ("subject", portal.Subject), ("reason-link", "本人到场"));
        Assert.AreEqual(HttpStatusCode.Redirect, (await session.GetAsync("/account")).StatusCode, "its sessions have ended");
        StringAssert.Contains(await DoAsync(other, "link", HttpStatusCode.UnprocessableEntity, ("issuer", FakePortal.Issuer), ("subject", portal.Subject), ("reason-link", "来电")), "已经绑定了账户");
        await DoAsync(one, "link", HttpStatusCode.NotFound, ("reason-link", "来电"));

        // a person cannot take the identity over, nor confirm what another browser has asked for
        await session.SignInAsync(other);
        using (await portal.AnswerAsync(session, Link + "/start")) { }
        using (var taken = await session.SubmitAsync(Link, ("password", TestApp.Password)))
            StringAssert.Contains((await taken.PageAsync(HttpStatusCode.UnprocessableEntity)).QuerySelector(".error-summary")!.TextContent, "已经绑定了另一个账户");
        using (var nothing = await session.SubmitAsync("/account", Link, ("password", TestApp.Password)))
            StringAssert.Contains((await nothing.PageAsync(HttpStatusCode.UnprocessableEntity)).QuerySelector(".error-summary")!.TextContent, "已经过期");

        var person = app.Anonymous();
        using (var entered = await portal.SignInAsync(person))
            Assert.AreEqual("/account", entered.Headers.Location!.OriginalString);
        StringAssert.Contains((await person.PageAsync(Link)).QuerySelector("main")!.TextContent, "由 admin-1 办理");
        Assert.DoesNotContain(portal.Subject, await app.Database.ScalarAsync<string>("SELECT GROUP_CONCAT(IdentitySha256) FROM ExternalIdentity"));
        await DoAsync(one, "unlink", HttpStatusCode.Redirect, ("reason-unlink", "调动"));
        Assert.AreEqual(HttpStatusCode.Redirect, (await person.GetAsync("/account")).StatusCode);

        // an account that ends leaves the identity to the next one
        await DoAsync(other, "link", HttpStatusCode.Redirect, ("issuer", FakePortal.Issuer), ("subject", portal.Subject), ("reason-link", "来电"));
        await DoAsync(other, "end", HttpStatusCode.Redirect, ("reason-end", "离职"));
        await DoAsync(one, "link", HttpStatusCode.Redirect, ("issuer", FakePortal.Issuer), ("subject", portal.Subject), ("reason-link", "来电"));

        portal.IsAway = true;
        await using var alone = await TestApp.StartAsync(configure: portal.Add, settings: FakePortal.Settings.ToDictionary(s => s.Key, s => s.Value));
        StringAssert.Contains((await alone.Anonymous().PageAsync("/signin/external")).QuerySelector(".error-summary")!.TextContent, "暂时无法连接");

        async Task<string> DoAsync(string name, string deed, HttpStatusCode expected, params (string, string?)[] fields)
        {
            using var done = await admin.SubmitAsync("/", $"/accounts/{await app.AccountIdAsync(name)}/{deed}", fields);
            Assert.AreEqual(expected, done.StatusCode, $"{name} {deed}");
            return expected == HttpStatusCode.UnprocessableEntity ? (await done.PageAsync(expected)).QuerySelector(".error-summary")!.TextContent : "";
        }
    }

    [TestMethod]
    [DataRow("http://portal.example.gov.cn", "c", "s")]
    [DataRow("portal", "c", "s")]
    [DataRow("https://portal.example.gov.cn", "", "s")]
    [DataRow("https://portal.example.gov.cn", "c", "")]
    public void Half_a_configuration_ends_the_start(string authority, string client, string secret) =>
        Assert.ThrowsExactly<InvalidOperationException>(() => ExternalSignIn.Read(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ExternalSignIn:Authority"] = authority,
            ["ExternalSignIn:ClientId"] = client,
            ["ExternalSignIn:ClientSecret"] = secret,
        }).Build()));

    private static Task LinkAsync(TestApp app, string name, string subject, bool isOwn) => app.Database.ExecuteAsync($"""
        INSERT INTO ExternalIdentity (AccountId, IdentitySha256, IsOwn, ChangedAt, ChangedBy, ChangedFrom, ChangeReason)
        SELECT Id, '{ExternalSubject.Hash(FakePortal.Issuer, subject)}', {(isOwn ? 1 : 0)}, '2026-11-24', UserName, 'test', 'test' FROM Account WHERE UserName = '{name}'
        """);
}
