using Dapper;
using RiskReport.Data.Inbox;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Imports;
using RiskReport.Domain.Inbox;

namespace RiskReport.Data.Imports;

/// <summary>
/// The import table used as a queue by its workers. Claiming is a conditional update, so two workers never share a job, and
/// whatever a worker writes names its attempt: one that was taken for dead and wakes up later finds that it has lost the job. Attempts
/// therefore only ever grow; those that are not to be counted any more are counted beside them.
/// </summary>
public sealed class ImportQueue(Database database, InboxStore inbox, TimeProvider clock)
{
    /// <summary>A worker that has not been heard of for this long is taken for dead.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(20);

    internal const string JobColumns = """
        j.Id, j.FileName, j.FileSha256, j.RegionCode, j.Year, j.Stage, j.AllOrNothing, j.AllGood, j.Status, j.Attempts, j.AttemptsBefore, j.StartedAt, j.EnterprisesTotal,
        j.EnterprisesDone, j.RisksTotal, j.RowsTotal, j.RowsDone, j.RowsAtStart, j.CancelAskedAt, j.Confirmation, j.Message, j.FinishedAt, j.CreatedAt,
        j.CreatedBy, j.CreatedFrom, j.AppliedAt, j.AppliedBy, j.AppliedFrom, j.UndoneAt, j.UndoneBy, j.UndoneFrom, j.UndoReason, j.FilesGivenUpAt,
        CASE WHEN j.Stage = 2 AND j.Status = 2
            AND NOT EXISTS (SELECT 1 FROM ImportOutcome o WHERE o.ImportId = j.Id AND o.Outcome IN (1, 2) AND o.EnterpriseId IS NOT NULL) THEN 1 ELSE 0 END AS TookNone
        """;

    internal const string OfAttempt = "Id = @Id AND Status = 1 AND Stage = @Stage AND Attempts = @Attempts";

    private const string SelectOldest = $$"""
        SELECT {{JobColumns}} FROM ImportJob j WHERE j.Status = 0 ORDER BY j.Id {page}
        """;

    private const string SelectById = $"SELECT {JobColumns} FROM ImportJob j WHERE j.Id = @Id";

    private const string SelectFiles = "SELECT f.Name, f.Sha256, f.Content FROM ImportFile f WHERE f.ImportId = @Id ORDER BY f.Number";

    private const string Claim = """
        UPDATE ImportJob SET Status = 1, Attempts = Attempts + 1, HeartbeatAt = @Now, StartedAt = @Now, RowsAtStart = RowsDone WHERE Id = @Id AND Status = 0
        """;

    private const string UpdateTotals = $"""
        UPDATE ImportJob SET EnterprisesTotal = @Enterprises, RisksTotal = @Risks, RowsTotal = @Rows, StartedAt = @Now, HeartbeatAt = @Now WHERE {OfAttempt}
        """;

    private const string UpdateRows = $"UPDATE ImportJob SET RowsTotal = @Rows, StartedAt = @Now, HeartbeatAt = @Now WHERE {OfAttempt}";

    private const string UpdateVerdict = $"UPDATE ImportJob SET AllGood = @AllGood, HeartbeatAt = @Now WHERE {OfAttempt}";

    private const string UpdateHeartbeat = $"UPDATE ImportJob SET HeartbeatAt = @Now WHERE {OfAttempt}";

    private const string SelectCancelled = "SELECT COUNT(*) FROM ImportJob WHERE Id = @Id AND CancelAskedAt IS NOT NULL";

    private const string UpdateFinished = $"UPDATE ImportJob SET Status = @Status, Message = @Message, FinishedAt = @Now WHERE {OfAttempt}";

    // taken up again it goes on counting
    private const string UpdateUndoing = $"""
        UPDATE ImportJob
        SET EnterprisesDone = CASE WHEN UndoneAt IS NULL THEN 0 ELSE EnterprisesDone END, RowsDone = CASE WHEN UndoneAt IS NULL THEN 0 ELSE RowsDone END,
            RowsAtStart = CASE WHEN UndoneAt IS NULL THEN 0 ELSE RowsAtStart END, UndoneAt = @Now, UndoneBy = @By, UndoneFrom = @From, UndoReason = @Reason
        WHERE {OfAttempt}
        """;

    private const string Requeue =
        "UPDATE ImportJob SET Status = 0 WHERE Status = 1 AND HeartbeatAt < @Before AND Attempts - AttemptsBefore < @Most";

    private const string SelectHopeless = $"""
        SELECT {JobColumns} FROM ImportJob j WHERE j.Status = 1 AND j.HeartbeatAt < @Before AND j.Attempts - j.AttemptsBefore >= @Most
        """;

    private const string UpdateHandedBack = $"UPDATE ImportJob SET Status = 0, AttemptsBefore = AttemptsBefore + 1 WHERE {OfAttempt}";

    private const string DeleteFiles = """
        DELETE FROM ImportFile WHERE ImportId IN (SELECT j.Id FROM ImportJob j WHERE j.CreatedAt < @Before AND j.Status IN (2, 3))
        """;

    private const string UpdateFilesGivenUp = """
        UPDATE ImportJob SET FilesGivenUpAt = @Now WHERE CreatedAt < @Before AND Status IN (2, 3) AND FilesGivenUpAt IS NULL
        """;

