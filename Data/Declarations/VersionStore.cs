using System.Data.Common;
using System.IO.Compression;
using Dapper;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;
using RiskReport.Domain.Declarations;

namespace RiskReport.Data.Declarations;

/// <summary>The versions of a report: written once with their filing, never changed.</summary>
public sealed class VersionStore(Database database)
{
    internal const string Columns = "v.Id, v.DeclarationId, d.Year, v.Number, v.Code, v.Type, v.Colour, v.ContentSha256, v.FiledAt, v.FiledBy";

    private const string CountVersions = "SELECT COUNT(*) FROM DeclarationVersion WHERE DeclarationId = @Id";

    internal const string Insert = """
        INSERT INTO DeclarationVersion (DeclarationId, Number, Code, Type, Source, Colour, Content, ContentSha256, FiledAt, FiledBy, FiledFrom)
        VALUES (@DeclarationId, @Number, @Code, @Type, @Source, @Colour, @Content, @ContentSha256, @FiledAt, @FiledBy, @FiledFrom)
        """;

    private const string SelectAll = $"""
        SELECT {Columns}
        FROM DeclarationVersion v
        JOIN Declaration d ON d.Id = v.DeclarationId
        WHERE v.DeclarationId = @Id AND {ScopeSql.OfDeclaration}
        ORDER BY v.Number DESC
        """;

    private const string SelectOriginal = $"""
        SELECT v.Content, v.ContentSha256, a.HashAfter AS EnteredSha256
        FROM DeclarationVersion v
        JOIN Declaration d ON d.Id = v.DeclarationId
        {VersionVerifier.JoinEntry}
        WHERE v.DeclarationId = @Id AND v.Number = @Number AND {ScopeSql.OfDeclaration}
        """;

    // whoever holds the code holds the receipt: nothing more is told than stands on it
    private const string SelectByCode = $"""
        SELECT d.Year, v.Id, v.Number, d.Status, d.PendingType, d.PendingStatus, d.AcceptedVersion, v.ContentSha256, v.FiledAt,
            (SELECT MAX(n.Number) FROM DeclarationVersion n WHERE n.DeclarationId = v.DeclarationId) AS Latest, w.WithdrawnAt,
            v.Content, a.HashAfter AS EnteredSha256
        FROM DeclarationVersion v
        JOIN Declaration d ON d.Id = v.DeclarationId
        LEFT JOIN WithdrawnReceipt w ON w.Code = v.Code
        {VersionVerifier.JoinEntry}
        WHERE v.Code = @Code
        """;

    // its enterprise has left the roll, and the version with it
    private const string SelectWithdrawn = """
        SELECT w.Year, w.VersionId AS Id, w.Number, 0 AS Status, w.ContentSha256, w.FiledAt, w.Number AS Latest, w.WithdrawnAt
        FROM WithdrawnReceipt w
        WHERE w.Code = @Code
        """;

    /// <summary>The newest first.</summary>
    public async Task<IReadOnlyList<Receipt>> AllAsync(long declarationId, Scope scope, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var rows = await connection.QueryAsync<Receipt>(database.Command(SelectAll, scope.Parameters(new { Id = declarationId }), ct: ct));
        return rows.AsList();
    }

    /// <summary>The canonical form of a version, held against its hash and the trail before anything is made of it. Null when there is none for this caller.</summary>
    public async Task<OriginalReport?> OriginalAsync(long declarationId, int number, Scope scope, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var stored = await connection.QuerySingleOrDefaultAsync<Stored>(database.Command(
            SelectOriginal, scope.Parameters(new { Id = declarationId, Number = number, VersionVerifier.Filings, VersionVerifier.Steps }), ct: ct));
        return stored is null ? null : new OriginalReport(IsDamaged(stored, stored.ContentSha256!) ? null : Unpack(stored.Content));
    }

    public async Task<Verification?> VerifyAsync(string code, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var found = await connection.QueryAsync<Verification, Stored, Verification>(
            database.Command(SelectByCode, new { Code = code, VersionVerifier.Filings, VersionVerifier.Steps }, ct: ct), Checked, nameof(Stored.Content));
        return found.SingleOrDefault()
            ?? await connection.QuerySingleOrDefaultAsync<Verification>(database.Command(SelectWithdrawn, new { Code = code }, ct: ct));
    }

    internal async Task AddAsync(
        Declaration declaration, Filing filing, DeclarationType type, DateTime filedAt, Actor actor, DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        var number = 1 + await connection.ExecuteScalarAsync<int>(database.Command(CountVersions, new { declaration.Id }, transaction, ct));
        var row = VersionRow.Of(filing, declaration.Year, number, type, filedAt, actor) with { DeclarationId = declaration.Id };
        await connection.ExecuteAsync(database.Command(Insert, row, transaction, ct));
    }

    /// <summary>Whether the trail had begun when it was filed is not asked here: that only the nightly walk from the first version knows.</summary>
    private static Verification Checked(Verification version, Stored stored) => version with
    {
        IsDamaged = IsDamaged(stored, version.ContentSha256),
    };

    private static bool IsDamaged(Stored stored, string sha256) =>
        VersionCheck.Fault(sha256, VersionVerifier.Hash(stored.Content), stored.EnteredSha256, isKept: false) is not null;

    internal static byte[] Unpack(byte[] packed)
    {
        using var content = new MemoryStream();
        using (var zlib = new ZLibStream(new MemoryStream(packed, writable: false), CompressionMode.Decompress))
            zlib.CopyTo(content);
        return content.ToArray();
    }

    private sealed record Stored
    {
        public required byte[] Content { get; init; }
        public string? ContentSha256 { get; init; }
        public string? EnteredSha256 { get; init; }
    }
}
