using System.Net;
using System.Security.Cryptography;
using RiskReport.Domain.Audit;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Api;

/// <summary>Who tries secrets or signatures is slowed down where it tries; the client itself is never shut out.</summary>
[TestClass]
public sealed class ClientGuessTests
{
    private const string Own = "192.0.2.10";
    private const string Strange = "198.51.100.7";
    private const string Callback = "https://platform.example.gov.cn/back";

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
    public async Task Wrong_signatures_are_slowed_as_wrong_secrets_are()
    {
        await using var app = await TestApp.StartAsync(configure: FakeAddress.Add);
        var watch = new AuditWatch(app.Database);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var strangers = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await Assertion.AddClientAsync(app, "signing", key.ExportSubjectPublicKeyInfoPem());
        var (other, _) = await app.AddClientAsync("grade");
        await watch.PassAsync();

        // whoever is named besides, and by whichever door: it is this client's key that is tried
        (string Door, (string, string)[] Besides)[] ways = [("token", []), ("token", [("client_id", other)]), ("introspect", []), ("revoke", []), ("token", [("client_id", "nobody")])];
        foreach (var (door, besides) in ways)
        {
            Assert.IsFalse(await OpensAsync(Strange, strangers, door, besides));
            var entry = await watch.OneAsync(AuditAction.ClientRefused, AuditEntry.Refused);
            Assert.AreEqual(("signing", "signing", "接口 " + Strange), (entry.Subject, entry.Account, entry.Source));
        }

        foreach (var door in new[] { "token", "introspect", "revoke" })
            Assert.IsFalse(await OpensAsync(Strange, key, door), $"not looked at while the pause lasts: {door}");
        Assert.IsFalse((await watch.PassAsync()).Any(e => e.Action == AuditAction.ClientRefused.Code()), "which was no try");
        Assert.IsTrue(await OpensAsync(Own, key), "the client, from elsewhere");
        app.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.IsTrue(await OpensAsync(Strange, key), "the pause is over");
        for (var guess = 1; guess <= 4; guess++)
            Assert.IsFalse(await OpensAsync(Strange, strangers));
        Assert.IsTrue(await OpensAsync(Strange, key), "being right has taken back what was counted");

        // secrets and signatures are counted together, and of a name that no client has nothing is
        for (var guess = 1; guess <= 5; guess++)
        {
            using var tried = await Assertion.ShowAsync(app, Strange, "token", guess % 2 == 0 ? ("client_assertion", Signed(strangers)) : ("client_secret", "wrong"), ("client_id", "signing"));
            Assert.AreEqual(HttpStatusCode.Unauthorized, tried.StatusCode);
        }

        Assert.IsFalse(await OpensAsync(Strange, key));
        var counted = await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Attempt");
        using (var unknown = await Assertion.ShowAsync(app, "203.0.113.1", "token", ("client_assertion", Signed(strangers, "nobody"))))
            Assert.AreEqual(HttpStatusCode.Unauthorized, unknown.StatusCode);
        Assert.AreEqual(counted, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Attempt"));

        // for days on end: nowhere longer than an hour, and never where the client is
        for (var round = 0; round < 15; round++)
        {
            app.Clock.Advance(TimeSpan.FromMinutes(61));
            await OpensAsync(Strange, strangers);
            await OpensAsync($"203.0.113.{round}", strangers);
        }

        Assert.IsFalse(await OpensAsync(Strange, key));
        var together = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => OpensAsync(Own, key)));
        Assert.IsTrue(Array.TrueForAll(together, t => t));
        app.Clock.Advance(TimeSpan.FromMinutes(61));
        Assert.IsTrue(await OpensAsync(Strange, key));

        string Signed(ECDsa by, string client = "signing") => Assertion.By(Assertion.Credentials(by), Assertion.Claims(client, app.Clock.GetUtcNow()));

        async Task<bool> OpensAsync(string from, ECDsa by, string door = "token", params (string, string)[] besides)
        {
            using var response = await Assertion.ShowAsync(app, from, door, [("client_assertion", Signed(by)), ("token", "x"), .. besides]);
            return response.StatusCode == HttpStatusCode.OK;
        }
    }

    [TestMethod]
    public async Task A_request_that_is_wrong_otherwise_is_no_wrong_secret_and_no_wrong_signature()
    {
        await using var app = await TestApp.StartAsync();
        var watch = new AuditWatch(app.Database);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var strangers = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await Assertion.AddClientAsync(app, "system", key.ExportSubjectPublicKeyInfoPem());
        await Assertion.AddClientAsync(app, "program", key.ExportSubjectPublicKeyInfoPem(), Callback);
        var (systemId, systemSecret) = await app.AddClientAsync("grade");
        var (programId, programSecret) = await app.AddClientAsync("grade", redirect: Callback);
        await watch.PassAsync();
        (string, string)[] exchange = [("grant_type", "authorization_code"), ("redirect_uri", Callback), ("code_verifier", new string('v', 43))];

        foreach (var (id, secret, isProgram) in new[] { ("system", null, false), ("program", null, true), (systemId, systemSecret, false), (programId, programSecret, true) })
        {
            (string Why, (string, string)[] Fields)[] faults =
            [
                ("no grant", [("grant_type", "")]), ("no such grant", [("grant_type", "urn:example:none")]), ("a grant that is not offered", [("grant_type", "password")]),
                ("another client's grant", isProgram ? [] : [.. exchange, ("code", "x")]), ("no code", exchange), ("a wrong code", [.. exchange, ("code", "x")]),
                ("a wrong scope", [("scope", "declarations.write")]), ("no such scope", [("scope", "everything")]),
            ];
            foreach (var (why, fields) in faults)
            {
                using (var refused = await Assertion.ShowAsync(app, "", "token", [.. Right(id, secret, key), .. fields]))
                    Assert.AreEqual(HttpStatusCode.BadRequest, refused.StatusCode, $"{id}: {why}");
                Assert.AreEqual(id, (await watch.OneAsync(AuditAction.TokenGiven, AuditEntry.Refused)).Subject, why);
            }

            // what has not been looked at is not counted either: neither a wrong one, nor one that a right one would take back
            foreach (var fault in new[] { "", "password", "urn:example:none" })
                using (await Assertion.ShowAsync(app, "", "token", [.. Right(id, secret is null ? null : "wrong", strangers), ("grant_type", fault)]))
                    await watch.OneAsync(AuditAction.TokenGiven, AuditEntry.Refused);
            Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Attempt"), id);
            using (await Assertion.ShowAsync(app, "", "token", [.. Right(id, secret is null ? null : "wrong", strangers), .. isProgram ? [.. exchange, ("code", "x")] : Array.Empty<(string, string)>()]))
                await watch.OneAsync(AuditAction.ClientRefused, AuditEntry.Refused);
            Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT Failures FROM Attempt"), id);
            using (await Assertion.ShowAsync(app, "", "introspect", [.. Right(id, secret, key), ("token", "x")]))
                Assert.IsEmpty(await watch.PassAsync());
            Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Attempt"), id);
            app.Clock.Advance(TimeSpan.FromMinutes(1));   // the limit of the door
        }

        (string, string)[] Right(string id, string? secret, ECDsa by) => secret is null
            ? [("client_assertion", Assertion.By(Assertion.Credentials(by), Assertion.Claims(id, app.Clock.GetUtcNow())))]
            : [("client_id", id), ("client_secret", secret)];
    }
}
