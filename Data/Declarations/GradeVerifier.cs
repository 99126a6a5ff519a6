using System.Data.Common;
using Dapper;
using RiskReport.Data.Reference;
using RiskReport.Domain.Audit;
using RiskReport.Domain.Changes;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Reference;

namespace RiskReport.Data.Declarations;

/// <summary>
/// Holds what roster and map show of a report's grade against the version of it that is in force: against the grade that it was filed with, or,
/// where other rules have graded it since, against what those make of what was filed. That they have must stand in the trail.
/// </summary>
internal sealed class GradeVerifier(Database database, DbConnection connection)
{
    /// <summary>
    /// Of report d: the newest that was filed, a change only once it was accepted. What says so is the trail; the report itself is
    /// believed of what was filed before there was one.
    /// </summary>
    private const string InForce = """
        (SELECT MAX(n.Number) FROM DeclarationVersion n WHERE n.DeclarationId = d.Id AND (n.Type <> 3
            OR EXISTS (SELECT 1 FROM AuditEntry a WHERE a.Subject = CONCAT(d.CreditCode, '/', d.Year, '/', n.Number) AND a.Action = @Accepted)
            OR (n.Number = d.AcceptedVersion AND NOT EXISTS (SELECT 1 FROM AuditEntry a WHERE a.Subject = CONCAT(d.CreditCode, '/', d.Year, '/', n.Number) AND a.Action IN @Filings))))
        """;

    private const string SelectShown = $"""
        SELECT v.Id, v.Number, v.Type, v.Colour AS FiledColour, d.Id AS DeclarationId, d.CreditCode, d.Year, d.Status, d.Colour, d.TopScore, d.RedItems, d.OrangeItems,
            d.YellowItems, d.BlueItems, d.RuleSet, d.CatalogueEdition, CASE WHEN w.Code IS NULL THEN 0 ELSE 1 END AS IsVoid
        FROM DeclarationVersion v
        JOIN Declaration d ON d.Id = v.DeclarationId
        LEFT JOIN WithdrawnReceipt w ON w.Code = v.Code
        WHERE v.Id >= @First AND v.Id <= @Last AND v.Number = {InForce}
        """;

    private const string SelectRisks = """
        SELECT i.DeclarationId, i.Colour, i.Score
        FROM RiskItem i
        WHERE i.DeclarationId IN @Ids
        ORDER BY i.DeclarationId, i.Position
        """;

    private const string SelectFacts = $"SELECT {DeclarationStore.ItemColumns} FROM RiskItem i WHERE i.DeclarationId IN @Ids ORDER BY i.DeclarationId, i.Position";

    // their filing is in the trail, and that other rules have graded them is not
    private const string SelectNeverRegraded = """
        SELECT e.Subject
        FROM AuditEntry e
        WHERE e.Subject IN @Subjects
        GROUP BY e.Subject
        HAVING SUM(CASE WHEN e.Action IN @Filings THEN 1 ELSE 0 END) > 0 AND SUM(CASE WHEN e.Action IN @Regradings THEN 1 ELSE 0 END) = 0
        """;

    private static readonly string Accepted = ReportChangeKind.ChangeAccepted.Action().Code();

    /// <summary>A change that is accepted may be graded by newer rules in that moment.</summary>
    private static readonly string[] Regradings = [ReportChangeKind.Regraded.Action().Code(), Accepted];

    private ReferenceData? reference;

    /// <summary>Which of these sound versions, in the order of their ids, are shown otherwise. What was filed between two of the questions is right when it is asked again.</summary>
    public async Task<IReadOnlyList<long>> WrongAsync(IReadOnlyList<(long Id, byte[] Packed)> versions, CancellationToken ct)
    {
        var wrong = new List<long>();
        foreach (var id in versions.Count == 0 ? [] : await OnceAsync(versions, ct))
        {
            if ((await OnceAsync([versions.First(v => v.Id == id)], ct)).Count > 0)
                wrong.Add(id);
        }

        return wrong;
    }

