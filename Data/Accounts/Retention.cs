using System.Data.Common;
using System.Diagnostics;
using Dapper;
using RiskReport.Domain;
using RiskReport.Domain.Accounts;

namespace RiskReport.Data.Accounts;

/// <summary>Clears what is kept of persons when its time is over, as PersonalData promises. Small transactions; repeating one does nothing.</summary>
public sealed class Retention(Database database, TimeProvider clock)
{
    private static readonly TimeSpan HalfYear = TimeSpan.FromDays(180);

    /// <summary>Longer than a request of a township waits for its message.</summary>
    private const int Unwritten = 8;

    private const int AtATime = 500;

    private const string SelectAttempt = "SELECT t.LastAt FROM Attempt t WHERE t.LastAt < @Before ORDER BY t.LastAt {page}";

    private const string DeleteAttempts = "DELETE FROM Attempt WHERE LastAt < @Before AND LastAt <= @UpTo";

    private const string DeleteCodes = "DELETE FROM MailedCode WHERE ExpiresAt < @Now";

    private const string SelectSession = "SELECT s.SeenAt FROM AccountSession s WHERE s.SeenAt < @Before ORDER BY s.SeenAt {page}";

    private const string DeleteSessions = "DELETE FROM AccountSession WHERE SeenAt < @Before AND SeenAt <= @UpTo";

    private const string ClearRequests = """
        UPDATE AccountRequest SET PersonName = '', Phone = '', UserName = '', NormalizedUserName = '', Note = NULL, AskedFrom = '', DecisionReason = NULL
        WHERE Status <> 0 AND DecidedAt < @Before AND PersonName <> ''
        """;

    private const string ClearAccounts = """
        UPDATE Account SET PhoneNumber = NULL, Email = NULL, NormalizedEmail = NULL, EmailConfirmed = 0
        WHERE State = 3 AND (PhoneNumber IS NOT NULL OR Email IS NOT NULL) AND NOT EXISTS (SELECT 1 FROM AccountEvent v WHERE v.AccountId = Account.Id AND v.At >= @Before)
        """;

    // the newest year says whether the duty has ended; what was filed before stays as it was filed
    private const string IsWrittenOff = """
        d.Status = 5 AND NOT EXISTS (SELECT 1 FROM Declaration n WHERE n.EnterpriseId = d.EnterpriseId AND n.Year > d.Year)
          AND COALESCE((SELECT MAX(v.At) FROM DeclarationEvent v WHERE v.DeclarationId = d.Id AND v.Status = 5), d.ChangedAt) < @Before
        """;

    private const string SelectWrittenOff = $$"""
        SELECT d.EnterpriseId
        FROM Declaration d
        JOIN Enterprise e ON e.Id = d.EnterpriseId
        WHERE {{IsWrittenOff}} AND (e.LegalRepresentative <> '' OR e.SafetyOfficer <> '' OR e.Phone <> '')
        ORDER BY d.EnterpriseId {page}
        """;

    private const string ClearWrittenOff = $"""
        UPDATE Enterprise SET LegalRepresentative = '', SafetyOfficer = '', Phone = ''
        WHERE Id IN @Ids AND EXISTS (SELECT 1 FROM Declaration d WHERE d.EnterpriseId = Enterprise.Id AND {IsWrittenOff})
        """;

    // a message tells whom a mailbox belongs to and what he was told; the reminder itself is the enterprise's
    private const string SelectMails = "SELECT m.Id FROM ReminderMail m WHERE m.OnDay < @Before ORDER BY m.OnDay, m.Id {page}";

    private const string DeleteMailed = "DELETE FROM ReminderReceiver WHERE MailId IN @Ids";

    private const string DeleteMails = "DELETE FROM ReminderMail WHERE Id IN @Ids AND NOT EXISTS (SELECT 1 FROM ReminderReceiver x WHERE x.MailId = ReminderMail.Id)";

    private const string SelectReminders = "SELECT r.Id FROM Reminder r WHERE r.OnDay < @Before ORDER BY r.OnDay, r.Id {page}";

    private const string DeleteReceivers = "DELETE FROM ReminderReceiver WHERE ReminderId IN @Ids";

    private const string DeleteReminders = "DELETE FROM Reminder WHERE Id IN @Ids AND NOT EXISTS (SELECT 1 FROM ReminderReceiver x WHERE x.ReminderId = Reminder.Id)";

    // who was to be written to and was not, since he had filed, or nothing could be sent
    private const string SelectUnwritten = "SELECT DISTINCT x.ReminderId FROM ReminderReceiver x JOIN Reminder r ON r.Id = x.ReminderId WHERE x.MailId IS NULL AND r.OnDay < @Before ORDER BY x.ReminderId {page}";

    private const string DeleteUnwritten = "DELETE FROM ReminderReceiver WHERE MailId IS NULL AND ReminderId IN @Ids";

    /// <summary>How many rows were cleared.</summary>
    /// <param name="writtenOff">How long it is known whom to ask about an enterprise that no longer reports.</param>
    public async Task<int> RunAsync(TimeSpan writtenOff, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await using var connection = await database.OpenAsync(ct);
        var cleared = await OldRows.DeleteAsync(database, SelectAttempt, DeleteAttempts, now - AttemptLimit.Memory, connection, ct)
            + await OldRows.DeleteAsync(database, SelectSession, DeleteSessions, now - HalfYear, connection, ct);
        cleared += await connection.ExecuteAsync(database.Command(DeleteCodes, new { Now = now }, ct: ct));
        foreach (var statement in new[] { ClearRequests, ClearAccounts })
            cleared += await connection.ExecuteAsync(database.Command(statement, new { Before = now - HalfYear }, ct: ct));
        var today = ChinaTime.Today(clock);
        return cleared
            + await ClearAsync(SelectWrittenOff, now - writtenOff, [ClearWrittenOff], connection, ct)
            + await ClearAsync(SelectMails, today.AddDays(-HalfYear.Days), [DeleteMailed, DeleteMails], connection, ct)
            + await ClearAsync(SelectReminders, today.AddYears(-2), [DeleteReceivers, DeleteReminders], connection, ct)
            + await ClearAsync(SelectUnwritten, today.AddDays(-Unwritten), [DeleteUnwritten], connection, ct);
    }

    /// <summary>Some hundred at a time, since there may be very many and others write too.</summary>
    private async Task<int> ClearAsync<T>(string select, T before, string[] statements, DbConnection connection, CancellationToken ct)
    {
        var cleared = 0;
        while (true)
        {
            var ids = (await connection.QueryAsync<long>(database.Command(select, new { Before = before, Skip = 0, Take = AtATime }, ct: ct))).AsList();
            if (ids.Count == 0)
                return cleared;
            var began = Stopwatch.GetTimestamp();
            var last = 0;
            await using (var transaction = await Database.BeginWriteAsync(connection, ct))
            {
                foreach (var statement in statements)
                    last = await connection.ExecuteAsync(database.Command(statement, new { Ids = ids, Before = before }, transaction, ct));
                await transaction.CommitAsync(ct);
            }

            if (last == 0)
                return cleared;   // another instance clears them
            cleared += last;
            await Breath.AfterAsync(began, ct);
        }
    }
}
