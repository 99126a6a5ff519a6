using System.Net;
using System.Text.Json.Nodes;
using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.WebUtilities;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Identity;

/// <summary>Who came from outside and has no password proves who it is by signing in there anew; everything else that comes back proves nothing.</summary>
[TestClass]
public sealed class FreshSignInTests
{
    private const string PasswordPage = "/account/password";
    private const string Link = "/account/external";
    private const string Fresh = "Another-horse-8";

    /// <summary>The service is a second installation of our own; the test is the browser between the two.</summary>
    [TestMethod]
    public async Task A_person_without_a_password_adds_the_factor_sets_one_and_unlinks_by_signing_in_anew()
    {
        await using var portal = await TestApp.StartAsync(listen: true);
        var (id, secret) = await portal.AddClientAsync("grade", redirect: "http://127.0.0.1:9/signin/external/callback");
        var citizen = await portal.AddAccountAsync(Role.City);
        var there = portal.Anonymous();
        await using var app = await TestApp.StartAsync(settings: new()
        {
            ["ExternalSignIn:Authority"] = portal.Address.ToString(),
            ["ExternalSignIn:ClientId"] = id,
            ["ExternalSignIn:ClientSecret"] = secret,
            ["PublicAddress"] = "http://127.0.0.1:9",
            ["SecondFactor:Required"] = "county",
        });
        var name = await app.AddAccountAsync(Role.County, mustChangePassword: true);
        await LinkAsync(app, name, portal.Address.ToString(), $"{await portal.AccountIdAsync(citizen)}");
        var watch = new AuditWatch(app.Database);
        var person = app.Anonymous();
        Assert.AreEqual("/account", await ThroughAsync("/signin/external?returnUrl=%2Faccount", isFresh: false));
        Assert.AreEqual(Factors.Page, (await person.GetAsync("/account")).Headers.Location!.OriginalString);
        var asks = await person.PageAsync(Factors.Page);
        Assert.IsNull(asks.QuerySelector(".secret, [name=password]"));
        StringAssert.Contains(asks.QuerySelector("main")!.TextContent, "重新登录一次");
        app.Clock.Advance(TimeSpan.FromMinutes(3));
        portal.Clock.Advance(TimeSpan.FromMinutes(3));
        await watch.PassAsync();

        await RefusedAsync(AuditAction.FactorAdded, Factors.Page, "身份核对没有办理", ("code", "123456"));
        Assert.AreEqual(Factors.Page, await ThroughAsync(asks.QuerySelector("main a.btn")!.GetAttribute("href")!, isFresh: true));
        await RefusedAsync(AuditAction.FactorAdded, Factors.Page, "动态口令不正确", ("code", "123456"));
        var page = await person.PageAsync(Factors.Page);
        Assert.IsNull(page.QuerySelector("[name=password]"));
        var key = Factors.FromBase32(page.QuerySelector(".secret")!.TextContent.Replace(" ", "", StringComparison.Ordinal));
        using (var added = await person.SubmitAsync(Factors.Page, ("secret", ((IHtmlInputElement)page.QuerySelector("[name=secret]")!).Value), ("code", Factors.Code(app, key))))
            Assert.HasCount(10, (await added.PageAsync()).QuerySelectorAll(".codes code"));
        await watch.OneAsync(AuditAction.FactorAdded);

        // a proof is for one deed and good once
        Assert.HasCount(2, (await person.PageAsync(Factors.Page)).QuerySelectorAll("main a.btn"));
        Assert.AreEqual(Factors.Page, await ThroughAsync("/account/proof?for=factor.codes", isFresh: true));
        await RefusedAsync(AuditAction.FactorRemoved, Factors.Page + "/remove", "身份核对没有办理", ("code", Factors.Code(app, key)));
        Later();
        using (var renewed = await person.SubmitAsync(Factors.Page, Factors.Page + "/codes", ("code", Factors.Code(app, key))))
            Assert.HasCount(10, (await renewed.PageAsync()).QuerySelectorAll(".codes code"));
        await watch.OneAsync(AuditAction.FactorCodesMade);
        Later();
        await RefusedAsync(AuditAction.FactorCodesMade, Factors.Page + "/codes", "已经用过", ("code", Factors.Code(app, key)));

        // unlinking comes after a password of one's own, which the same proof sets
        StringAssert.Contains((await person.PageAsync(Link)).QuerySelector("main a.btn")!.GetAttribute("href"), PasswordPage);
        using (var locked = await person.SubmitAsync("/account", Link + "/unlink", ("leaving", TestApp.Password)))
            StringAssert.Contains((await locked.PageAsync(HttpStatusCode.UnprocessableEntity)).QuerySelector(".error-summary")!.TextContent, "解除后就不能登录");
        StringAssert.Contains((await person.PageAsync("/account")).QuerySelector("main")!.TextContent, "没有自己设置的密码");
        Assert.AreEqual(PasswordPage, await ThroughAsync("/account/proof?for=account.password", isFresh: true));
        await RefusedAsync(AuditAction.PasswordChanged, PasswordPage, "", ("New", "short"), ("Repeated", "short"));
        using (var set = await person.SubmitAsync(PasswordPage, ("New", Fresh), ("Repeated", Fresh)))
            Assert.AreEqual("/", set.Headers.Location!.OriginalString);
        await watch.OneAsync(AuditAction.PasswordChanged);
        Assert.IsNotNull((await person.PageAsync(PasswordPage)).QuerySelector("#Current"));
        Assert.AreEqual(HttpStatusCode.NotFound, (await person.GetAsync("/account/proof?for=account.password")).StatusCode, "now there is a password");
        using (var unlinked = await person.SubmitAsync(Link, Link + "/unlink", ("leaving", Fresh)))
            Assert.AreEqual(Link, unlinked.Headers.Location!.OriginalString);
        using (var first = await app.Anonymous().SubmitAsync("/signin", ("UserName", name), ("Password", Fresh)))
            Assert.IsNotNull((await first.PageAsync()).QuerySelector("#Code"));

        // there and back, to where the program leads; who is to be fresh is asked there anew, though signed in
        async Task<string> ThroughAsync(string start, bool isFresh)
        {
            using var gone = await person.GetAsync(start);
            var query = QueryHelpers.ParseQuery(gone.Headers.Location!.Query);
            Assert.AreEqual(isFresh ? ("login", "0") : ("", ""), (query.GetValueOrDefault("prompt").ToString(), query.GetValueOrDefault("max_age").ToString()));
            using var asked = await there.GetAsync(gone.Headers.Location);
            StringAssert.StartsWith(asked.Headers.Location!.OriginalString, "/signin?returnUrl=");
            var back = QueryHelpers.ParseQuery(new Uri(portal.Address, asked.Headers.Location).Query)["returnUrl"].ToString();
            Assert.DoesNotContain("prompt", back);
            using var entered = await there.SubmitAsync(asked.Headers.Location.OriginalString, "/signin", ("UserName", citizen), ("Password", TestApp.Password), ("ReturnUrl", back));
            // by a page, since a form may lead to no other site
            using var given = await there.GetAsync((await entered.PageAsync()).QuerySelector("main a.btn")!.GetAttribute("href"));
            using var answered = await person.GetAsync(given.Headers.Location!.PathAndQuery);
            using var done = await person.GetAsync(answered.Headers.Location);
            Assert.AreEqual(HttpStatusCode.Redirect, done.StatusCode, await done.Content.ReadAsStringAsync());
            return done.Headers.Location!.OriginalString;
        }

        void Later()
        {
            app.Clock.Advance(TimeSpan.FromSeconds(30));
            portal.Clock.Advance(TimeSpan.FromSeconds(30));
        }

        async Task RefusedAsync(AuditAction deed, string address, string sentence, params (string, string?)[] fields)
        {
            using var refused = await person.SubmitAsync(Factors.Page, address, fields);
            StringAssert.Contains((await refused.PageAsync(refused.StatusCode)).QuerySelector(".error-summary")!.TextContent, sentence);
            var entry = await watch.OneAsync(deed, AuditEntry.Refused);
            Assert.AreEqual((name, name), (entry.Subject, entry.Account));
        }
    }

