using Dapper;

namespace RiskReport.Data.Audit;

/// <summary>A walk along the trail and what it found.</summary>
public sealed record AuditCheck
{
    public required DateTime At { get; init; }
    public required long Entries { get; init; }
    public required int Anchors { get; init; }
    public long? FaultNumber { get; init; }
    public string? Fault { get; init; }
}

/// <summary>Keeps what the nightly walks found.</summary>
public sealed class AuditCheckStore(Database database)
{
    private const string SelectLatest = """
        SELECT c.At, c.Entries, c.Anchors, c.FaultNumber, c.Fault FROM AuditCheck c ORDER BY c.Id DESC {page}
        """;

    private const string Insert = "INSERT INTO AuditCheck (At, Entries, Anchors, FaultNumber, Fault) VALUES (@At, @Entries, @Anchors, @FaultNumber, @Fault)";

    public async Task<AuditCheck?> LatestAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<AuditCheck>(database.Command(SelectLatest, new { Skip = 0, Take = 1 }, ct: ct));
    }

    public async Task AddAsync(AuditCheck check, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await connection.ExecuteAsync(database.Command(Insert, check, ct: ct));
    }

    /// <summary>Whether there is anything to walk along.</summary>
    public async Task<bool> AnyEntryAsync(CancellationToken ct) => (await AuditHead.ReadAsync(database, ct)).Number > 0;
}
