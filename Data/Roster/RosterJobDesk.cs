using Dapper;
using RiskReport.Data.Audit;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;
using RiskReport.Domain.Roster;

namespace RiskReport.Data.Roster;

/// <summary>A roster that somebody asks for, before it is a job.</summary>
public sealed record NewRosterJob
{
    public required string Format { get; init; }
    public required string Query { get; init; }
    public required string Title { get; init; }
    public required string Words { get; init; }
}

/// <summary>Who took a file, and when.</summary>
public sealed record RosterDownload
{
    public required DateTime At { get; init; }
    public required string TakenBy { get; init; }
}

/// <summary>The jobs as the people of an office see them; what is neither theirs nor shared with them does not exist for them.</summary>
public sealed class RosterJobDesk(Database database, AuditLog audit, TimeProvider clock)
{
    /// <summary>So many of one person may wait at a time.</summary>
    public const int MostWaiting = 10;

    private const string SelectOne = $"SELECT {RosterJobQueue.Columns} FROM RosterJob j WHERE j.Id = @Id AND {OfficeSql.OfJob}";

    private const string SelectPage = $$"""
        SELECT {{RosterJobQueue.Columns}} FROM RosterJob j WHERE {{OfficeSql.OfJob}} ORDER BY j.Id DESC {page}
        """;

    private const string CountAll = $"SELECT COUNT(*) FROM RosterJob j WHERE {OfficeSql.OfJob}";

    private const string SelectWaiting = $"""
        SELECT {RosterJobQueue.Columns} FROM RosterJob j WHERE j.OwnerId = @AccountId AND j.Status IN (0, 1) AND j.ViewId IS NULL ORDER BY j.Id
        """;

    internal const string Insert = """
        INSERT INTO RosterJob (Format, Query, Title, Words, OwnerId, OfficeRole, RegionCode, IsShared, ViewId, DueAt, Status, CreatedAt, CreatedBy, CreatedFrom, CreateReason)
        VALUES (@Format, @Query, @Title, @Words, @OwnerId, @OfficeRole, @RegionCode, @IsShared, @ViewId, @DueAt, 0, @Now, @By, @From, @Reason);
        {new-id}
        """;

    private const string Cancel = """
        UPDATE RosterJob SET Status = 4, FinishedAt = @Now, CancelledBy = @By, CancelledFrom = @From
        WHERE Id = @Id AND Status IN (0, 1) AND OfficeRole = @OfficeRole AND RegionCode = @RegionCode AND (OwnerId = @AccountId OR IsShared = 1)
        """;

    private const string InsertDownload = $"""
        INSERT INTO RosterDownload (JobId, At, TakenBy, TakenFrom)
        SELECT j.Id, @Now, @By, @From
        FROM RosterJob j
        WHERE j.Id = @Id AND j.Status = 2 AND j.ExpiresAt > @Now AND {OfficeSql.OfJob}
          AND EXISTS (SELECT 1 FROM Account a WHERE a.Id = @AccountId AND a.Role = @OfficeRole AND a.RegionCode = @RegionCode)
        """;

    private const string SelectDownloads = $$"""
        SELECT d.At, d.TakenBy FROM RosterDownload d JOIN RosterJob j ON j.Id = d.JobId WHERE d.JobId = @Id AND {{OfficeSql.OfJob}} ORDER BY d.Id DESC {page}
        """;

    /// <summary>The id of the job; of the one that waits already where the same is asked for twice. Null when too many wait.</summary>
    public async Task<long?> AddAsync(NewRosterJob wanted, OfficeMember member, Actor actor, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        var waiting = (await connection.QueryAsync<RosterJob>(database.Command(SelectWaiting, new { member.AccountId }, transaction, ct))).AsList();
        if (waiting.Find(j => j.Format == wanted.Format && j.Query == wanted.Query && j.Office == member.Office) is { } same)
            return same.Id;
        if (waiting.Count >= MostWaiting)
            return null;

        var id = await connection.ExecuteScalarAsync<long>(database.Command(Insert, new
        {
            wanted.Format,
            wanted.Query,
            wanted.Title,
            wanted.Words,
            OwnerId = member.AccountId,
            OfficeRole = member.Office.Role,
            member.Office.RegionCode,
            IsShared = false,
            ViewId = (long?)null,
            DueAt = (DateTime?)null,
            Now = Now(),
            By = actor.Name,
            actor.From,
            actor.Reason,
        }, transaction, ct));
        await transaction.CommitAsync(ct);
        return id;
    }

    public async Task<RosterJob?> FindAsync(long id, OfficeMember member, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<RosterJob>(database.Command(SelectOne, member.Parameters(new { Id = id }), ct: ct));
    }

    public async Task<int> CountAsync(OfficeMember member, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.ExecuteScalarAsync<int>(database.Command(CountAll, member.Parameters(new { }), ct: ct));
    }

    /// <summary>The newest first.</summary>
    public async Task<IReadOnlyList<RosterJob>> PageAsync(OfficeMember member, int skip, int take, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return (await connection.QueryAsync<RosterJob>(database.Command(SelectPage, member.Parameters(new { Skip = skip, Take = take }), ct: ct))).AsList();
    }

    /// <summary>Its worker, if it has one, finds that the job is no longer its own, and gives up what it has written.</summary>
    public async Task<bool> CancelAsync(long id, OfficeMember member, Actor actor, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.ExecuteAsync(database.Command(
            Cancel, member.Parameters(new { Id = id, Now = Now(), By = actor.Name, actor.From }), ct: ct)) == 1;
    }

    /// <summary>Written down before the first byte goes. False where the file may not be taken, or the account is no longer what the session still says.</summary>
    public async Task<bool> TakeFileAsync(long id, OfficeMember member, Actor actor, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        if (await connection.ExecuteAsync(database.Command(
            InsertDownload, member.Parameters(new { Id = id, Now = Now(), By = actor.Name, actor.From }), transaction, ct)) != 1)
            return false;
        await audit.AppendAsync(new AuditDeed(AuditAction.FileTaken, $"后台导出 {id}", member.Office.RegionCode), actor, connection, transaction, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    public async Task<IReadOnlyList<RosterDownload>> DownloadsAsync(long id, OfficeMember member, int most, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return (await connection.QueryAsync<RosterDownload>(database.Command(SelectDownloads, member.Parameters(new { Id = id, Skip = 0, Take = most }), ct: ct))).AsList();
    }

    private DateTime Now() => clock.GetUtcNow().UtcDateTime;
}