    [TestMethod]
    public async Task What_is_not_a_fresh_sign_in_of_this_person_for_this_session_and_deed_proves_nothing()
    {
        using var portal = new FakePortal();
        await using var app = await TestApp.StartAsync(configure: portal.Add, settings: FakePortal.Settings.ToDictionary(s => s.Key, s => s.Value));
        var name = await app.AddAccountAsync(Role.County, mustChangePassword: true);
        await LinkAsync(app, name, FakePortal.Issuer, portal.Subject);
        await LinkAsync(app, await app.AddAccountAsync(Role.County), FakePortal.Issuer, "somebody-else");
        var (one, two) = (app.Anonymous(), app.Anonymous());
        foreach (var session in new[] { one, two })
            using (await portal.SignInAsync(session)) { }
        var watch = new AuditWatch(app.Database);
        await watch.PassAsync();

        var start = "/account/proof?for=account.password";
        foreach (var (when, subject) in new (JsonNode?, string)[]
        {
            (At(-10), portal.Subject), (null, portal.Subject), ("soon", portal.Subject), (At(10), portal.Subject), (At(0), "nobody"), (At(0), "somebody-else"),
        })
        {
            var mine = portal.Subject;
            (portal.Subject, portal.Lies["auth_time"]) = (subject, when);
            using (var answer = await portal.AnswerAsync(one, start))
                StringAssert.Contains((await answer.PageAsync(HttpStatusCode.UnprocessableEntity)).QuerySelector(".error-summary")!.TextContent, "身份没有核对成功", $"{when} {subject}");
            await watch.OneAsync(AuditAction.PasswordChanged, AuditEntry.Refused);
            await RefusedAsync(one, $"{when} {subject}");
            portal.Subject = mine;
        }

        portal.Lies["auth_time"] = At(0);
        var no = (await portal.GoAsync(one, start)).Replace("code=c0de", "error=login_required", StringComparison.Ordinal);
        Assert.AreEqual("/account/proof/done", (await one.GetAsync(no)).Headers.Location!.OriginalString);
        Assert.IsEmpty(await watch.PassAsync(), "whoever asked enters it");
        using (await one.GetAsync("/account/proof/done")) { }
        await watch.OneAsync(AuditAction.PasswordChanged, AuditEntry.Refused);
        using (var unasked = await one.GetAsync("/account/proof/done"))
            Assert.AreEqual(HttpStatusCode.UnprocessableEntity, unasked.StatusCode);
        await watch.OneAsync(AuditAction.ExternalSignedIn, AuditEntry.Refused);

        // another session of the same person, another deed, and too late
        await ProvenAsync(one, start);
        await RefusedAsync(two, "another session");
        app.Clock.Advance(TimeSpan.FromMinutes(6));
        await RefusedAsync(one, "too late");
        await ProvenAsync(one, "/account/proof?for=factor.added");
        await RefusedAsync(one, "another deed");

        // an answer that was kept, in the session that it was given to and in another one that waits for its own
        var callback = await portal.GoAsync(one, start);
        using var back = await one.GetAsync(callback);
        var kept = back.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("riskreport-external=", StringComparison.Ordinal)).Split(';')[0];
        using (var good = await one.GetAsync(back.Headers.Location))
            Assert.AreEqual(PasswordPage, good.Headers.Location!.OriginalString);
        foreach (var session in new[] { one, two })
        {
            await portal.GoAsync(session, start);
            using var request = new HttpRequestMessage(HttpMethod.Get, "/account/proof/done");
            request.Headers.Add("Cookie", kept);
            using var replayed = await session.SendAsync(request);
            Assert.AreEqual(HttpStatusCode.UnprocessableEntity, replayed.StatusCode);
            await watch.OneAsync(AuditAction.PasswordChanged, AuditEntry.Refused);
            await RefusedAsync(session, "replayed");
        }

