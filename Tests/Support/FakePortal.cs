using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace RiskReport.Tests.Support;

/// <summary>An identity service that lies where the test wants it to. It answers the program's own calls; the test is the browser between the two.</summary>
internal sealed class FakePortal : HttpMessageHandler
{
    public const string Issuer = "https://portal.example.gov.cn";

    public static readonly (string Key, string Value)[] Settings =
        [("ExternalSignIn:Authority", Issuer), ("ExternalSignIn:ClientId", "risk"), ("ExternalSignIn:ClientSecret", "portal-secret")];

    private static readonly DateTimeOffset Now = new(2026, 11, 24, 2, 0, 0, TimeSpan.Zero);

    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private Dictionary<string, Microsoft.Extensions.Primitives.StringValues> asked = [];

    public string Subject { get; set; } = "3205-Person";

    public bool IsAway { get; set; }

    /// <summary>Signs in place of the key that is published.</summary>
    public ECDsa? OtherKey { get; set; }

    /// <summary>What the token says otherwise than it should; null leaves it out.</summary>
    public Dictionary<string, JsonNode?> Lies { get; } = [];

    public void Add(IServiceCollection services) => services.Configure<OpenIdConnectOptions>("external", o => o.BackchannelHttpHandler = this);

    /// <summary>Where the program sends the browser, seen from the program: the callback with its query.</summary>
    public async Task<string> GoAsync(HttpClient browser, string start)
    {
        using var gone = await browser.GetAsync(start);
        Assert.AreEqual(HttpStatusCode.Redirect, gone.StatusCode, await gone.Content.ReadAsStringAsync());
        StringAssert.StartsWith(gone.Headers.Location!.OriginalString, Issuer + "/authorize?");
        asked = QueryHelpers.ParseQuery(gone.Headers.Location.Query);
        return QueryHelpers.AddQueryString(new Uri(asked["redirect_uri"]!).AbsolutePath, new Dictionary<string, string?> { ["code"] = "c0de", ["state"] = asked["state"] });
    }

    /// <summary>There and back, to the page that the program shows next.</summary>
    public async Task<HttpResponseMessage> AnswerAsync(HttpClient browser, string start)
    {
        var callback = await GoAsync(browser, start);
        using var back = await browser.GetAsync(callback);
        Assert.AreEqual(HttpStatusCode.Redirect, back.StatusCode, await back.Content.ReadAsStringAsync());
        return await browser.GetAsync(back.Headers.Location);
    }

    public Task<HttpResponseMessage> SignInAsync(HttpClient browser, string returnUrl = "/account") =>
        AnswerAsync(browser, "/signin/external?returnUrl=" + Uri.EscapeDataString(returnUrl));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (IsAway)
            throw new HttpRequestException("away");
        return request.RequestUri!.AbsolutePath switch
        {
            "/.well-known/openid-configuration" => Json(new JsonObject
            {
                ["issuer"] = Issuer,
                ["authorization_endpoint"] = Issuer + "/authorize",
                ["token_endpoint"] = Issuer + "/token",
                ["jwks_uri"] = Issuer + "/keys",
            }),
            "/keys" => Json(Keys()),
            "/token" => await TokenAsync(await request.Content!.ReadAsStringAsync(cancellationToken)),
            _ => new HttpResponseMessage(HttpStatusCode.NotFound),
        };
    }

    protected override void Dispose(bool disposing)
    {
        key.Dispose();
        base.Dispose(disposing);
    }

    private async Task<HttpResponseMessage> TokenAsync(string body)
    {
        var form = new FormReader(body);
        var fields = await form.ReadFormAsync();
        var challenge = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(fields["code_verifier"].ToString())));
        if (fields["code"] != "c0de" || fields["client_secret"] != "portal-secret" || challenge != asked["code_challenge"] || fields["redirect_uri"] != asked["redirect_uri"])
            return new HttpResponseMessage(HttpStatusCode.BadRequest) { Content = new StringContent("{\"error\":\"invalid_grant\"}", Encoding.UTF8, "application/json") };
        var claims = new JsonObject
        {
            ["iss"] = Issuer,
            ["aud"] = "risk",
            ["sub"] = Subject,
            ["nonce"] = asked["nonce"].ToString(),
            ["iat"] = Now.ToUnixTimeSeconds(),
            ["exp"] = Now.AddHours(8).ToUnixTimeSeconds(),
        };
        foreach (var (name, value) in Lies)
        {
            claims.Remove(name);
            if (value is not null)
                claims[name] = value.DeepClone();
        }

        var credentials = new SigningCredentials(new ECDsaSecurityKey(OtherKey ?? key) { KeyId = "k1" }, SecurityAlgorithms.EcdsaSha256);
        return Json(new JsonObject
        {
            ["access_token"] = "unused",
            ["token_type"] = "Bearer",
            ["expires_in"] = 300,
            ["id_token"] = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(claims.ToJsonString(), credentials),
        });
    }

    private JsonObject Keys()
    {
        var at = key.ExportParameters(includePrivateParameters: false).Q;
        return new JsonObject
        {
            ["keys"] = new JsonArray(new JsonObject
            {
                ["kty"] = "EC",
                ["use"] = "sig",
                ["alg"] = "ES256",
                ["kid"] = "k1",
                ["crv"] = "P-256",
                ["x"] = Base64UrlEncoder.Encode(at.X),
                ["y"] = Base64UrlEncoder.Encode(at.Y),
            }),
        };
    }

    private static HttpResponseMessage Json(JsonNode json) => new(HttpStatusCode.OK) { Content = new StringContent(json.ToJsonString(), Encoding.UTF8, "application/json") };
}
