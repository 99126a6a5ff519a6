using System.Data.Common;
using System.Runtime.CompilerServices;
using Dapper;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Roster;

namespace RiskReport.Data.Roster;

/// <summary>The roster of a year, from what the caller's scope and the filter leave.</summary>
public sealed class RosterQueries(Database database, RosterPieces pieces)
{
    private const int ChunkSize = 1_000;

    internal const string Joins = """
        JOIN Enterprise e ON e.Id = d.EnterpriseId
        JOIN Region town ON town.Code = d.TownshipCode
        JOIN Region county ON county.Code = town.ParentCode
        LEFT JOIN Industry i ON i.Code = d.DivisionCode
        """;

    private const string Columns = """
        d.Id AS DeclarationId, e.Id AS EnterpriseId, e.CreditCode, e.Name, county.Name AS County, d.TownshipCode, town.Name AS Township, d.IndustryCode,
        i.Name AS Industry, d.Scale, d.Year, d.Type, d.Status, d.SubmittedAt, d.Colour, d.TopScore, d.RedItems, d.OrangeItems, d.YellowItems, d.BlueItems,
        d.MainRisk, d.SafetyOfficer, e.Phone
        """;

    private const string SelectSummary = """
        SELECT d.TownshipCode, d.Status, d.Colour, SUM(d.Enterprises) AS Enterprises
        FROM TownshipSummary d {noexpand}
        WHERE d.Year = @Year AND d.TownshipCode BETWEEN @RegionFrom AND @RegionTo
        GROUP BY d.TownshipCode, d.Status, d.Colour
        """;

    /// <summary>Figures of a whole region for the home page.</summary>
    public async Task<RosterCounts> SummaryAsync(int year, Scope scope, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var counts = await connection.QueryAsync<RosterCount>(
            database.Command(SelectSummary, new { Year = year, scope.RegionFrom, scope.RegionTo }, ct: ct));
        return new RosterCounts(counts.AsList());
    }

    /// <summary>Counted under every filter but colour and status, so that the page can offer the others of these with their figures.</summary>
    public async Task<RosterCounts> CountAsync(RosterFilter filter, Scope scope, CancellationToken ct) =>
        new(await pieces.QueryAsync<RosterCount>(CountSql(filter.WithoutCounted), filter, scope, null, ct));

    /// <summary>What statistics are made of.</summary>
    public Task<IReadOnlyList<RosterFigure>> FiguresAsync(RosterFilter filter, Scope scope, CancellationToken ct) =>
        pieces.QueryAsync<RosterFigure>(FiguresSql(filter), filter, scope, null, ct);

    /// <summary>A page behind a line costs the same wherever it is; one in the second half by number is found from the end.</summary>
    public async Task<IReadOnlyList<RosterRow>> PageAsync(RosterRequest request, Scope scope, RosterPlace place, long total, int take, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var parameters = RosterSql.Parameters(request.Filter, scope);
        var backwards = place.Before is not null;
        var beyond = "";
        if (place is { After: { } gone, AfterTownship: { } township })
        {
            beyond = Beyond(request, backwards, gone, township, parameters);
            parameters.AddDynamicParams(new { Skip = 0L, Take = (long)take });
        }
        else if ((place.After ?? place.Before) is { } seen)
        {
            beyond = await BeyondAsync(request, scope, seen, backwards, parameters, connection, ct);
            parameters.AddDynamicParams(new { Skip = 0L, Take = (long)take });
        }
        else
        {
            var left = Math.Min(take, total - place.Skip);
            if (left <= 0)
                return [];
            backwards = place.Skip > total / 2;
            parameters.AddDynamicParams(new { Skip = backwards ? total - place.Skip - left : place.Skip, Take = left });
        }

        var rows = await connection.QueryAsync<RosterRow>(database.Command(PageSql(request, backwards, beyond), parameters, ct: ct));
        return [.. rows.Select(r => WithDelay(r, request.Filter))];
    }

    /// <summary>
    /// The whole roster for an export. Which reports stand on it, in which order, is decided at one moment; their rows follow some
    /// hundred to a query: nothing is cut short or comes twice, and no reader is open while a slow client takes its time.
    /// </summary>
    public async IAsyncEnumerable<RosterRow> AllAsync(RosterRequest request, Scope scope, [EnumeratorCancellation] CancellationToken ct)
    {
        var sql = ChunkSql(request.Filter);
        foreach (var chunk in (await IdsAsync(request, scope, ct)).Chunk(ChunkSize))
        {
            Dictionary<long, RosterRow> rows;
            await using (var connection = await database.OpenForScanAsync(ct))
            {
                var parameters = RosterSql.Parameters(request.Filter, scope);
                parameters.AddDynamicParams(new { Ids = RosterSql.Ids(chunk) });
                rows = (await connection.QueryAsync<RosterRow>(database.LongCommand(sql, parameters, ct))).ToDictionary(r => r.DeclarationId);
            }

            foreach (var id in chunk)
            {
                if (rows.TryGetValue(id, out var row))
                    yield return WithDelay(row, request.Filter);
            }
        }
    }

