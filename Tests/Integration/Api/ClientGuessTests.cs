using System.Net;
using RiskReport.Domain.Audit;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Api;

/// <summary>Who tries secrets is slowed down where it tries; the client itself is never shut out.</summary>
[TestClass]
public sealed class ClientGuessTests
{
    private const string Own = "192.0.2.10";
    private const string Strange = "198.51.100.7";

    [TestMethod]
    public async Task Wrong_secrets_are_slowed_and_entered_and_shut_no_client_out()
    {
        await using var app = await TestApp.StartAsync(configure: FakeAddress.Add);
        var watch = new AuditWatch(app.Database);
        var (id, secret) = await app.AddClientAsync("grade");
        await watch.PassAsync();

        for (var guess = 1; guess <= 5; guess++)
        {
            Assert.IsFalse(await OpensAsync(Strange, "wrong"));
            var entry = await watch.OneAsync(AuditAction.ClientRefused, AuditEntry.Refused);
            Assert.AreEqual((id, id, "client", "320583000", "接口 " + Strange), (entry.Subject, entry.Account, entry.Role, entry.Region, entry.Source));
        }

        Assert.IsFalse(await OpensAsync(Strange, secret), "not looked at while the pause lasts");
        Assert.IsFalse(await OpensAsync(Strange, secret, "introspect"), "nor by another door");
        Assert.HasCount(5, (await watch.SinceAsync(0)).Where(e => e.Action == AuditAction.ClientRefused.Code()), "which was no try");
        Assert.IsTrue(await OpensAsync(Own, secret), "the client, from elsewhere");
        app.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.IsTrue(await OpensAsync(Strange, secret), "the pause is over");
        for (var guess = 1; guess <= 4; guess++)
            Assert.IsFalse(await OpensAsync(Strange, "wrong"));
        Assert.IsTrue(await OpensAsync(Strange, secret), "being right has taken back what was counted");

        // for days on end and from many places: nowhere longer than an hour, and never where the client is
        for (var round = 0; round < 40; round++)
        {
            await OpensAsync(Strange, "wrong");
            await OpensAsync($"203.0.113.{round}", "wrong");
            app.Clock.Advance(TimeSpan.FromMinutes(61));
        }

        Assert.IsTrue(await OpensAsync(Own, secret));
        Assert.IsTrue(await OpensAsync(Strange, secret));
        // many at a time, as a program with several workers does
        var together = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => OpensAsync(Own, secret)));
        Assert.IsTrue(Array.TrueForAll(together, t => t));

        async Task<bool> OpensAsync(string from, string tried, string door = "token")
        {
            using var client = FakeAddress.From(app, from);
            var fields = new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = id, ["client_secret"] = tried, ["token"] = "x" };
            using var response = await client.PostAsync($"/connect/{door}", new FormUrlEncodedContent(fields));
            if (response.StatusCode == HttpStatusCode.OK)
                return true;
            Assert.AreEqual("invalid_client", (string)(await response.JsonAsync(HttpStatusCode.Unauthorized))["error"]!);
            return false;
        }
    }

    [TestMethod]
    public async Task The_discovery_document_offers_hashed_challenges_alone()
    {
        await using var app = await TestApp.StartAsync();

        var document = await app.Anonymous().JsonAsync("/.well-known/openid-configuration");

        Assert.AreEqual("""["S256"]""", document["code_challenge_methods_supported"]!.ToJsonString());
        Assert.AreEqual("authorization_code client_credentials", string.Join(' ', document["grant_types_supported"]!.AsArray().Select(g => (string)g!).Order(StringComparer.Ordinal)));
        Assert.AreEqual("""["code"]""", document["response_types_supported"]!.ToJsonString());
    }
}
