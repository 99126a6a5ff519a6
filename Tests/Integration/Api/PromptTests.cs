using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.Tokens;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Api;

/// <summary>Whether a person is asked by a page is as the client says; none that asks ends a session, and only a sign-in after it was asked is fresh.</summary>
[TestClass]
public sealed class PromptTests
{
    private const string Callback = "https://platform.example.gov.cn/back";

    [TestMethod]
    public async Task Without_a_page_there_is_a_code_or_an_error()
    {
        await using var app = await TestApp.StartAsync();
        var (client, _) = await app.AddClientAsync("grade", redirect: Callback);
        var person = app.Anonymous();

        Assert.AreEqual("login_required", await SilentAsync());
        await person.SignInAsync(await app.AddAccountAsync(Role.City));
        Assert.AreEqual("code", await SilentAsync());
        app.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.AreEqual("code", await SilentAsync(("max_age", "300")));
        Assert.AreEqual("login_required", await SilentAsync(("max_age", "299")));
        Assert.AreEqual("code", await SilentAsync(("max_age", $"{long.MaxValue}")));
        Assert.IsNull(await SilentAsync(("prompt", "none login")), "both at once is no request");
        Assert.AreEqual("code", await SilentAsync(), "nobody was signed out");

        // what else is to be done first has its page, but not here
        person = app.Anonymous();
        await person.SignInAsync(await app.AddAccountAsync(Role.City, mustChangePassword: true));
        Assert.AreEqual("interaction_required", await SilentAsync());
        Assert.AreEqual("/account/password", (await person.GetAsync(Address(client))).Headers.Location!.OriginalString);

        async Task<string?> SilentAsync((string, string?) change = default)
        {
            using var response = await person.GetAsync(Address(client, ("prompt", "none"), change));
            if (response.Headers.Location?.OriginalString.StartsWith(Callback + "?", StringComparison.Ordinal) is not true)
                return null;
            var query = QueryHelpers.ParseQuery(response.Headers.Location.Query);
            Assert.AreEqual("s1", query["state"].ToString());
            return query.ContainsKey("code") ? "code" : query["error"].ToString();
        }
    }

    [TestMethod]
    public async Task A_fresh_sign_in_ends_the_session_before_and_asking_for_it_ends_none()
    {
        await using var app = await TestApp.StartAsync();
        var (client, secret) = await app.AddClientAsync("grade", redirect: Callback);
        var name = await app.AddAccountAsync(Role.City);
        var person = app.Anonymous();
        await person.SignInAsync(name);
        var first = await app.Database.ScalarAsync<string>("SELECT Id FROM AccountSession");

        foreach (var (key, value) in new[] { ("prompt", "login"), ("max_age", "60"), ("max_age", "0") })
        {
            app.Clock.Advance(TimeSpan.FromMinutes(2));
            using var asked = await person.GetAsync(Address(client, (key, value)));
            var page = asked.Headers.Location!.OriginalString;
            StringAssert.StartsWith(page, "/signin?returnUrl=", key);
            var back = QueryHelpers.ParseQuery(page[page.IndexOf('?', StringComparison.Ordinal)..])["returnUrl"].ToString();
            StringAssert.Contains((await person.PageAsync(page)).QuerySelector(".notice")!.TextContent, "现在的登录不受影响");
            using (var early = await person.GetAsync(back))
                StringAssert.StartsWith(early.Headers.Location!.OriginalString, "/signin?returnUrl=", "without having signed in");
            using (var wrong = await person.SubmitAsync(page, "/signin", ("UserName", name), ("Password", "Wrong-horse-9"), ("ReturnUrl", back)))
                Assert.IsNotNull((await wrong.PageAsync()).QuerySelector(".error-summary"));
            await person.PageAsync("/account");
            Assert.AreEqual(first, await app.Database.ScalarAsync<string>("SELECT Id FROM AccountSession WHERE EndedAt IS NULL"), "the session is as it was");

            app.Clock.Advance(TimeSpan.FromMinutes(1));
            using (var entered = await person.SubmitAsync(page, "/signin", ("UserName", name), ("Password", TestApp.Password), ("ReturnUrl", back)))
                Assert.AreEqual(back, (await entered.PageAsync()).QuerySelector("main a.btn")!.GetAttribute("href"));
            var second = await app.Database.ScalarAsync<string>("SELECT Id FROM AccountSession WHERE EndedAt IS NULL");
            Assert.AreNotEqual(first, second, "another one has begun, and is the only one");
            app.Clock.Advance(TimeSpan.FromMinutes(1));
            Assert.AreEqual(app.Clock.GetUtcNow().AddMinutes(-1).ToUnixTimeSeconds(), await SignedInAtAsync(back));
            first = second;
        }

        // a moment that is still to come is none
        await SignedInAtAsync(Address(client, ("signed_in_since", $"{app.Clock.GetUtcNow().AddDays(1).ToUnixTimeMilliseconds()}")));
        await SignedInAtAsync(Address(client, ("signed_in_since", $"{long.MaxValue}")));

        async Task<long> SignedInAtAsync(string address)
        {
            using var given = await person.GetAsync(address);
            StringAssert.StartsWith(given.Headers.Location!.OriginalString, Callback + "?code=");
            using var token = await app.AskTokenAsync(client, secret,
                ("grant_type", "authorization_code"), ("code", QueryHelpers.ParseQuery(given.Headers.Location.Query)["code"]!), ("redirect_uri", Callback), ("code_verifier", new string('v', 43)));
            var said = ((string)(await token.JsonAsync(HttpStatusCode.OK))["id_token"]!).Split('.')[1];
            return (long)JsonNode.Parse(Base64UrlEncoder.Decode(said))!["auth_time"]!;
        }
    }

