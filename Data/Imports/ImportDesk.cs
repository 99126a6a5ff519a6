using System.Data.Common;
using Dapper;
using RiskReport.Data.Audit;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;
using RiskReport.Domain.Imports;

namespace RiskReport.Data.Imports;

/// <summary>A workbook handed in, before it is a job.</summary>
public sealed record NewImport
{
    public required string FileName { get; init; }
    public required string FileSha256 { get; init; }
    public required IReadOnlyList<StoredFile> Files { get; init; }
    public required string RegionCode { get; init; }
    public required int Year { get; init; }

    /// <summary>To be looked at, or applied at once.</summary>
    public required ImportStage Stage { get; init; }
    public bool AllOrNothing { get; init; }
    public string? Confirmation { get; init; }
}

/// <summary>What an office decides about an import. Each step is a conditional update within the office's scope, so that pressing twice does it once.</summary>
public sealed class ImportDesk(Database database, AuditLog audit, TimeProvider clock)
{
    private const string InScope = "RegionFrom BETWEEN @RegionFrom AND @RegionTo";

    private const string Anew = "Status = 0, AttemptsBefore = Attempts, EnterprisesDone = 0, RowsDone = 0, CancelAskedAt = NULL, Message = NULL, FinishedAt = NULL";

    private const string InsertJob = """
        INSERT INTO ImportJob (FileName, FileSha256, RegionCode, RegionFrom, Year, Stage, AllOrNothing, Confirmation, Status, CreatedAt, CreatedBy, CreatedFrom, AppliedAt, AppliedBy, AppliedFrom)
        VALUES (@FileName, @FileSha256, @RegionCode, @RegionFrom, @Year, @Stage, @AllOrNothing, @Confirmation, 0, @Now, @By, @From,
            CASE WHEN @Stage = 2 THEN @Now ELSE NULL END, CASE WHEN @Stage = 2 THEN @By ELSE NULL END, CASE WHEN @Stage = 2 THEN @From ELSE NULL END);
        {new-id}
        """;

    private const string InsertFile =
        "INSERT INTO ImportFile (ImportId, Number, Name, Sha256, Content) VALUES (@ImportId, @Number, @Name, @Sha256, @Content)";

    private const string UpdateApplied = $"""
        UPDATE ImportJob
        SET Stage = 2, AllOrNothing = @AllOrNothing, AllGood = NULL, Confirmation = @Confirmation, AppliedAt = @Now, AppliedBy = @By, AppliedFrom = @From, {Anew}
        WHERE Id = @Id AND Stage = 1 AND Status = 2 AND FilesGivenUpAt IS NULL AND {InScope}
        """;

    private const string UpdateUndone = $"""
        UPDATE ImportJob
        SET Stage = 3, UndoneAt = @Now, UndoneBy = @By, UndoneFrom = @From, UndoReason = @Reason, {Anew}
        WHERE Id = @Id AND Stage = 2 AND Status IN (2, 3) AND AppliedAt >= @Earliest AND {InScope}
          AND EXISTS (SELECT 1 FROM ImportOutcome o WHERE o.ImportId = ImportJob.Id AND o.Outcome IN (1, 2) AND o.EnterpriseId IS NOT NULL)
        """;

    // what is taken back because it was to be all or nothing goes on to its end
    private const string NotTakenBack = "(UndoneAt IS NULL OR Stage = 3)";

    private const string UpdateCancelledAtOnce = $"""
        UPDATE ImportJob SET Status = 3, CancelAskedAt = @Now, FinishedAt = @Now, Message = CASE WHEN RowsDone > 0 THEN @Begun ELSE @Message END
        WHERE Id = @Id AND Status = 0 AND {NotTakenBack} AND {InScope}
        """;

    private const string UpdateCancelAsked = $"UPDATE ImportJob SET CancelAskedAt = @Now WHERE Id = @Id AND Status = 1 AND {NotTakenBack} AND {InScope}";

    private const string UpdateGoesOn = $"""
        UPDATE ImportJob SET Status = 0, AttemptsBefore = Attempts, CancelAskedAt = NULL, Message = NULL, FinishedAt = NULL
        WHERE Id = @Id AND Status = 3 AND ({NotTakenBack} OR AllGood = 1)
          AND (CancelAskedAt IS NOT NULL OR EnterprisesTotal > 0 OR Attempts - AttemptsBefore >= @Most) AND FilesGivenUpAt IS NULL AND {InScope}
        """;

