using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;
using RiskReport.Tests.Support;
using RiskReport.Web.Identity;

namespace RiskReport.Tests.Integration.Api;

/// <summary>Clients that sign with their own key instead of showing a secret (private_key_jwt).</summary>
[TestClass]
public sealed class ClientKeyTests
{
    private const string Roster = "/api/v1/roster?year=2026";
    private const string Issuer = "http://localhost/";
    private const string Typ = "client-authentication+jwt";

    private static readonly Actor Tester = new("test", "test", "test");

    [TestMethod]
    public async Task A_signature_opens_once_and_whatever_differs_in_one_thing_is_refused_and_entered()
    {
        await using var app = await TestApp.StartAsync();
        var watch = new AuditWatch(app.Database);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var otherKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var rsa = RSA.Create(2048);
        var pem = key.ExportSubjectPublicKeyInfoPem();
        await AddAsync(app, "signing", pem);
        await AddAsync(app, "another", otherKey.ExportSubjectPublicKeyInfoPem());
        await AddAsync(app, "by-rsa", rsa.ExportSubjectPublicKeyInfoPem());
        var (secretId, secret) = await app.AddClientAsync("roster.read");
        var now = app.Clock.GetUtcNow();

        // good ones: with and without the name besides, by either kind of key
        var good = Signed(key, "signing");
        await app.Bearing(await TokenAsync(good)).JsonAsync(Roster);
        await TokenAsync(Signed(key, "signing"), ("client_id", "signing"));
        await TokenAsync(Jwt(new SigningCredentials(new RsaSecurityKey(rsa), SecurityAlgorithms.RsaSsaPssSha256), Claims("by-rsa")));
        await watch.PassAsync();

        var ours = Encoding.ASCII.GetBytes(pem);
        (string Why, string Assertion)[] bad =
        [
            ("shown before", good),
            ("another key", Signed(otherKey, "signing")),
            ("not signed", $"{Part($$"""{"alg":"none","typ":"{{Typ}}"}""")}.{Part(new JsonObject(Claims("signing")).ToJsonString())}."),
            ("the public key as a secret", Jwt(new SigningCredentials(new SymmetricSecurityKey(ours), SecurityAlgorithms.HmacSha256), Claims("signing"))),
            ("the public key as a secret, without its end", Jwt(new SigningCredentials(new SymmetricSecurityKey(Encoding.ASCII.GetBytes(pem.Trim())), SecurityAlgorithms.HmacSha256), Claims("signing"))),
            ("for another server", Signed(key, "signing", ("aud", "https://elsewhere.example/"))),
            ("for the same path elsewhere", Signed(key, "signing", ("aud", "https://elsewhere.example/connect/token"))),
            ("for a path of the server", Signed(key, "signing", ("aud", Issuer + "connect/token"))),
            ("for two", Signed(key, "signing", ("aud", new JsonArray(Issuer, "https://elsewhere.example/")))),
            ("for nobody", Signed(key, "signing", ("aud", null))),
            ("expired", Signed(key, "signing", ("exp", now.AddMinutes(-10).ToUnixTimeSeconds()))),
            ("for ever", Signed(key, "signing", ("exp", null))),
            ("for too long", Signed(key, "signing", ("exp", now.AddMinutes(6).ToUnixTimeSeconds()))),
            ("without a name of its own", Signed(key, "signing", ("jti", null))),
            ("with too long a name", Signed(key, "signing", ("jti", new string('x', 201)))),
            ("of another subject", Signed(key, "signing", ("sub", "another"))),
            ("of somebody else", Signed(key, "another")),
            ("of nobody there is", Signed(key, "nobody")),
            ("of a client that has a secret", Signed(key, secretId)),
            ("of another kind", Jwt(Credentials(key), Claims("signing"), "at+jwt")),
            ("cut", Signed(key, "signing")[..^4]),
            ("nonsense", "nonsense"),
        ];
        foreach (var (why, assertion) in bad)
            await RefusedAsync(why, ("client_assertion", assertion));
        await RefusedAsync("shown for another", ("client_assertion", Signed(key, "signing")), ("client_id", "another"));
        await RefusedAsync("the client's name alone", ("client_id", "signing"));
        await RefusedAsync("a secret that it has not", ("client_id", "signing"), ("client_secret", secret));
        await RefusedAsync("another kind of assertion", ("client_assertion", Signed(key, "signing")), ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:saml2-bearer"));
        await TokenAsync(Signed(key, "signing"));

        // one entry for each that has been tried, under the name of whom it says it is of
        var entries = await watch.SinceAsync(0);
        var refused = entries.Where(e => e.Action == AuditAction.ClientRefused.Code()).ToList();
        Assert.IsGreaterThanOrEqualTo(20, refused.Count);
        Assert.IsTrue(refused.TrueForAll(e => e.Result == AuditEntry.Refused));
        foreach (var name in new[] { "signing", "another", secretId })
            Assert.IsTrue(refused.Exists(e => e.Subject == name && e.Account == name && e.Region == "320583000"), name);
        Assert.HasCount(1, refused.Where(e => e.Subject == "未知客户端 nobody"));

        // of many that show the same at once one is let in
        var same = Signed(key, "signing");
        var together = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            using var answer = await AskAsync(("client_assertion", same));
            return answer.StatusCode;
        })));
        Assert.HasCount(1, together.Where(s => s == HttpStatusCode.OK));

        // the other doors, with the audience of the server
        var token = await TokenAsync(Signed(key, "signing"));
        using (var asked = await ShowAsync(app, "introspect", ("token", token), ("client_assertion", Signed(key, "signing"))))
            Assert.IsTrue((bool)(await asked.JsonAsync(HttpStatusCode.OK))["active"]!);
        await watch.PassAsync();
        using (var wrong = await ShowAsync(app, "introspect", ("token", token), ("client_assertion", Signed(otherKey, "signing"))))
            Assert.AreEqual(HttpStatusCode.Unauthorized, wrong.StatusCode);
        await watch.OneAsync(AuditAction.ClientRefused, AuditEntry.Refused);
        using (var revoked = await ShowAsync(app, "revoke", ("token", token), ("client_assertion", Signed(key, "signing"))))
            Assert.AreEqual(HttpStatusCode.OK, revoked.StatusCode);
        await app.Bearing(token).JsonAsync(Roster, HttpStatusCode.Unauthorized);

        // ended
        token = await TokenAsync(Signed(key, "signing"));
        Assert.IsTrue(await app.ClientsAsync(d => d.EndAsync("signing", Tester, CancellationToken.None)));
        await app.Bearing(token).JsonAsync(Roster, HttpStatusCode.Unauthorized);
        await RefusedAsync("ended", ("client_assertion", Signed(key, "signing")));

        string Signed(ECDsa by, string client, params (string, JsonNode?)[] changes) => Jwt(Credentials(by), Claims(client, changes));

        Dictionary<string, JsonNode?> Claims(string client, params (string Name, JsonNode? Value)[] changes)
        {
            var claims = new Dictionary<string, JsonNode?>
            {
                ["iss"] = client,
                ["sub"] = client,
                ["aud"] = Issuer,
                ["jti"] = Guid.NewGuid().ToString(),
                ["iat"] = now.ToUnixTimeSeconds(),
                ["exp"] = now.AddMinutes(2).ToUnixTimeSeconds(),
            };
            foreach (var (name, value) in changes)
            {
                claims[name] = value;
                if (value is null)
                    claims.Remove(name);
            }

            return claims;
        }

        Task<HttpResponseMessage> AskAsync(params (string, string)[] fields) => ShowAsync(app, "token", fields);

        async Task<string> TokenAsync(string assertion, params (string, string)[] more)
        {
            using var answer = await ShowAsync(app, "token", [("client_assertion", assertion), .. more]);
            return (string)(await answer.JsonAsync(HttpStatusCode.OK))["access_token"]!;
        }

        async Task RefusedAsync(string why, params (string, string)[] fields)
        {
            using var answer = await ShowAsync(app, "token", fields);
            Assert.IsTrue(answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.BadRequest, $"{why}: {answer.StatusCode}");
            Assert.IsNull((await answer.JsonAsync(answer.StatusCode))["access_token"], why);
        }
    }

    private static Task AddAsync(TestApp app, string id, string pem) => app.ClientsAsync(async d =>
    {
        var (secret, problems) = await d.AddAsync(new NewApiClient(id, "roster.read", TestApp.Kunshan, null) { PublicKey = pem }, Tester, CancellationToken.None);
        Assert.IsEmpty(problems, string.Join(' ', problems));
        Assert.IsNull(secret);
        return true;
    });

    private static SigningCredentials Credentials(ECDsa key) => new(new ECDsaSecurityKey(key), SecurityAlgorithms.EcdsaSha256);

    private static string Jwt(SigningCredentials credentials, Dictionary<string, JsonNode?> claims, string typ = Typ) =>
        new JsonWebTokenHandler().CreateToken(new JsonObject(claims).ToJsonString(), credentials, new Dictionary<string, object> { ["typ"] = typ });

    private static string Part(string json) => Base64UrlEncoder.Encode(json);

    private static async Task<HttpResponseMessage> ShowAsync(TestApp app, string door, params (string Key, string Value)[] fields)
    {
        using var client = app.Anonymous();
        var all = new[] { ("grant_type", "client_credentials"), ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer") }.Concat(fields).Reverse().DistinctBy(f => f.Item1)
            .Where(f => f.Item1 != "client_assertion_type" || fields.Any(x => x.Key == "client_assertion"));
        return await client.PostAsync($"/connect/{door}", new FormUrlEncodedContent(all.Select(f => KeyValuePair.Create(f.Item1, f.Item2))));
    }
}
