using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;
using RiskReport.Web.Identity;

namespace RiskReport.Tests.Integration.Api;

/// <summary>What must not get in, beside what must.</summary>
[TestClass]
public sealed class ApiTokenTests
{
    private const string Roster = "/api/v1/roster?year=2026";
    private const string Callback = "https://platform.example.gov.cn/back";

    private static readonly Actor Tester = new("test", "test", "test");

    [TestMethod]
    public async Task A_token_opens_what_its_client_may_and_nothing_else()
    {
        await using var app = await TestApp.StartAsync();
        var (id, secret) = await app.AddClientAsync("roster.read grade");
        var system = app.Bearing(await app.TokenAsync(id, secret));

        await system.JsonAsync(Roster);
        using (var forbidden = await system.GetAsync(ApiSample.Declaration("91320583MA0000001X")))
        {
            Assert.AreEqual("FORBIDDEN", (string)(await forbidden.JsonAsync(HttpStatusCode.Forbidden))["code"]!);
            StringAssert.StartsWith(forbidden.Headers.WwwAuthenticate.ToString(), "Bearer");
        }

        // a narrower token is a narrower token, a wider one there is not
        using (var narrow = await app.AskTokenAsync(id, secret, ("scope", "grade")))
            await app.Bearing((string)(await narrow.JsonAsync(HttpStatusCode.OK))["access_token"]!).JsonAsync(Roster, HttpStatusCode.Forbidden);
        foreach (var (key, value) in new[] { ("scope", "roster.read declarations.write"), ("scope", "everything"), ("grant_type", "password"), ("grant_type", "authorization_code"), ("client_secret", "wrong"), ("client_id", "nobody") })
        {
            using var refused = await app.AskTokenAsync(id, secret, (key, value));
            Assert.IsNull((await refused.JsonAsync(refused.StatusCode))["access_token"], $"{key}={value}");
            Assert.IsTrue(refused.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized, $"{key}={value}");
        }

        // neither no token, nor one in the address, nor a cookie; and a token opens no page
        var token = system.DefaultRequestHeaders.Authorization!.Parameter;
        var cookie = await app.SignedInAsync(Role.County);
        foreach (var (client, address) in new[] { (app.Anonymous(), Roster), (app.Anonymous(), $"{Roster}&access_token={token}"), (cookie, Roster) })
        {
            using var stranger = await client.GetAsync(address);
            Assert.AreEqual("UNAUTHENTICATED", (string)(await stranger.JsonAsync(HttpStatusCode.Unauthorized))["code"]!);
            StringAssert.StartsWith(stranger.Headers.WwwAuthenticate.ToString(), "Bearer");
            Assert.AreEqual("application/problem+json", stranger.Content.Headers.ContentType!.MediaType);
        }

        using (var page = await system.GetAsync("/roster"))
            StringAssert.Contains(page.Headers.Location!.OriginalString, "/signin");
        Assert.AreEqual("NOT_FOUND", (string)(await system.JsonAsync("/api/v1/nothing", HttpStatusCode.NotFound))["code"]!);
        using (var elsewhere = await system.SendAsync(new HttpRequestMessage(HttpMethod.Get, Roster) { Headers = { Host = "risk.example.gov.cn" } }))
            Assert.AreEqual(HttpStatusCode.BadRequest, elsewhere.StatusCode, "plain http");
        Assert.IsFalse(system.DefaultRequestHeaders.Contains("Cookie"));
    }

