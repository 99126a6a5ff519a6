using System.Data.Common;
using System.Diagnostics;
using Dapper;
using RiskReport.Data.Audit;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;

namespace RiskReport.Data.Enterprises;

/// <summary>Opens the years of reporting.</summary>
public sealed class YearStore(Database database, AuditLog audit, TimeProvider clock)
{
    /// <summary>How many enterprises get their duty together: few enough that SQL Server locks rows and not the table.</summary>
    internal const int AtATime = 1_000;

    private const int MostAttempts = 5;

    private const string Owes = """
        NOT EXISTS (SELECT 1 FROM Declaration d WHERE d.EnterpriseId = e.Id AND d.Year = @Year)
          AND NOT EXISTS (SELECT 1 FROM Declaration w WHERE w.EnterpriseId = e.Id AND w.Status = 5
            AND NOT EXISTS (SELECT 1 FROM Declaration n WHERE n.EnterpriseId = w.EnterpriseId AND n.Year > w.Year))
        """;

    private const string SelectNext = $$"""
        SELECT MAX(x.Id) FROM (SELECT e.Id FROM Enterprise e WHERE e.Id > @After AND {{Owes}} ORDER BY e.Id {page}) x
        """;

    private const string InsertDuties = $"{EnterpriseStore.InsertNotFiled} WHERE e.Id > @After AND e.Id <= @UpTo AND {Owes}";

    /// <summary>
    /// Every enterprise of the roll owes a report from the year's first day, or from when it came onto the roll, but for those that were
    /// written off last; those that have the duty already keep it. A piece is entered with the duties it brings, so that a kill leaves none
    /// that nobody entered; the next run goes on with the rest.
    /// </summary>
    public async Task<int> OpenAsync(int year, Actor actor, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var (added, after, attempt) = (0, 0L, 1);
        while (await NextAsync(year, after, connection, ct) is { } upTo)
        {
            var began = Stopwatch.GetTimestamp();
            try
            {
                added += await OpenAsync(year, after, upTo, actor, connection, ct);
                (after, attempt) = (upTo, 1);
            }
            catch (DbException e) when (attempt++ < MostAttempts && (Database.IsUniqueViolation(e) || Database.IsDeadlock(e)))
            {
                // somebody was quicker with one of them; who owes still is asked anew
            }

            await Breath.AfterAsync(began, ct);
        }

        return added;
    }

    /// <summary>The last of the next some that owe; null where nobody does.</summary>
    private async Task<long?> NextAsync(int year, long after, DbConnection connection, CancellationToken ct) =>
        await connection.ExecuteScalarAsync<long?>(database.LongCommand(SelectNext, new { Year = year, After = after, Skip = 0, Take = AtATime }, ct));

    private async Task<int> OpenAsync(int year, long after, long upTo, Actor actor, DbConnection connection, CancellationToken ct)
    {
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        var added = await connection.ExecuteAsync(database.Command(InsertDuties, new
        {
            Year = year,
            After = after,
            UpTo = upTo,
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
