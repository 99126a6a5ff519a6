using System.Data.Common;
using Dapper;
using RiskReport.Data.Declarations;
using RiskReport.Data.Enterprises;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Imports;

namespace RiskReport.Data.Imports;

/// <summary>What there is of some hundred enterprises, in a handful of statements.</summary>
public sealed class KnownEnterprises(Database database, EnterpriseStore enterprises, DeclarationStore declarations)
{
    private const string SelectOtherYears = $"""
        SELECT d.EnterpriseId, MAX(CASE WHEN d.Year < @Year THEN 1 ELSE 0 END) AS Earlier, MAX(CASE WHEN d.Year > @Year THEN 1 ELSE 0 END) AS Later
        FROM Declaration d
        WHERE d.EnterpriseId IN @Ids AND d.Status IN (2, 4) AND {ScopeSql.OfNamedDeclaration}
        GROUP BY d.EnterpriseId
        """;

    private const string CountVersions = $"""
        SELECT v.DeclarationId AS Id, MAX(v.Number) AS Number
        FROM DeclarationVersion v
        JOIN Declaration d ON d.Id = v.DeclarationId
        WHERE v.DeclarationId IN @Ids AND {ScopeSql.OfNamedDeclaration}
        GROUP BY v.DeclarationId
        """;

    /// <summary>By credit code those of the region, and the codes that are on the roll elsewhere.</summary>
    internal async Task<(Dictionary<string, KnownEnterprise> Known, HashSet<string> Elsewhere)> ReadAsync(
        IReadOnlyList<string> codes, Scope region, int year, DbConnection connection, CancellationToken ct)
    {
        var found = await enterprises.FindAsync(codes, region, connection, null, ct);
        var elsewhere = await enterprises.TakenAsync(codes, connection, null, ct);
        elsewhere.ExceptWith(found.Keys);
        if (found.Count == 0)
            return ([], elsewhere);

        var ids = found.Values.Select(e => e.Id).ToList();
        var reports = await declarations.FindAsync(ids, year, region, connection, null, ct);
        var reportIds = reports.Values.Select(d => d.Id).ToList();
        var risks = await declarations.RisksAsync(reportIds, region, connection, null, ct);
        var years = (await connection.QueryAsync<OtherYears>(database.Command(SelectOtherYears, region.Parameters(new { Ids = ids, Year = year }), ct: ct))).ToDictionary(y => y.EnterpriseId);
        var versions = (await connection.QueryAsync<Versions>(database.Command(CountVersions, region.Parameters(new { Ids = reportIds }), ct: ct))).ToDictionary(v => v.Id, v => v.Number);
        return (found.ToDictionary(e => e.Key, e => Known(e.Value)), elsewhere);

        KnownEnterprise Known(Domain.Enterprises.Enterprise enterprise)
        {
            var report = reports.GetValueOrDefault(enterprise.Id);
            var other = years.GetValueOrDefault(enterprise.Id);
            return new KnownEnterprise
            {
                Enterprise = enterprise,
                Report = report,
                Risks = report is null ? [] : risks[report.Id].ToList(),
                FiledBefore = other is { Earlier: 1 },
                FiledAfter = other is { Later: 1 },
                Versions = report is null ? 0 : versions.GetValueOrDefault(report.Id),
            };
        }
    }

    private sealed record OtherYears
    {
        public required long EnterpriseId { get; init; }
        public required int Earlier { get; init; }
        public required int Later { get; init; }
    }

    private sealed record Versions
    {
        public required long Id { get; init; }
        public required int Number { get; init; }
    }
}
