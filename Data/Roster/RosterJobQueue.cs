using Dapper;
using RiskReport.Data.Inbox;
using RiskReport.Domain.Inbox;
using RiskReport.Domain.Roster;

namespace RiskReport.Data.Roster;

/// <summary>
/// The jobs as their workers use them. Taking one is a conditional update, so two workers never share a job, and whatever a
/// worker writes names its taking: one that was taken for dead and wakes up later finds that it has lost the job.
/// </summary>
public sealed class RosterJobQueue(Database database, InboxStore inbox, TimeProvider clock)
{
    /// <summary>A worker that has not been heard of for this long is taken for dead.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(20);

    internal const string Columns = """
        j.Id, j.Format, j.Query, j.Title, j.Words, j.OwnerId, j.OfficeRole, j.RegionCode, j.IsShared, j.ViewId, j.DueAt, j.Status, j.ClaimNumber,
        j.RowsTotal, j.RowsDone, j.FileName, j.FileBytes, j.Message, j.FinishedAt, j.ExpiresAt, j.CancelledBy, j.CreatedAt, j.CreatedBy, j.CreatedFrom
        """;

    private const string Mine = "Id = @Id AND Status = 1 AND ClaimNumber = @ClaimNumber";

    private const string SelectOldest = $$"""
        SELECT {{Columns}} FROM RosterJob j WHERE j.Status = 0 ORDER BY j.Id {page}
        """;

    private const string SelectById = $"SELECT {Columns} FROM RosterJob j WHERE j.Id = @Id";

    private const string Claim = """
        UPDATE RosterJob
        SET Status = 1, Attempts = Attempts + 1, ClaimNumber = ClaimNumber + 1, RowsDone = 0, StartedAt = @Now, HeartbeatAt = @Now
        WHERE Id = @Id AND Status = 0
        """;

    private const string UpdateStarted = $"UPDATE RosterJob SET Words = @Words, RowsTotal = @Total, HeartbeatAt = @Now WHERE {Mine}";

    private const string UpdateProgress = $"UPDATE RosterJob SET RowsDone = @Rows, HeartbeatAt = @Now WHERE {Mine}";

    private const string UpdateMade = $"""
        UPDATE RosterJob
        SET Status = 2, Title = @Title, RowsDone = @Rows, FileName = @FileName, FileBytes = @FileBytes, FinishedAt = @Now, ExpiresAt = @ExpiresAt
        WHERE {Mine}
        """;

    private const string UpdateFailed = $"UPDATE RosterJob SET Status = 3, Message = @Message, FinishedAt = @Now WHERE {Mine}";

    // a server that is stopped in good order has not failed
    private const string UpdateHandedBack = $"UPDATE RosterJob SET Status = 0, Attempts = Attempts - 1 WHERE {Mine}";

    private const string Requeue = "UPDATE RosterJob SET Status = 0 WHERE Status = 1 AND HeartbeatAt < @Before AND Attempts < @Most";

    private const string SelectHopeless = $"SELECT {Columns} FROM RosterJob j WHERE j.Status = 1 AND j.HeartbeatAt < @Before AND j.Attempts >= @Most";

    private const string SelectKept = """
        SELECT j.Id, j.Status, j.ClaimNumber, j.FileName FROM RosterJob j WHERE j.Id IN @Ids AND (j.Status = 1 OR (j.Status = 2 AND j.ExpiresAt > @Now))
        """;

