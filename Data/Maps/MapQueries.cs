using Dapper;
using RiskReport.Data.Roster;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Maps;
using RiskReport.Domain.Roster;

namespace RiskReport.Data.Maps;

/// <summary>A company as a point of the map.</summary>
public sealed record MapCompany
{
    public required long EnterpriseId { get; init; }
    public required string Name { get; init; }
    public required string TownshipCode { get; init; }
    public required string Address { get; init; }
    public required DeclarationStatus Status { get; init; }
    public RiskColour? Colour { get; init; }
    public required decimal Longitude { get; init; }
    public required decimal Latitude { get; init; }
}

/// <summary>Where the enterprises of a roster stand: the same filter, the same scope.</summary>
public sealed class MapQueries(Database database, RosterPieces pieces)
{
    private const string Columns =
        "e.Id AS EnterpriseId, e.Name, d.TownshipCode, e.Address, d.Status, d.Colour, e.Longitude, e.Latitude";

    private const string InCells = " AND d.CellX BETWEEN @FromX AND @ToX AND d.CellY BETWEEN @FromY AND @ToY";

    /// <summary>The plus keeps SQLite on the roster's index, which has every column a filter may ask; the index of the cells has few.</summary>
    private const string InCellsOfRoster = " AND +d.CellX BETWEEN @FromX AND @ToX AND +d.CellY BETWEEN @FromY AND @ToY";

    private const string InView = InCells + " AND e.Longitude BETWEEN @West AND @East AND e.Latitude BETWEEN @South AND @North";

    private const string CountyOf = "SUBSTRING(d.TownshipCode, 1, 6)";

    /// <summary>The figures of the roster by township.</summary>
    public async Task<RosterCounts> UnitsAsync(RosterFilter filter, Scope scope, CancellationToken ct) =>
        new(await pieces.QueryAsync<RosterCount>(UnitsSql(filter), filter, scope, null, ct));

    /// <summary>By township, since whether a place can be right depends on whose it is.</summary>
    public Task<IReadOnlyList<CellCount>> CellsAsync(RosterFilter filter, MapView view, Scope scope, CancellationToken ct) =>
        pieces.QueryAsync<CellCount>(CellsSql(filter), filter, scope, OfView(view), ct);

    /// <summary>The worst first, of those that stand where they can be.</summary>
    public async Task<IReadOnlyList<MapCompany>> CompaniesAsync(RosterFilter filter, MapView view, MapBoxes boxes, Scope scope, int take, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var parameters = Parameters(filter, view, scope);
        parameters.AddDynamicParams(new { view.West, view.East, view.South, view.North, Skip = 0, Take = take });
        foreach (var (box, i) in boxes.All.Select((b, i) => (b, i)))
        {
            parameters.Add($"County{i}", box.CountyCode);
            parameters.Add($"BoxFromX{i}", box.From.X);
            parameters.Add($"BoxToX{i}", box.To.X);
            parameters.Add($"BoxFromY{i}", box.From.Y);
            parameters.Add($"BoxToY{i}", box.To.Y);
        }

        return (await connection.QueryAsync<MapCompany>(database.Command(CompaniesSql(filter, boxes.All.Count), parameters, ct: ct))).AsList();
    }

    /// <summary>Those of a township in one cell.</summary>
    public async Task<IReadOnlyList<MapCompany>> CompaniesAsync(RosterFilter filter, CellCount cell, Scope scope, int take, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var parameters = RosterSql.Parameters(filter, scope);
        parameters.AddDynamicParams(new { FromX = cell.X, ToX = cell.X, FromY = cell.Y, ToY = cell.Y, cell.TownshipCode, Skip = 0, Take = take });
        return (await connection.QueryAsync<MapCompany>(database.Command(CellCompaniesSql(filter), parameters, ct: ct))).AsList();
    }

    /// <summary>
    /// From what is kept; by a name or code along the index that has the groups in order; else by SUBSTRING, which keeps SQLite from that
    /// index, since it lacks what the filter asks.
    /// </summary>
    internal static string UnitsSql(RosterFilter filter)
    {
        var isTallied = RosterSql.IsTallied(filter);
        var isOrdered = isTallied || (filter is { Types.Count: 0, Industries.Count: 0, Phase: null } && RosterSql.IsTallied(filter with { Text = null }));
        var (table, enterprises) = isTallied ? ("TownshipSummary d {noexpand}", "SUM(d.Enterprises)") : ("Declaration d", "COUNT(*)");
        var township = isOrdered ? "d.TownshipCode" : "SUBSTRING(d.TownshipCode, 1, 9)";
        return $"""
            SELECT {township} AS TownshipCode, d.Status, d.Colour, {enterprises} AS Enterprises
            FROM {table}
            WHERE {RosterSql.Where(filter)}
            GROUP BY {township}, d.Status, d.Colour
            """;
    }

    /// <summary>In the order of IX_Declaration_Cell, so that nothing is sorted, where that holds what the filter asks.</summary>
    internal static string CellsSql(RosterFilter filter) => $"""
        SELECT d.CellX AS X, d.CellY AS Y, d.TownshipCode, COUNT(*) AS Enterprises,
            SUM(CASE WHEN d.Colour = 4 THEN 1 ELSE 0 END) AS Red, SUM(CASE WHEN d.Colour = 3 THEN 1 ELSE 0 END) AS Orange,
            SUM(CASE WHEN d.Colour = 2 THEN 1 ELSE 0 END) AS Yellow, SUM(CASE WHEN d.Colour = 1 THEN 1 ELSE 0 END) AS Blue,
            SUM(d.RedItems + d.OrangeItems) AS MajorRisks
        FROM Declaration d
        WHERE {RosterSql.Where(filter)}{(filter.Phase is null && RosterSql.IsTallied(filter with { Parts = [] }) ? InCells : InCellsOfRoster)}
        GROUP BY d.CellX, d.CellY, d.TownshipCode
        """;

    internal static string CompaniesSql(RosterFilter filter, int boxes) => $$"""
        SELECT {{Columns}}
        FROM Declaration d
        JOIN Enterprise e ON e.Id = d.EnterpriseId
        WHERE {{RosterSql.Where(filter)}}{{InView}}{{string.Concat(Enumerable.Range(0, boxes).Select(IsPlaced))}}
        ORDER BY d.Colour DESC, d.EnterpriseId {page}
        """;

    internal static string CellCompaniesSql(RosterFilter filter) => $$"""
        SELECT {{Columns}}
        FROM Declaration d
        JOIN Enterprise e ON e.Id = d.EnterpriseId
        WHERE {{RosterSql.Where(filter)}}{{InCells}} AND d.TownshipCode = @TownshipCode
        ORDER BY d.EnterpriseId {page}
        """;

    /// <summary><see cref="MapBox.Holds"/> as SQL.</summary>
    private static string IsPlaced(int box) =>
        $" AND ({CountyOf} <> @County{box} OR (d.CellX BETWEEN @BoxFromX{box} AND @BoxToX{box} AND d.CellY BETWEEN @BoxFromY{box} AND @BoxToY{box}))";

    private static object OfView(MapView view) =>
        new { FromX = view.SouthWest.X, ToX = view.NorthEast.X, FromY = view.SouthWest.Y, ToY = view.NorthEast.Y };

    private static DynamicParameters Parameters(RosterFilter filter, MapView view, Scope scope)
    {
        var parameters = RosterSql.Parameters(filter, scope);
        parameters.AddDynamicParams(OfView(view));
        return parameters;
    }
}
