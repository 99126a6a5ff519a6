using System.Runtime.CompilerServices;
using Dapper;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Roster;

namespace RiskReport.Data.Roster;

/// <summary>
/// The roster of a year, from what the caller's scope and the filter leave. A filter that is not used is not
/// in the SQL, so that the index fits; every piece is a constant.
/// </summary>
public sealed class RosterQueries(Database database)
{
    internal const string Matching = "d.Year = @Year AND d.TownshipCode BETWEEN @RegionFrom AND @RegionTo";
    internal const string ByColour = " AND d.Colour IN @Colours";
    internal const string ByNoColour = " AND d.Colour IS NULL";
    internal const string ByColourOrNone = " AND (d.Colour IN @Colours OR d.Colour IS NULL)";
    internal const string ByScale = " AND d.Scale = @Scale";
    internal const string ByStatus = " AND d.Status IN @Statuses";
    internal const string ByLatinName = @" AND d.Name LIKE @Pattern ESCAPE '\'";
    internal const string ByName = " AND {name-holds}";
    internal const string ByCode = " AND {code-holds}";

    internal const string After = " AND (d.TownshipCode > @AfterTownship OR d.EnterpriseId > @AfterId)";

    private const int ChunkSize = 2_000;

    private const string Columns = """
        e.Id AS EnterpriseId, e.CreditCode, e.Name, county.Name AS County, d.TownshipCode, town.Name AS Township, e.IndustryCode, i.Name AS Industry,
        e.Scale, d.Year, d.Type, d.Status, d.SubmittedAt, d.Colour, d.TopScore, d.RedItems, d.OrangeItems, d.YellowItems, d.BlueItems,
        d.MainRisk, e.SafetyOfficer, e.Phone
        """;

    private const string Joins = """
        JOIN Enterprise e ON e.Id = d.EnterpriseId
        JOIN Region town ON town.Code = d.TownshipCode
        JOIN Region county ON county.Code = town.ParentCode
        LEFT JOIN Industry i ON i.Code = e.DivisionCode
        """;

    private const string Order = "ORDER BY d.TownshipCode, d.EnterpriseId";
    private const string Backwards = "ORDER BY d.TownshipCode DESC, d.EnterpriseId DESC";

    private const string SelectSummary = """
        SELECT d.TownshipCode, d.Status, d.Colour, d.Enterprises
        FROM TownshipSummary d
        WHERE d.Year = @Year AND d.TownshipCode BETWEEN @RegionFrom AND @RegionTo
        """;

    private const string SelectItems = $"""
        SELECT e.Id AS EnterpriseId, e.CreditCode, e.Name AS EnterpriseName, county.Name AS County, d.TownshipCode, town.Name AS Township, e.IndustryCode,
            i.Name AS Industry, e.Scale, d.Year, d.Status, r.Position, r.Name, r.RiskPoint, r.Location, r.AccidentType, r.Consequence, r.Method,
            r.CatalogueCode, r.Colour, r.Score, r.Reason, r.Controls, r.Emergency, r.Department, r.Owner, r.Phone
        FROM Declaration d
        {Joins}
        JOIN RiskItem r ON r.DeclarationId = d.Id
        WHERE {Matching} AND d.EnterpriseId IN @Ids
        ORDER BY d.TownshipCode, d.EnterpriseId, r.Position
        """;

    /// <summary>Figures of a whole region for the home page.</summary>
    public async Task<RosterCounts> SummaryAsync(int year, Scope scope, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var counts = await connection.QueryAsync<RosterCount>(
            database.Command(SelectSummary, new { Year = year, scope.RegionFrom, scope.RegionTo }, ct: ct));
        return new RosterCounts(counts.AsList());
    }

    /// <summary>Counted under every filter but the colour, so that the page can offer the other colours with their figures.</summary>
    public async Task<RosterCounts> CountAsync(RosterFilter filter, Scope scope, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var counts = await connection.QueryAsync<RosterCount>(database.Command(CountSql(filter), Parameters(filter, scope), ct: ct));
        return new RosterCounts(counts.AsList());
    }

    /// <summary>A page in the second half is found from the end, so that the last one costs as little as the first.</summary>
    public async Task<IReadOnlyList<RosterRow>> PageAsync(RosterFilter filter, Scope scope, long total, long skip, int take, CancellationToken ct)
    {
        var left = Math.Min(take, total - skip);
        if (left <= 0)
            return [];

        var backwards = skip > total / 2;
        await using var connection = await database.OpenAsync(ct);
        var parameters = Parameters(filter, scope);
        parameters.AddDynamicParams(new { Skip = backwards ? total - skip - left : skip, Take = left });
        var rows = await connection.QueryAsync<RosterRow>(database.Command(PageSql(filter, backwards), parameters, ct: ct));
        return rows.AsList();
    }

    /// <summary>
    /// The whole roster for an export, some thousand rows to a query that starts behind the last one: nothing is cut
    /// short, memory stays flat, and no reader is open while a slow client takes its time.
    /// </summary>
    public async IAsyncEnumerable<RosterRow> AllAsync(RosterFilter filter, Scope scope, [EnumeratorCancellation] CancellationToken ct)
    {
        RosterRow? last = null;
        List<RosterRow> rows;
        do
        {
            rows = await NextAsync(filter, scope, last, ct);
            foreach (var row in rows)
                yield return row;
            last = rows.Count > 0 ? rows[^1] : null;
        }
        while (rows.Count == ChunkSize);
    }