    private async Task<IReadOnlyList<long>> OnceAsync(IReadOnlyList<(long Id, byte[] Packed)> versions, CancellationToken ct)
    {
        var packed = versions.ToDictionary(v => v.Id, v => v.Packed);
        await using var moment = await Database.BeginReadAsync(connection, ct);
        var rows = (await connection.QueryAsync<Row>(database.Command(
            SelectShown, new { First = versions[0].Id, Last = versions[^1].Id, Accepted, VersionVerifier.Filings }, moment, ct))).Where(r => packed.ContainsKey(r.Id)).ToList();
        if (rows.Count == 0)
            return [];
        var risks = (await connection.QueryAsync<(long Id, RiskColour Colour, decimal? Score)>(database.Command(SelectRisks, new { Ids = rows.ConvertAll(r => r.DeclarationId) }, moment, ct)))
            .ToLookup(r => r.Id, r => (r.Colour, r.Score));
        var (wrong, others) = (new List<long>(), new List<Row>());
        foreach (var row in rows)
        {
            var shown = new ShownGrade(row.Colour, row.TopScore, risks[row.DeclarationId].ToList());
            if (FiledGrade.Read(VersionStore.Unpack(packed[row.Id])) is not { } filed || filed.Type != row.Type || filed.Shown.Colour != row.FiledColour || !row.Counts(shown))
                wrong.Add(row.Id);
            else if (!row.IsVoid && (filed.RuleSet != row.RuleSet || filed.Catalogue != (row.CatalogueEdition ?? "")))
                others.Add(row with { Shown = shown });
            else if (!shown.IsSame(row.IsVoid ? ShownGrade.None : filed.Shown) || (row.IsOwed && !row.IsVoid))
                wrong.Add(row.Id);
        }

        if (others.Count > 0)
            wrong.AddRange(await NotAnewAsync(others, packed, moment, ct));
        return wrong;
    }

    private async Task<IEnumerable<long>> NotAnewAsync(List<Row> rows, Dictionary<long, byte[]> packed, DbTransaction moment, CancellationToken ct)
    {
        reference ??= await new ReferenceStore(database).ReadAsync(ct);
        var facts = (await connection.QueryAsync<RiskItemRow>(database.Command(SelectFacts, new { Ids = rows.ConvertAll(r => r.DeclarationId) }, moment, ct)))
            .ToLookup(r => r.DeclarationId, r => r.ToRisk().Facts);
        var never = (await connection.QueryAsync<string>(database.Command(
            SelectNeverRegraded, new { Subjects = rows.ConvertAll(r => r.Subject), VersionVerifier.Filings, Regradings }, moment, ct))).ToHashSet();
        return rows.Where(row => never.Contains(row.Subject) || row.IsOwed || reference.Rules(row.RuleSet ?? "", row.CatalogueEdition) is not { } rules
            || FiledGrade.Under(rules, VersionStore.Unpack(packed[row.Id]), facts[row.DeclarationId].ToList()) is not { } anew || !row.Shown.IsSame(anew)).Select(row => row.Id);
    }

    private sealed record Row
    {
        public required long Id { get; init; }
        public required int Number { get; init; }
        public required DeclarationType Type { get; init; }
        public required RiskColour FiledColour { get; init; }
        public required long DeclarationId { get; init; }
        public required string CreditCode { get; init; }
        public required int Year { get; init; }
        public required DeclarationStatus Status { get; init; }
        public RiskColour? Colour { get; init; }
        public decimal? TopScore { get; init; }
        public required int RedItems { get; init; }
        public required int OrangeItems { get; init; }
        public required int YellowItems { get; init; }
        public required int BlueItems { get; init; }
        public string? RuleSet { get; init; }
        public string? CatalogueEdition { get; init; }
        public bool IsVoid { get; init; }
        public ShownGrade Shown { get; init; } = ShownGrade.None;
        public string Subject => $"{CreditCode}/{Year}/{Number}";

        /// <summary>As if nothing were filed.</summary>
        public bool IsOwed => Status is DeclarationStatus.NotFiled or DeclarationStatus.Draft;

        /// <summary>The numbers that stand in the roster are those of the risks that stand there.</summary>
        public bool Counts(ShownGrade shown) =>
            (RedItems, OrangeItems, YellowItems, BlueItems)
            == (shown.Count(RiskColour.Red), shown.Count(RiskColour.Orange), shown.Count(RiskColour.Yellow), shown.Count(RiskColour.Blue));
    }
}
