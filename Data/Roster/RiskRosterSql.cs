using RiskReport.Domain.Roster;

namespace RiskReport.Data.Roster;

/// <summary>The orders of the list of risks as SQL. Within a report its risks stand by their numbers.</summary>
internal static class RiskRosterSql
{
    private const string Columns = """
        d.Id AS DeclarationId, e.Id AS EnterpriseId, e.CreditCode, e.Name AS EnterpriseName, county.Name AS County, d.TownshipCode, town.Name AS Township,
        d.IndustryCode, i.Name AS Industry, d.Scale, d.Year, d.Status, r.Position, r.Name, r.RiskPoint, r.Location, r.AccidentType, r.Consequence, r.Method,
        r.CatalogueCode, r.Colour, r.Score, r.Reason, r.Controls, r.Emergency, r.Department, r.Owner, r.Phone
        """;

    private const string HasRisk = " AND d.RedItems + d.OrangeItems + d.YellowItems + d.BlueItems > 0";

    private const string BehindInRegion = """
         AND (d.TownshipCode > @AfterKey OR d.EnterpriseId > @AfterId OR (d.EnterpriseId = @AfterId AND r.Position > @AfterPosition))
        """;

    private const string AheadInRegion = """
         AND (d.TownshipCode < @AfterKey OR d.EnterpriseId < @AfterId OR (d.EnterpriseId = @AfterId AND r.Position < @AfterPosition))
        """;

    /// <summary>What belongs to the risk; the other columns are of its report.</summary>
    private static readonly Dictionary<string, string> Keys = new Dictionary<string, string>
    {
        ["risk"] = "r.Name",
        ["risk-point"] = "r.RiskPoint",
        ["location"] = "r.Location",
        ["accident"] = "r.AccidentType",
        ["method"] = "r.Method",
        ["catalogue"] = "r.CatalogueCode",
        ["colour"] = "r.Colour",
        ["score"] = "r.Score",
        ["department"] = "r.Department",
    };

    /// <summary>The order of the roll, in which the indexes have reports and risks.</summary>
    public static bool IsByRegion(RosterOrder order) => RosterSql.Keys.GetValueOrDefault(order.Key) == RosterSql.Keys[RosterOrder.ByRegion.Key];

    /// <summary>Then every risk that the filter leaves has to be looked at; else the reports are sorted, and only those of the page opened.</summary>
    public static bool IsByRisk(RosterOrder order) => Keys.ContainsKey(order.Key);

    public static string Key(RosterRequest request) => IsByRisk(request.Order)
        ? $"""
            SELECT {Keys[request.Order.Key]} AS SortKey
            FROM Declaration d
            JOIN RiskItem r ON r.DeclarationId = d.Id
            WHERE d.EnterpriseId = @AfterId AND r.Position = @AfterPosition AND {RosterSql.Matching}
            """
        : RosterQueries.KeySql(request);

    /// <summary>What stands behind a risk in the order, or before it when read backwards.</summary>
    public static string Beyond(RosterRequest request, bool backwards, bool keyIsNull)
    {
        var ascending = request.Order.IsDescending == backwards;
        var than = ascending ? ">" : "<";
        return IsByRegion(request.Order) ? ascending ? BehindInRegion : AheadInRegion
            : IsByRisk(request.Order) ? RosterSql.Beyond(
                Keys[request.Order.Key], $"(d.EnterpriseId {than} @AfterId OR (d.EnterpriseId = @AfterId AND r.Position {than} @AfterPosition))", ascending, keyIsNull)
            : RosterSql.Beyond(RosterSql.KeyOf(request), $"d.EnterpriseId {than}= @AfterId", ascending, keyIsNull);   // the report may have more
    }

    /// <param name="beyond">What stands behind or before a risk that was seen; null for the list's own end.</param>
    public static string Page(RosterRequest request, string? beyond, bool backwards)
    {
        var filter = request.Filter;
        return IsByRegion(request.Order) || IsByRisk(request.Order)
            ? $$"""
                SELECT {{Columns}}
                FROM (SELECT d.Id, r.Position FROM Declaration d JOIN RiskItem r ON r.DeclarationId = d.Id
                    WHERE {{RosterSql.Where(filter)}}{{RosterSql.OfRisk(filter.Risk)}}{{beyond}}
                    {{OrderBy(request, backwards)}} {page}) p
                JOIN Declaration d ON d.Id = p.Id
                JOIN RiskItem r ON r.DeclarationId = p.Id AND r.Position = p.Position
                {{RosterQueries.Joins}}
                {{OrderBy(request, backwards)}}
                """
            : $$"""
                SELECT {{Columns}}
                FROM (SELECT d.Id FROM Declaration d WHERE {{RosterSql.Where(filter)}}{{(filter.Risk.IsEmpty ? HasRisk : "")}}{{beyond}}
                    {{RosterSql.OrderBy(request, backwards)}} {page}) p
                JOIN Declaration d ON d.Id = p.Id
                JOIN RiskItem r ON r.DeclarationId = p.Id{{RosterSql.OfRisk(filter.Risk)}}{{(beyond is null ? "" : Rest(request.Order.IsDescending == backwards))}}
                {{RosterQueries.Joins}}
                {{OrderBy(request, backwards)}} {page}
                """;
    }

    /// <summary>Which risks there are, in their order.</summary>
    public static string Numbers(RosterRequest request) => $"""
        SELECT d.Id AS DeclarationId, r.Position
        FROM Declaration d
        JOIN RiskItem r ON r.DeclarationId = d.Id
        WHERE {RosterSql.Where(request.Filter)}{RosterSql.OfRisk(request.Filter.Risk)}
        {OrderBy(request, backwards: false)}
        """;

    public static string Chunk(RosterFilter filter) => $"""
        SELECT {Columns}
        FROM Declaration d
        JOIN RiskItem r ON r.DeclarationId = d.Id
        {RosterQueries.Joins}
        WHERE {RosterSql.Named}{RosterSql.OfRisk(filter.Risk)}
        ORDER BY d.Id, r.Position
        """;

    /// <summary>Of the report that the risk seen belongs to.</summary>
    private static string Rest(bool ascending) => $" AND (d.EnterpriseId <> @AfterId OR r.Position {(ascending ? ">" : "<")} @AfterPosition)";

    private static string OrderBy(RosterRequest request, bool backwards)
    {
        var direction = request.Order.IsDescending == backwards ? "" : " DESC";
        var key = Keys.TryGetValue(request.Order.Key, out var ofRisk) ? ofRisk : RosterSql.KeyOf(request);
        return $"ORDER BY {key}{direction}, d.EnterpriseId{direction}, r.Position{direction}";
    }
}