    [TestMethod]
    public async Task Who_comes_from_outside_has_signed_in_when_that_was()
    {
        using var portal = new FakePortal();
        await using var app = await TestApp.StartAsync(configure: portal.Add, settings: FakePortal.Settings.ToDictionary(s => s.Key, s => s.Value));
        var (client, _) = await app.AddClientAsync("grade", redirect: Callback);
        var name = await app.AddAccountAsync(Role.County);
        await app.Database.ExecuteAsync($"""
            INSERT INTO ExternalIdentity (AccountId, IdentitySha256, IsOwn, ChangedAt, ChangedBy, ChangedFrom, ChangeReason)
            SELECT Id, '{ExternalSubject.Hash(FakePortal.Issuer, portal.Subject)}', 1, '2026-11-24', '', '', '' FROM Account WHERE UserName = '{name}'
            """);
        var person = app.Anonymous();
        portal.Lies["auth_time"] = At(-30);
        using (await portal.SignInAsync(person)) { }
        StringAssert.StartsWith(await LedToAsync(Address(client, ("max_age", "3600"))), Callback);
        StringAssert.StartsWith(await LedToAsync(Address(client, ("max_age", "600"))), "/signin", "the session is new, the sign-in is not");

        // the page leads outside, where it is to be done anew; what is not leaves the session as it was
        var page = await LedToAsync(Address(client, ("prompt", "login")));
        var link = (await person.PageAsync(page)).QuerySelector("a[href^='/signin/external']")!.GetAttribute("href")!;
        using (var outside = await person.GetAsync(link))
            StringAssert.Contains(outside.Headers.Location!.Query, "prompt=login&max_age=0");
        foreach (var when in new JsonNode?[] { At(-30), At(10), null })
        {
            portal.Lies["auth_time"] = when;
            using var stale = await portal.AnswerAsync(person, link);
            StringAssert.Contains((await stale.PageAsync()).QuerySelector(".error-summary")!.TextContent, "没有让您重新登录一次");
        }

        using (var no = await person.GetAsync((await portal.GoAsync(person, link)).Replace("code=c0de", "error=access_denied", StringComparison.Ordinal)))
            StringAssert.Contains((await person.PageAsync(no.Headers.Location!.OriginalString)).QuerySelector(".error-summary")!.TextContent, "没有完成登录");
        StringAssert.StartsWith(await LedToAsync(Address(client)), Callback);
        portal.Lies["auth_time"] = At(0);
        using (var fresh = await portal.AnswerAsync(person, link))
            StringAssert.StartsWith(await LedToAsync(fresh.Headers.Location!.OriginalString), Callback);
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM AccountSession WHERE EndedAt IS NULL"));

        JsonNode At(int minutes) => app.Clock.GetUtcNow().AddMinutes(minutes).ToUnixTimeSeconds();

        async Task<string> LedToAsync(string address)
        {
            using var response = await person.GetAsync(address);
            Assert.AreEqual(HttpStatusCode.Redirect, response.StatusCode, await response.Content.ReadAsStringAsync());
            return response.Headers.Location!.OriginalString;
        }
    }

    private static string Address(string client, params (string Name, string? Value)[] changes)
    {
        var asked = new Dictionary<string, string?>
        {
            ["response_type"] = "code",
            ["client_id"] = client,
            ["redirect_uri"] = Callback,
            ["scope"] = "openid grade",
            ["state"] = "s1",
            ["code_challenge"] = Base64UrlEncoder.Encode(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(new string('v', 43)))),
            ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in changes.Where(c => c.Name is not null))
            asked[name] = value;
        return QueryHelpers.AddQueryString("/connect/authorize", asked);
    }
}
