using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using RiskReport.Data.Audit;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;
using RiskReport.Web.Background;

namespace RiskReport.Tests.Integration.Audit;

[TestClass]
public sealed class AnchorLettersTests
{
    private const string Fault = "SELECT COALESCE(Fault, '-') FROM AuditCheck ORDER BY Id DESC LIMIT 1";

    [TestMethod]
    public async Task Each_night_sends_its_anchor_and_what_the_mail_server_did_not_take_before()
    {
        await using var server = new MailServer { Recipient = _ => "451 later" };
        await using var app = await server.AppAsync(Workers.Remove, ("Audit:AnchorMail", "audit@example.gov.cn, archive@example.com"));
        await app.AddAccountAsync(Role.City);
        var keeper = app.Services.GetRequiredService<AuditKeeper>();

        Assert.IsTrue(await keeper.RunDueAsync(CancellationToken.None));
        Assert.IsEmpty(server.Messages);
        foreach (var (role, page) in new[] { (Role.Auditor, "/audit"), (Role.Security, "/") })
            StringAssert.Contains((await (await app.SignedInAsync(role)).PageAsync(page)).QuerySelector(".alert-danger")!.TextContent, "签名锚点没有寄出");

        app.Clock.Advance(TimeSpan.FromDays(1));
        server.Recipient = _ => "250 OK";
        Assert.IsTrue(await keeper.RunDueAsync(CancellationToken.None));
        Assert.AreEqual("audit@example.gov.cn archive@example.com", string.Join(' ', server.Messages.Select(m => m.To.Mailboxes.Single().Address)));
        StringAssert.Contains(Text(server.Messages[1]), Anchor("2026-11-24"));
        StringAssert.Contains(Text(server.Messages[1]), Anchor("2026-11-25"));
        Assert.IsNull((await (await app.SignedInAsync(Role.Auditor)).PageAsync("/audit")).QuerySelector(".alert-danger"));
        app.Clock.Advance(TimeSpan.FromHours(2));
        Assert.IsFalse(await keeper.RunDueAsync(CancellationToken.None));

        app.Clock.Advance(TimeSpan.FromDays(1));
        Assert.IsTrue(await keeper.RunDueAsync(CancellationToken.None));
        Assert.HasCount(4, server.Messages);
        Assert.IsFalse(Text(server.Messages[3]).Contains(Anchor("2026-11-25"), StringComparison.Ordinal));
        StringAssert.Contains(Text(server.Messages[3]), Anchor("2026-11-26"));

        // who cannot be reached keeps nobody else from his
        server.Recipient = line => line.Contains("audit@", StringComparison.Ordinal) ? "550 no such mailbox" : "250 OK";
        app.Clock.Advance(TimeSpan.FromDays(1));
        Assert.IsTrue(await keeper.RunDueAsync(CancellationToken.None));
        Assert.HasCount(5, server.Messages);
        StringAssert.Contains(Text(server.Messages[4]), Anchor("2026-11-27"));
        app.Clock.Advance(TimeSpan.FromHours(2));
        Assert.IsFalse(await keeper.RunDueAsync(CancellationToken.None), "the next night is early enough");

        // an anchor that is gone is missed every night, until it is back
        var hidden = Path.Combine(app.Database.Folder, "hidden");
        File.Move(Path.Combine(app.Database.Folder, "anchors", "2026-11-25.anchor"), hidden);
        for (var night = 0; night < 2; night++)
        {
            app.Clock.Advance(TimeSpan.FromDays(1));
            await keeper.RunDueAsync(CancellationToken.None);
            await keeper.RunOneAsync(CancellationToken.None);
            StringAssert.Contains(await app.Database.ScalarAsync<string>(Fault), "锚点文件缺失");
        }

        File.Move(hidden, Path.Combine(app.Database.Folder, "anchors", "2026-11-25.anchor"));
        app.Clock.Advance(TimeSpan.FromDays(1));
        await keeper.RunDueAsync(CancellationToken.None);
        Assert.AreEqual("-", await app.Database.ScalarAsync<string>(Fault));

        string Anchor(string day) => File.ReadAllText(Path.Combine(app.Database.Folder, "anchors", day + ".anchor"));
        static string Text(MimeMessage letter) => ((TextPart)letter.Body!).Text.ReplaceLineEndings("\n");
    }

    [TestMethod]
    public async Task Of_two_instances_one_walks_and_sends_and_whoever_dies_leaves_the_night_to_the_other()
    {
        await using var server = new MailServer();
        await using var app = await server.AppAsync(Workers.Remove, ("Audit:AnchorMail", "audit@example.gov.cn"));
        await app.AddAccountAsync(Role.City);
        await using var second = app.Second(server.Settings.Append(("Audit:AnchorMail", "audit@example.gov.cn")).ToDictionary(s => s.Item1, s => s.Item2));
        var checks = app.Services.GetRequiredService<AuditCheckStore>();

        await NightAsync(walks: true);
        await NightAsync(walks: false);
        Assert.HasCount(1, server.Messages);

        Pass(TimeSpan.FromDays(1));
        Assert.IsTrue(await checks.ClaimAsync("one that dies", CancellationToken.None), "who has walked has let go");
        await checks.ReleaseAsync("another");
        await NightAsync(walks: false);
        Pass(AuditCheckStore.Lease + TimeSpan.FromSeconds(1));
        await NightAsync(walks: true);
        Assert.HasCount(2, server.Messages);

        void Pass(TimeSpan time)
        {
            app.Clock.Advance(time);
            second.Clock.Advance(time);
        }

        async Task NightAsync(bool walks)
        {
            var walked = await Task.WhenAll(new[] { app, second }.Select(a => a.Services.GetRequiredService<AuditKeeper>().RunDueAsync(CancellationToken.None)));
            Assert.AreEqual(walks ? 1 : 0, walked.Count(w => w));
        }
    }
}