    /// <summary>Every risk of the reports under the filter, report by report.</summary>
    public async IAsyncEnumerable<RiskRosterRow> ItemsAsync(RosterFilter filter, Scope scope, [EnumeratorCancellation] CancellationToken ct)
    {
        RosterRow? last = null;
        List<RosterRow> reports;
        do
        {
            reports = await NextAsync(filter, scope, last, ct);
            foreach (var some in reports.Chunk(500))
            {
                await using var connection = await database.OpenAsync(ct);
                var parameters = Parameters(filter, scope);
                parameters.AddDynamicParams(new { Ids = some.Select(r => r.EnterpriseId) });
                foreach (var row in (await connection.QueryAsync<RiskRosterRow>(database.Command(SelectItems, parameters, ct: ct))).AsList())
                    yield return row;
            }

            last = reports.Count > 0 ? reports[^1] : null;
        }
        while (reports.Count == ChunkSize);
    }

    /// <summary>What statistics are made of.</summary>
    public async Task<IReadOnlyList<RosterFigure>> FiguresAsync(RosterFilter filter, Scope scope, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var figures = await connection.QueryAsync<RosterFigure>(database.Command(FiguresSql(filter), Parameters(filter, scope), ct: ct));
        return figures.AsList();
    }

    private async Task<List<RosterRow>> NextAsync(RosterFilter filter, Scope scope, RosterRow? last, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var parameters = Parameters(filter, scope);
        parameters.AddDynamicParams(new { Skip = 0, Take = ChunkSize });
        if (last is not null)
            parameters.AddDynamicParams(new { RegionFrom = last.TownshipCode, AfterTownship = last.TownshipCode, AfterId = last.EnterpriseId });
        var rows = await connection.QueryAsync<RosterRow>(database.Command(ChunkSql(filter, goesOn: last is not null), parameters, ct: ct));
        return rows.AsList();
    }

    internal static string CountSql(RosterFilter filter) => $"""
        SELECT d.TownshipCode, d.Status, d.Colour, COUNT(*) AS Enterprises
        FROM Declaration d
        WHERE {Where(filter with { Colours = [], Ungraded = false })}
        GROUP BY d.TownshipCode, d.Status, d.Colour
        """;

    internal static string FiguresSql(RosterFilter filter) => $"""
        SELECT town.ParentCode AS CountyCode, e.DivisionCode, d.Status, d.Colour, COUNT(*) AS Enterprises
        FROM Declaration d
        JOIN Enterprise e ON e.Id = d.EnterpriseId
        JOIN Region town ON town.Code = d.TownshipCode
        WHERE {Where(filter)}
        GROUP BY town.ParentCode, e.DivisionCode, d.Status, d.Colour
        """;

    /// <summary>The ids of the page come from the index alone; only its rows are then looked up.</summary>
    internal static string PageSql(RosterFilter filter, bool backwards) => $$"""
        SELECT {{Columns}}
        FROM (SELECT d.Id FROM Declaration d WHERE {{Where(filter)}} {{(backwards ? Backwards : Order)}} {page}) p
        JOIN Declaration d ON d.Id = p.Id
        {{Joins}}
        {{Order}}
        """;

    internal static string ChunkSql(RosterFilter filter, bool goesOn) => $$"""
        SELECT {{Columns}}
        FROM Declaration d
        {{Joins}}
        WHERE {{Where(filter)}}{{(goesOn ? After : "")}}
        {{Order}} {page}
        """;

    private static string Where(RosterFilter filter) => string.Concat(
        Matching,
        (filter.Colours.Count > 0, filter.Ungraded) switch
        {
            (true, true) => ByColourOrNone,
            (true, false) => ByColour,
            (false, true) => ByNoColour,
            (false, false) => "",
        },
        filter.Scale is null ? "" : ByScale,
        filter.Statuses.Count == 0 ? "" : ByStatus,
        filter.Text switch
        {
            null or "" => "",
            var text when IsCode(text) => ByCode,
            var text when text.Any(char.IsAsciiLetter) => ByLatinName,
            _ => ByName,
        });

    /// <summary>The region asked for and the region allowed are one range: what both cover, or nothing.</summary>
    private static DynamicParameters Parameters(RosterFilter filter, Scope scope)
    {
        if (scope.EnterpriseId is not null)
            throw new InvalidOperationException("The roster is for offices; an enterprise has its own pages.");

        var region = new Scope(filter.RegionCode);
        var text = filter.Text ?? "";
        return new DynamicParameters(new
        {
            filter.Year,
            RegionFrom = Later(region.RegionFrom, scope.RegionFrom),
            RegionTo = Earlier(region.RegionTo, scope.RegionTo),
            filter.Colours,
            filter.Scale,
            filter.Statuses,
            Text = IsCode(text) ? text.ToUpperInvariant() : text,
            Pattern = Like.Contains(text),
        });
    }

    private static string Later(string a, string b) => string.CompareOrdinal(a, b) > 0 ? a : b;

    private static string Earlier(string a, string b) => string.CompareOrdinal(a, b) < 0 ? a : b;

    private static bool IsCode(string text) =>
        text.Length is >= 4 and <= 18 && text.All(char.IsAsciiLetterOrDigit) && text.Count(char.IsAsciiDigit) >= 4;
}
