using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.Tokens;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;
using RiskReport.Web.Identity;

namespace RiskReport.Tests.Integration.Api;

/// <summary>What is said about the way to a token is so.</summary>
[TestClass]
public sealed class DiscoveryTests
{
    private const string Document = "/.well-known/openid-configuration";
    private const string Callback = "https://platform.example.gov.cn/back";
    private const string Public = "https://risk.example.gov.cn/";

    [TestMethod]
    public async Task Every_address_is_the_public_one_whatever_host_is_asked()
    {
        await using var app = await TestApp.StartAsync(settings: new() { ["PublicAddress"] = Public });
        var (id, _) = await app.AddClientAsync("grade", redirect: Callback);
        var (client, person) = (Misled(), Misled());
        await person.SignInAsync(await app.AddAccountAsync(Role.City));

        foreach (var address in new[] { Document, "/.well-known/oauth-authorization-server" })
        {
            var said = (await client.JsonAsync(address)).Where(p => p.Value is JsonValue v && v.TryGetValue<string>(out var _)).ToDictionary(p => p.Key, p => (string)p.Value!);
            string[] all =
            [
                "issuer ", "authorization_endpoint connect/authorize", "token_endpoint connect/token", "introspection_endpoint connect/introspect",
                "revocation_endpoint connect/revoke", "jwks_uri .well-known/jwks",
            ];
            CollectionAssert.AreEquivalent(all.Select(a => a.Replace(" ", " " + Public, StringComparison.Ordinal)).ToList(), said.Select(p => $"{p.Key} {p.Value}").ToList(), address);
        }

        // what else says where somebody should go
        using (var back = await person.GetAsync(QueryHelpers.AddQueryString("/connect/authorize", Asked(id))))
            Assert.AreEqual(Public, (string?)QueryHelpers.ParseQuery(back.Headers.Location!.Query)["iss"]);
        foreach (var address in new[] { "/", "/roster?year=2026", QueryHelpers.AddQueryString("/connect/authorize", Asked(id)), "/signin", "/openapi/v1.json", "/api/v1/roster", "/nowhere" })
        {
            using var response = await client.GetAsync(address);
            Assert.IsLessThan(500, (int)response.StatusCode, address);
            Assert.DoesNotContain("evil.example", $"{response.Headers}{response.Content.Headers}{await response.Content.ReadAsStringAsync()}", address);
        }

        HttpClient Misled()
        {
            var misled = app.Anonymous();
            misled.BaseAddress = new Uri("https://localhost/");
            misled.DefaultRequestHeaders.Host = "evil.example";
            misled.DefaultRequestHeaders.Add("X-Forwarded-Host", "evil.example");
            misled.DefaultRequestHeaders.Add("Forwarded", "host=evil.example;proto=https");
            return misled;
        }
    }

    /// <summary>OpenID Connect Core, 3.1.2.1.</summary>
    [TestMethod]
    public async Task A_request_for_a_code_may_come_as_a_form_of_another_site()
    {
        await using var app = await TestApp.StartAsync();
        var (id, _) = await app.AddClientAsync("grade", redirect: Callback);
        var person = app.Anonymous();
        await person.SignInAsync(await app.AddAccountAsync(Role.City));

        using var led = await app.Anonymous().PostAsync("/connect/authorize", new FormUrlEncodedContent(Asked(id).Append(new("state", "甲&乙"))));
        Assert.AreEqual(HttpStatusCode.SeeOther, led.StatusCode);
        Assert.IsTrue(led.Headers.Location!.OriginalString.StartsWith("/connect/authorize?", StringComparison.Ordinal), "nowhere else");
        using var back = await person.GetAsync(led.Headers.Location);
        var answer = QueryHelpers.ParseQuery(back.Headers.Location!.Query);
        Assert.AreEqual((Callback, "甲&乙", true), (back.Headers.Location.GetLeftPart(UriPartial.Path), (string?)answer["state"], answer.ContainsKey("code")));

        foreach (var wrong in new[] { Asked("nobody"), Asked(id).Append(new("state", new string('a', 8_000))), Asked(id).Select(p => p.Key == "redirect_uri" ? new("redirect_uri", "https://evil.example/") : p) })
        {
            using var refused = await person.PostAsync("/connect/authorize", new FormUrlEncodedContent(wrong));
            Assert.AreEqual((HttpStatusCode.BadRequest, null), (refused.StatusCode, refused.Headers.Location));
        }

        // to look whether there is something gives nobody a code
        using var looked = await person.SendAsync(new HttpRequestMessage(HttpMethod.Head, led.Headers.Location));
        Assert.AreEqual(HttpStatusCode.BadRequest, looked.StatusCode);
    }

