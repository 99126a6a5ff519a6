using Dapper;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Imports;

namespace RiskReport.Data.Imports;

/// <summary>A workbook handed in, before it is a job.</summary>
public sealed record NewImport
{
    public required string FileName { get; init; }
    public required string FileSha256 { get; init; }
    public required byte[] Content { get; init; }
    public required string RegionCode { get; init; }
    public required int Year { get; init; }
    public required bool DryRun { get; init; }
    public required bool AllOrNothing { get; init; }
}

/// <summary>The import table used as a queue. Claiming is a conditional update, so two workers never share a job.</summary>
public sealed class ImportQueue(Database database, TimeProvider clock)
{
    /// <summary>A worker that has not been heard of for this long is taken for dead.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(60);

    private const int MostAttempts = 3;

    internal const string JobColumns = """
        j.Id, j.FileName, j.FileSha256, j.RegionCode, j.Year, j.DryRun, j.AllOrNothing, j.Status, j.Attempts, j.EnterprisesTotal,
        j.EnterprisesDone, j.RisksTotal, j.Message, j.FinishedAt, j.CreatedAt, j.CreatedBy, j.CreatedFrom
        """;

    private const string InsertJob = """
        INSERT INTO ImportJob (FileName, FileSha256, Content, RegionCode, RegionFrom, Year, DryRun, AllOrNothing, Status, CreatedAt, CreatedBy, CreatedFrom)
        VALUES (@FileName, @FileSha256, @Content, @RegionCode, @RegionFrom, @Year, @DryRun, @AllOrNothing, 0, @Now, @By, @From);
        {new-id}
        """;

    private const string SelectOldest = $$"""
        SELECT {{JobColumns}} FROM ImportJob j WHERE j.Status = 0 ORDER BY j.Id {page}
        """;

    private const string SelectById = $"SELECT {JobColumns} FROM ImportJob j WHERE j.Id = @Id";

    private const string SelectContent = "SELECT Content FROM ImportJob WHERE Id = @Id";

    private const string Claim =
        "UPDATE ImportJob SET Status = 1, Attempts = Attempts + 1, HeartbeatAt = @Now WHERE Id = @Id AND Status = 0";

    private const string UpdateTotals =
        "UPDATE ImportJob SET EnterprisesTotal = @Enterprises, RisksTotal = @Risks, HeartbeatAt = @Now WHERE Id = @Id AND Status = 1";

    private const string UpdateHeartbeat = "UPDATE ImportJob SET HeartbeatAt = @Now WHERE Id = @Id AND Status = 1";

    private const string UpdateFinished =
        "UPDATE ImportJob SET Status = @Status, Message = @Message, FinishedAt = @Now WHERE Id = @Id AND Status = 1";

    private const string Requeue =
        "UPDATE ImportJob SET Status = 0 WHERE Status = 1 AND HeartbeatAt < @Before AND Attempts < @Most";

    private const string GiveUp = """
        UPDATE ImportJob SET Status = 3, Message = @Message, FinishedAt = @Now
        WHERE Status = 1 AND HeartbeatAt < @Before AND Attempts >= @Most
        """;

    public async Task<long> AddAsync(NewImport import, Actor actor, CancellationToken ct)
    {
        var parameters = new DynamicParameters(import);
        parameters.AddDynamicParams(new { new Scope(import.RegionCode).RegionFrom, Now = Now(), By = actor.Name, actor.From });
        await using var connection = await database.OpenAsync(ct);
        return await connection.ExecuteScalarAsync<long>(database.Command(InsertJob, parameters, ct: ct));
    }

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

    public async Task<byte[]> ContentAsync(long id, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.QuerySingleAsync<byte[]>(database.Command(SelectContent, new { Id = id }, ct: ct));
    }

    public Task TotalsAsync(long id, int enterprises, int risks, CancellationToken ct) =>
        ExecuteAsync(UpdateTotals, new { Id = id, Enterprises = enterprises, Risks = risks, Now = Now() }, ct);

    public Task BeatAsync(long id, CancellationToken ct) => ExecuteAsync(UpdateHeartbeat, new { Id = id, Now = Now() }, ct);

    public Task FinishAsync(long id, ImportStatus status, string message, CancellationToken ct) =>
        ExecuteAsync(UpdateFinished, new { Id = id, Status = status, Message = message, Now = Now() }, ct);

    /// <summary>Jobs whose worker died are run again, but a workbook that kills the worker three times is not.</summary>
    public async Task RecoverAsync(CancellationToken ct)
    {
        var parameters = new
        {
            Before = Now() - Silence,
            Most = MostAttempts,
            Now = Now(),
            Message = "处理多次中断，已停止。请拆分文件后重新上传，或联系系统管理员。",
        };
        await ExecuteAsync(GiveUp, parameters, ct);
        await ExecuteAsync(Requeue, new { parameters.Before, parameters.Most }, ct);
    }

    private async Task ExecuteAsync(string sql, object parameters, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await connection.ExecuteAsync(database.Command(sql, parameters, ct: ct));
    }

    private DateTime Now() => clock.GetUtcNow().UtcDateTime;
}
