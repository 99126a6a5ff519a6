using System.Data.Common;
using System.Diagnostics;
using Dapper;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Reminders;

namespace RiskReport.Data.Reminders;

/// <summary>
/// The messages of the reminders: one to a receiver, day and round, by a unique key. Taking one is a conditional update, and whatever a
/// worker writes names its taking. A worker that dies between sending and writing so leaves a message that is sent once more,
/// under the same name: better told twice than not at all.
/// </summary>
public sealed class ReminderMailQueue(Database database, TimeProvider clock)
{
    /// <summary>A worker that has not been heard of for this long is taken for dead; longer than the mail server may take.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(5);

    /// <summary>A day's request that found no message of its own that day goes out on one of the next, no later.</summary>
    private const int AskedFor = 7;

    private const int AtATime = 20;
    private const int ByCalendar = 1;
    private const int Asked = 2;

    // the calendar's words hold for their day
    private const string OfRound = "((@Round = 2 AND r.Kind = 4 AND r.OnDay >= @AskedSince) OR (@Round = 1 AND r.Kind <> 4 AND r.OnDay = @OnDay))";

    private const string StillHolds = """
        EXISTS (SELECT 1 FROM AccountEnterprise m WHERE m.AccountId = x.AccountId AND m.EnterpriseId = r.EnterpriseId)
          AND EXISTS (SELECT 1 FROM Declaration d WHERE d.Id = r.DeclarationId
            AND ((r.Kind IN (1, 2, 4) AND d.Status IN (0, 1)) OR (r.Kind IN (3, 5) AND (d.Status = 3 OR d.PendingStatus = 3))))
        """;

    private const string OfRegion = "x.MailId = m.Id AND r.TownshipCode BETWEEN @RegionFrom AND @RegionTo";

    private const string SelectReceivers = $$"""
        SELECT DISTINCT x.AccountId
        FROM ReminderReceiver x
        JOIN Reminder r ON r.Id = x.ReminderId
        WHERE x.MailId IS NULL AND {{OfRound}} AND {{StillHolds}}
          AND NOT EXISTS (SELECT 1 FROM ReminderMail m WHERE m.AccountId = x.AccountId AND m.OnDay = @OnDay AND m.Round = @Round)
        ORDER BY x.AccountId {page}
        """;

    private const string SelectTexts = $"""
        SELECT r.Id, r.Subject, r.Body
        FROM ReminderReceiver x
        JOIN Reminder r ON r.Id = x.ReminderId
        WHERE x.AccountId = @AccountId AND x.MailId IS NULL AND {OfRound} AND {StillHolds}
        ORDER BY r.Id
        """;

    private const string Insert = """
        INSERT INTO ReminderMail (AccountId, Address, OnDay, Round, Reminders, Subject, Body, Status, NextTryAt, CreatedAt)
        SELECT a.Id, COALESCE(a.Email, ''), @OnDay, @Round, @Reminders, @Subject, @Body, CASE WHEN a.State = 1 AND a.Email IS NOT NULL AND a.EmailConfirmed = 1 THEN 0 ELSE 4 END, @Now, @Now
        FROM Account a
        WHERE a.Id = @AccountId;
        {new-id}
        """;

    private const string UpdateReceivers = "UPDATE ReminderReceiver SET MailId = @MailId WHERE AccountId = @AccountId AND MailId IS NULL AND ReminderId IN @Ids";

    private const string SelectNext = $$"""
        SELECT m.Id, m.Address, m.OnDay, m.Reminders, m.Subject, m.Body, m.Status, m.Attempts, m.ClaimNumber,
            CASE WHEN EXISTS (SELECT 1 FROM Account a WHERE a.Id = m.AccountId AND a.State = 1 AND a.EmailConfirmed = 1 AND a.Email = m.Address)
                AND EXISTS (SELECT 1 FROM ReminderReceiver x JOIN Reminder r ON r.Id = x.ReminderId WHERE x.MailId = m.Id AND {{StillHolds}}) THEN 1 ELSE 0 END AS IsWanted
        FROM ReminderMail m
        WHERE m.Status = 0 AND m.NextTryAt <= @Now
        ORDER BY m.NextTryAt, m.Id {page}
        """;

    private const string Claim = """
        UPDATE ReminderMail SET Status = 1, Attempts = Attempts + 1, ClaimNumber = ClaimNumber + 1, NextTryAt = @Now WHERE Id = @Id AND Status = 0
        """;

    private const string End = """
        UPDATE ReminderMail SET Status = @Status, NextTryAt = @NextTryAt, EndedAt = @EndedAt WHERE Id = @Id AND Status = 1 AND ClaimNumber = @ClaimNumber
        """;

    // what nobody came back from is tried again, but not for ever
    private const string Recover = """
        UPDATE ReminderMail
        SET Status = CASE WHEN Attempts >= @Most THEN 4 ELSE 0 END, EndedAt = CASE WHEN Attempts >= @Most THEN @Now ELSE NULL END
        WHERE Status = 1 AND NextTryAt < @Before
        """;