    [TestMethod]
    public async Task What_is_advertised_is_accepted_and_nothing_else()
    {
        await using var app = await TestApp.StartAsync(configure: FakeAddress.Add);
        var document = await app.Anonymous().JsonAsync(Document);
        var all = string.Join(' ', ApiScopes.All);
        var (systemId, systemSecret) = await app.AddClientAsync(all);
        var (programId, programSecret) = await app.AddClientAsync(all, redirect: Callback);
        var keys = new Dictionary<string, AsymmetricAlgorithm> { ["ES256"] = ECDsa.Create(ECCurve.NamedCurves.nistP256), ["ES384"] = ECDsa.Create(ECCurve.NamedCurves.nistP384), ["ES512"] = ECDsa.Create(ECCurve.NamedCurves.nistP521), ["RSA"] = RSA.Create(2048) };
        foreach (var (name, key) in keys)
            await Assertion.AddClientAsync(app, Name(name), key.ExportSubjectPublicKeyInfoPem());
        var person = app.Anonymous();
        await person.SignInAsync(await app.AddAccountAsync(Role.City));
        var asked = 0;
        var faults = new List<string>();

        await SameAsync("grant_types_supported", ["password", "refresh_token", "implicit", "urn:ietf:params:oauth:grant-type:device_code", "urn:ietf:params:oauth:grant-type:token-exchange", "urn:ietf:params:oauth:grant-type:jwt-bearer"], async grant =>
            grant == "client_credentials" ? await IsGivenAsync("token", Secret(systemId, systemSecret))
            : await ErrorAsync([.. Secret(programId, programSecret), ("grant_type", grant), ("code", "x"), ("redirect_uri", Callback), ("code_verifier", new string('v', 43)), ("refresh_token", "x"), ("username", "x"), ("password", "x"), ("device_code", "x"), ("subject_token", "x"), ("subject_token_type", "x"), ("assertion", "x")])
                == "invalid_grant");
        await SameAsync("response_types_supported", ["token", "id_token", "code id_token", "code token", "code id_token token", "none"], type => IsCodeGivenAsync(("response_type", type), ("nonce", "n")));
        Assert.AreEqual("""["query"] ["S256"] ["login","none"]""", string.Join(' ', new[] { "response_modes", "code_challenge_methods", "prompt_values" }.Select(
            m => new JsonArray([.. document[m + "_supported"]!.AsArray().Select(v => (string)v!).Order(StringComparer.Ordinal).Select(v => (JsonNode)v)]).ToJsonString())));
        await SameAsync("response_modes_supported", ["query", "fragment", "form_post", "jwt"], mode => IsCodeGivenAsync(("response_mode", mode)));
        await SameAsync("code_challenge_methods_supported", ["plain", ""], method => IsCodeGivenAsync(("code_challenge_method", method)));
        await SameAsync("scopes_supported", ["openid", "profile", "email", "address", "phone", "roles", "offline_access", "everything"], scope => IsCodeGivenAsync(("scope", scope)));
        await SameAsync("prompt_values_supported", ["none", "login", "consent", "select_account", "create"], prompt => IsAskedAnewAsync(prompt));
        foreach (var (name, door) in new[] { ("token", "token"), ("introspection", "introspect"), ("revocation", "revoke") })
        {
            await SameAsync($"{name}_endpoint_auth_methods_supported", ["client_secret_jwt", "none", "client_secret_basic"], method => method switch
            {
                "client_secret_post" => IsGivenAsync(door, Secret(systemId, systemSecret)),
                "client_secret_basic" => IsGivenByHeaderAsync(door),
                "private_key_jwt" => IsGivenAsync(door, Signed("ES256")),
                "client_secret_jwt" => IsGivenAsync(door, Shown(systemId, new SymmetricSecurityKey(Encoding.UTF8.GetBytes(systemSecret)), "HS256")),
                _ => IsGivenAsync(door, [("client_id", systemId)]),
            });
            await SameAsync($"{name}_endpoint_auth_signing_alg_values_supported", ["ES256", "ES384", "ES512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "HS256"],
                algorithm => IsGivenAsync(door, algorithm == "HS256" ? Shown(Name("ES256"), new SymmetricSecurityKey(new byte[32]), "HS256") : Signed(algorithm)));
        }

        foreach (var key in keys.Values)
            key.Dispose();
        Assert.IsEmpty(faults, string.Join('\n', faults));

        // each that is advertised, and of the others none
        async Task SameAsync(string member, string[] others, Func<string, Task<bool>> isAcceptedAsync)
        {
            var advertised = document[member]?.AsArray().Select(v => (string)v!).ToList() ?? [];
            foreach (var value in advertised.Union(others))
                if (advertised.Contains(value) != await isAcceptedAsync(value))
                    faults.Add($"{member}: {value} is {(advertised.Contains(value) ? "advertised" : "accepted")} only");
        }

        async Task<bool> IsCodeGivenAsync(params (string, string?)[] changes)
        {
            using var response = await person.GetAsync(QueryHelpers.AddQueryString("/connect/authorize", Asked(programId, changes)));
            var answer = $"{response.Headers.Location?.OriginalString} {await response.Content.ReadAsStringAsync()}";
            return new[] { "?code=", "&code=", "#code=", "name=\"code\"" }.Any(c => answer.Contains(c, StringComparison.Ordinal));
        }

        // the last of the person: its session ends
        async Task<bool> IsAskedAnewAsync(string prompt)
        {
            using var response = await person.GetAsync(QueryHelpers.AddQueryString("/connect/authorize", Asked(programId, ("prompt", prompt))));
            return response.StatusCode == HttpStatusCode.Redirect;
        }

        string From() => $"203.0.113.{++asked}";

        async Task<bool> IsGivenAsync(string door, (string, string)[] fields)
        {
            using var response = await Assertion.ShowAsync(app, From(), door, [("token", "x"), .. fields]);
            return response.StatusCode == HttpStatusCode.OK;
        }

        async Task<string?> ErrorAsync((string, string)[] fields)
        {
            using var response = await Assertion.ShowAsync(app, From(), "token", fields);
            return (string?)(await response.JsonAsync(HttpStatusCode.BadRequest))["error"];
        }

        async Task<bool> IsGivenByHeaderAsync(string door)
        {
            using var client = FakeAddress.From(app, From());
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{systemId}:{systemSecret}")));
            using var response = await client.PostAsync($"/connect/{door}", new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("token", "x")]));
            return response.StatusCode == HttpStatusCode.OK;
        }

