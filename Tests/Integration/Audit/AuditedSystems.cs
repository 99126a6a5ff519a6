using System.Net;
using Microsoft.Extensions.DependencyInjection;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;
using RiskReport.Tests.Support;
using RiskReport.Web.Background;

namespace RiskReport.Tests.Integration.Audit;

/// <summary>The trail itself, copies of it, and programs that call the API or are called.</summary>
internal static class AuditedSystems
{
    public static async Task AllAsync(TestApp app, AuditWatch watch)
    {
        await BackupsAsync(app, watch);
        await ClientsAsync(app, watch);
        await WebhooksAsync(app, watch);
        await DeniedAsync(app, watch);
        await DamageAsync(app, watch);
    }

    /// <summary>Named by the route, and once in a while.</summary>
    private static async Task DeniedAsync(TestApp app, AuditWatch watch)
    {
        var name = await app.AddAccountAsync(Role.Auditor, TestApp.Kunshan);
        var auditor = app.Anonymous();
        await auditor.SignInAsync(name);
        var (id, secret) = await app.AddClientAsync("roster.read");
        var system = app.Bearing(await app.TokenAsync(id, secret));
        await watch.PassAsync();

        await DeniedAsync(auditor, "/clients/some-client?key=secret", HttpStatusCode.Forbidden);
        var entry = await watch.OneAsync(AuditAction.AccessDenied, AuditEntry.Refused);
        Assert.AreEqual(("GET clients/{id}", name, "auditor", "320583000"), (entry.Subject, entry.Account, entry.Role, entry.Region));
        await DeniedAsync(auditor, "/clients/another", HttpStatusCode.Forbidden);
        Assert.IsEmpty(await watch.PassAsync());
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        await auditor.PageAsync("/"); // the session is seen, which is no part of what is denied
        await DeniedAsync(auditor, "/clients/another", HttpStatusCode.Forbidden);
        await watch.OneAsync(AuditAction.AccessDenied, AuditEntry.Refused);

        await DeniedAsync(system, "/api/v1/changes", HttpStatusCode.Forbidden);
        entry = await watch.OneAsync(AuditAction.AccessDenied, AuditEntry.Refused);
        Assert.AreEqual(("GET api/v1/changes", id, "client", "320583000"), (entry.Subject, entry.Account, entry.Role, entry.Region));
        await DeniedAsync(app.Bearing("not-a-token"), "/api/v1/changes", HttpStatusCode.Unauthorized);
        entry = await watch.OneAsync(AuditAction.AccessDenied, AuditEntry.Refused);
        Assert.AreEqual(("GET api/v1/changes", "", "", "320500000"), (entry.Subject, entry.Account, entry.Role, entry.Region));
        await DeniedAsync(app.Anonymous(), "/api/v1/changes", HttpStatusCode.Unauthorized);
        await DeniedAsync(app.Anonymous(), "/clients", HttpStatusCode.Redirect);
        Assert.IsEmpty(await watch.PassAsync(), "nobody has said who it is");

        static async Task DeniedAsync(HttpClient client, string address, HttpStatusCode expected)
        {
            using var response = await client.GetAsync(address);
            Assert.AreEqual(expected, response.StatusCode);
        }
    }

    private static async Task BackupsAsync(TestApp app, AuditWatch watch)
    {
        var auditor = await app.SignedInAsync(Role.Auditor);
        await watch.PassAsync();
        await auditor.PageAsync("/audit");
        await watch.OneAsync(AuditAction.AuditRead);
        await auditor.PageAsync("/audit/1");
        Assert.AreEqual("第 1 条", (await watch.OneAsync(AuditAction.AuditRead)).Subject);

        var backup = Path.Combine(app.Database.Folder, "b");
        Assert.AreEqual(0, (await watch.DoAsync(() => CommandRun.OfAsync(app.Database, ["backup", backup]), r => r.Status != 0)).Status);
        Assert.IsTrue(File.Exists(backup));
        var made = await watch.OneAsync(AuditAction.BackupMade);
        await using var empty = TestDatabase.Empty();
        Assert.AreEqual(0, (await CommandRun.OfAsync(empty, ["restore", backup])).Status);
        var restored = (await new AuditWatch(empty).PassAsync()).Skip((int)made.Number).Single();
        Assert.AreEqual(AuditAction.BackupRestored.Code(), restored.Action);
        watch.Covered.Add(AuditAction.BackupRestored);
    }

