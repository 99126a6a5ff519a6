using System.Globalization;
using Dapper;
using RiskReport.Domain;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;
using static RiskReport.Tests.Support.ReminderLife;

namespace RiskReport.Tests.Integration.Reminders;

/// <summary>What is sent of it by mail, and who sees what became of it.</summary>
[TestClass]
public sealed class ReminderMailTests
{
    [TestMethod]
    public async Task Mail_that_fails_is_tried_again_and_refused_mail_is_not()
    {
        await using var server = new MailServer { Recipient = to => to.Contains("gone", StringComparison.Ordinal) ? "550 no such user" : "451 later" };
        await using var app = await StartAsync(server);
        await CalendarDoneAsync(app);
        var enterprise = await OwingAsync(app, TestApp.KunshanTownship, 0);
        await MailboxAsync(app, await app.AddAccountAsync(Role.Enterprise, null, enterprise), "gone@example.com");
        await MailboxAsync(app, await app.AddAccountAsync(Role.Enterprise, null, enterprise), "busy@example.com");
        var township = await app.SignedInAsync(Role.Township);

        await township.SubmitAsync("/reminders", "/reminders/ask", ("confirmed", "true"));
        await WorkAsync(app);
        Assert.AreEqual("busy 0 1;gone 3 1", await MailsAsync(app));
        server.Recipient = _ => "250 OK";
        await WorkAsync(app);
        Assert.IsEmpty(server.Messages, "not before its time");
        app.Clock.Advance(TimeSpan.FromMinutes(6));
        await WorkAsync(app);
        await WorkAsync(app);
        Assert.AreEqual("busy 2 2;gone 3 1", await MailsAsync(app));
        Assert.AreEqual("busy@example.com", server.Messages.Single().To.Mailboxes.Single().Address);
        var log = (await (await app.SignedInAsync(Role.Auditor)).PageAsync("/reminders/deliveries")).QuerySelector("main table")!.TextContent;
        StringAssert.Contains(log, "b***@example.com");
        StringAssert.Contains(log, "对方拒收");
        Assert.DoesNotContain("busy", log);
    }

    [TestMethod]
    public async Task A_returned_change_reminds_as_a_returned_report_does_and_who_has_ended_gets_no_mail()
    {
        await using var server = new MailServer();
        await using var app = await StartAsync(server);
        var changed = await OwingAsync(app, TestApp.KunshanTownship, 0);
        var other = await OwingAsync(app, TestApp.KunshanTownship, 0);
        await app.Database.ExecuteAsync($"""
            UPDATE Declaration SET Status = 4, Colour = 1, RuleSet = '2021-B', Basics = 'x', SubmittedAt = '2026-11-01', PendingType = 3, PendingStatus = CASE WHEN EnterpriseId = {changed} THEN 3 ELSE 2 END, ReturnDueOn = '2026-11-29' WHERE Year = 2026
            """);
        foreach (var (mailbox, state) in new[] { ("active", 1), ("leaves", 1), ("ended", 3) })
        {
            var name = await app.AddAccountAsync(Role.Enterprise, null, changed);
            await MailboxAsync(app, name, mailbox + "@example.com");
            await app.Database.ExecuteAsync($"UPDATE Account SET State = {state} WHERE UserName = '{name}'");
        }

        server.Recipient = to => to.Contains("leaves", StringComparison.Ordinal) ? "451 later" : "250 OK";
        foreach (var day in new[] { 30, 31, 32 })
        {
            app.Clock.SetUtcNow(new DateTimeOffset(2026, 11, 1, 2, 0, 0, TimeSpan.Zero).AddDays(day - 1));
            await WorkAsync(app);
        }

        CollectionAssert.AreEqual(new[] { "2026-11-30" }, await DaysAsync(app, changed), "on the first day after the one that was set");
        Assert.IsEmpty(await DaysAsync(app, other), "a change that waits for the office owes nothing");
        Assert.AreEqual("active@example.com", server.Messages.Single().To.Mailboxes.Single().Address);
        StringAssert.StartsWith(server.Messages.Single().Subject, "退回的2026年度");

        // whoever ends before a message has left gets it no more
        server.Recipient = _ => "250 OK";
        await app.Database.ExecuteAsync("UPDATE Account SET State = 3 WHERE Email = 'leaves@example.com'; UPDATE ReminderMail SET Status = 0, NextTryAt = '2026-11-01' WHERE Status <> 2");
        await WorkAsync(app);
        Assert.HasCount(1, server.Messages);
        Assert.AreEqual("acti 2;leav 4", await app.Database.ScalarAsync<string>(
            "SELECT group_concat(t, ';') FROM (SELECT SUBSTR(Address, 1, 4) || ' ' || Status AS t FROM ReminderMail ORDER BY Address)"));
    }