        static string Name(string key) => "by-" + key.ToLowerInvariant();

        (string, string)[] Signed(string algorithm) => algorithm.StartsWith("ES", StringComparison.Ordinal)
            ? Shown(Name(algorithm), new ECDsaSecurityKey((ECDsa)keys[algorithm]), algorithm) : Shown(Name("RSA"), new RsaSecurityKey((RSA)keys["RSA"]), algorithm);

        (string, string)[] Shown(string client, SecurityKey key, string algorithm) =>
            [("client_assertion", Assertion.By(new SigningCredentials(key, algorithm), Assertion.Claims(client, app.Clock.GetUtcNow())))];

        static (string, string)[] Secret(string id, string secret) => [("client_id", id), ("client_secret", secret)];
    }

    /// <summary>For a code; null and nothing leave out.</summary>
    private static Dictionary<string, string?> Asked(string client, params (string Name, string? Value)[] changes)
    {
        var asked = new Dictionary<string, string?>
        {
            ["response_type"] = "code",
            ["client_id"] = client,
            ["redirect_uri"] = Callback,
            ["scope"] = "grade",
            ["code_challenge"] = Base64UrlEncoder.Encode(SHA256.HashData(new byte[32])),
            ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in changes)
            asked[name] = value is { Length: > 0 } ? value : null;
        return asked;
    }
}
