using Dapper;
using RiskReport.Data.Audit;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;

namespace RiskReport.Data.Enterprises;

/// <summary>Opens the years of reporting.</summary>
public sealed class YearStore(Database database, AuditLog audit, TimeProvider clock)
{
    private const string InsertDuties = $"""
        {EnterpriseStore.InsertNotFiled}
        WHERE NOT EXISTS (SELECT 1 FROM Declaration d WHERE d.EnterpriseId = e.Id AND d.Year = @Year)
          AND NOT EXISTS (SELECT 1 FROM Declaration w WHERE w.EnterpriseId = e.Id AND w.Status = 5
            AND NOT EXISTS (SELECT 1 FROM Declaration n WHERE n.EnterpriseId = w.EnterpriseId AND n.Year > w.Year))
        """;

    /// <summary>
    /// Every enterprise of the roll owes a report from the year's first day, or from when it came onto the roll, but for those that were
    /// written off last; those that have the duty already keep it.
    /// </summary>
    public async Task<int> OpenAsync(int year, Actor actor, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        var added = await connection.ExecuteAsync(database.Command(InsertDuties, new
        {
            Year = year,
            OwedSince = new DateOnly(year, 1, 1),
            ChangedAt = clock.GetUtcNow().UtcDateTime,
            ChangedBy = actor.Name,
            ChangedFrom = actor.From,
            ChangeReason = actor.Reason,
        }, transaction, ct));
        if (added > 0)
            await audit.AppendAsync(new AuditDeed(AuditAction.YearOpened, $"{year} 年度 {added} 家", Scope.City.RegionCode), actor, connection, transaction, ct);
        await transaction.CommitAsync(ct);
        return added;
    }
}