    /// <summary>The reports of a roster in its order: eight bytes to each.</summary>
    internal async Task<IReadOnlyList<long>> IdsAsync(RosterRequest request, Scope scope, CancellationToken ct)
    {
        await using var connection = await database.OpenForScanAsync(ct);
        return (await connection.QueryAsync<long>(database.LongCommand(IdsSql(request), RosterSql.Parameters(request.Filter, scope), ct))).AsList();
    }

    /// <summary>From what is kept; by a name or code along the index that has the groups in order; or from all that a filter may ask.</summary>
    internal static string CountSql(RosterFilter filter) => RosterSql.IsTallied(filter)
        ? $$"""
            SELECT d.Status, d.Colour, SUM(d.Enterprises) AS Enterprises
            FROM TownshipSummary d {noexpand}
            WHERE {{RosterSql.Where(filter)}}
            GROUP BY d.Status, d.Colour
            """
        : filter is { Types.Count: 0, Industries.Count: 0, Phase: null } && RosterSql.IsTallied(filter with { Text = null })
        ? $"""
            SELECT d.TownshipCode, d.Status, d.Colour, COUNT(*) AS Enterprises
            FROM Declaration d
            WHERE {RosterSql.Where(filter)}
            GROUP BY d.TownshipCode, d.Status, d.Colour
            """
        : $"""
            SELECT d.Status, d.Colour, COUNT(*) AS Enterprises
            FROM Declaration d
            WHERE {RosterSql.Where(filter)}
            GROUP BY d.Status, d.Colour
            """;

    internal static string FiguresSql(RosterFilter filter)
    {
        var (table, enterprises) = RosterSql.IsTallied(filter) ? ("TownshipSummary d {noexpand}", "SUM(d.Enterprises)") : ("Declaration d", "COUNT(*)");
        return $"""
            SELECT SUBSTRING(d.TownshipCode, 1, 6) AS CountyCode, d.DivisionCode, d.Status, d.Colour, {enterprises} AS Enterprises
            FROM {table}
            WHERE {RosterSql.Where(filter)}
            GROUP BY SUBSTRING(d.TownshipCode, 1, 6), d.DivisionCode, d.Status, d.Colour
            """;
    }

    /// <summary>The ids of the page come from the index alone; only its rows are then looked up.</summary>
    internal static string PageSql(RosterRequest request, bool backwards, string beyond) => $$"""
        SELECT {{ColumnsOf(request.Filter)}}
        FROM (SELECT d.Id FROM Declaration d WHERE {{RosterSql.Where(request.Filter)}}{{beyond}} {{RosterSql.OrderBy(request, backwards)}} {page}) p
        JOIN Declaration d ON d.Id = p.Id
        {{Joins}}
        {{RosterSql.OrderBy(request, backwards: false)}}
        """;

    internal static string ChunkSql(RosterFilter filter) => $"""
        SELECT {ColumnsOf(filter)}
        FROM Declaration d
        {Joins}
        WHERE {RosterSql.Named}
        """;

    internal static string IdsSql(RosterRequest request) =>
        $"SELECT d.Id FROM Declaration d WHERE {RosterSql.Where(request.Filter)} {RosterSql.OrderBy(request, backwards: false)}";

    internal static string KeySql(RosterRequest request) =>
        $"SELECT {RosterSql.KeyOf(request)} AS SortKey FROM Declaration d WHERE d.EnterpriseId = @AfterId AND {RosterSql.Matching}";

    private static string ColumnsOf(RosterFilter filter) => filter.Overdue is { } overdue ? $"{Columns}, {RosterSql.LateSince(overdue)} AS LateSince" : Columns;

    private static RosterRow WithDelay(RosterRow row, RosterFilter filter) =>
        row.LateSince is { } since ? row with { LateDays = filter.Overdue!.Today.DayNumber - since.DayNumber } : row;

    /// <summary>What stands behind a line is known by the line's own key, as it is now; where it is gone, the list begins anew.</summary>
    private async Task<string> BeyondAsync(
        RosterRequest request, Scope scope, long seen, bool backwards, DynamicParameters parameters, DbConnection connection, CancellationToken ct)
    {
        var row = RosterSql.Parameters(request.Filter, scope);
        row.AddDynamicParams(new { AfterId = seen });
        var rows = await connection.QueryAsync(database.Command(KeySql(request), row, ct: ct));
        if (rows.SingleOrDefault() is not IDictionary<string, object?> line)
            return "";

        return Beyond(request, backwards, seen, line["SortKey"], parameters);
    }

    private static string Beyond(RosterRequest request, bool backwards, long seen, object? key, DynamicParameters parameters)
    {
        parameters.AddDynamicParams(new { AfterId = seen });
        if (key is null)
            return RosterSql.Beyond(request, backwards, keyIsNull: true);

        parameters.Add("AfterKey", key);
        if (RosterSql.KeyOf(request) == RosterSql.Keys[RosterOrder.ByRegion.Key])
            parameters.Add(request.Order.IsDescending == backwards ? "RegionFrom" : "RegionTo", key);   // an index is not entered by an OR
        return RosterSql.Beyond(request, backwards, keyIsNull: false);
    }
}
