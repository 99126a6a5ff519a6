using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Dapper;
using RiskReport.Data.Declarations;
using RiskReport.Data.Enterprises;
using RiskReport.Domain;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Imports;

namespace RiskReport.Data.Imports;

/// <summary>
/// The roll as a workbook asks for it: what an enterprise says about itself, with its report of a year or, where it has
/// filed none yet, with the newest accepted one before. The roll follows the newest report, so a report of an older year brings
/// what the enterprise said of itself then. What was written off last is not on the roll.
/// </summary>
public sealed class RollQueries(Database database)
{
    private const int ChunkSize = 500;

    private const string OnTheRoll = $"""
        FROM Enterprise e
        LEFT JOIN Declaration d ON d.EnterpriseId = e.Id AND d.Year = (
            SELECT MAX(r.Year)
            FROM Declaration r
            WHERE r.EnterpriseId = e.Id AND ((r.Year = @Year AND r.Status IN (2, 4)) OR (r.Year < @Year AND r.Status = 4)))
        WHERE {ScopeSql.OfEnterprise}
          AND NOT EXISTS (SELECT 1 FROM Declaration w WHERE w.EnterpriseId = e.Id AND w.Status = 5
            AND NOT EXISTS (SELECT 1 FROM Declaration n WHERE n.EnterpriseId = w.EnterpriseId AND n.Year > w.Year))
        """;

    private const string SelectEnterprises = $$"""
        SELECT d.Id AS ReportId, d.HasMajorRisk,
            CASE WHEN d.Year = @Year AND EXISTS (SELECT 1 FROM Declaration l WHERE l.EnterpriseId = e.Id AND l.Year > @Year AND l.Status IN (2, 4)) THEN d.Basics END AS Basics,
            {{EnterpriseStore.Columns}}
        {{OnTheRoll}}
          AND e.Id > @After
        ORDER BY e.Id {page}
        """;

    private const string CountRows = $"""
        SELECT COUNT(*) AS Enterprises, COALESCE(SUM(d.RedItems + d.OrangeItems + d.YellowItems + d.BlueItems), 0) AS Risks
        {OnTheRoll}
        """;

    private const string SelectRisks = $"""
        SELECT {DeclarationStore.ItemColumns}
        FROM RiskItem i
        JOIN Declaration d ON d.Id = i.DeclarationId
        WHERE i.DeclarationId IN @Ids AND {ScopeSql.OfDeclaration}
        ORDER BY i.DeclarationId, i.Position
        """;

    /// <summary>How much there is, before anything of it is sent.</summary>
    public async Task<RollSize> SizeAsync(int year, Scope scope, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.QuerySingleAsync<RollSize>(database.Command(CountRows, scope.Parameters(new { Year = year }), ct: ct));
    }

    /// <summary>Some hundred enterprises to a query that starts behind the last one: memory stays flat, and no reader is open while a slow client takes its time.</summary>
    public async IAsyncEnumerable<RollEntry> AllAsync(int year, Scope scope, [EnumeratorCancellation] CancellationToken ct)
    {
        var after = 0L;
        int found;
        do
        {
            var chunk = await NextAsync(year, scope, after, ct);
            foreach (var (_, entry) in chunk)
                yield return entry;
            found = chunk.Count;
            after = found > 0 ? chunk[^1].Id : after;
        }
        while (found == ChunkSize);
    }

    private async Task<List<(long Id, RollEntry Entry)>> NextAsync(int year, Scope scope, long after, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var rows = (await connection.QueryAsync<Report, long, EnterpriseFacts, (Report Report, long Id, EnterpriseFacts Facts)>(
            database.Command(SelectEnterprises, scope.Parameters(new { Year = year, After = after, Skip = 0, Take = ChunkSize }), ct: ct),
            (report, id, facts) => (report, id, facts), splitOn: "Id,CreditCode")).AsList();
        var risks = await RisksAsync(rows.Where(r => r.Report.ReportId is not null).Select(r => r.Report.ReportId!.Value).ToList(), scope, connection, ct);
        return rows.ConvertAll(r => (r.Id, new RollEntry(r.Report.Then ?? r.Facts, r.Report.HasMajorRisk, [.. risks[r.Report.ReportId ?? 0]])));
    }

    private async Task<ILookup<long, RiskFacts>> RisksAsync(List<long> reports, Scope scope, DbConnection connection, CancellationToken ct)
    {
        var rows = await connection.QueryAsync<RiskItemRow>(database.Command(SelectRisks, scope.Parameters(new { Ids = reports }), ct: ct));
        return rows.ToLookup(r => r.DeclarationId, r => r.ToRisk().Facts);
    }

    private sealed record Report
    {
        public long? ReportId { get; init; }
        public bool? HasMajorRisk { get; init; }
        public string? Basics { get; init; }

        public EnterpriseFacts? Then => Basics is null ? null : JsonSerializer.Deserialize<EnterpriseFacts>(Basics, StoredJson.Options);
    }
}
