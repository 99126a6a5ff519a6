using System.Data.Common;
using Dapper;
using RiskReport.Domain.Audit;

namespace RiskReport.Data.Audit;

/// <summary>What a walk along the whole trail found.</summary>
/// <param name="AnchorsGone">How many fewer there are than were counted before.</param>
public sealed record AuditVerdict(long Entries, string Hash, int Anchors, int AnchorsGone, AuditFault? Fault);

/// <summary>Walks along the trail chunk by chunk, whatever its length, and holds it against its head and the anchors. Others may write meanwhile.</summary>
public sealed class AuditVerifier(Database database)
{
    private const int ChunkSize = 2_000;

    private const string SelectChunk = $$"""
        SELECT {{AuditQueries.Columns}} FROM AuditEntry a WHERE a.Number > @After ORDER BY a.Number {page}
        """;

    private const string CountHash = "SELECT COUNT(*) FROM AuditEntry a WHERE a.Hash = @Hash";

    private const string CountKnown = """
        SELECT CASE WHEN @Found = 0 THEN (SELECT MAX(m.Anchors) FROM AuditCheck m)
            ELSE (SELECT c.Anchors FROM AuditCheck c WHERE c.Id = (SELECT MAX(l.Id) FROM AuditCheck l)) END
        """;

    /// <param name="areAll">The anchors are those of this place, of which none may be gone since they were counted; a copy elsewhere may lack some.</param>
    public async Task<AuditVerdict> RunAsync(AuditAnchors files, DateTime now, bool areAll, CancellationToken ct)
    {
        var (anchors, unsigned) = files.Read();
        await using var connection = await database.OpenForScanAsync(ct);
        var head = await AuditHead.FindAsync(database, connection, null, ct);
        var chain = new AuditChain([.. anchors, .. head is { Number: > 0 } ? [new AuditAnchor { At = now, Number = head.Number, Hash = head.Hash }] : Array.Empty<AuditAnchor>()]);
        var fault = await WalkAsync(chain, connection, ct);
        if (fault is null && head is null)
            fault = new AuditFault(chain.Number + 1, AuditFaultKind.Truncated, $"最后一条的登记缺失：第 {chain.Number + 1} 条起可能被截去。");
        if (fault is null && unsigned.Count > 0)
            fault = new AuditFault(chain.Number, AuditFaultKind.NotAnchored, $"锚点文件 {unsigned[0]} 缺失、损坏或不是由本系统签名。");
        var gone = areAll ? Math.Max(0, await KnownAsync(anchors.Count, connection, ct) - anchors.Count) : 0;
        if (fault is null && gone > 0)
            fault = new AuditFault(chain.Number, AuditFaultKind.AnchorsGone, $"锚点文件夹中有 {anchors.Count} 个锚点，此前核对时有 {anchors.Count + gone} 个：锚点文件缺失。");
        return new AuditVerdict(chain.Number, chain.Hash, anchors.Count, gone, fault);
    }

    private async Task<int> KnownAsync(int found, DbConnection connection, CancellationToken ct) =>
        await connection.ExecuteScalarAsync<int?>(database.Command(CountKnown, new { Found = found }, ct: ct)) ?? 0;

    private async Task<AuditFault?> WalkAsync(AuditChain chain, DbConnection connection, CancellationToken ct)
    {
        while (true)
        {
            var chunk = (await connection.QueryAsync<AuditEntry>(database.Command(SelectChunk, new { After = chain.Number, Skip = 0, Take = ChunkSize }, ct: ct))).AsList();
            foreach (var entry in chunk)
            {
                if (chain.Next(entry, hash => connection.ExecuteScalar<int>(database.Command(CountHash, new { Hash = hash }, ct: ct)) > 0) is { } fault)
                    return fault;
            }

            if (chunk.Count < ChunkSize)
                return chain.End();
        }
    }
}
