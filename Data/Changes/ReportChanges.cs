using System.Data.Common;
using Dapper;
using RiskReport.Data.Audit;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;
using RiskReport.Domain.Changes;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Grading;

namespace RiskReport.Data.Changes;

/// <summary>
/// Enters what became of reports into the feed and the audit trail, at the end of the transaction that did it. The row of the head stays
/// locked until the commit, so numbers are given in the order of the commits and a rollback leaves none out.
/// </summary>
public sealed class ReportChanges(Database database, AuditLog audit, TimeProvider clock)
{
    // status and colour are those of what is in force, so the version must be too; what an import's undo made void is none
    private const string Select = """
        SELECT d.Id, d.TownshipCode, d.CreditCode, d.Year, d.Status, d.Colour, v.Number AS Version, v.Code, v.ContentSha256, p.ContentSha256 AS HashBefore
        FROM Declaration d
        LEFT JOIN DeclarationVersion v ON v.DeclarationId = d.Id AND v.Number = COALESCE(CASE WHEN @IsOfChange = 0 THEN d.AcceptedVersion END,
            (SELECT MAX(n.Number) FROM DeclarationVersion n WHERE n.DeclarationId = d.Id AND NOT EXISTS (SELECT 1 FROM WithdrawnReceipt w WHERE w.Code = n.Code)))
        LEFT JOIN DeclarationVersion p ON p.DeclarationId = d.Id AND p.Number =
            (SELECT MAX(b.Number) FROM DeclarationVersion b
             WHERE b.DeclarationId = d.Id AND b.Number < v.Number AND NOT EXISTS (SELECT 1 FROM WithdrawnReceipt w WHERE w.Code = b.Code))
        """;

    private const string SelectReports = $"""
        {Select}
        WHERE d.Id IN @Ids
        ORDER BY d.Id
        """;

    private const string SelectOfEnterprises = $"""
        {Select}
        WHERE d.EnterpriseId IN @Ids AND d.Status IN (2, 3, 4, 5) AND {ScopeSql.OfNamedDeclaration}
        ORDER BY d.EnterpriseId, d.Year
        """;

    // read committed alone would let somebody answer one of another year before the move, which nobody in the new township would hear of
    private const string UpdateHeld = $"UPDATE Declaration SET ChangedAt = ChangedAt WHERE EnterpriseId IN @Ids AND {ScopeSql.OfThisDeclaration}";

    private const string UpdateHead = "UPDATE ReportChangeHead SET Number = Number + @Count WHERE Id = 1";

    private const string SelectHead = "SELECT h.Number FROM ReportChangeHead h WHERE h.Id = 1";

    private const string SelectTownships = """
        SELECT c.TownshipCode AS Code, MAX(c.TownshipNumber) AS Number FROM ReportChange c WHERE c.TownshipCode IN @Codes GROUP BY c.TownshipCode
        """;

    private const string Insert = """
        INSERT INTO ReportChange (Number, TownshipCode, TownshipNumber, Kind, At, CreditCode, Year, Version, Status, Colour, Code, ContentSha256)
        VALUES (@Number, @TownshipCode, @TownshipNumber, @Kind, @At, @CreditCode, @Year, @Version, @Status, @Colour, @Code, @ContentSha256)
        """;

    private static readonly BulkInsert<ReportChange> Changes = new(Insert);

    /// <summary>Of reports that are there as they now are. What is filed anew replaces.</summary>
    internal async Task AddAsync(
        ReportChangeKind kind, IReadOnlyCollection<long> reports, Actor actor, DbConnection connection, DbTransaction transaction, CancellationToken ct) =>
        await AddAsync(kind, await ReadAsync(kind, reports, connection, transaction, ct), actor, connection, transaction, ct);

    /// <summary>At most a thousand at a time, which is what SQL Server takes as parameters.</summary>
    internal async Task<IReadOnlyList<ChangedReport>> ReadAsync(
        ReportChangeKind kind, IReadOnlyCollection<long> reports, DbConnection connection, DbTransaction transaction, CancellationToken ct) =>
        reports.Count == 0 ? [] : (await connection.QueryAsync<ChangedReport>(database.Command(SelectReports, new
        {
            Ids = reports,
            IsOfChange = kind is ReportChangeKind.ChangeFiled or ReportChangeKind.ChangeReturned,
        }, transaction, ct))).AsList();

