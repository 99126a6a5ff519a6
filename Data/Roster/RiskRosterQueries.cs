using System.Runtime.CompilerServices;
using Dapper;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Roster;

namespace RiskReport.Data.Roster;

/// <summary>The risks of the reports on a roster: those that answer what the filter asks of a risk.</summary>
public sealed class RiskRosterQueries(Database database, RosterQueries roster, RosterPieces pieces)
{
    private const int ChunkSize = 200;

    /// <summary>By colour, under every condition on a risk but the colour, so that the page can offer the other colours.</summary>
    public async Task<RiskCounts> CountAsync(RosterFilter filter, Scope scope, CancellationToken ct)
    {
        var any = filter with { Risk = filter.Risk with { Colours = [] } };
        return RiskCounts.Sum(await pieces.QueryAsync<RiskCounts>(CountSql(any), any, scope, null, ct));
    }

    /// <summary>A page from the beginning or the end of the list, or behind or before a risk that was seen; where that is gone, the list begins anew.</summary>
    public async Task<IReadOnlyList<RiskRosterRow>> PageAsync(RosterRequest request, Scope scope, RiskPlace place, int take, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var parameters = RosterSql.Parameters(request.Filter, scope);
        parameters.AddDynamicParams(new { Skip = 0, Take = take + 1 });   // of the report seen, no other risk may be left
        string? beyond = null;
        if (place is { EnterpriseId: { } seen })
        {
            parameters.AddDynamicParams(new { AfterId = seen, AfterPosition = place.Position });
            var lines = await connection.QueryAsync(database.Command(RiskRosterSql.Key(request), parameters, ct: ct));
            if (lines.SingleOrDefault() is IDictionary<string, object?> line)
            {
                var key = line["SortKey"];
                beyond = RiskRosterSql.Beyond(request, place.IsBackwards, key is null);
                parameters.Add("AfterKey", key);
                if (RiskRosterSql.IsByRegion(request.Order))
                    parameters.Add(request.Order.IsDescending == place.IsBackwards ? "RegionFrom" : "RegionTo", key);   // an index is not entered by an OR
            }
        }

        var sql = RiskRosterSql.Page(request, beyond, place.IsBackwards);
        var rows = (await connection.QueryAsync<RiskRosterRow>(database.Command(sql, parameters, ct: ct))).Take(take).ToList();
        if (place.IsBackwards)
            rows.Reverse();
        return rows;
    }

    /// <summary>The whole list for an export. Which risks stand on it, in which order, is decided at one moment; their rows follow some hundred to a query.</summary>
    public IAsyncEnumerable<RiskRosterRow> AllAsync(RosterRequest request, Scope scope, CancellationToken ct) =>
        RiskRosterSql.IsByRisk(request.Order) ? ByRiskAsync(request, scope, ct) : ByReportAsync(request, scope, ct);

    private async IAsyncEnumerable<RiskRosterRow> ByReportAsync(RosterRequest request, Scope scope, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var chunk in (await roster.IdsAsync(request, scope, ct)).Chunk(ChunkSize))
        {
            var rows = (await ChunkAsync(request.Filter, scope, chunk, ct)).ToLookup(r => r.DeclarationId);
            foreach (var row in chunk.SelectMany(id => request.Order.IsDescending ? rows[id].Reverse() : rows[id]))
                yield return row;
        }
    }

    /// <summary>Sixteen bytes to each risk. Their reports lie apart and are read with all their risks.</summary>
    private async IAsyncEnumerable<RiskRosterRow> ByRiskAsync(RosterRequest request, Scope scope, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var chunk in (await NumbersAsync(request, scope, ct)).Chunk(ChunkSize))
        {
            var rows = (await ChunkAsync(request.Filter, scope, chunk.Select(n => n.DeclarationId).Distinct(), ct)).ToDictionary(r => (r.DeclarationId, r.Position));
            foreach (var number in chunk)
            {
                if (rows.TryGetValue(number, out var row))
                    yield return row;
            }
        }
    }

    private async Task<IReadOnlyList<(long DeclarationId, int Position)>> NumbersAsync(RosterRequest request, Scope scope, CancellationToken ct)
    {
        await using var connection = await database.OpenForScanAsync(ct);
        var sql = RiskRosterSql.Numbers(request);
        return (await connection.QueryAsync<(long, int)>(database.LongCommand(sql, RosterSql.Parameters(request.Filter, scope), ct))).AsList();
    }

    private async Task<IReadOnlyList<RiskRosterRow>> ChunkAsync(RosterFilter filter, Scope scope, IEnumerable<long> ids, CancellationToken ct)
    {
        await using var connection = await database.OpenForScanAsync(ct);
        var parameters = RosterSql.Parameters(filter, scope);
        parameters.AddDynamicParams(new { Ids = RosterSql.Ids(ids) });
        return (await connection.QueryAsync<RiskRosterRow>(database.LongCommand(RiskRosterSql.Chunk(filter), parameters, ct))).AsList();
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
}
