using System.Data.Common;
using System.Diagnostics;
using Dapper;
using RiskReport.Data.Changes;
using RiskReport.Data.Declarations;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Changes;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Imports;

namespace RiskReport.Data.Imports;

/// <summary>
/// Takes back what an import has written, a batch to a transaction. What anybody has worked on since, or what has left the region, is kept
/// and says why. What had been filed before is filed again, so that no version ever disappears from under a later one; what came onto the
/// roll through this import alone leaves it, and its receipts are known as withdrawn.
/// </summary>
public sealed class UndoImport(Database database, RemoveImported remove, RestoreReport restore, ReportChanges changes, ImportQueue queue, TimeProvider clock)
{
    private const int BatchSize = 100;

    private const string SelectNext = $$"""
        SELECT o.RowNumber, o.Outcome, o.EnterpriseId, o.VersionAfter, o.PriorState, o.Risks
        FROM ImportOutcome o
        WHERE o.ImportId = @Id AND o.Outcome IN (1, 2) AND o.Undone IS NULL AND o.EnterpriseId IS NOT NULL
        ORDER BY o.RowNumber DESC {page}
        """;

    private const string CountDue = """
        SELECT COUNT(*) + COALESCE(SUM(o.Risks), 0)
        FROM ImportOutcome o
        WHERE o.ImportId = @Id AND o.Outcome IN (1, 2) AND o.EnterpriseId IS NOT NULL
        """;

    // holds them until the end of the transaction, with their reports of all years, and keeps new ones out: read committed alone would let a review,
    // or the first report of another year, in between
    private const string UpdateHeldEnterprises = $"UPDATE Enterprise SET ChangedAt = ChangedAt WHERE Id IN @Ids AND {ScopeSql.OfThisEnterprise}";

    private const string UpdateHeld = $"UPDATE Declaration SET ChangedAt = ChangedAt WHERE EnterpriseId IN @Ids AND {ScopeSql.OfThisDeclaration}";

    // another system has been given the receipt for the same content
    private const string SelectReliedOn = $"""
        SELECT d.EnterpriseId
        FROM Declaration d
        JOIN DeclarationVersion v ON v.DeclarationId = d.Id
        JOIN ApiFiling f ON f.VersionId = v.Id
        WHERE d.EnterpriseId IN @Ids AND d.Year = @Year AND {ScopeSql.OfNamedDeclaration}
          AND v.Number = (SELECT MAX(n.Number) FROM DeclarationVersion n WHERE n.DeclarationId = d.Id)
        """;

    private const string SelectReports = $"""
        SELECT {DeclarationStore.Columns}
        FROM Declaration d
        WHERE d.EnterpriseId IN @Ids AND d.Year = @Year AND {ScopeSql.OfNamedDeclaration}
        """;

    private const string InsertWithdrawn = $"""
        INSERT INTO WithdrawnReceipt (Code, VersionId, Number, Year, ContentSha256, FiledAt, WithdrawnAt, WithdrawnBy, WithdrawnFrom, WithdrawReason)
        SELECT v.Code, v.Id, v.Number, d.Year, v.ContentSha256, v.FiledAt, @Now, @By, @From, @Reason
        FROM DeclarationVersion v
        JOIN Declaration d ON d.Id = v.DeclarationId
        WHERE d.EnterpriseId IN @Ids AND d.Year = @Year AND {ScopeSql.OfNamedDeclaration}
          AND v.Number = (SELECT MAX(n.Number) FROM DeclarationVersion n WHERE n.DeclarationId = v.DeclarationId)
        """;

    private const string UpdateOutcome = "UPDATE ImportOutcome SET Undone = @Result, UndoNote = @Note WHERE ImportId = @Id AND RowNumber = @Row";

    private const string UpdateDone = $"""
        UPDATE ImportJob SET EnterprisesDone = EnterprisesDone + @Enterprises, RowsDone = RowsDone + @Rows, HeartbeatAt = @Now WHERE {ImportQueue.OfAttempt}
        """;

    /// <summary>False when it was cancelled on the way.</summary>
    public async Task<bool> RunAsync(ImportJob job, CancellationToken ct)
    {
        var region = new Scope(job.RegionCode);
        var actor = new Actor(job.UndoneBy ?? job.CreatedBy, $"撤销导入 {job.Id}", $"撤销导入 {job.Id}：{job.UndoReason}");
        await using var connection = await database.OpenAsync(ct);
        await queue.RowsAsync(job, await connection.ExecuteScalarAsync<int>(database.Command(CountDue, new { job.Id }, ct: ct)), ct);
        while (await Database.DespiteDeadlocksAsync(() => TakeBackBatchAsync(job, region, actor, connection, ct)))
        {
            if (job.Stage == ImportStage.Undo && await queue.IsCancelledAsync(job, ct))
                return false;
        }

        return true;
    }