        // nothing but what is meant to be proven so, and nobody who has a password
        foreach (var code in new[] { "", "x", "report.filed", "account.external-unlinked" })
            Assert.AreEqual(HttpStatusCode.NotFound, (await one.GetAsync("/account/proof?for=" + code)).StatusCode, code);
        Assert.AreEqual(HttpStatusCode.NotFound, (await (await app.SignedInAsync(Role.County)).GetAsync(start)).StatusCode);
        await watch.PassAsync();

        // the one that everything else differs from in one thing only; the other session ends with it
        await ProvenAsync(one, start);
        using (var set = await one.SubmitAsync(PasswordPage, ("New", Fresh), ("Repeated", Fresh)))
            Assert.AreEqual("/", set.Headers.Location!.OriginalString);
        Assert.IsTrue((await watch.PassAsync()).Any(e => e is { Action: "account.password", Result: AuditEntry.Done }));
        Assert.AreEqual(HttpStatusCode.Redirect, (await two.GetAsync("/account")).StatusCode);

        JsonNode At(int minutes) => app.Clock.GetUtcNow().AddMinutes(minutes).ToUnixTimeSeconds();

        async Task ProvenAsync(HttpClient session, string address)
        {
            portal.Lies["auth_time"] = At(0);
            using var answer = await portal.AnswerAsync(session, address);
            Assert.AreEqual(HttpStatusCode.Redirect, answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }

        async Task RefusedAsync(HttpClient session, string because)
        {
            using var refused = await session.SubmitAsync("/account/mail", PasswordPage, ("New", Fresh), ("Repeated", Fresh));
            StringAssert.Contains((await refused.PageAsync(refused.StatusCode)).QuerySelector(".error-summary")!.TextContent, "身份核对没有办理", because);
            await watch.OneAsync(AuditAction.PasswordChanged, AuditEntry.Refused);
        }
    }

    private static Task LinkAsync(TestApp app, string name, string issuer, string subject) => app.Database.ExecuteAsync($"""
        INSERT INTO ExternalIdentity (AccountId, IdentitySha256, IsOwn, ChangedAt, ChangedBy, ChangedFrom, ChangeReason)
        SELECT Id, '{ExternalSubject.Hash(issuer, subject)}', 1, '2026-11-24', UserName, 'test', 'test' FROM Account WHERE UserName = '{name}'
        """);
}
