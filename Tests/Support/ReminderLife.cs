using System.Globalization;
using Dapper;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;
using RiskReport.Web.Background;
using RiskReport.Web.Mail;

namespace RiskReport.Tests.Support;

/// <summary>Enterprises that owe a report, and the days on which they are reminded of it.</summary>
internal static class ReminderLife
{
    public static Task<TestApp> StartAsync(MailServer server) => TestApp.StartAsync(configure: services => services.Replace(ServiceDescriptor.Singleton(p => new Mailer(
        new ConfigurationBuilder().AddInMemoryCollection(server.Settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build(),
        p.GetRequiredService<TimeProvider>(), NullLogger<Mailer>.Instance))));

    /// <summary>Until there is nothing more to do, also for the program's own worker.</summary>
    public static async Task WorkAsync(TestApp app)
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
    public static Task<int> CalendarDoneAsync(TestApp app, string day = "2026-11-24") => app.Database.ScalarAsync<int>("""
        INSERT OR IGNORE INTO ReminderRun (OnDay, Since, AfterId) VALUES (@day || ' 00:00:00', @day || ' 00:00:00', 0);
        UPDATE ReminderRun SET FinishedAt = OnDay;
        SELECT 0
        """, new { day });

    public static Task<int> FileAsync(TestApp app, long enterprise) =>
        app.Database.ScalarAsync<int>("UPDATE Declaration SET Status = 2, Colour = 1, RuleSet = '2021-A', SubmittedAt = '2026-11-24', Basics = '{}' WHERE EnterpriseId = @enterprise AND Status <> 5; SELECT 0", new { enterprise });

    public static async Task<long> OwingAsync(TestApp app, string township, int status)
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

    public static Task<int> MailboxAsync(TestApp app, string name, string address) =>
        app.Database.ScalarAsync<int>("UPDATE Account SET Email = @address, EmailConfirmed = 1 WHERE UserName = @name; SELECT 0", new { name, address });

    public static async Task<string[]> DaysAsync(TestApp app, long enterpriseId)
    {
        await using var connection = await app.Database.Database.OpenAsync(CancellationToken.None);
        return [.. await connection.QueryAsync<string>("SELECT SUBSTR(OnDay, 1, 10) FROM Reminder WHERE EnterpriseId = @enterpriseId ORDER BY OnDay", new { enterpriseId })];
    }

    public static Task<string> MailsAsync(TestApp app) => app.Database.ScalarAsync<string>(
        "SELECT group_concat(t, ';') FROM (SELECT SUBSTR(Address, 1, 4) || ' ' || Status || ' ' || Attempts AS t FROM ReminderMail ORDER BY Address)");
}
