using System.Net;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;
using static RiskReport.Tests.Support.ReminderLife;

namespace RiskReport.Tests.Integration.Reminders;

/// <summary>Who is reminded, when, and how often.</summary>
[TestClass]
public sealed class ReminderTests
{
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
}