    /// <summary>Null when there is none, or somebody else was quicker.</summary>
    public async Task<RosterJob?> TakeOldestAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var job = await connection.QuerySingleOrDefaultAsync<RosterJob>(database.Command(SelectOldest, new { Skip = 0, Take = 1 }, ct: ct));
        return job is not null && await connection.ExecuteAsync(database.Command(Claim, new { job.Id, Now = Now() }, ct: ct)) == 1
            ? await connection.QuerySingleAsync<RosterJob>(database.Command(SelectById, new { job.Id }, ct: ct))
            : null;
    }

    /// <summary>False here and below: the job was cancelled, or another worker has it.</summary>
    public Task<bool> StartAsync(RosterJob job, string words, long? total, CancellationToken ct) =>
        MineAsync(UpdateStarted, new { job.Id, job.ClaimNumber, Words = words, Total = total, Now = Now() }, ct);

    public Task<bool> ProgressAsync(RosterJob job, long rows, CancellationToken ct) =>
        MineAsync(UpdateProgress, new { job.Id, job.ClaimNumber, Rows = rows, Now = Now() }, ct);

    public Task<bool> HandBackAsync(RosterJob job, CancellationToken ct) => MineAsync(UpdateHandedBack, new { job.Id, job.ClaimNumber }, ct);

    /// <summary>The file is there and its people are told, or neither.</summary>
    public Task<bool> MadeAsync(RosterJob job, long rows, string fileName, long bytes, TimeSpan keep, CancellationToken ct) => EndAsync(
        job, UpdateMade, new { job.Id, job.ClaimNumber, job.Title, Rows = rows, FileName = fileName, FileBytes = bytes, Now = Now(), ExpiresAt = Now() + keep },
        NoticeOf(job, NoticeKind.RosterMade, $"名册文件已生成：{job.Title}", job.Words), ct);

    public Task<bool> FailAsync(RosterJob job, string message, CancellationToken ct) => EndAsync(
        job, UpdateFailed, new { job.Id, job.ClaimNumber, Message = message, Now = Now() },
        NoticeOf(job, NoticeKind.RosterFailed, $"名册文件没有生成：{job.Title}", message), ct);

    /// <summary>Jobs whose worker died begin anew, but one that ends its worker again and again does not.</summary>
    public async Task RecoverAsync(CancellationToken ct)
    {
        var parameters = new { Before = Now() - Silence, Most = RosterJob.MostAttempts };
        await using var connection = await database.OpenAsync(ct);
        foreach (var job in (await connection.QueryAsync<RosterJob>(database.Command(SelectHopeless, parameters, ct: ct))).AsList())
            await FailAsync(job, "生成时多次中断，已停止。可以缩小筛选范围后重新导出；仍然中断的，请联系系统管理员。", ct);
        await connection.ExecuteAsync(database.Command(Requeue, parameters, ct: ct));
    }

    /// <summary>Of the jobs with these ids, those whose file is to stay on disk: it is being written, or may still be taken.</summary>
    public async Task<IReadOnlyList<KeptFile>> KeptAsync(IReadOnlyCollection<long> ids, CancellationToken ct)
    {
        var kept = new List<KeptFile>();
        await using var connection = await database.OpenAsync(ct);
        foreach (var some in ids.Chunk(1_000))
            kept.AddRange(await connection.QueryAsync<KeptFile>(database.Command(SelectKept, new { Ids = some, Now = Now() }, ct: ct)));
        return kept;
    }

    private async Task<bool> EndAsync(RosterJob job, string update, object parameters, NewNotice notice, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        if (await connection.ExecuteAsync(database.Command(update, parameters, transaction, ct)) != 1)
            return false;
        await inbox.AddAsync(notice, connection, transaction, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    private static NewNotice NoticeOf(RosterJob job, NoticeKind kind, string title, string body) => new()
    {
        Kind = kind,
        Office = job.Office,
        AccountId = job.IsShared ? null : job.OwnerId,
        Title = title,
        Body = body,
        Link = $"/roster/exports/{job.Id}",
        JobId = job.Id,
        CreatedBy = job.CreatedBy,
    };

    private async Task<bool> MineAsync(string sql, object parameters, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.ExecuteAsync(database.Command(sql, parameters, ct: ct)) == 1;
    }

    private DateTime Now() => clock.GetUtcNow().UtcDateTime;
}

/// <summary>A job that has a file, or is writing one.</summary>
public sealed record KeptFile
{
    public required long Id { get; init; }
    public required RosterJobStatus Status { get; init; }
    public required int ClaimNumber { get; init; }
    public string? FileName { get; init; }
}
