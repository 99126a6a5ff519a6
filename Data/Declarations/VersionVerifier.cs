using System.IO.Compression;
using System.Security.Cryptography;
using Dapper;

namespace RiskReport.Data.Declarations;

/// <summary>A version that is not what was filed.</summary>
public sealed record VersionFault
{
    public required long Id { get; init; }
    public required string CreditCode { get; init; }
    public required int Year { get; init; }
    public required int Number { get; init; }
    public required string TownshipCode { get; init; }

    /// <summary>As it was filed.</summary>
    public required string ContentSha256 { get; init; }

    /// <summary>Of what stands there now; empty where that cannot even be unpacked.</summary>
    public string FoundSha256 { get; init; } = "";
}

/// <summary>What a walk along all versions found; the fault is the first of them.</summary>
public sealed record VersionVerdict(long Versions, long Faults, VersionFault? First);

/// <summary>
/// Hashes anew whatever was filed, and compares. In pieces, each a query of its own, in flat memory: nobody is kept from writing meanwhile.
/// </summary>
public sealed class VersionVerifier(Database database)
{
    private const int ChunkSize = 200;

    private const string SelectChunk = $$"""
        SELECT v.Id, v.Content, v.ContentSha256 FROM DeclarationVersion v WHERE v.Id > @After ORDER BY v.Id {page}
        """;

    private const string SelectFault = """
        SELECT v.Id, d.CreditCode, d.Year, v.Number, d.TownshipCode, v.ContentSha256
        FROM DeclarationVersion v
        JOIN Declaration d ON d.Id = v.DeclarationId
        WHERE v.Id = @Id
        """;

    public async Task<VersionVerdict> RunAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenForScanAsync(ct);
        var (after, versions, faults) = (0L, 0L, 0L);
        VersionFault? first = null;
        while (true)
        {
            var chunk = (await connection.QueryAsync<Row>(database.Command(SelectChunk, new { After = after, Skip = 0, Take = ChunkSize }, ct: ct))).AsList();
            foreach (var row in chunk)
            {
                var found = Hash(row.Content);
                if (found == row.ContentSha256)
                    continue;
                // an undo may have taken it away meanwhile
                if (await connection.QuerySingleOrDefaultAsync<VersionFault>(database.Command(SelectFault, new { row.Id }, ct: ct)) is not { } fault)
                    continue;
                first ??= fault with { FoundSha256 = found };
                faults++;
            }

            versions += chunk.Count;
            if (chunk.Count < ChunkSize)
                return new VersionVerdict(versions, faults, first);
            after = chunk[^1].Id;
        }
    }

    private static string Hash(byte[] packed)
    {
        try
        {
            using var zlib = new ZLibStream(new MemoryStream(packed, writable: false), CompressionMode.Decompress);
            return Convert.ToHexStringLower(SHA256.HashData(zlib));
        }
        catch (InvalidDataException)
        {
            return "";
        }
    }

    private sealed record Row
    {
        public required long Id { get; init; }
        public required byte[] Content { get; init; }
        public required string ContentSha256 { get; init; }
    }
}