    private async Task<bool> TakeBackBatchAsync(ImportJob job, Scope region, Actor actor, DbConnection connection, CancellationToken ct)
    {
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        var since = Stopwatch.GetTimestamp();
        var batch = (await connection.QueryAsync<Written>(database.Command(SelectNext, new { job.Id, Skip = 0, Take = BatchSize }, transaction, ct))).AsList();
        if (batch.Count == 0)
            return false;

        var (reports, reliedOn) = await HoldAsync(job, batch, region, connection, transaction, ct);
        var results = batch.ConvertAll(w => Touched(w, reports.GetValueOrDefault(w.EnterpriseId), reliedOn) is { } note ? new Result(w, UndoResult.Kept, note) : new Result(w, UndoResult.Undone, null));
        results = await KeepNeededAsync(job, results, region, connection, transaction, ct);
        var undone = results.Where(r => r.How == UndoResult.Undone).Select(r => r.Written).ToList();
        var before = await changes.ReadAsync(ReportChangeKind.Undone, undone.ConvertAll(w => reports[w.EnterpriseId].Id), connection, transaction, ct);
        var places = await changes.OfEnterprisesAsync(undone.Where(w => !w.IsNew).Select(w => w.EnterpriseId).ToList(), region, connection, transaction, ct);
        await WithdrawAsync(job, undone, region, actor, connection, transaction, ct);
        await remove.EnterprisesAsync(undone.Where(w => w.IsNew).Select(w => w.EnterpriseId).ToList(), region, connection, transaction, ct);
        foreach (var written in undone.Where(w => !w.IsNew))
            await restore.RunAsync(reports[written.EnterpriseId], ReportBefore.Read(written.PriorState!), region, actor, connection, transaction, ct);

        if (await connection.ExecuteAsync(database.Command(UpdateDone, new
        {
            job.Id,
            job.Attempts,
            job.Stage,
            Enterprises = batch.Count,
            Rows = batch.Count + batch.Sum(w => w.Risks),
            Now = Now(),
        }, transaction, ct)) == 0)
            throw new ImportLostException();
        await connection.ExecuteAsync(database.Command(UpdateOutcome, results.ConvertAll(r => new { job.Id, Row = r.Written.RowNumber, Result = r.How, r.Note }), transaction, ct));
        await changes.MoveAsync(places, actor, connection, transaction, ct);
        await TellAsync(before, actor, connection, transaction, ct);
        await transaction.CommitAsync(ct);
        await Breath.AfterAsync(since, ct);
        return true;
    }

    private async Task TellAsync(IReadOnlyList<ChangedReport> before, Actor actor, DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        var left = (await changes.ReadAsync(ReportChangeKind.Undone, before.Select(b => b.Id).ToList(), connection, transaction, ct)).ToDictionary(r => r.Id);
        await changes.AddAsync(ReportChangeKind.Undone, before.Select(b => b.Undone(left.GetValueOrDefault(b.Id))).ToList(), actor, connection, transaction, ct);
    }

    /// <summary>The reports as they are now, by enterprise, of those that are still in the region.</summary>
    private async Task<(Dictionary<long, Declaration> Reports, HashSet<long> ReliedOn)> HoldAsync(
        ImportJob job, List<Written> batch, Scope region, DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        var parameters = region.Parameters(new { Ids = batch.ConvertAll(w => w.EnterpriseId), job.Year });
        foreach (var held in new[] { UpdateHeldEnterprises, UpdateHeld })
            await connection.ExecuteAsync(database.Command(held, parameters, transaction, ct));
        return ((await connection.QueryAsync<Declaration>(database.Command(SelectReports, parameters, transaction, ct))).ToDictionary(d => d.EnterpriseId),
            (await connection.QueryAsync<long>(database.Command(SelectReliedOn, parameters, transaction, ct))).ToHashSet());
    }

    /// <summary>Why it is no longer the import's alone.</summary>
    private static string? Touched(Written written, Declaration? report, HashSet<long> reliedOn)
    {
        if (report is null)
            return "企业已不在本次导入的地区内";
        if (report.Version == written.VersionAfter && report is { Status: DeclarationStatus.Submitted, PendingType: null })
            return reliedOn.Contains(written.EnterpriseId) ? "导入后其他系统报送了同样的内容，已取得回执" : null;
        var note = report.Status switch
        {
            DeclarationStatus.Accepted => "导入后报告已被接受",
            DeclarationStatus.Returned => "导入后报告已被退回",
            DeclarationStatus.WrittenOff => "导入后企业已核销",
            _ => $"导入后又有改动（{report.ChangedBy}：{report.ChangeReason}）",
        };
        return note.Length <= 200 ? note : note[..200];
    }

    /// <summary>What came onto the roll with it stays there for whoever has to do with it since.</summary>
    private async Task<List<Result>> KeepNeededAsync(ImportJob job, List<Result> results, Scope region, DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        var ids = results.Where(r => r is { How: UndoResult.Undone, Written.IsNew: true }).Select(r => r.Written.EnterpriseId).ToList();
        var removable = await remove.RemovableAsync(ids, job.Year, region, connection, transaction, ct);
        return results.ConvertAll(r => r is { How: UndoResult.Undone, Written.IsNew: true } && !removable.Contains(r.Written.EnterpriseId)
            ? r with { How = UndoResult.Kept, Note = "导入后已有账户、激活码或其他年度的报告" }
            : r);
    }

    /// <summary>Their receipts are on paper: whoever checks one is told.</summary>
    private async Task WithdrawAsync(ImportJob job, List<Written> undone, Scope region, Actor actor, DbConnection connection, DbTransaction transaction, CancellationToken ct) =>
        await connection.ExecuteAsync(database.Command(InsertWithdrawn, region.Parameters(new
        {
            Ids = undone.ConvertAll(w => w.EnterpriseId),
            job.Year,
            Now = Now(),
            By = actor.Name,
            actor.From,
            actor.Reason,
        }), transaction, ct));

    private DateTime Now() => clock.GetUtcNow().UtcDateTime;

    private sealed record Written
    {
        public required int RowNumber { get; init; }
        public required ImportOutcomeKind Outcome { get; init; }
        public required long EnterpriseId { get; init; }
        public required int VersionAfter { get; init; }
        public string? PriorState { get; init; }
        public required int Risks { get; init; }

        public bool IsNew => Outcome == ImportOutcomeKind.New;
    }

    private sealed record Result(Written Written, UndoResult How, string? Note);
}
