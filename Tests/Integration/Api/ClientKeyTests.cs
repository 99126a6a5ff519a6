using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
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

    private static readonly Actor Tester = new("test", "test", "test");

    [TestMethod]
    public async Task A_signature_opens_once_and_whatever_differs_in_one_thing_is_refused_and_entered()
    {
        await using var app = await TestApp.StartAsync(configure: FakeAddress.Add);
        var watch = new AuditWatch(app.Database);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var otherKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var rsa = RSA.Create(2048);
        var pem = key.ExportSubjectPublicKeyInfoPem();
        await Assertion.AddClientAsync(app, "signing", pem);
        await Assertion.AddClientAsync(app, "another", otherKey.ExportSubjectPublicKeyInfoPem());
        await Assertion.AddClientAsync(app, "by-rsa", rsa.ExportSubjectPublicKeyInfoPem());
        var (secretId, secret) = await app.AddClientAsync("roster.read");
        var now = app.Clock.GetUtcNow();
        var shown = 0;

        // good ones: with and without the name besides, by either kind of key
        var good = Signed(key, "signing");
        await app.Bearing(await TokenAsync(good)).JsonAsync(Roster);
        await TokenAsync(Signed(key, "signing"), ("client_id", "signing"));
        await TokenAsync(Assertion.By(new SigningCredentials(new RsaSecurityKey(rsa), SecurityAlgorithms.RsaSsaPssSha256), Claims("by-rsa")));
        await watch.PassAsync();

        var ours = Encoding.ASCII.GetBytes(pem);
        (string Why, string Assertion)[] bad =
        [
            ("shown before", good),
            ("another key", Signed(otherKey, "signing")),
            ("not signed", $"{Base64UrlEncoder.Encode($$"""{"alg":"none","typ":"{{Assertion.Typ}}"}""")}.{Base64UrlEncoder.Encode(new JsonObject(Claims("signing")).ToJsonString())}."),
            ("the public key as a secret", Assertion.By(new SigningCredentials(new SymmetricSecurityKey(ours), SecurityAlgorithms.HmacSha256), Claims("signing"))),
            ("the public key as a secret, without its end", Assertion.By(new SigningCredentials(new SymmetricSecurityKey(Encoding.ASCII.GetBytes(pem.Trim())), SecurityAlgorithms.HmacSha256), Claims("signing"))),
            ("for another server", Signed(key, "signing", ("aud", "https://elsewhere.example/"))),
            ("for the same path elsewhere", Signed(key, "signing", ("aud", "https://elsewhere.example/connect/token"))),
            ("for a path of the server", Signed(key, "signing", ("aud", Assertion.Issuer + "connect/token"))),
            ("for two", Signed(key, "signing", ("aud", new JsonArray(Assertion.Issuer, "https://elsewhere.example/")))),
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
            ("of another kind", Assertion.By(Assertion.Credentials(key), Claims("signing"), "at+jwt")),
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
        using (var asked = await ShowAsync("introspect", ("token", token), ("client_assertion", Signed(key, "signing"))))
            Assert.IsTrue((bool)(await asked.JsonAsync(HttpStatusCode.OK))["active"]!);
        await watch.PassAsync();
        using (var wrong = await ShowAsync("introspect", ("token", token), ("client_assertion", Signed(otherKey, "signing"))))
            Assert.AreEqual(HttpStatusCode.Unauthorized, wrong.StatusCode);
        await watch.OneAsync(AuditAction.ClientRefused, AuditEntry.Refused);
        using (var revoked = await ShowAsync("revoke", ("token", token), ("client_assertion", Signed(key, "signing"))))
            Assert.AreEqual(HttpStatusCode.OK, revoked.StatusCode);
        await app.Bearing(token).JsonAsync(Roster, HttpStatusCode.Unauthorized);

        // ended
        token = await TokenAsync(Signed(key, "signing"));
        Assert.IsTrue((await app.ClientsAsync(d => d.EndAsync("signing", Tester, CancellationToken.None))).IsDone);
        await app.Bearing(token).JsonAsync(Roster, HttpStatusCode.Unauthorized);
        await RefusedAsync("ended", ("client_assertion", Signed(key, "signing")));

        string Signed(ECDsa by, string client, params (string, JsonNode?)[] changes) => Assertion.By(Assertion.Credentials(by), Claims(client, changes));

        Dictionary<string, JsonNode?> Claims(string client, params (string Name, JsonNode? Value)[] changes) => Assertion.Claims(client, now, changes);

        // each from elsewhere, so that none is held off for those before it
        Task<HttpResponseMessage> ShowAsync(string door, params (string, string)[] fields) => Assertion.ShowAsync(app, $"203.0.113.{Interlocked.Increment(ref shown)}", door, fields);

        Task<HttpResponseMessage> AskAsync(params (string, string)[] fields) => ShowAsync("token", fields);

        async Task<string> TokenAsync(string assertion, params (string, string)[] more)
        {
            using var answer = await ShowAsync("token", [("client_assertion", assertion), .. more]);
            return (string)(await answer.JsonAsync(HttpStatusCode.OK))["access_token"]!;
        }

        async Task RefusedAsync(string why, params (string, string)[] fields)
        {
            using var answer = await ShowAsync("token", fields);
            Assert.IsTrue(answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.BadRequest, $"{why}: {answer.StatusCode}");
            Assert.IsNull((await answer.JsonAsync(answer.StatusCode))["access_token"], why);
        }
    }

    [TestMethod]
    public async Task An_administrator_pastes_a_key_and_replaces_it_by_the_rules_of_secrets()
    {
        await using var app = await TestApp.StartAsync();
        var admin = await app.SignedInAsync(Role.Admin);
        var keys = Enumerable.Range(0, 4).Select(_ => ECDsa.Create(ECCurve.NamedCurves.nistP256)).ToArray();
        var pems = keys.Select(k => k.ExportSubjectPublicKeyInfoPem()).ToArray();

        using (var faulty = await admin.SubmitAsync("/clients", ("ClientId", "signing"), ("Scope", "roster.read"), ("PublicKey", keys[0].ExportPkcs8PrivateKeyPem())))
        {
            var page = await faulty.PageAsync(HttpStatusCode.UnprocessableEntity);
            Assert.AreEqual("#PublicKey", page.QuerySelector(".error-summary a")!.GetAttribute("href"));
            Assert.AreEqual("signing", page.GetElementById("ClientId")!.GetAttribute("value"));
            Assert.DoesNotContain("PRIVATE KEY-----", page.DocumentElement.OuterHtml, "a private key is not sent back");
        }

        using var spelled = ECDsa.Create(keys[0].ExportExplicitParameters(false).Curve);
        using (var unnamed = await admin.SubmitAsync("/clients", ("ClientId", "signing"), ("Scope", "roster.read"), ("PublicKey", spelled.ExportSubjectPublicKeyInfoPem())))
            Assert.AreEqual("#PublicKey", (await unnamed.PageAsync(HttpStatusCode.UnprocessableEntity)).QuerySelector(".error-summary a")!.GetAttribute("href"));

        using (var added = await admin.SubmitAsync("/clients", ("ClientId", "signing"), ("Scope", "roster.read"), ("PublicKey", pems[0])))
            Assert.AreEqual(HttpStatusCode.Redirect, added.StatusCode);
        var list = await admin.PageAsync("/clients");
        StringAssert.Contains(list.Body!.TextContent, "已新建 signing");
        StringAssert.Contains(list.QuerySelector("tbody")!.TextContent, "系统调用，公钥");
        Assert.IsNull(list.QuerySelector("form[action='/clients/signing/renew']"), "there is no secret to renew");
        Assert.IsTrue(await OpensAsync(0));
        var (other, _) = await app.AddClientAsync("grade");
        foreach (var nowhere in new[] { "/clients/signing/renew", $"/clients/{other}/key", "/clients/nobody/key" })
        {
            using var none = await admin.SubmitAsync("/clients", nowhere, ("publicKey", pems[1]));
            Assert.AreEqual(HttpStatusCode.NotFound, none.StatusCode, nowhere);
        }

        await SaidAsync("公钥应为 PEM 格式", "no key");
        await SaidAsync("这就是 signing 正在使用的公钥", pems[0]);
        using (var replaced = await ReplaceAsync(pems[1]))
            Assert.AreEqual(HttpStatusCode.Redirect, replaced.StatusCode);
        StringAssert.Contains((await admin.PageAsync("/clients")).QuerySelector("tbody")!.TextContent, "新旧公钥并用至");
        Assert.IsTrue(await OpensAsync(0) && await OpensAsync(1), "both, for a week");
        await SaidAsync("没有更换：signing 上一次更换前的公钥 2026-12-01 10:00 前仍然有效", pems[2]);
        app.Clock.Advance(TimeSpan.FromDays(7));
        admin = await app.SignedInAsync(Role.Admin);
        Assert.AreEqual((false, true), (await OpensAsync(0), await OpensAsync(1)));
        using (await ReplaceAsync(pems[2])) { }
        Assert.AreEqual((false, true, true), (await OpensAsync(0), await OpensAsync(1), await OpensAsync(2)));
        using (await AloneAsync(pems[3])) { }
        Assert.AreEqual((false, false, true), (await OpensAsync(1), await OpensAsync(2), await OpensAsync(3)));
        // one of the two has leaked: the other stays alone, whichever it is
        using (await ReplaceAsync(pems[0])) { }
        Assert.AreEqual((true, true), (await OpensAsync(3), await OpensAsync(0)));
        using (await AloneAsync(pems[3])) { }
        Assert.AreEqual((true, false), (await OpensAsync(3), await OpensAsync(0)));
        using (await ReplaceAsync(pems[0])) { }
        using (await AloneAsync(pems[0])) { }
        Assert.AreEqual((false, true), (await OpensAsync(3), await OpensAsync(0)));
        using (var same = await AloneAsync(pems[0]))
            Assert.AreEqual(HttpStatusCode.UnprocessableEntity, same.StatusCode);
        Assert.AreEqual(7, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM AuditEntry WHERE Action = 'client.renewed' AND Subject = 'signing'"));
        Array.ForEach(keys, k => k.Dispose());

        Task<HttpResponseMessage> ReplaceAsync(string pem) => admin.SubmitAsync("/clients", "/clients/signing/key", ("publicKey", pem));

        Task<HttpResponseMessage> AloneAsync(string pem) => admin.SubmitAsync("/clients", "/clients/signing/key", ("publicKey", pem), ("endsOld", "true"));

        async Task SaidAsync(string sentence, string pem)
        {
            using var answer = await ReplaceAsync(pem);
            var page = await answer.PageAsync(HttpStatusCode.UnprocessableEntity);
            StringAssert.Contains(page.QuerySelector(".error-summary")!.TextContent, sentence);
            Assert.AreEqual(pem.Trim(), page.GetElementById("key-signing")!.TextContent.Trim(), "what was typed stands there");
            Assert.AreEqual("#key-signing", page.QuerySelector(".error-summary a")!.GetAttribute("href"));
        }

        async Task<bool> OpensAsync(int key)
        {
            var now = app.Clock.GetUtcNow();
            using var answer = await Assertion.ShowAsync(app, "", "token", ("client_assertion", Assertion.By(Assertion.Credentials(keys[key]), Assertion.Claims("signing", now))));
            return answer.StatusCode == HttpStatusCode.OK;
        }
    }

    [TestMethod]
    public async Task The_verb_reads_the_key_from_a_file_and_tells_no_secret()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (good, bad) = (Path.Combine(database.Folder, "good.pem"), Path.Combine(database.Folder, "bad.pem"));
        await File.WriteAllTextAsync(good, key.ExportSubjectPublicKeyInfoPem());
        await File.WriteAllTextAsync(bad, key.ExportPkcs8PrivateKeyPem());

        var added = await CommandRun.OfAsync(database, ["client", "add", "signing", "--scope", "grade", "--public-key", good]);
        var refused = await CommandRun.OfAsync(database, ["client", "add", "K", "--scope", "grade", "--public-key", bad]);
        var missing = await CommandRun.OfAsync(database, ["client", "add", "third", "--scope", "grade", "--public-key", good + "x"]);

        Assert.AreEqual((0, ""), (added.Status, added.Output), added.Error);
        StringAssert.Contains(added.Error, "已新建接口客户端“signing”");
        Assert.AreEqual((2, 2), (refused.Status, missing.Status));
        foreach (var part in new[] { "客户端标识应为", "这是私钥" })
            StringAssert.Contains(refused.Error, part);
        StringAssert.Contains(missing.Error, "找不到公钥文件");
        Assert.AreEqual(1, await database.ScalarAsync<int>("SELECT COUNT(*) FROM ApiClient WHERE ClientSecret IS NULL AND JsonWebKeySet IS NOT NULL"));
    }

    private static async Task AddAsync(TestApp app, string id, string pem)
    {
        var wanted = new NewApiClient(id, "roster.read", TestApp.Kunshan, null) { PublicKey = pem };
        var (secret, problems) = await app.ClientsAsync(d => d.AddAsync(wanted, Tester, CancellationToken.None));
        Assert.IsEmpty(problems, string.Join(' ', problems));
        Assert.IsNull(secret);
    }
}
