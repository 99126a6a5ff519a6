using System.Globalization;
using System.Net;
using Dapper;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;
using RiskReport.Domain;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;
using RiskReport.Web.Background;
using RiskReport.Web.Mail;

namespace RiskReport.Tests.Integration.Reminders;

[TestClass]
public sealed class ReminderTests
{
    public required TestContext TestContext { get; set; }

    [TestMethod]
    public async Task The_ladder_is_walked_once_by_two_workers_and_who_has_filed_is_let_alone()
    {
        await using var server = new MailServer();
        await using var app = await StartAsync(server);
        app.Clock.SetUtcNow(new DateTimeOffset(2027, 2, 20, 2, 0, 0, TimeSpan.Zero));   // 31 March is the last day
        var late = await OwingAsync(app, TestApp.KunshanTownship, 0);
        var both = await OwingAsync(app, "320506001", 0);
        var filed = await OwingAsync(app, TestApp.KunshanTownship, 1);
        await MailboxAsync(app, await app.AddAccountAsync(Role.Enterprise, null, filed), "filed@example.com");
        await MailboxAsync(app, await app.AddAccountAsync(Role.Enterprise, null, late), "late@example.com");
        var agent = await app.AddAccountAsync(Role.Enterprise, null, late, capacity: Capacity.Agent);
        await app.ServesAsync(agent, both);
        await MailboxAsync(app, agent, "agent@example.com");
        await app.AddAccountAsync(Role.Enterprise, null, both);   // has no mailbox, and an inbox all the same

        await using (var second = app.Second())
        {
            for (var day = new DateOnly(2027, 2, 20); day <= new DateOnly(2027, 4, 16); day = day.AddDays(1))
            {
                app.Clock.SetUtcNow(new DateTimeOffset(day, new TimeOnly(2, 0), TimeSpan.Zero));
                second.Clock.SetUtcNow(app.Clock.GetUtcNow());
                await Task.WhenAll(WorkAsync(app), WorkAsync(second));
                await WorkAsync(app);
                if (day == new DateOnly(2027, 3, 20))
                    await FileAsync(app, filed);
            }
        }

        var days = new[] { "2027-03-01", "2027-03-17", "2027-03-24", "2027-03-30", "2027-04-01", "2027-04-08", "2027-04-15" };
        CollectionAssert.AreEqual(days, await DaysAsync(app, late));
        CollectionAssert.AreEqual(days, await DaysAsync(app, both));
        CollectionAssert.AreEqual(days[..2], await DaysAsync(app, filed), "no more after it has filed");
        Assert.AreEqual(2, server.Messages.Count(m => m.To.Mailboxes.Single().Address == "filed@example.com"));
        var toLate = server.Messages.Where(m => m.To.Mailboxes.Single().Address == "late@example.com").ToList();
        var toAgent = server.Messages.Where(m => m.To.Mailboxes.Single().Address == "agent@example.com").ToList();
        Assert.HasCount(days.Length, toLate);
        Assert.HasCount(days.Length, toAgent);
        Assert.AreEqual("2027年度安全生产风险报告将于2027年3月31日截止", toLate[0].Subject);
        StringAssert.Contains(toLate[4].Subject, "已逾期1天");
        Assert.IsTrue(toAgent.All(m => m.Subject == "安全生产风险报告提醒（2 项）"), "one message for both enterprises");
        Assert.HasCount((2 * days.Length) + 2, server.Messages.Select(m => m.MessageId).Distinct());
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM ReminderMail WHERE Status <> 2"));

        Assert.AreEqual(days.Length, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Notice WHERE EnterpriseId = @late", new { late }));
        var enterprise = await app.SignedInAsync(Role.Enterprise, enterpriseId: late);
        var inbox = await enterprise.PageAsync("/inbox");
        Assert.HasCount(days.Length, inbox.QuerySelectorAll(".inbox li.unread"));
        StringAssert.Contains(inbox.QuerySelector(".inbox li")!.TextContent, "已逾期15天");
        var foreign = await app.SignedInAsync(Role.Enterprise, enterpriseId: filed);
        Assert.HasCount(2, (await foreign.PageAsync("/inbox")).QuerySelectorAll(".inbox li"), "its own alone");
        var notice = inbox.QuerySelector("form[action$='/read']:not([action='/inbox/read'])")!.GetAttribute("action")!;
        Assert.AreEqual(HttpStatusCode.NotFound, (await foreign.SubmitAsync("/account/password", notice)).StatusCode, "another enterprise's notice does not exist");
        Assert.AreEqual(HttpStatusCode.Redirect, (await enterprise.SubmitAsync("/inbox", notice)).StatusCode);
        Assert.HasCount(days.Length - 1, (await enterprise.PageAsync("/inbox")).QuerySelectorAll(".inbox li.unread"));
        var township = await app.SignedInAsync(Role.Township);
        StringAssert.Contains((await township.PageAsync("/inbox")).QuerySelector(".inbox li")!.TextContent, "逾期未报 1 家");
        Assert.IsEmpty((await township.PageAsync("/inbox")).QuerySelectorAll(".inbox li").Where(l => l.TextContent.Contains("贵单位", StringComparison.Ordinal)), "what an enterprise is told is its own");
    }

    [TestMethod]
    public async Task A_township_asks_its_own_once_a_day_after_a_yes()
    {
        await using var server = new MailServer();
        await using var app = await StartAsync(server);
        await CalendarDoneAsync(app);
        var mine = await OwingAsync(app, TestApp.KunshanTownship, 0);
        var other = await OwingAsync(app, "320506001", 0);
        await MailboxAsync(app, await app.AddAccountAsync(Role.Enterprise, null, mine), "mine@example.com");
        var township = await app.SignedInAsync(Role.Township);
        var county = await app.SignedInAsync(Role.County);

        Assert.AreEqual("1", (await township.PageAsync("/reminders")).QuerySelector("form[action='/reminders/ask'] strong")!.TextContent);
        Assert.AreEqual(HttpStatusCode.UnprocessableEntity, (await township.SubmitAsync("/reminders", "/reminders/ask")).StatusCode);
        Assert.IsNull((await county.PageAsync("/reminders")).QuerySelector("form[action='/reminders/ask']"));
        Assert.AreEqual(HttpStatusCode.Forbidden, (await county.SubmitAsync("/account/password", "/reminders/ask", ("confirmed", "true"))).StatusCode);
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Reminder"));

        var answer = await township.SubmitAsync("/reminders", "/reminders/ask", ("confirmed", "true"));
        Assert.AreEqual(HttpStatusCode.Redirect, answer.StatusCode);
        var again = await township.PageAsync("/reminders");
        Assert.IsNull(again.QuerySelector("form[action='/reminders/ask']"), "once a day");
        StringAssert.Contains(again.QuerySelector(".notice")!.TextContent, "已向 1 家企业发出催报");
        await township.SubmitAsync("/account/password", "/reminders/ask", ("confirmed", "true"));
        await WorkAsync(app);

        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Reminder WHERE EnterpriseId = @mine AND Kind = 4", new { mine }));
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Reminder WHERE EnterpriseId = @other", new { other }));
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM AuditEntry WHERE Action = 'reminder.asked'"));
        Assert.AreEqual("mine@example.com", server.Messages.Single().To.Mailboxes.Single().Address);
    }

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
    public async Task Words_are_previewed_refused_whole_kept_with_who_and_why_and_never_written_over()
    {
        await using var app = await TestApp.StartAsync();
        var city = await app.SignedInAsync(Role.City);
        Task<HttpResponseMessage> PostAsync(string body, string keep, string version = "0", string reason = "更简短") => city.SubmitAsync(
            "/reminders/texts/due", ("subject", "请报告"), ("body", body), ("reason", reason), ("version", version), ("keep", keep));

        StringAssert.Contains((await (await PostAsync("{企业名称}请报告", "")).PageAsync()).QuerySelector("[aria-labelledby=preview]")!.TextContent, "苏州示例精密制造有限公司请报告");
        var wrong = await (await PostAsync("{老板}请报告", "true", reason: "")).PageAsync(HttpStatusCode.UnprocessableEntity);
        Assert.HasCount(2, wrong.QuerySelectorAll(".error-summary li"));
        Assert.AreEqual("Body-problem Reason-problem", string.Join(' ', wrong.QuerySelectorAll(".field-problem").Select(p => p.Id)));
        Assert.AreEqual("{老板}请报告", wrong.QuerySelector("textarea")!.TextContent.Trim());
        Assert.AreEqual(HttpStatusCode.Redirect, (await PostAsync("{企业名称}请报告", "true")).StatusCode);
        StringAssert.Contains((await (await PostAsync("{企业名称}快报告", "true")).PageAsync(HttpStatusCode.UnprocessableEntity)).QuerySelector(".error-summary")!.TextContent, "别人刚刚修改过");

        StringAssert.Contains((await city.PageAsync("/reminders/texts")).QuerySelector("main")!.TextContent, "更简短");
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM ReminderTemplate WHERE ChangedBy IS NOT NULL AND ChangeReason = '更简短'"));
        Assert.AreEqual(HttpStatusCode.NotFound, (await city.GetAsync("/reminders/texts/never")).StatusCode);
    }

    [TestMethod]
    public async Task What_a_broken_off_run_left_is_made_up_for_and_nobody_is_told_twice()
    {
        await using var app = await TestApp.StartAsync();
        app.Clock.SetUtcNow(new DateTimeOffset(2027, 3, 16, 2, 0, 0, TimeSpan.Zero));
        var first = await OwingAsync(app, TestApp.KunshanTownship, 0);
        var behind = await OwingAsync(app, TestApp.KunshanTownship, 0);
        var change = await OwingAsync(app, TestApp.KunshanTownship, 0);
        await FileAsync(app, change);
        await app.Database.ScalarAsync<int>("""
            UPDATE Declaration SET Status = 4, PendingType = 3, PendingStatus = 3, ReturnDueOn = '2027-03-21 00:00:00' WHERE EnterpriseId = @change AND Year = 2027; SELECT 0
            """, new { change });
        await WorkAsync(app);
        app.Clock.Advance(TimeSpan.FromDays(1));   // fourteen days before the last one
        await WorkAsync(app);
        CollectionAssert.AreEqual(new[] { "2027-03-17" }, await DaysAsync(app, behind));
        // the program is killed when the first one has been told
        await app.Database.ScalarAsync<int>("""
            DELETE FROM Reminder WHERE EnterpriseId > @first;
            DELETE FROM Notice WHERE EnterpriseId > @first OR OfficeRole > 1;
            UPDATE ReminderRun SET AfterId = @first, FinishedAt = NULL WHERE OnDay >= '2027-03-17';
            SELECT 0
            """, new { first });

        app.Clock.Advance(TimeSpan.FromDays(1));
        await WorkAsync(app);
        app.Clock.Advance(TimeSpan.FromDays(1));
        await WorkAsync(app);

        CollectionAssert.AreEqual(new[] { "2027-03-17" }, await DaysAsync(app, first));
        CollectionAssert.AreEqual(new[] { "2027-03-18" }, await DaysAsync(app, behind));
        StringAssert.Contains(await app.Database.ScalarAsync<string>("SELECT Body FROM Notice WHERE EnterpriseId = @behind", new { behind }), "还有13天");
        CollectionAssert.AreEqual(new[] { "2027-03-18" }, await DaysAsync(app, change), "three days before, and not again on the next");
        Assert.AreEqual(5, await app.Database.ScalarAsync<int>("SELECT Kind FROM Reminder WHERE EnterpriseId = @change", new { change }));
    }

    [TestMethod]
    public async Task Many_are_asked_in_pieces_and_each_once()
    {
        await using var app = await TestApp.StartAsync();
        await CalendarDoneAsync(app);
        var one = await OwingAsync(app, TestApp.KunshanTownship, 0);
        await app.Database.ScalarAsync<int>("""
            PRAGMA foreign_keys = OFF;
            INSERT INTO Declaration (EnterpriseId, Year, TownshipCode, Scale, Name, CreditCode, Status, ChangedAt, ChangedBy, ChangedFrom, ChangeReason)
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 204)
            SELECT @one + i, 2026, d.TownshipCode, d.Scale, d.Name, d.CreditCode || i, 0, '2026-01-05', 'test', 'test', 'test' FROM Declaration d, n WHERE d.EnterpriseId = @one AND d.Year = 2026;
            SELECT 0
            """, new { one });

        await (await app.SignedInAsync(Role.Township)).SubmitAsync("/reminders", "/reminders/ask", ("confirmed", "true"));

        Assert.AreEqual("205 205 205 200+5", await app.Database.ScalarAsync<string>("""
            SELECT (SELECT COUNT(*) FROM Reminder) || ' ' || (SELECT COUNT(DISTINCT EnterpriseId) FROM Reminder) || ' ' || (SELECT COUNT(*) FROM Notice WHERE EnterpriseId IS NOT NULL)
                || ' ' || (SELECT GROUP_CONCAT(REPLACE(REPLACE(Subject, '2026 年度 ', ''), ' 家', ''), '+') FROM AuditEntry WHERE Action = 'reminder.asked')
            """), "others write between two pieces");
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

    [TestMethod]
    public async Task Two_clicks_at_once_ask_once()
    {
        await using var app = await TestApp.StartAsync();
        await OwingAsync(app, TestApp.KunshanTownship, 0);
        var township = await app.SignedInAsync(Role.Township);
        // as on SQL Server, where the other click's rows come between looking and writing
        await app.Database.ScalarAsync<int>("""
            CREATE TRIGGER OtherClick BEFORE INSERT ON Reminder
            BEGIN
                INSERT INTO Reminder (EnterpriseId, DeclarationId, Year, TownshipCode, Kind, DueOn, OnDay, Subject, Body, CreatedAt, CreatedBy, CreatedFrom)
                VALUES (NEW.EnterpriseId, NEW.DeclarationId, NEW.Year, NEW.TownshipCode, NEW.Kind, NEW.DueOn, NEW.OnDay, '', '', NEW.CreatedAt, '', '');
            END;
            SELECT 0
            """);
        var asking = township.SubmitAsync("/reminders", "/reminders/ask", ("confirmed", "true"));
        await Task.WhenAny(asking, Task.Delay(300));
        await app.Database.ScalarAsync<int>("DROP TRIGGER OtherClick; SELECT 0");

        Assert.AreEqual(HttpStatusCode.Redirect, (await asking).StatusCode);
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Reminder"));
    }

    private static Task<TestApp> StartAsync(MailServer server) => TestApp.StartAsync(configure: services => services.Replace(ServiceDescriptor.Singleton(p => new Mailer(
        new ConfigurationBuilder().AddInMemoryCollection(server.Settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build(),
        p.GetRequiredService<TimeProvider>(), NullLogger<Mailer>.Instance))));

    /// <summary>Until there is nothing more to do, also for the program's own worker.</summary>
    private static async Task WorkAsync(TestApp app)
    {
        var worker = app.Services.GetRequiredService<ReminderWorker>();
        for (var i = 0; i < 1_000; i++)
        {
            if (await worker.RunOneAsync(CancellationToken.None))
                continue;
            if (await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM ReminderMail WHERE Status = 1") == 0)
                return;
            await Task.Delay(5);   // the other worker is sending
        }

        Assert.Fail("There is no end to it.");
    }

    /// <summary>So that the calendar has nothing to say that day.</summary>
    private static Task<int> CalendarDoneAsync(TestApp app, string day = "2026-11-24") => app.Database.ScalarAsync<int>("""
        INSERT OR IGNORE INTO ReminderRun (OnDay, Since, AfterId) VALUES (@day || ' 00:00:00', @day || ' 00:00:00', 0);
        UPDATE ReminderRun SET FinishedAt = OnDay;
        SELECT 0
        """, new { day });

    private static Task<int> FileAsync(TestApp app, long enterprise) =>
        app.Database.ScalarAsync<int>("UPDATE Declaration SET Status = 2, Colour = 1, RuleSet = '2021-A', SubmittedAt = '2026-11-24', Basics = '{}' WHERE EnterpriseId = @enterprise AND Status <> 5; SELECT 0", new { enterprise });

    private static async Task<long> OwingAsync(TestApp app, string township, int status)
    {
        var id = await Enterprises.AddAsync(app.Database, township);
        foreach (var year in new[] { 2026, 2027 })
            await app.Database.ScalarAsync<int>("""
                INSERT INTO Declaration (EnterpriseId, Year, TownshipCode, Scale, Name, CreditCode, Status, ChangedAt, ChangedBy, ChangedFrom, ChangeReason)
                SELECT e.Id, @year, e.TownshipCode, e.Scale, e.Name, e.CreditCode, CASE WHEN @year = 2026 AND @now >= '2027' THEN 5 ELSE @status END, '2026-01-05', 'test', 'test', 'test'
                FROM Enterprise e WHERE e.Id = @id
                ON CONFLICT (EnterpriseId, Year) DO UPDATE SET Status = excluded.Status;
                SELECT 0
                """, new { id, year, status, now = app.Clock.GetUtcNow().Year.ToString(CultureInfo.InvariantCulture) });
        return id;
    }

    private static Task<int> MailboxAsync(TestApp app, string name, string address) =>
        app.Database.ScalarAsync<int>("UPDATE Account SET Email = @address, EmailConfirmed = 1 WHERE UserName = @name; SELECT 0", new { name, address });

    private static async Task<string[]> DaysAsync(TestApp app, long enterpriseId)
    {
        await using var connection = await app.Database.Database.OpenAsync(CancellationToken.None);
        return [.. await connection.QueryAsync<string>("SELECT SUBSTR(OnDay, 1, 10) FROM Reminder WHERE EnterpriseId = @enterpriseId ORDER BY OnDay", new { enterpriseId })];
    }

    private static Task<string> MailsAsync(TestApp app) => app.Database.ScalarAsync<string>(
        "SELECT group_concat(t, ';') FROM (SELECT SUBSTR(Address, 1, 4) || ' ' || Status || ' ' || Attempts AS t FROM ReminderMail ORDER BY Address)");
}
