using System.Runtime.CompilerServices;
using Dapper;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Roster;

namespace RiskReport.Data.Roster;

/// <summary>The risks of the reports on a roster: those that answer what the filter asks of a risk.</summary>
public sealed class RiskRosterQueries(Database database, RosterQueries roster, RosterPieces pieces)
{
    private const int ChunkSize = 200;

    private const string Columns = """
        e.Id AS EnterpriseId, e.CreditCode, e.Name AS EnterpriseName, county.Name AS County, d.TownshipCode, town.Name AS Township, d.IndustryCode,
        i.Name AS Industry, d.Scale, d.Year, d.Status, r.Position, r.Name, r.RiskPoint, r.Location, r.AccidentType, r.Consequence, r.Method,
        r.CatalogueCode, r.Colour, r.Score, r.Reason, r.Controls, r.Emergency, r.Department, r.Owner, r.Phone
        """;

    private const string Order = "ORDER BY d.TownshipCode, d.EnterpriseId, r.Position";
    private const string Backwards = "ORDER BY d.TownshipCode DESC, d.EnterpriseId DESC, r.Position DESC";

    private const string SelectTownship = $"SELECT d.TownshipCode FROM Declaration d WHERE d.EnterpriseId = @AfterId AND {RosterSql.Matching}";

    private const string Behind = """
         AND (d.TownshipCode > @AfterTownship OR d.EnterpriseId > @AfterId OR (d.EnterpriseId = @AfterId AND r.Position > @AfterPosition))
        """;

    private const string Ahead = """
         AND (d.TownshipCode < @AfterTownship OR d.EnterpriseId < @AfterId OR (d.EnterpriseId = @AfterId AND r.Position < @AfterPosition))
        """;

    /// <summary>By colour, under every condition on a risk but the colour, so that the page can offer the other colours.</summary>
    public async Task<RiskCounts> CountAsync(RosterFilter filter, Scope scope, CancellationToken ct)
    {
        var any = filter with { Risk = filter.Risk with { Colours = [] } };
        return RiskCounts.Sum(await pieces.QueryAsync<RiskCounts>(CountSql(any), any, scope, null, ct));
    }

    /// <summary>A page from the beginning or the end of the list, or behind or before a risk that was seen.</summary>
    public async Task<IReadOnlyList<RiskRosterRow>> PageAsync(RosterFilter filter, Scope scope, RiskPlace place, int take, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var parameters = RosterSql.Parameters(filter, scope);
        parameters.AddDynamicParams(new { Skip = 0, Take = take });
        var beyond = false;
        if (place is { EnterpriseId: { } seen })
        {
            parameters.AddDynamicParams(new { AfterId = seen, AfterPosition = place.Position });
            if (await connection.QuerySingleOrDefaultAsync<string>(database.Command(SelectTownship, parameters, ct: ct)) is { } township)
            {
                beyond = true;
                parameters.Add("AfterTownship", township);
                parameters.Add(place.IsBackwards ? "RegionTo" : "RegionFrom", township);
            }
        }

        var rows = (await connection.QueryAsync<RiskRosterRow>(database.Command(PageSql(filter, beyond, place.IsBackwards), parameters, ct: ct))).AsList();
        if (place.IsBackwards)
            rows.Reverse();
        return rows;
    }

    /// <summary>The whole list for an export, a few hundred reports to a query.</summary>
    public async IAsyncEnumerable<RiskRosterRow> AllAsync(RosterFilter filter, Scope scope, [EnumeratorCancellation] CancellationToken ct)
    {
        var sql = ChunkSql(filter);
        foreach (var chunk in (await roster.IdsAsync(filter, RosterOrder.ByRegion, scope, ct)).Chunk(ChunkSize))
        {
            List<RiskRosterRow> rows;
            await using (var connection = await database.OpenForScanAsync(ct))
            {
                var parameters = RosterSql.Parameters(filter, scope);
                parameters.AddDynamicParams(new { Ids = chunk });
                rows = (await connection.QueryAsync<RiskRosterRow>(database.Command(sql, parameters, ct: ct))).AsList();
            }

            foreach (var row in rows)
                yield return row;
        }
    }

    /// <summary>The figures on the reports count their risks by colour; what else is asked of a risk needs the risks.</summary>
    internal static string CountSql(RosterFilter filter) => filter.Risk.IsEmpty
        ? $"""
            SELECT COALESCE(SUM(d.RedItems), 0) AS Red, COALESCE(SUM(d.OrangeItems), 0) AS Orange, COALESCE(SUM(d.YellowItems), 0) AS Yellow, COALESCE(SUM(d.BlueItems), 0) AS Blue
            FROM {(RosterSql.IsTallied(filter) ? "TownshipSummary d {noexpand}" : "Declaration d")}
            WHERE {RosterSql.Where(filter)}
            """
        : $"""
            SELECT COALESCE(SUM(CASE r.Colour WHEN 4 THEN 1 ELSE 0 END), 0) AS Red, COALESCE(SUM(CASE r.Colour WHEN 3 THEN 1 ELSE 0 END), 0) AS Orange,
                COALESCE(SUM(CASE r.Colour WHEN 2 THEN 1 ELSE 0 END), 0) AS Yellow, COALESCE(SUM(CASE r.Colour WHEN 1 THEN 1 ELSE 0 END), 0) AS Blue
            FROM Declaration d
            JOIN RiskItem r ON r.DeclarationId = d.Id
            WHERE {RosterSql.Where(filter)}{RosterSql.OfRisk(filter.Risk)}
            """;

    internal static string PageSql(RosterFilter filter, bool beyond, bool backwards) => $$"""
        SELECT {{Columns}}
        FROM (SELECT d.Id, r.Position FROM Declaration d JOIN RiskItem r ON r.DeclarationId = d.Id
            WHERE {{RosterSql.Where(filter)}}{{RosterSql.OfRisk(filter.Risk)}}{{(beyond ? backwards ? Ahead : Behind : "")}}
            {{(backwards ? Backwards : Order)}} {page}) p
        JOIN Declaration d ON d.Id = p.Id
        JOIN RiskItem r ON r.DeclarationId = p.Id AND r.Position = p.Position
        {{RosterQueries.Joins}}
        {{(backwards ? Backwards : Order)}}
        """;

    internal static string ChunkSql(RosterFilter filter) => $"""
        SELECT {Columns}
        FROM Declaration d
        JOIN RiskItem r ON r.DeclarationId = d.Id
        {RosterQueries.Joins}
        WHERE d.Id IN @Ids AND {RosterSql.Matching}{RosterSql.OfRisk(filter.Risk)}
        {Order}
        """;
}