    private const string SelectSubject = "SELECT j.RegionCode, j.FileSha256 FROM ImportJob j WHERE j.Id = @Id";

    private const string DeleteOutcomes = "DELETE FROM ImportOutcome WHERE ImportId = @Id";

    public async Task<long> AddAsync(NewImport import, Actor actor, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        var id = await connection.ExecuteScalarAsync<long>(database.Command(InsertJob, new
        {
            import.FileName,
            import.FileSha256,
            import.RegionCode,
            new Scope(import.RegionCode).RegionFrom,
            import.Year,
            import.Stage,
            import.AllOrNothing,
            import.Confirmation,
            Now = Now(),
            By = actor.Name,
            actor.From,
        }, transaction, ct));
        for (var i = 0; i < import.Files.Count; i++)
            await connection.ExecuteAsync(database.Command(InsertFile, new { ImportId = id, Number = i + 1, import.Files[i].Name, import.Files[i].Sha256, import.Files[i].Content }, transaction, ct));
        await AuditAsync(AuditAction.ImportUploaded, id, actor, connection, transaction, ct);
        await transaction.CommitAsync(ct);
        return id;
    }

    /// <summary>Applies what has been looked at; its results give way to those of the real thing, its problems when that begins.</summary>
    public async Task<bool> ApplyAsync(long id, bool allOrNothing, string? confirmation, Scope scope, Actor actor, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        var parameters = new
        {
            Id = id,
            AllOrNothing = allOrNothing,
            Confirmation = confirmation,
            Now = Now(),
            By = actor.Name,
            actor.From,
            scope.RegionFrom,
            scope.RegionTo,
        };
        if (await connection.ExecuteAsync(database.Command(UpdateApplied, parameters, transaction, ct)) != 1)
            return false;
        await connection.ExecuteAsync(database.Command(DeleteOutcomes, new { Id = id }, transaction, ct));
        await AuditAsync(AuditAction.ImportApplied, id, actor, connection, transaction, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    public Task<bool> UndoAsync(long id, string reason, Scope scope, Actor actor, CancellationToken ct) => StepAsync(AuditAction.ImportUndone, [UpdateUndone], id, new
    {
        Id = id,
        Reason = reason,
        Earliest = Now() - ImportJob.UndoTime,
        Now = Now(),
        By = actor.Name,
        actor.From,
        scope.RegionFrom,
        scope.RegionTo,
    }, actor, ct);

    /// <summary>What is queued ends at once, what runs with the batch it is at.</summary>
    public Task<bool> CancelAsync(long id, Scope scope, Actor actor, CancellationToken ct) => StepAsync(AuditAction.ImportCancelled, [UpdateCancelledAtOnce, UpdateCancelAsked], id, new
    {
        Id = id,
        Now = Now(),
        Message = "已取消，没有处理。",
        Begun = "已取消，没有处理完：中断以前处理的企业见“每家企业的结果”，其余没有处理。可以继续处理。",
        scope.RegionFrom,
        scope.RegionTo,
    }, actor, ct);

    /// <summary>Goes on behind what has been done.</summary>
    public Task<bool> GoOnAsync(long id, Scope scope, Actor actor, CancellationToken ct) =>
        StepAsync(AuditAction.ImportResumed, [UpdateGoesOn], id, new { Id = id, Most = ImportJob.MostAttempts, scope.RegionFrom, scope.RegionTo }, actor, ct);

    /// <summary>By the first of the statements that finds the import as it expects it.</summary>
    private async Task<bool> StepAsync(AuditAction action, string[] ways, long id, object parameters, Actor actor, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        foreach (var sql in ways)
        {
            if (await connection.ExecuteAsync(database.Command(sql, parameters, transaction, ct)) != 1)
                continue;
            await AuditAsync(action, id, actor, connection, transaction, ct);
            await transaction.CommitAsync(ct);
            return true;
        }

        return false;
    }

    private async Task AuditAsync(AuditAction action, long id, Actor actor, DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        var (region, sha256) = await connection.QuerySingleAsync<(string, string)>(database.Command(SelectSubject, new { Id = id }, transaction, ct));
        await audit.AppendAsync(new AuditDeed(action, $"导入 {id}", region) { HashAfter = sha256 }, actor, connection, transaction, ct);
    }

    private DateTime Now() => clock.GetUtcNow().UtcDateTime;
}