    private static async Task ClientsAsync(TestApp app, AuditWatch watch)
    {
        var (id, secret) = await watch.DoAsync(() => app.AddClientAsync("roster.read declarations.read changes.read"));
        var added = await watch.OneAsync(AuditAction.ClientAdded);
        Assert.AreEqual(($"{id} changes.read declarations.read roster.read", "320583000", "", 64), (added.Subject, added.Region, added.HashBefore, added.HashAfter.Length));
        var token = await app.TokenAsync(id, secret);
        var given = await watch.OneAsync(AuditAction.TokenGiven);
        Assert.AreEqual((id, id, "client", "320583000"), (given.Subject, given.Account, given.Role, given.Region));
        using (await app.AskTokenAsync(id, secret, ("scope", "declarations.write")))
            Assert.AreEqual((id, id), ((await watch.OneAsync(AuditAction.TokenGiven, AuditEntry.Refused)) is var no ? (no.Subject, no.Account) : default));
        using (await app.AskTokenAsync("My-secret-pa55word", "x"))
            Assert.AreEqual(("未知客户端 My-secret-pa", ""), ((await watch.OneAsync(AuditAction.TokenGiven, AuditEntry.Refused)) is var no ? (no.Subject, no.Account) : default));
        var client = app.Bearing(token);
        var moving = Enterprises.NewCreditCode();
        await Enterprises.AddAsync(app.Database, TestApp.KunshanTownship, moving);
        var writer = await app.SystemAsync("declarations.write");
        foreach (var township in new[] { TestApp.KunshanTownship, TestApp.Kunshan + "101" })
        {
            await watch.PassAsync();
            using var filed = await writer.FileAsync(moving, ApiSample.Report().With("basics.township", township));
            await filed.JsonAsync(HttpStatusCode.Created);
        }

        Assert.AreEqual(($"{moving}/2026/1", "320583101"), await watch.SubjectAsync(AuditAction.ReportArrived, AuditAction.ReportLeft, AuditAction.ReportReplaced));
        watch.Covered.Add(AuditAction.ReportLeft);
        await client.JsonAsync("/api/v1/roster?year=2026");
        var pulled = await watch.OneAsync(AuditAction.RosterPulled);
        Assert.AreEqual((id, "client", TestApp.Kunshan), (pulled.Account, pulled.Role, pulled.AccountRegion));
        var changes = await client.JsonAsync("/api/v1/changes");
        StringAssert.StartsWith((await watch.OneAsync(AuditAction.ChangesPulled)).Subject, "0 至 ");
        var code = changes["items"]![0]!["creditCode"]!.GetValue<string>();
        await client.JsonAsync($"/api/v1/declarations/{code}/2026");
        StringAssert.StartsWith((await watch.OneAsync(AuditAction.ReportPulled)).Subject, code + "/2026/");
        using (await app.Anonymous().PostAsync("/connect/revoke", new FormUrlEncodedContent([new("token", token), new("client_id", id), new("client_secret", secret)])))
            Assert.AreEqual((id, "320583000"), await watch.SubjectAsync(AuditAction.TokenRevoked));
        using (await app.AskTokenAsync(id, "wrong"))
            Assert.AreEqual(id, (await watch.OneAsync(AuditAction.ClientRefused, AuditEntry.Refused)).Subject);
        Assert.IsNotNull((await watch.DoAsync(() => app.ClientsAsync(d => d.RotateAsync(id, endsOld: false, new Actor("test", "test", "test"), CancellationToken.None)))).Secret);
        var renewed = await watch.OneAsync(AuditAction.ClientRenewed);
        Assert.AreEqual(added.HashAfter, renewed.HashBefore);
        Assert.AreNotEqual(renewed.HashBefore, renewed.HashAfter);
        Assert.IsTrue((await watch.DoAsync(() => app.ClientsAsync(d => d.EndAsync(id, new Actor("test", "test", "test"), CancellationToken.None)))).IsDone);
        Assert.AreEqual(renewed.HashAfter, (await watch.OneAsync(AuditAction.ClientEnded)).HashBefore);
    }

    private static async Task DamageAsync(TestApp app, AuditWatch watch)
    {
        await app.Database.ExecuteAsync("UPDATE DeclarationVersion SET ContentSha256 = '' WHERE Id = 1");
        foreach (var _ in new[] { 1, 2 })
            await watch.WorkAsync(() => app.Services.GetRequiredService<AuditKeeper>().RunOneAsync(CancellationToken.None));
        StringAssert.EndsWith((await watch.OneAsync(AuditAction.ReportDamaged)).Subject, "/2026/1");
    }

    private static async Task WebhooksAsync(TestApp app, AuditWatch watch)
    {
        var admin = await app.SignedInAsync(Role.Admin);
        var (id, _) = await app.AddClientAsync("changes.read declarations.write");
        await watch.PassAsync();
        using (await admin.SubmitAsync($"/clients/{id}", $"/clients/{id}/webhooks", ("url", "https://localhost:9/hooks?key=secret"))) { }
        Assert.AreEqual(($"{id} 通知地址 1 https://localhost:9/hooks", "320583000"), await watch.SubjectAsync(AuditAction.WebhookAdded));
        foreach (var (deed, action) in new[] { ("test", AuditAction.WebhookTested), ("renew", AuditAction.WebhookRenewed) })
        {
            using (await admin.SubmitAsync($"/clients/{id}", $"/clients/{id}/webhooks/1/{deed}")) { }
            await watch.OneAsync(action);
        }

        // the seventh attempt in vain
        await watch.WorkAsync(async () =>
        {
            await app.Database.ExecuteAsync("UPDATE Webhook SET ToldTo = 0, MessageId = 'msg_1', MessageNumber = 1, MessageAt = '2026-11-24', Attempts = 6, NextTryAt = '2026-11-24', ClaimedUntil = NULL");
            await app.Services.GetRequiredService<WebhookWorker>().RunAsync(CancellationToken.None);
            if (await app.Database.ScalarAsync<int>("SELECT Status FROM Webhook") == 1)
                throw new InvalidOperationException("It was not paused (disk full): what befalls one call is logged, and told here.");
        }, "Webhook");
        Assert.AreEqual("系统", (await watch.OneAsync(AuditAction.WebhookPaused)).Account);
        foreach (var (deed, action) in new[] { ("resume", AuditAction.WebhookResumed), ("end", AuditAction.WebhookEnded) })
        {
            using (await admin.SubmitAsync($"/clients/{id}", $"/clients/{id}/webhooks/1/{deed}")) { }
            await watch.OneAsync(action);
        }
    }
}