    [TestMethod]
    public async Task Mail_says_nothing_that_no_longer_holds()
    {
        await using var server = new MailServer();
        await using var app = await StartAsync(server);
        await CalendarDoneAsync(app);
        var filed = await OwingAsync(app, TestApp.KunshanTownship, 0);
        var left = await OwingAsync(app, TestApp.KunshanTownship, 0);
        var owing = await OwingAsync(app, TestApp.KunshanTownship, 0);
        var held = await OwingAsync(app, TestApp.KunshanTownship, 0);
        foreach (var (enterprise, address) in new[] { (filed, "filed@example.com"), (left, "left@example.com"), (owing, "owing@example.com"), (held, "held@example.com") })
            await MailboxAsync(app, await app.AddAccountAsync(Role.Enterprise, null, enterprise), address);
        // had their message of the day already
        await app.Database.ScalarAsync<int>("""
            INSERT INTO ReminderMail (AccountId, Address, OnDay, Round, Reminders, Subject, Body, Status, NextTryAt, CreatedAt)
            SELECT a.Id, a.Email, '2026-11-24 00:00:00', 2, 1, 'x', 'x', 2, '2026-11-24', '2026-11-24' FROM Account a WHERE a.Email IS NOT NULL AND a.Email <> 'held@example.com';
            SELECT 0
            """);
        server.Recipient = _ => "451 later";
        await (await app.SignedInAsync(Role.Township)).SubmitAsync("/reminders", "/reminders/ask", ("confirmed", "true"));
        await WorkAsync(app);
        await FileAsync(app, filed);
        await FileAsync(app, held);
        await app.Database.ScalarAsync<int>("DELETE FROM AccountEnterprise WHERE EnterpriseId = @left; SELECT 0", new { left });
        server.Recipient = _ => "250 OK";

        app.Clock.SetUtcNow(new DateTimeOffset(2026, 11, 24, 16, 30, 0, TimeSpan.Zero));   // half an hour past midnight
        await WorkAsync(app);
        Assert.IsEmpty(server.Messages, "nobody is written to at night");
        app.Clock.SetUtcNow(new DateTimeOffset(2026, 11, 25, 1, 0, 0, TimeSpan.Zero));
        await CalendarDoneAsync(app, "2026-11-25");
        await WorkAsync(app);

        Assert.AreEqual("owing@example.com", server.Messages.Single().To.Mailboxes.Single().Address);
        Assert.AreEqual(4, await app.Database.ScalarAsync<int>("SELECT Status FROM ReminderMail WHERE Address = 'held@example.com'"));
    }

    [TestMethod]
    public async Task A_message_is_not_tried_for_ever()
    {
        await using var server = new MailServer();
        await using var app = await StartAsync(server);
        await CalendarDoneAsync(app);
        var enterprise = await OwingAsync(app, TestApp.KunshanTownship, 0);
        await MailboxAsync(app, await app.AddAccountAsync(Role.Enterprise, null, enterprise), "stuck@example.com");
        await (await app.SignedInAsync(Role.Township)).SubmitAsync("/reminders", "/reminders/ask", ("confirmed", "true"));
        server.Recipient = _ => "451 later";
        await WorkAsync(app);

        var hours = 0;
        for (; await app.Database.ScalarAsync<int>("SELECT Status FROM ReminderMail") == 0; hours++)
        {
            app.Clock.Advance(TimeSpan.FromHours(1));
            await CalendarDoneAsync(app, ChinaTime.Today(app.Clock).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            await WorkAsync(app);
        }

        Assert.AreEqual("stuc 4 7", await MailsAsync(app));
        Assert.IsTrue(hours is > 20 and < 48, $"given up after {hours} hours");
        // workers that died with it
        await app.Database.ScalarAsync<int>("UPDATE ReminderMail SET Status = 1, EndedAt = NULL, NextTryAt = '2026-11-24'; SELECT 0");
        server.Recipient = _ => "250 OK";
        await WorkAsync(app);
        Assert.AreEqual("stuc 4 7", await MailsAsync(app));
        Assert.IsEmpty(server.Messages);
    }

    [TestMethod]
    public async Task A_region_sees_its_own_deliveries_alone()
    {
        await using var server = new MailServer();
        await using var app = await StartAsync(server);
        await CalendarDoneAsync(app);
        var mine = await OwingAsync(app, TestApp.KunshanTownship, 0);
        var other = await OwingAsync(app, "320506001", 0);
        await MailboxAsync(app, await app.AddAccountAsync(Role.Enterprise, null, mine), "kunshan@example.com");
        await MailboxAsync(app, await app.AddAccountAsync(Role.Enterprise, null, other), "wuzhong@example.org");
        var agent = await app.AddAccountAsync(Role.Enterprise, null, mine, capacity: Capacity.Agent);
        await app.ServesAsync(agent, other);
        await MailboxAsync(app, agent, "both@example.net");
        var townships = new[] { await app.SignedInAsync(Role.Township), await app.SignedInAsync(Role.Township, "320506001") };
        foreach (var township in townships)
            await township.SubmitAsync("/reminders", "/reminders/ask", ("confirmed", "true"));
        await WorkAsync(app);
        Assert.HasCount(3, server.Messages);

        foreach (var (reader, lines) in new[]
        {
            (townships[0], "@example.com 1;@example.net 1"), (townships[1], "@example.net 1;@example.org 1"),
            (await app.SignedInAsync(Role.Auditor, TestApp.Kunshan), "@example.com 1;@example.net 1"), (await app.SignedInAsync(Role.County, "320506"), "@example.net 1;@example.org 1"),
            (await app.SignedInAsync(Role.County, "320581"), ""), (await app.SignedInAsync(Role.City), "@example.com 1;@example.net 2;@example.org 1"),
        })
        {
            var rows = (await reader.PageAsync("/reminders/deliveries")).QuerySelectorAll("main tbody tr").Select(r => $"{r.Children[1].TextContent[4..]} {r.Children[3].TextContent}");
            Assert.AreEqual(lines, string.Join(';', rows.Order(StringComparer.Ordinal)));
        }
    }
}