    public async Task<ImportJob?> TakeOldestAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var job = await connection.QuerySingleOrDefaultAsync<ImportJob>(database.Command(SelectOldest, new { Skip = 0, Take = 1 }, ct: ct));
        return job is null ? null : await TakeAsync(job.Id, ct);
    }

    /// <summary>Null when somebody else has it.</summary>
    public async Task<ImportJob?> TakeAsync(long id, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.ExecuteAsync(database.Command(Claim, new { Id = id, Now = Now() }, ct: ct)) == 1
            ? await connection.QuerySingleAsync<ImportJob>(database.Command(SelectById, new { Id = id }, ct: ct))
            : null;
    }

    public async Task<IReadOnlyList<StoredFile>> FilesAsync(long id, CancellationToken ct)
    {
        await using var connection = await database.OpenForScanAsync(ct);
        return (await connection.QueryAsync<StoredFile>(database.Command(SelectFiles, new { Id = id }, ct: ct))).AsList();
    }

    public Task TotalsAsync(ImportJob job, int enterprises, int risks, int rows, CancellationToken ct) =>
        MineAsync(UpdateTotals, new { job.Id, job.Attempts, job.Stage, Enterprises = enterprises, Risks = risks, Rows = rows, Now = Now() }, ct);

    public Task RowsAsync(ImportJob job, int rows, CancellationToken ct) =>
        MineAsync(UpdateRows, new { job.Id, job.Attempts, job.Stage, Rows = rows, Now = Now() }, ct);

    /// <summary>Of all or nothing: what was found, before the first is taken.</summary>
    public Task VerdictAsync(ImportJob job, bool allGood, CancellationToken ct) =>
        MineAsync(UpdateVerdict, new { job.Id, job.Attempts, job.Stage, AllGood = allGood, Now = Now() }, ct);

    public Task BeatAsync(ImportJob job, CancellationToken ct) => MineAsync(UpdateHeartbeat, new { job.Id, job.Attempts, job.Stage, Now = Now() }, ct);

    public async Task<bool> IsCancelledAsync(ImportJob job, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.ExecuteScalarAsync<int>(database.Command(SelectCancelled, new { job.Id }, ct: ct)) > 0;
    }

    /// <summary>Written down before the first is taken back by the program itself.</summary>
    public Task UndoingAsync(ImportJob job, string by, string from, string reason, CancellationToken ct) =>
        MineAsync(UpdateUndoing, new { job.Id, job.Attempts, job.Stage, By = by, From = from, Reason = reason, Now = Now() }, ct);

    /// <summary>The office that handed it in is told.</summary>
    public async Task FinishAsync(ImportJob job, ImportStatus status, string message, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        var parameters = new { job.Id, job.Attempts, job.Stage, Status = status, Message = message, Now = Now() };
        if (await connection.ExecuteAsync(database.Command(UpdateFinished, parameters, transaction, ct)) == 0)
            throw new ImportLostException();
        await inbox.AddAsync(NoticeOf(job, status, message), connection, transaction, ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>The program is being stopped in order: whoever comes next goes on behind the last batch, and the workbook is not to blame.</summary>
    public Task HandBackAsync(ImportJob job) => ExecuteAsync(UpdateHandedBack, new { job.Id, job.Attempts, job.Stage }, CancellationToken.None);

    /// <summary>Jobs whose worker died are run again, but a workbook that kills the worker three times is not.</summary>
    public async Task RecoverAsync(CancellationToken ct)
    {
        var parameters = new { Before = Now() - Silence, Most = ImportJob.MostAttempts };
        foreach (var job in await HopelessAsync(parameters, ct))
        {
            try
            {
                await FinishAsync(job, ImportStatus.Failed, "处理多次中断，已停止。可以点“继续处理”再试一次；仍然中断的，请拆分文件后重新上传，或联系系统管理员。", ct);
            }
            catch (ImportLostException)
            {
                // another instance was quicker
            }
        }

        await ExecuteAsync(Requeue, parameters, ct);
    }

    /// <summary>Gives up the files of imports older than this; what came of them stays on record.</summary>
    public async Task GiveUpFilesAsync(TimeSpan age, CancellationToken ct)
    {
        var parameters = new { Before = Now() - age, Now = Now() };
        await ExecuteAsync(DeleteFiles, parameters, ct);
        await ExecuteAsync(UpdateFilesGivenUp, parameters, ct);
    }

    private async Task<IReadOnlyList<ImportJob>> HopelessAsync(object parameters, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return (await connection.QueryAsync<ImportJob>(database.Command(SelectHopeless, parameters, ct: ct))).AsList();
    }

    private static NewNotice NoticeOf(ImportJob job, ImportStatus status, string message) => new()
    {
        Kind = NoticeKind.ImportEnded,
        Office = new Office(job.RegionCode.Length switch { 9 => Role.Township, 6 => Role.County, _ => Role.City }, job.RegionCode),
        Title = (job.Stage, status) switch
        {
            (ImportStage.Check, ImportStatus.Finished) => "导入文件检查完成：",
            (ImportStage.Undo, ImportStatus.Finished) => "导入已撤销：",
            (_, ImportStatus.Finished) => "导入完成：",
            _ => "导入没有完成：",
        } + job.FileName,
        Body = message,
        Link = $"/imports/{job.Id}",
        CreatedBy = job.CreatedBy,
    };

    private async Task MineAsync(string sql, object parameters, CancellationToken ct)
    {
        if (await ExecuteAsync(sql, parameters, ct) == 0)
            throw new ImportLostException();
    }

    private async Task<int> ExecuteAsync(string sql, object parameters, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.ExecuteAsync(database.Command(sql, parameters, ct: ct));
    }

    private DateTime Now() => clock.GetUtcNow().UtcDateTime;
}

/// <summary>Somebody else has the job by now.</summary>
public sealed class ImportLostException : Exception;

/// <summary>A file as it was handed in.</summary>
public sealed record StoredFile(string Name, string Sha256, byte[] Content);
