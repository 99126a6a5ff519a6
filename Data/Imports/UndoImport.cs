using System.Data;
using System.Data.Common;
using System.Diagnostics;
using Dapper;
using RiskReport.Data.Declarations;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Imports;

namespace RiskReport.Data.Imports;

/// <summary>
/// Takes back what an import has written, a batch to a transaction. What anybody has worked on since is kept and says why.
/// What had been filed before is filed again, so that no version ever disappears from under a later one; what was on the roll
/// through this import alone leaves it.
/// </summary>
public sealed class UndoImport(Database database, DeclarationStore declarations, ImportQueue queue, TimeProvider clock)
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

    // holds those that are still the import's until the end of the transaction: read committed alone would let a review in between
    private const string UpdateHeld = """
        UPDATE Declaration SET ChangedAt = ChangedAt
        WHERE EnterpriseId = @EnterpriseId AND Year = @Year AND Version = @VersionAfter AND Status = 2 AND PendingType IS NULL
        """;

    // nobody has an account or a code for it, and nothing but this import was ever written about it
    private const string SelectRemovable = $"""
        SELECT e.Id
        FROM Enterprise e
        WHERE e.Id IN @Ids AND {ScopeSql.OfEnterprise}
          AND NOT EXISTS (SELECT 1 FROM Account a WHERE a.EnterpriseId = e.Id)
          AND NOT EXISTS (SELECT 1 FROM AccountEnterprise m WHERE m.EnterpriseId = e.Id)
          AND NOT EXISTS (SELECT 1 FROM AccountEnterpriseEvent m WHERE m.EnterpriseId = e.Id)
          AND NOT EXISTS (SELECT 1 FROM ActivationCode c WHERE c.EnterpriseId = e.Id)
          AND NOT EXISTS (SELECT 1 FROM ManagementRating r WHERE r.EnterpriseId = e.Id)
          AND NOT EXISTS (SELECT 1 FROM FloorPlan p WHERE p.EnterpriseId = e.Id)
          AND NOT EXISTS (SELECT 1 FROM Declaration d WHERE d.EnterpriseId = e.Id AND d.Year <> @Year AND (d.Version > 0 OR d.Status <> 0))
        """;

    private const string OfTheirs = "DeclarationId IN (SELECT d.Id FROM Declaration d WHERE d.EnterpriseId IN @Ids)";

    private const string DeleteSimulated = $"DELETE FROM RegradingChange WHERE {OfTheirs}";

    private const string DeleteItems = $"DELETE FROM RiskItem WHERE {OfTheirs}";

    private const string DeleteEvents = $"DELETE FROM DeclarationEvent WHERE {OfTheirs}";

    private const string DeleteVersions = $"DELETE FROM DeclarationVersion WHERE {OfTheirs}";

    private const string DeleteReports = "DELETE FROM Declaration WHERE EnterpriseId IN @Ids";

    private const string DeleteEnterprises = "DELETE FROM Enterprise WHERE Id IN @Ids";

    private const string UpdateEmptied = $"""
        UPDATE Declaration
        SET Status = @Status, Draft = @Draft, SubmittedAt = NULL, Type = NULL, Source = NULL, HasMajorRisk = NULL, Colour = NULL, TopScore = NULL,
            RedItems = 0, OrangeItems = 0, YellowItems = 0, BlueItems = 0, Methods = 0, AccidentTypes = 0, MainRisk = NULL, RuleSet = NULL, CatalogueEdition = NULL, HazardPlacePeople = NULL,
            MajorHazard = NULL, SeriousViolation = NULL, AccidentConditions = NULL, Reasons = NULL, Basics = NULL, CommittedBy = NULL, CommittedRole = NULL,
            CommittedVia = NULL, PreparedBy = NULL, Confirmations = NULL, Version = Version + 1, ChangedAt = @Now, ChangedBy = @By, ChangedFrom = @From, ChangeReason = @Reason
        WHERE Id = @Id AND Version = @Version AND {ScopeSql.OfThisDeclaration}
        """;

    private const string UpdateReturned = $"""
        UPDATE Declaration
        SET Status = 3, Draft = @Draft, ReturnDueOn = @ReturnDueOn, Version = Version + 1, ChangedAt = @Now, ChangedBy = @By, ChangedFrom = @From, ChangeReason = @Reason
        WHERE Id = @Id AND Status = 2 AND {ScopeSql.OfThisDeclaration}
        """;

    // the reasons were given for the version before the import, which has been filed again as the newest
    private const string CopyReasons = """
        INSERT INTO ReturnReason (DeclarationId, VersionNumber, Position, Item, FieldKey, Message)
        SELECT r.DeclarationId, r.VersionNumber + 2, r.Position, r.Item, r.FieldKey, r.Message
        FROM ReturnReason r
        WHERE r.DeclarationId = @Id AND r.VersionNumber = (SELECT MAX(v.Number) - 2 FROM DeclarationVersion v WHERE v.DeclarationId = @Id)
        """;

    private const string DeleteItemsOfOne = "DELETE FROM RiskItem WHERE DeclarationId = @Id";

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
        while (await TakeBackBatchAsync(job, region, actor, connection, ct))
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

        var ids = batch.ConvertAll(w => w.EnterpriseId);
        await connection.ExecuteAsync(database.Command(UpdateHeld, batch.ConvertAll(w => new { w.EnterpriseId, job.Year, w.VersionAfter }), transaction, ct));
        var reports = await declarations.FindAsync(ids, job.Year, connection, transaction, ct);
        var results = batch.ConvertAll(w => Touched(w, reports.GetValueOrDefault(w.EnterpriseId)) is { } note ? new Result(w, UndoResult.Kept, note) : new Result(w, UndoResult.Undone, null));
        results = await RemoveAsync(job, results, region, connection, transaction, ct);
        for (var i = 0; i < results.Count; i++)
        {
            if (results[i] is { How: UndoResult.Undone, Written: { Outcome: ImportOutcomeKind.Changed } written }
                && !await RestoreAsync(reports[written.EnterpriseId], ReportBefore.Read(written.PriorState!), region, actor, connection, transaction, ct))
                results[i] = new Result(written, UndoResult.Kept, "企业已不在本次导入的地区内");
        }

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
        await transaction.CommitAsync(ct);
        await Breath.AfterAsync(since, ct);
        return true;
    }

    /// <summary>Why it is no longer the import's alone.</summary>
    private static string? Touched(Written written, Declaration? report)
    {
        if (report is null)
            return "企业已不在名册上";
        if (report.Version == written.VersionAfter && report is { Status: DeclarationStatus.Submitted, PendingType: null })
            return null;
        var note = report.Status switch
        {
            DeclarationStatus.Accepted => "导入后报告已被接受",
            DeclarationStatus.Returned => "导入后报告已被退回",
            DeclarationStatus.WrittenOff => "导入后企业已核销",
            _ => $"导入后又有改动（{report.ChangedBy}：{report.ChangeReason}）",
        };
        return note.Length <= 200 ? note : note[..200];
    }

    /// <summary>Takes off the roll what this import has put on it.</summary>
    private async Task<List<Result>> RemoveAsync(ImportJob job, List<Result> results, Scope region, DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        var ids = results.Where(r => r is { How: UndoResult.Undone, Written.Outcome: ImportOutcomeKind.New }).Select(r => r.Written.EnterpriseId).ToList();
        if (ids.Count == 0)
            return results;

        var removable = (await connection.QueryAsync<long>(database.Command(SelectRemovable, region.Parameters(new { Ids = ids, job.Year }), transaction, ct))).ToHashSet();
        foreach (var delete in new[] { DeleteSimulated, DeleteItems, DeleteEvents, DeleteVersions, DeleteReports, DeleteEnterprises })
            await connection.ExecuteAsync(database.Command(delete, new { Ids = removable }, transaction, ct));
        return results.ConvertAll(r => r is { How: UndoResult.Undone, Written.Outcome: ImportOutcomeKind.New } && !removable.Contains(r.Written.EnterpriseId)
            ? r with { How = UndoResult.Kept, Note = "导入后已有账户、激活码或其他年度的报告" }
            : r);
    }

    private async Task<bool> RestoreAsync(
        Declaration report, ReportBefore before, Scope region, Actor actor, DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        if (!await declarations.ChangeRollAsync(report, before.Facts, region, actor, connection, transaction, ct))
            return false;
        if (before is { Status: DeclarationStatus.Submitted, Filed: { } submitted })
            return await declarations.FileAsync(report, submitted, region, actor, connection, transaction, ct);
        if (before is { Status: DeclarationStatus.Returned, Filed: { } returned })
        {
            // returned first: only then what the enterprise itself had filed may be filed again
            await StepAsync(UpdateReturned, DeclarationStatus.Returned);
            if (!await declarations.FileAsync(report with { Version = report.Version + 1 }, returned, region, actor, connection, transaction, ct))
                return false;
            await connection.ExecuteAsync(database.Command(CopyReasons, new { report.Id }, transaction, ct));
            await StepAsync(UpdateReturned, DeclarationStatus.Returned);
            return true;
        }

        await connection.ExecuteAsync(database.Command(DeleteItemsOfOne, new { report.Id }, transaction, ct));
        await StepAsync(UpdateEmptied, before.Status ?? DeclarationStatus.NotFiled);
        return true;

        async Task StepAsync(string update, DeclarationStatus status)
        {
            var parameters = region.Parameters(new
            {
                report.Id,
                report.Version,
                Status = status,
                before.Draft,
                before.ReturnDueOn,
                Colour = status == DeclarationStatus.Returned ? before.Filed?.Grade.Colour : null,
                Now = Now(),
                By = actor.Name,
                actor.From,
                actor.Reason,
            });
            if (await connection.ExecuteAsync(database.Command(update, parameters, transaction, ct)) != 1)
                throw new DBConcurrencyException($"Report {report.Id} changed inside the transaction that read it.");
            await connection.ExecuteAsync(database.Command(DeclarationStore.InsertEvent, parameters, transaction, ct));
        }
    }

    private DateTime Now() => clock.GetUtcNow().UtcDateTime;

    private sealed record Written
    {
        public required int RowNumber { get; init; }
        public required ImportOutcomeKind Outcome { get; init; }
        public required long EnterpriseId { get; init; }
        public required int VersionAfter { get; init; }
        public string? PriorState { get; init; }
        public required int Risks { get; init; }
    }

    private sealed record Result(Written Written, UndoResult How, string? Note);
}
