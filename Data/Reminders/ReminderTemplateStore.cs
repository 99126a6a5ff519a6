using System.Data.Common;
using Dapper;
using RiskReport.Data.Audit;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;
using RiskReport.Domain.Reminders;

namespace RiskReport.Data.Reminders;

/// <summary>The wordings of the reminders. A new one is a new version; who wrote over whom is found by the key.</summary>
public sealed class ReminderTemplateStore(Database database, AuditLog audit, TimeProvider clock)
{
    private const string SelectAll = """
        SELECT t.Kind, t.Version, t.Subject, t.Body, t.ChangedAt, t.ChangedBy, t.ChangeReason FROM ReminderTemplate t ORDER BY t.Kind, t.Version DESC
        """;

    private const string Insert = """
        INSERT INTO ReminderTemplate (Kind, Version, Subject, Body, ChangedAt, ChangedBy, ChangedFrom, ChangeReason)
        VALUES (@Kind, @Version, @Subject, @Body, @Now, @By, @From, @Reason)
        """;

    /// <summary>The newest first.</summary>
    public async Task<IReadOnlyList<TemplateVersion>> AllAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return (await connection.QueryAsync<TemplateVersion>(database.Command(SelectAll, ct: ct))).AsList();
    }

    /// <summary>The wordings in force.</summary>
    public async Task<IReadOnlyDictionary<ReminderKind, ReminderTemplate>> CurrentAsync(CancellationToken ct)
    {
        var all = await AllAsync(ct);
        return Enum.GetValues<ReminderKind>().ToDictionary(k => k, k => all.FirstOrDefault(t => t.Kind == k)?.Template ?? ReminderTemplate.Shipped(k));
    }

    private const string SelectOne = """
        SELECT t.Kind, t.Version, t.Subject, t.Body, t.ChangedAt, t.ChangedBy, t.ChangeReason FROM ReminderTemplate t WHERE t.Kind = @Kind AND t.Version = @Version
        """;

    /// <summary>False when somebody has written another one since <paramref name="seen"/> was read.</summary>
    public async Task<bool> AddAsync(ReminderTemplate template, int seen, Actor actor, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        try
        {
            await connection.ExecuteAsync(database.Command(Insert, new
            {
                template.Kind,
                Version = seen + 1,
                template.Subject,
                template.Body,
                Now = clock.GetUtcNow().UtcDateTime,
                By = actor.Name,
                actor.From,
                actor.Reason,
            }, transaction, ct));
        }
        catch (DbException e) when (Database.IsUniqueViolation(e))
        {
            return false;
        }

        var before = await connection.QuerySingleOrDefaultAsync<TemplateVersion>(
            database.Command(SelectOne, new { template.Kind, Version = seen }, transaction, ct));
        await audit.AppendAsync(
            new AuditDeed(AuditAction.ReminderWorded, $"{template.Kind.Word()} 第 {seen + 1} 版", actor.RegionCode)
            {
                HashBefore = ContentHash.Of(before?.Template ?? ReminderTemplate.Shipped(template.Kind)),
                HashAfter = ContentHash.Of(template),
            }, actor, connection, transaction, ct);
        await transaction.CommitAsync(ct);
        return true;
    }
}
