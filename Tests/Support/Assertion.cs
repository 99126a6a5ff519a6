using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using RiskReport.Domain.Accounts;
using RiskReport.Web.Identity;

namespace RiskReport.Tests.Support;

/// <summary>How a client that has a key shows who it is (private_key_jwt).</summary>
internal static class Assertion
{
    public const string Typ = "client-authentication+jwt";
    public const string Issuer = "http://localhost/";

    private static readonly Actor Tester = new("test", "test", "test");

    public static async Task AddClientAsync(TestApp app, string id, string pem, string? redirect = null)
    {
        var wanted = new NewApiClient(id, "roster.read", TestApp.Kunshan, redirect) { PublicKey = pem };
        var (secret, problems) = await app.ClientsAsync(d => d.AddAsync(wanted, Tester, CancellationToken.None));
        Assert.IsEmpty(problems, string.Join(' ', problems));
        Assert.IsNull(secret);
    }

    /// <summary>Good for two minutes, but for the changes; null takes away.</summary>
    public static Dictionary<string, JsonNode?> Claims(string client, DateTimeOffset now, params (string Name, JsonNode? Value)[] changes)
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

    public static SigningCredentials Credentials(ECDsa key) => new(new ECDsaSecurityKey(key), SecurityAlgorithms.EcdsaSha256);

    public static string By(SigningCredentials credentials, Dictionary<string, JsonNode?> claims, string typ = Typ) =>
        new JsonWebTokenHandler().CreateToken(new JsonObject(claims).ToJsonString(), credentials, new Dictionary<string, object> { ["typ"] = typ });

    /// <summary>At one of the doors of /connect; an empty field is left out.</summary>
    /// <param name="from">Heard only where <see cref="FakeAddress"/> listens.</param>
    public static async Task<HttpResponseMessage> ShowAsync(TestApp app, string from, string door, params (string Key, string Value)[] fields)
    {
        using var client = FakeAddress.From(app, from);
        var all = new[] { ("grant_type", "client_credentials"), ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer") }.Concat(fields)
            .Reverse().DistinctBy(f => f.Item1)
            .Where(f => f.Item2.Length > 0 && (f.Item1 != "client_assertion_type" || fields.Any(x => x.Key == "client_assertion")));
        return await client.PostAsync($"/connect/{door}", new FormUrlEncodedContent(all.Select(f => KeyValuePair.Create(f.Item1, f.Item2))));
    }
}