    [TestMethod]
    public async Task A_forged_token_is_none()
    {
        await using var app = await TestApp.StartAsync();
        var (id, secret) = await app.AddClientAsync("roster.read");
        await app.TokenAsync(id, secret);
        var tokenId = await app.Database.ScalarAsync<string>("SELECT MAX(Id) FROM ApiToken");
        using var ours = ECDsa.Create();
        ours.ImportFromPem(await File.ReadAllTextAsync(Path.Combine(app.Database.Folder, "keys", "token-signing.pem")));
        using var theirs = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        // the one that everything else differs from in one thing only
        using (var good = await AskAsync(ours))
            Assert.AreEqual(HttpStatusCode.OK, good.StatusCode);
        await RefusedAsync(AskAsync(theirs));
        await RefusedAsync(AskAsync(null));
        await RefusedAsync(AskAsync(ours, ("aud", "another-api")));
        await RefusedAsync(AskAsync(ours, ("iss", "https://elsewhere.example/")));
        await RefusedAsync(AskAsync(ours, ("exp", app.Clock.GetUtcNow().AddHours(-1).ToUnixTimeSeconds())));
        await RefusedAsync(AskAsync(ours, ("oi_tkn_id", "999999")));
        await RefusedAsync(AskAsync(ours, ("oi_tkn_id", null)));
        await RefusedAsync(AskAsync(ours, ("sub", "12345")));   // neither the client's own nor a person's, who has a region
        await RefusedAsync(AskAsync(ours, ("sub", null)));
        using (var narrow = await AskAsync(ours, ("scope", "grade")))
            Assert.AreEqual(HttpStatusCode.Forbidden, narrow.StatusCode);

        async Task<HttpResponseMessage> AskAsync(ECDsa? key, (string Name, object? Value)? change = null)
        {
            var now = app.Clock.GetUtcNow();
            var claims = new Dictionary<string, object?>
            {
                ["iss"] = "http://localhost/",
                ["aud"] = ApiScopes.Audience,
                ["sub"] = id,
                ["scope"] = "roster.read",
                ["oi_tkn_id"] = tokenId,
                ["iat"] = now.ToUnixTimeSeconds(),
                ["exp"] = now.AddMinutes(5).ToUnixTimeSeconds(),
            };
            if (change is { } changed)
                claims[changed.Name] = changed.Value;
            var payload = new JsonObject(claims.Where(c => c.Value is not null).Select(c => KeyValuePair.Create(c.Key, JsonValue.Create(c.Value) as JsonNode)!)).ToJsonString();
            var token = key is null
                ? $"{Base64UrlEncoder.Encode("{\"alg\":\"none\",\"typ\":\"at+jwt\"}")}.{Base64UrlEncoder.Encode(payload)}."
                : new JsonWebTokenHandler().CreateToken(payload, new SigningCredentials(new ECDsaSecurityKey(key), SecurityAlgorithms.EcdsaSha256), new Dictionary<string, object> { ["typ"] = "at+jwt" });
            return await app.Bearing(token).GetAsync(Roster);
        }

