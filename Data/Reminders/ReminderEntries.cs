using System.Data.Common;
using Dapper;
using RiskReport.Data.Inbox;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Inbox;
using RiskReport.Domain.Reminders;

namespace RiskReport.Data.Reminders;

/// <summary>What enterprises are told: an entry, a notice and who is to be written to, in the transaction of whoever decided it.</summary>
public sealed class ReminderEntries(Database database, InboxStore inbox, TimeProvider clock)
{
    private const string Insert = """
        INSERT INTO Reminder (EnterpriseId, DeclarationId, Year, TownshipCode, Kind, DueOn, OnDay, Subject, Body, CreatedAt, CreatedBy, CreatedFrom)
        VALUES (@EnterpriseId, @DeclarationId, @Year, @TownshipCode, @Kind, @DueOn, @OnDay, @Subject, @Body, @Now, @By, @From)
        """;

    private const string InsertReceivers = """
        INSERT INTO ReminderReceiver (ReminderId, AccountId)
        SELECT r.Id, m.AccountId
        FROM Reminder r
        JOIN AccountEnterprise m ON m.EnterpriseId = r.EnterpriseId
        JOIN Account a ON a.Id = m.AccountId
        WHERE r.OnDay = @OnDay AND r.DeclarationId IN @Reports AND r.Kind IN @Kinds AND a.State = 1 AND a.Email IS NOT NULL AND a.EmailConfirmed = 1
          AND NOT EXISTS (SELECT 1 FROM ReminderReceiver x WHERE x.ReminderId = r.Id AND x.AccountId = m.AccountId)
        """;

    private static readonly BulkInsert<Entry> Entries = new(Insert);

    internal async Task AddAsync(
        IReadOnlyList<Reminder> reminders, IReadOnlyDictionary<ReminderKind, ReminderTemplate> templates, bool byMail, Actor actor,
        DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        if (reminders.Count == 0)
            return;
        var now = clock.GetUtcNow().UtcDateTime;
        var entries = reminders.Select(r => new Entry(r, r.Report, templates[r.Kind].Fill(r), now, actor.Name, actor.From)).ToList();
        await Entries.RunAsync(entries, connection, transaction, ct);
        await inbox.AddAsync([.. entries.GroupBy(e => e.Report.EnterpriseId).Select(g => Notice(g.First().Report, [.. g.Select(e => e.Text)], actor))], connection, transaction, ct);
        if (byMail)
            await connection.ExecuteAsync(database.Command(InsertReceivers, new
            {
                reminders[0].OnDay,
                Reports = reminders.Select(r => r.Report.DeclarationId),
                Kinds = reminders.Select(r => r.Kind).Distinct(),
            }, transaction, ct));
    }

    private static NewNotice Notice(OwedReport report, IReadOnlyList<ReminderText> texts, Actor actor) => new()
    {
        Kind = NoticeKind.Reminder,
        Office = new Office(Role.Enterprise, report.TownshipCode),
        EnterpriseId = report.EnterpriseId,
        Title = ReminderDigest.SubjectOf(texts),
        Body = string.Join('\n', texts.Select(t => t.Body)),
        Link = $"/declarations/{report.Year}",
        CreatedBy = actor.Name,
    };

    private sealed record Entry(Reminder Reminder, OwedReport Report, ReminderText Text, DateTime Now, string By, string From);
}
