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
    internal const string Matching = $"d.Year = @Year AND {ScopeSql.OfDeclaration} AND d.TownshipCode BETWEEN @FilterFrom AND @FilterTo";
    internal const string ByColour = " AND d.Colour IN @Colours";
    internal const string ByNoColour = " AND d.Colour IS NULL";
    internal const string ByColourOrNone = " AND (d.Colour IN @Colours OR d.Colour IS NULL)";
    internal const string ByScale = " AND d.Scale = @Scale";
    internal const string ByStatus = " AND d.Status IN @Statuses";
    internal const string ByName = @" AND d.Name LIKE @Name ESCAPE '\'";
    internal const string ByCode = " AND d.EnterpriseId IN (SELECT x.Id FROM Enterprise x WHERE x.CreditCode BETWEEN @CodeFrom AND @CodeTo)";

    private const string Columns = """
        e.Id AS EnterpriseId, e.CreditCode, e.Name, county.Name AS County, town.Name AS Township, e.IndustryCode, i.Name AS Industry,
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

    private const string SelectSummary = $"""
        SELECT d.TownshipCode, d.Status, d.Colour, d.Enterprises
        FROM TownshipSummary d
        WHERE d.Year = @Year AND d.TownshipCode BETWEEN @RegionFrom AND @RegionTo
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

    public async Task<IReadOnlyList<RosterRow>> PageAsync(RosterFilter filter, Scope scope, int skip, int take, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var parameters = Parameters(filter, scope);
        parameters.AddDynamicParams(new { Skip = skip, Take = take });
        var rows = await connection.QueryAsync<RosterRow>(database.Command(PageSql(filter), parameters, ct: ct));
        return rows.AsList();
    }

    /// <summary>Streams the whole roster for an export; never page an export, or it is silently cut short.</summary>
    public async IAsyncEnumerable<RosterRow> AllAsync(RosterFilter filter, Scope scope, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var rows = connection.QueryUnbufferedAsync<RosterRow>(database.Dialect.Render(AllSql(filter)), Parameters(filter, scope));
        await foreach (var row in rows.WithCancellation(ct))
            yield return row;
    }

    internal static string CountSql(RosterFilter filter) => $"""
        SELECT d.TownshipCode, d.Status, d.Colour, COUNT(*) AS Enterprises
        FROM Declaration d
        WHERE {Where(filter with { Colours = [], Ungraded = false })}
        GROUP BY d.TownshipCode, d.Status, d.Colour
        """;

    /// <summary>The ids of the page come from the index alone; only its rows are then looked up.</summary>
    internal static string PageSql(RosterFilter filter) => $$"""
        SELECT {{Columns}}
        FROM (SELECT d.Id FROM Declaration d WHERE {{Where(filter)}} {{Order}} {page}) p
        JOIN Declaration d ON d.Id = p.Id
        {{Joins}}
        {{Order}}
        """;

    internal static string AllSql(RosterFilter filter) => $"""
        SELECT {Columns}
        FROM Declaration d
        {Joins}
        WHERE {Where(filter)}
        {Order}
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
        string.IsNullOrEmpty(filter.Text) ? "" : IsCode(filter.Text) ? ByCode : ByName);

    private static DynamicParameters Parameters(RosterFilter filter, Scope scope)
    {
        var region = new Scope(filter.RegionCode);
        var text = filter.Text?.Trim() ?? "";
        return scope.Parameters(new
        {
            filter.Year,
            FilterFrom = region.RegionFrom,
            FilterTo = region.RegionTo,
            filter.Colours,
            filter.Scale,
            filter.Statuses,
            Name = Like.Contains(text),
            CodeFrom = text.ToUpperInvariant(),
            CodeTo = text.ToUpperInvariant().PadRight(18, 'Z'),
        });
    }

    private static bool IsCode(string text) =>
        text.Trim() is { Length: >= 4 and <= 18 } code && code.All(char.IsAsciiLetterOrDigit) && code.Count(char.IsAsciiDigit) >= 4;
}
