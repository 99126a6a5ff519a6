using Dapper;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;

namespace RiskReport.Data.Audit;

/// <summary>A walk along the trail, and along what was filed, and what was found.</summary>
public sealed record AuditCheck
{
    public required DateTime At { get; init; }
    public required long Entries { get; init; }
    public required int Anchors { get; init; }
    public long? FaultNumber { get; init; }
    public string? Fault { get; init; }

    /// <summary>Null of the walks before there was one along the versions of reports.</summary>
    public long? Versions { get; init; }

    /// <summary>How many of them are not what was filed, and the first one.</summary>
    public long? VersionFaults { get; init; }
    public long? VersionFaultId { get; init; }

    /// <summary>Nothing was wrong with the trail, but where it stands could not be signed.</summary>
    public bool IsAnchorMissing { get; init; }

    /// <summary>Of the newest anchor that has gone out by mail with all before it; null where none has.</summary>
    public DateTime? AnchorsSentTo { get; init; }

    /// <summary>Some should have gone out by mail and did not.</summary>
    public bool IsAnchorUnsent { get; init; }

    public bool IsSound => this is { FaultNumber: null, VersionFaultId: null, IsAnchorMissing: false, IsAnchorUnsent: false };
}

/// <summary>
/// Who of several instances walks along the trail, and what the walks found. The walk is one instance's by a conditional update that holds for a while:
/// whoever dies on the way leaves it to the next.
/// </summary>
public sealed class AuditCheckStore(Database database, AuditLog audit, TimeProvider clock)
{
    /// <summary>Longer than a walk takes, and the letters after it.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromHours(6);

    private const string Claim = """
        UPDATE AuditWalk SET ClaimedBy = @By, ClaimedAt = @Now, ClaimedUntil = @Until WHERE Id = 1 AND (ClaimedUntil IS NULL OR ClaimedUntil < @Now)
        """;

    private const string Release = "UPDATE AuditWalk SET ClaimedUntil = NULL WHERE Id = 1 AND ClaimedBy = @By";

    private const string SelectLatest = """
        SELECT c.At, c.Entries, c.Anchors, c.FaultNumber, c.Fault, c.Versions, c.VersionFaults, c.VersionFaultId, c.IsAnchorMissing, c.AnchorsSentTo, c.IsAnchorUnsent
        FROM AuditCheck c
        ORDER BY c.Id DESC {page}
        """;

    private const string Insert = """
        INSERT INTO AuditCheck (At, Entries, Anchors, FaultNumber, Fault, Versions, VersionFaults, VersionFaultId, IsAnchorMissing, AnchorsSentTo, IsAnchorUnsent)
        VALUES (@At, @Entries, @Anchors, @FaultNumber, @Fault, @Versions, @VersionFaults, @VersionFaultId, @IsAnchorMissing, @AnchorsSentTo, @IsAnchorUnsent)
        """;

    private const string SelectEntered = "SELECT e.Subject, e.HashAfter FROM AuditEntry e WHERE e.Subject IN @Subjects AND e.Action = @Action";

    private static readonly Actor Keeper = new("系统", "后台", "每日核对");

    /// <summary>False when another instance walks.</summary>
    public Task<bool> ClaimAsync(string by, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return ExecuteAsync(Claim, new { By = by, Now = now, Until = now + Lease }, ct);
    }

    /// <summary>Another one's claim stays.</summary>
    public Task ReleaseAsync(string by) => ExecuteAsync(Release, new { By = by }, CancellationToken.None);

    public async Task<AuditCheck?> LatestAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<AuditCheck>(database.Command(SelectLatest, new { Skip = 0, Take = 1 }, ct: ct));
    }

    /// <param name="found">Reports that are not what was filed; each is entered once.</param>
    public async Task AddAsync(AuditCheck check, IReadOnlyList<AuditDeed> found, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        await connection.ExecuteAsync(database.Command(Insert, check, transaction, ct));
        if (found.Count > 0)
        {
            var entered = (await connection.QueryAsync<(string, string)>(database.Command(
                SelectEntered, new { Subjects = found.Select(f => f.Subject), Action = AuditAction.ReportDamaged.Code() }, transaction, ct))).ToHashSet();
            await audit.AppendAsync([.. found.Where(f => !entered.Contains((f.Subject, f.HashAfter ?? "")))], Keeper, connection, transaction, ct);
        }

        await transaction.CommitAsync(ct);
    }

    /// <summary>Whether there is anything to walk along.</summary>
    public async Task<bool> AnyEntryAsync(CancellationToken ct) => (await AuditHead.ReadAsync(database, ct)).Number > 0;

    private async Task<bool> ExecuteAsync(string sql, object parameters, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.ExecuteAsync(database.Command(sql, parameters, ct: ct)) == 1;
    }
}