    // of a message to somebody who serves several regions, a reader sees that it went out and what of it is of his own
    private const string SelectPage = $$"""
        SELECT m.Id, m.Address, m.OnDay, m.Status, m.Attempts, m.EndedAt,
            (SELECT COUNT(*) FROM ReminderReceiver x JOIN Reminder r ON r.Id = x.ReminderId WHERE {{OfRegion}}) AS Reminders,
            (SELECT MIN(r.Subject) FROM ReminderReceiver x JOIN Reminder r ON r.Id = x.ReminderId WHERE {{OfRegion}}) AS Subject
        FROM ReminderMail m
        WHERE EXISTS (SELECT 1 FROM ReminderReceiver x JOIN Reminder r ON r.Id = x.ReminderId WHERE {{OfRegion}})
        ORDER BY m.Id DESC {page}
        """;

    /// <summary>Puts together what is to be said to each receiver; what a receiver has had today already waits for the next day. Returns how many messages there are.</summary>
    /// <param name="calendarDone">Only when the day's looking is over is all of it known.</param>
    public async Task<int> GatherAsync(DateOnly today, bool calendarDone, string? site, CancellationToken ct)
    {
        var gathered = 0;
        await using var connection = await database.OpenAsync(ct);
        foreach (var round in calendarDone ? new[] { ByCalendar, Asked } : [Asked])
        {
            var receivers = (await connection.QueryAsync<long>(database.Command(
                SelectReceivers, new { OnDay = today, AskedSince = today.AddDays(-AskedFor), Round = round, Skip = 0, Take = AtATime }, ct: ct))).AsList();
            var began = Stopwatch.GetTimestamp();
            foreach (var accountId in receivers)
                gathered += await GatherAsync(accountId, round, today, site, connection, ct) ? 1 : 0;
            if (receivers.Count == AtATime)
                await Breath.AfterAsync(began, ct);
        }

        return gathered;
    }

    /// <summary>The next one that is still wanted; null when there is none.</summary>
    public async Task<ReminderMail?> TakeAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await connection.ExecuteAsync(database.Command(Recover, new { Before = Now() - Silence, Most = ReminderMail.MostAttempts, Now = Now() }, ct: ct));
        while (await connection.QuerySingleOrDefaultAsync<ReminderMail>(database.Command(SelectNext, new { Now = Now(), Skip = 0, Take = 1 }, ct: ct)) is { } mail)
        {
            if (await connection.ExecuteAsync(database.Command(Claim, new { mail.Id, Now = Now() }, ct: ct)) != 1)
                continue;   // another worker was quicker
            var taken = mail with { Attempts = mail.Attempts + 1, ClaimNumber = mail.ClaimNumber + 1 };
            if (taken.IsWanted)
                return taken;
            await EndAsync(taken, ReminderMailStatus.GivenUp, ct);
        }

        return null;
    }

    /// <param name="status">Waiting tries it again later.</param>
    public async Task EndAsync(ReminderMail mail, ReminderMailStatus status, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await connection.ExecuteAsync(database.Command(End, new
        {
            mail.Id,
            mail.ClaimNumber,
            Status = status,
            NextTryAt = Now() + (status == ReminderMailStatus.Waiting ? mail.Pause : TimeSpan.Zero),
            EndedAt = status == ReminderMailStatus.Waiting ? (DateTime?)null : Now(),
        }, ct: ct));
    }

    /// <summary>The delivery log of a region, the newest first.</summary>
    public async Task<IReadOnlyList<ReminderMail>> PageAsync(int skip, int take, Scope scope, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var mails = await connection.QueryAsync<ReminderMail>(database.Command(SelectPage, new { Skip = skip, Take = take, scope.RegionFrom, scope.RegionTo }, ct: ct));
        return mails.AsList();
    }

    private async Task<bool> GatherAsync(long accountId, int round, DateOnly today, string? site, DbConnection connection, CancellationToken ct)
    {
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        var texts = (await connection.QueryAsync<(long Id, string Subject, string Body)>(
            database.Command(SelectTexts, new { AccountId = accountId, OnDay = today, AskedSince = today.AddDays(-AskedFor), Round = round }, transaction, ct))).AsList();
        if (texts.Count == 0)
            return false;
        var digest = ReminderDigest.Of([.. texts.Select(t => new ReminderText(t.Subject, t.Body))], today, site);
        try
        {
            var mailId = await connection.ExecuteScalarAsync<long>(database.Command(Insert, new
            {
                AccountId = accountId,
                OnDay = today,
                Round = round,
                Reminders = texts.Count,
                digest.Subject,
                digest.Body,
                Now = Now(),
            }, transaction, ct));
            foreach (var ids in texts.Select(t => t.Id).Chunk(1_000))
                await connection.ExecuteAsync(database.Command(UpdateReceivers, new { AccountId = accountId, MailId = mailId, Ids = ids }, transaction, ct));
        }
        catch (DbException e) when (Database.IsUniqueViolation(e))
        {
            return false;   // another instance put it together
        }

        await transaction.CommitAsync(ct);
        return true;
    }

    private DateTime Now() => clock.GetUtcNow().UtcDateTime;
}