        static async Task RefusedAsync(Task<HttpResponseMessage> asked)
        {
            using var response = await asked;
            Assert.AreEqual(HttpStatusCode.Unauthorized, response.StatusCode);
        }
    }

    [TestMethod]
    public async Task What_ends_ends_at_once()
    {
        await using var app = await TestApp.StartAsync();
        var (id, secret) = await app.AddClientAsync("roster.read");

        // revoked by the client itself, with an entry or not at all
        var token = await app.TokenAsync(id, secret);
        await app.Database.ExecuteAsync("CREATE TRIGGER Full BEFORE INSERT ON AuditEntry WHEN NEW.Action = 'token.revoked' BEGIN SELECT RAISE(ABORT, 'disk full'); END");
        using (var unentered = await app.Anonymous().PostAsync("/connect/revoke", Form(("token", token), ("client_id", id), ("client_secret", secret))))
            Assert.AreEqual(HttpStatusCode.InternalServerError, unentered.StatusCode);
        await app.Bearing(token).JsonAsync(Roster);
        await app.Database.ExecuteAsync("DROP TRIGGER Full");
        using (var asked = await app.Anonymous().PostAsync("/connect/introspect", Form(("token", token), ("client_id", id), ("client_secret", secret))))
            Assert.IsTrue((bool)(await asked.JsonAsync(HttpStatusCode.OK))["active"]!);
        using (var revoked = await app.Anonymous().PostAsync("/connect/revoke", Form(("token", token), ("client_id", id), ("client_secret", secret))))
            Assert.AreEqual(HttpStatusCode.OK, revoked.StatusCode);
        await app.Bearing(token).JsonAsync(Roster, HttpStatusCode.Unauthorized);

        // expired
        var system = app.Bearing(await app.TokenAsync(id, secret));
        await system.JsonAsync(Roster);
        app.Clock.Advance(TimeSpan.FromMinutes(11));
        await system.JsonAsync(Roster, HttpStatusCode.Unauthorized);

        // a replaced secret is good for a week more
        var (renewed, _) = await app.ClientsAsync(d => d.RotateAsync(id, endsOld: false, Tester, CancellationToken.None));
        Assert.AreNotEqual(secret, renewed);
        await app.TokenAsync(id, secret);
        system = app.Bearing(await app.TokenAsync(id, renewed!));
        app.Clock.Advance(TimeSpan.FromDays(8));
        await app.TokenAsync(id, renewed!);
        using (var late = await app.AskTokenAsync(id, secret))
            Assert.AreEqual(HttpStatusCode.Unauthorized, late.StatusCode);

        // the region is the client's as it is now; an end is an end
        system = app.Bearing(await app.TokenAsync(id, renewed!));
        await system.JsonAsync(Roster + "&region=320583");
        await app.Database.ScalarAsync<int>("UPDATE ApiClient SET RegionCode = '320582'");
        await system.JsonAsync(Roster + "&region=320583", HttpStatusCode.BadRequest);
        // somebody else changes the client between its reading and its writing
        var busy = await app.ClientsAsync(d => d.EndAsync(id, Tester, CancellationToken.None), _ => app.Database.ScalarAsync<int>("UPDATE ApiClient SET ConcurrencyToken = 'other'").GetAwaiter().GetResult());
        StringAssert.Contains(busy.Problem, "刚刚由其他人处理");
        await system.JsonAsync(Roster + "&region=320582");
        Assert.AreEqual((true, null), await app.ClientsAsync(d => d.EndAsync(id, Tester, CancellationToken.None)));
        Assert.AreEqual((false, null), await app.ClientsAsync(d => d.EndAsync(id, Tester, CancellationToken.None)));
        await system.JsonAsync(Roster, HttpStatusCode.Unauthorized);
        using (var ended = await app.AskTokenAsync(id, renewed!))
            Assert.AreEqual(HttpStatusCode.Unauthorized, ended.StatusCode);
        Assert.AreEqual((null, null), await app.ClientsAsync(d => d.RotateAsync(id, endsOld: true, Tester, CancellationToken.None)));
    }

    [TestMethod]
    public async Task A_person_signs_in_through_a_program_by_a_code_that_is_good_once()
    {
        await using var app = await TestApp.StartAsync();
        var (id, secret) = await app.AddClientAsync("roster.read declarations.read", "320583", Callback);
        var name = await app.AddAccountAsync(Role.City);
        var person = app.Anonymous();
        await person.SignInAsync(name);
        var verifier = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));
        var asked = new Dictionary<string, string?>
        {
            ["response_type"] = "code",
            ["client_id"] = id,
            ["redirect_uri"] = Callback,
            ["scope"] = "roster.read",
            ["state"] = "s1",
            ["code_challenge"] = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))),
            ["code_challenge_method"] = "S256",
        };

        // not signed in; without a challenge; with one that is no hash; back to somebody else; more than the client may
        using (var stranger = await app.Anonymous().GetAsync(Address()))
            StringAssert.Contains(stranger.Headers.Location!.OriginalString, "/signin");
        foreach (var (key, value) in new[] { ("code_challenge", null), ("code_challenge_method", "plain"), ("redirect_uri", "https://elsewhere.example/back"), ("scope", "declarations.write"), ("response_type", "token") })
        {
            using var refused = await person.GetAsync(Address((key, value)));
            Assert.IsFalse(refused.Headers.Location?.Query.Contains("code=", StringComparison.Ordinal) ?? false, key);
            Assert.IsFalse(refused.Headers.Location?.OriginalString.StartsWith("https://elsewhere", StringComparison.Ordinal) ?? false, key);
        }

        await RefusedAsync(await CodeAsync(), ("code_verifier", Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32))));
        await RefusedAsync(await CodeAsync(), ("client_secret", "wrong"));
        await RefusedAsync(await CodeAsync(), ("redirect_uri", "https://platform.example.gov.cn/other"));

        var code = await CodeAsync();
        var token = (string)(await (await ExchangeAsync(code)).JsonAsync(HttpStatusCode.OK))["access_token"]!;
        var program = app.Bearing(token);
        // a person of the whole city, within the region of the program
        await program.JsonAsync(Roster + "&region=320583");
        Assert.AreEqual($"{name} city 3205 接口 {id}", await app.Database.ScalarAsync<string>("SELECT CONCAT(Account, ' ', Role, ' ', AccountRegion, ' ', TRIM(Source)) FROM AuditEntry WHERE Action = 'roster.pulled'"));
        await program.JsonAsync(Roster + "&region=320582", HttpStatusCode.BadRequest);
        // used again, the code takes away what it has given
        await RefusedAsync(code);
        await program.JsonAsync(Roster, HttpStatusCode.Unauthorized);

        program = app.Bearing((string)(await (await ExchangeAsync(await CodeAsync())).JsonAsync(HttpStatusCode.OK))["access_token"]!);
        await program.JsonAsync(Roster);
        await app.Database.ScalarAsync<int>("UPDATE Account SET SecurityStamp = 'ended'");
        await program.JsonAsync(Roster, HttpStatusCode.Unauthorized);

        // a person of an enterprise: its own report and no other, and nothing after the membership has ended
        var (own, other) = (Enterprises.NewCreditCode(), Enterprises.NewCreditCode());
        person = (await Filer.SignedInAsync(app, creditCode: own)).Client;
        await Filer.SignedInAsync(app, creditCode: other);
        asked["scope"] = "declarations.read roster.read";
        program = app.Bearing((string)(await (await ExchangeAsync(await CodeAsync())).JsonAsync(HttpStatusCode.OK))["access_token"]!);
        await program.JsonAsync(ApiSample.Declaration(own));
        await program.JsonAsync(ApiSample.Declaration(other), HttpStatusCode.NotFound);
        await program.JsonAsync(Roster, HttpStatusCode.Forbidden);
        await app.Database.ScalarAsync<int>("DELETE FROM AccountEnterprise");
        await program.JsonAsync(ApiSample.Declaration(own), HttpStatusCode.Unauthorized);

        string Address((string Key, string? Value)? change = null)
        {
            var query = new Dictionary<string, string?>(asked);
            if (change is { } changed)
                query[changed.Key] = changed.Value;
            return QueryHelpers.AddQueryString("/connect/authorize", query);
        }

        async Task<string> CodeAsync()
        {
            using var response = await person.GetAsync(Address());
            Assert.AreEqual(HttpStatusCode.Redirect, response.StatusCode, await response.Content.ReadAsStringAsync());
            StringAssert.StartsWith(response.Headers.Location!.OriginalString, Callback);
            return QueryHelpers.ParseQuery(response.Headers.Location.Query)["code"]!;
        }

        Task<HttpResponseMessage> ExchangeAsync(string given, params (string, string)[] more) => app.AskTokenAsync(id, secret,
            [("grant_type", "authorization_code"), ("code", given), ("redirect_uri", Callback), ("code_verifier", verifier), .. more]);

        async Task RefusedAsync(string given, params (string, string)[] more)
        {
            using var response = await ExchangeAsync(given, more);
            Assert.IsNull((await response.JsonAsync(response.StatusCode))["access_token"]);
        }
    }

    private static FormUrlEncodedContent Form(params (string Key, string Value)[] fields) => new(fields.Select(f => KeyValuePair.Create(f.Key, f.Value)));
}
