using System.IO.Compression;
using System.Security.Cryptography;
using Dapper;
using RiskReport.Domain.Audit;
using RiskReport.Domain.Changes;

namespace RiskReport.Data.Declarations;

/// <summary>A version that is not what was filed.</summary>
public sealed record VersionFault
{
    public required long Id { get; init; }
    public required string CreditCode { get; init; }
    public required int Year { get; init; }
    public required int Number { get; init; }
    public required string TownshipCode { get; init; }

    /// <summary>As it stands beside the content.</summary>
    public required string ContentSha256 { get; init; }

    /// <summary>Of what stands there now; empty where that cannot even be unpacked.</summary>
    public string FoundSha256 { get; init; } = "";

    /// <summary>What the trail says; null where it says nothing.</summary>
    public string? EnteredSha256 { get; init; }
    public VersionFaultKind Kind { get; init; }
}

/// <summary>What a walk along all versions found.</summary>
/// <param name="Entered">Of how many the trail says anything.</param>
/// <param name="Found">The first of the faults.</param>
public sealed record VersionVerdict(long Versions, long Entered, long Faults, IReadOnlyList<VersionFault> Found)
{
    public VersionFault? First => Found.Count == 0 ? null : Found[0];
}

/// <summary>
/// Hashes anew whatever was filed, and holds it against the hash beside it and against the trail: the entry of its filing, or the first entry
/// that names it where its filing was none, such as of a demonstration; and what roster and map show against what is in force of it. In pieces,
/// each a query of its own, in flat memory: nobody is kept from writing meanwhile.
/// </summary>
public sealed class VersionVerifier(Database database)
{
    private const int ChunkSize = 200;

    /// <summary>Whoever has spoilt more has spoilt all.</summary>
    private const int MostFound = 1_000;

    /// <summary>What the trail says of version v of report d, as a.</summary>
    internal const string JoinEntry = """
        LEFT JOIN AuditEntry a ON a.Number =
            (SELECT COALESCE(MAX(CASE WHEN e.Action IN @Filings THEN e.Number END), MIN(e.Number)) FROM AuditEntry e
             WHERE e.Subject = CONCAT(d.CreditCode, '/', d.Year, '/', v.Number) AND e.Action IN @Steps AND e.HashAfter <> '')
        """;

    private const string SelectChunk = $$"""
        SELECT v.Id, v.Content, v.ContentSha256, a.Action, a.HashAfter AS EnteredSha256
        FROM DeclarationVersion v
        JOIN Declaration d ON d.Id = v.DeclarationId
        {{JoinEntry}}
        WHERE v.Id > @After
        ORDER BY v.Id {page}
        """;

    private const string SelectFault = """
        SELECT v.Id, d.CreditCode, d.Year, v.Number, d.TownshipCode, v.ContentSha256
        FROM DeclarationVersion v
        JOIN Declaration d ON d.Id = v.DeclarationId
        WHERE v.Id = @Id
        """;

    /// <summary>The last of these is how a version came; its number is given again only when an import that was taken back has taken its enterprise from the roll.</summary>
    internal static readonly string[] Filings =
        [.. new[] { ReportChangeKind.Filed, ReportChangeKind.Replaced, ReportChangeKind.ChangeFiled }.Select(k => k.Action().Code())];

    /// <summary>Each names a version and says its hash.</summary>
    internal static readonly string[] Steps = [.. Enum.GetValues<ReportChangeKind>().Select(k => k.Action().Code())];

    public async Task<VersionVerdict> RunAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenForScanAsync(ct);
        var grades = new GradeVerifier(database, connection);
        var (after, versions, entered, faults, isKept) = (0L, 0L, 0L, 0L, false);
        var all = new List<VersionFault>();
        while (true)
        {
            var chunk = (await connection.QueryAsync<Row>(database.Command(SelectChunk, new { After = after, Filings, Steps, Skip = 0, Take = ChunkSize }, ct: ct))).AsList();
            var sound = new List<(long Id, byte[] Packed)>(ChunkSize);
            foreach (var row in chunk)
            {
                var found = Hash(row.Content);
                // from the first one that was entered when it was filed, all are
                isKept |= Filings.Contains(row.Action);
                entered += row.EnteredSha256 is null ? 0 : 1;
                if (VersionCheck.Fault(row.ContentSha256, found, row.EnteredSha256, isKept) is { } kind)
                    await TellAsync(row, found, kind);
                else
                    sound.Add((row.Id, row.Content));
            }

            foreach (var id in await grades.WrongAsync(sound, ct))
                await TellAsync(chunk.First(r => r.Id == id), chunk.First(r => r.Id == id).ContentSha256, VersionFaultKind.GradeChanged);

            versions += chunk.Count;
            if (chunk.Count < ChunkSize)
                return new VersionVerdict(versions, entered, faults, all);
            after = chunk[^1].Id;
        }

        async Task TellAsync(Row row, string found, VersionFaultKind kind)
        {
            // an undo may have taken it away meanwhile
            if (await connection.QuerySingleOrDefaultAsync<VersionFault>(database.Command(SelectFault, new { row.Id }, ct: ct)) is not { } fault)
                return;
            if (++faults <= MostFound)
                all.Add(fault with { FoundSha256 = found, EnteredSha256 = row.EnteredSha256, Kind = kind });
        }
    }

    /// <summary>Of what was packed; empty where it cannot even be unpacked.</summary>
    internal static string Hash(byte[] packed)
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
        public string? Action { get; init; }
        public string? EnteredSha256 { get; init; }
    }
}