    /// <summary>What the feed tells of enterprises that may be about to be registered elsewhere, of whatever year, held until the end of the transaction.</summary>
    internal async Task<IReadOnlyList<ChangedReport>> OfEnterprisesAsync(
        IReadOnlyCollection<long> enterprises, Scope scope, DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        if (enterprises.Count == 0)
            return [];
        var parameters = scope.Parameters(new { Ids = enterprises, IsOfChange = false });
        await connection.ExecuteAsync(database.Command(UpdateHeld, parameters, transaction, ct));
        return (await connection.QueryAsync<ChangedReport>(database.Command(SelectOfEnterprises, parameters, transaction, ct))).AsList();
    }

    /// <summary>Each of them that stands elsewhere by now leaves the feed of its old township, whose readers would never hear of it again, and comes into that of the new one.</summary>
    internal async Task MoveAsync(IReadOnlyList<ChangedReport> before, Actor actor, DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        var townships = new Dictionary<long, string>();
        foreach (var ids in before.Select(b => b.Id).Chunk(1_000))
        {
            foreach (var report in await ReadAsync(ReportChangeKind.Arrived, ids, connection, transaction, ct))
                townships.Add(report.Id, report.TownshipCode);
        }

        var moved = before.Where(b => townships.TryGetValue(b.Id, out var township) && township != b.TownshipCode).ToList();
        await AddAsync(ReportChangeKind.Left, moved, actor, connection, transaction, ct);
        await AddAsync(ReportChangeKind.Arrived, moved.ConvertAll(m => m with { TownshipCode = townships[m.Id] }), actor, connection, transaction, ct);
    }

    internal async Task AddAsync(
        ReportChangeKind kind, IReadOnlyList<ChangedReport> reports, Actor actor, DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        if (reports.Count == 0)
            return;
        await connection.ExecuteAsync(database.Command(UpdateHead, new { reports.Count }, transaction, ct));
        var number = await connection.ExecuteScalarAsync<long>(database.Command(SelectHead, null, transaction, ct)) - reports.Count;
        var townships = (await connection.QueryAsync<(string Code, long Number)>(database.Command(
            SelectTownships, new { Codes = reports.Select(r => r.TownshipCode).Distinct().ToList() }, transaction, ct))).ToDictionary(t => t.Code, t => t.Number);
        var now = clock.GetUtcNow().UtcDateTime;
        var changes = new List<ReportChange>(reports.Count);
        var deeds = new List<AuditDeed>(reports.Count);
        foreach (var report in reports)
        {
            var what = kind == ReportChangeKind.Filed && report.HashBefore is not null ? ReportChangeKind.Replaced : kind;
            townships[report.TownshipCode] = townships.GetValueOrDefault(report.TownshipCode) + 1;
            changes.Add(report.Change(what, ++number, townships[report.TownshipCode], now));
            deeds.Add(report.Deed(what));
        }

        await Changes.RunAsync(changes, connection, transaction, ct);
        await audit.AppendAsync(deeds, actor, connection, transaction, ct);
    }
}

/// <summary>What the feed and the audit trail tell of a report.</summary>
internal sealed record ChangedReport
{
    public required long Id { get; init; }
    public required string TownshipCode { get; init; }
    public required string CreditCode { get; init; }
    public required int Year { get; init; }
    public DeclarationStatus? Status { get; init; }
    public RiskColour? Colour { get; init; }
    public int? Version { get; init; }
    public string? Code { get; init; }
    public string? ContentSha256 { get; init; }

    /// <summary>Of the version before; of a report that is gone, its own.</summary>
    public string? HashBefore { get; init; }

    /// <summary>What is left of it when the version is void: what was filed before, or nothing that is filed, then with the void one's number.</summary>
    public ChangedReport Undone(ChangedReport? now) => (now is { Version: not null } ? now : this with
    {
        TownshipCode = (now ?? this).TownshipCode,
        Status = now?.Status,
        Colour = null,
        ContentSha256 = null,
    }) with
    { HashBefore = ContentSha256 };

    public ReportChange Change(ReportChangeKind kind, long number, long townshipNumber, DateTime at) => new()
    {
        Number = number,
        TownshipCode = TownshipCode,
        TownshipNumber = townshipNumber,
        Kind = kind,
        At = at,
        CreditCode = CreditCode,
        Year = Year,
        Version = Version,
        Status = Status,
        Colour = Colour,
        Code = Code,
        ContentSha256 = ContentSha256,
    };

    public AuditDeed Deed(ReportChangeKind kind) => new(kind.Action(), $"{CreditCode}/{Year}/{Version ?? 0}", TownshipCode)
    {
        HashBefore = kind is ReportChangeKind.Filed or ReportChangeKind.Replaced or ReportChangeKind.ChangeFiled or ReportChangeKind.Undone ? HashBefore : null,
        HashAfter = ContentSha256,
    };
}
