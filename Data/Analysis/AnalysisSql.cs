using RiskReport.Data.Roster;
using RiskReport.Domain.Analysis;
using RiskReport.Domain.Roster;

namespace RiskReport.Data.Analysis;

/// <summary>
/// The statements of the analysis, joined of constants as the filter needs them, over the same conditions as the roster's. Figures are
/// by county-level unit or by township.
/// </summary>
internal static class AnalysisSql
{
    private const string Before = "CASE WHEN p.Id IS NULL THEN 6 WHEN p.Status = 5 THEN 5 ELSE COALESCE(p.Colour, 0) END";
    private const string After = "CASE WHEN d.Status = 5 THEN 5 ELSE COALESCE(d.Colour, 0) END";
    private const string YearBefore = "LEFT JOIN Declaration p ON p.EnterpriseId = d.EnterpriseId AND p.Year = @YearBefore";

    private const string CountyOfDuty = "SUBSTRING(d.TownshipCode, 1, 6)";
    private const string TownshipOfDuty = "d.TownshipCode";
    private const string CountyOfEnterprise = "SUBSTRING(e.TownshipCode, 1, 6)";
    private const string TownshipOfEnterprise = "e.TownshipCode";

    private const string Sums = """
        COUNT(e.DustPeople) AS DustAnswers, COALESCE(SUM(e.DustPeople), 0) AS DustSum,
        COUNT(e.AmmoniaPeople) AS AmmoniaAnswers, COALESCE(SUM(e.AmmoniaPeople), 0) AS AmmoniaSum,
        COUNT(e.LadleCranes) AS SmeltingAnswers, COALESCE(SUM(e.LadleCranes), 0) AS SmeltingSum,
        COUNT(e.CastingSystems) AS CastingAnswers, COALESCE(SUM(e.CastingSystems), 0) AS CastingSum,
        COUNT(e.ConfinedSpaces) AS ConfinedAnswers, COALESCE(SUM(e.ConfinedSpaces), 0) AS ConfinedSum,
        COUNT(e.SprayPlaces) AS SprayAnswers, COALESCE(SUM(e.SprayPlaces), 0) AS SpraySum,
        COUNT(e.WastewaterPlants) AS WastewaterAnswers, COALESCE(SUM(e.WastewaterPlants), 0) AS WastewaterSum,
        COUNT(e.BatteryPeople) AS BatteryAnswers, COALESCE(SUM(e.BatteryPeople), 0) AS BatterySum
        """;

    private const string Names = """
        d.EnterpriseId, d.TownshipCode, d.CreditCode, d.Name, county.Name AS County, town.Name AS Township, p.TopScore AS ScoreBefore, d.TopScore AS Score,
        p.MainRisk AS MainRiskBefore, d.MainRisk, d.Reasons
        """;

    private const string Places = """
        JOIN Region town ON town.Code = d.TownshipCode
        JOIN Region county ON county.Code = town.ParentCode
        """;

    private const string OfPart = " AND (SUBSTRING(e.TownshipCode, 1, 6) IN @Parts OR e.TownshipCode IN @Parts)";
    private const string OfScale = " AND e.Scale = @Scale";
    private const string OfIndustry = " AND (e.DivisionCode IN @Industries OR SUBSTRING(e.IndustryCode, 1, 3) IN @Industries)";

    private const string Beyond = " AND (d.TownshipCode > @AfterTownship OR d.EnterpriseId > @AfterId)";

    /// <summary>From what is kept, or where that does not tell industries apart, from both years' reports.</summary>
    public static string Movement(RosterFilter filter, bool byCounty)
    {
        var place = Place(byCounty);
        return filter.Industries.Count == 0
            ? $$"""
                SELECT {{place}} AS Place, d.StateBefore AS {{nameof(MovementCount.Before)}}, d.StateAfter AS {{nameof(MovementCount.After)}}, SUM(d.Enterprises) AS Enterprises
                FROM ColourMovement d
                WHERE {{RosterSql.Where(filter)}}
                GROUP BY {{place}}, d.StateBefore, d.StateAfter
                HAVING SUM(d.Enterprises) > 0
                """
            : $"""
                SELECT {place} AS Place, {Before} AS {nameof(MovementCount.Before)}, {After} AS {nameof(MovementCount.After)}, COUNT(*) AS Enterprises
                FROM Declaration d
                {YearBefore}
                WHERE {RosterSql.Where(filter)}
                GROUP BY {place}, {Before}, {After}
                """;
    }

    /// <summary>The ids of the page are found first, in the order of the roll; only its rows are then looked up.</summary>
    public static string MovedNames(RosterFilter filter, MovementFilter moved, bool behind) => $$"""
        SELECT {{Names}}, {{Before}} AS {{nameof(MovedEnterprise.Before)}}, {{After}} AS {{nameof(MovedEnterprise.After)}}
        FROM ({{MovedIds(filter, moved, behind)}} {page}) x
        JOIN Declaration d ON d.Id = x.Id
        {{YearBefore}}
        {{Places}}
        ORDER BY d.TownshipCode, d.EnterpriseId
        """;

    /// <summary>Whose names they are, in the order of the roll.</summary>
    public static string MovedIds(RosterFilter filter, MovementFilter moved, bool behind) =>
        $"SELECT d.Id FROM Declaration d {YearBefore} WHERE {RosterSql.Where(filter)}{Of(moved)}{(behind ? Beyond : "")} ORDER BY d.TownshipCode, d.EnterpriseId";

    public const string MovedChunk = $"""
        SELECT {Names}, {Before} AS {nameof(MovedEnterprise.Before)}, {After} AS {nameof(MovedEnterprise.After)}
        FROM Declaration d
        {YearBefore}
        {Places}
        WHERE {RosterSql.Named}
        ORDER BY d.TownshipCode, d.EnterpriseId
        """;

    /// <summary>From the few risks that name an item to their reports; a join would be begun from all reports of the region.</summary>
    public static string Catalogue(RosterFilter filter) => $"""
        SELECT r.CatalogueCode AS Item, COUNT(DISTINCT r.DeclarationId) AS Enterprises, COUNT(*) AS Risks
        FROM RiskItem r
        WHERE r.CatalogueCode IS NOT NULL AND EXISTS (SELECT 1 FROM Declaration d WHERE d.Id = r.DeclarationId AND {RosterSql.Where(filter)})
        GROUP BY r.CatalogueCode
        """;

    /// <summary>A report says with a bit each which accident types its risks have; without the bits there is nothing to read yet.</summary>
    public static string AccidentTypes(RosterFilter filter) => $"""
        SELECT d.AccidentTypes AS Types, COUNT(*) AS Enterprises
        FROM Declaration d
        WHERE {RosterSql.Where(filter)} AND d.AccidentTypes > 0
        GROUP BY d.AccidentTypes
        """;

    public static string Subjects(RosterFilter filter, bool byCounty)
    {
        var place = Place(byCounty);
        return $"""
            SELECT {place} AS Place, d.SpecialSubjects AS Subjects, d.Colour, COUNT(*) AS Enterprises
            FROM Declaration d
            WHERE {RosterSql.Where(filter)} AND d.SpecialSubjects <> 0
            GROUP BY {place}, d.SpecialSubjects, d.Colour
            """;
    }

    /// <summary>Of the enterprises that owe a report for the year, as the roll knows them now.</summary>
    public static string SubjectSums(RosterFilter filter, bool byCounty)
    {
        var place = byCounty ? CountyOfEnterprise : TownshipOfEnterprise;
        return $$"""
            SELECT {{place}} AS Place, {{Sums}}
            FROM Enterprise e
            WHERE {has-sheets} AND e.TownshipCode BETWEEN @RegionFrom AND @RegionTo{{(filter.Parts.Count == 0 ? "" : OfPart)}}{{(filter.Scale is null ? "" : OfScale)}}{{(filter.Industries.Count == 0 ? "" : OfIndustry)}}
              AND EXISTS (SELECT 1 FROM Declaration d WHERE d.EnterpriseId = e.Id AND d.Year = @Year)
            GROUP BY {{place}}
            """;
    }

    /// <summary>Who is late, by township and since when: the day of the return, or of the first phase that is over.</summary>
    public static string Late(RosterFilter filter) => $"""
        SELECT x.TownshipCode, x.Status, COUNT(*) AS Enterprises, MIN(x.DueOn) AS DueOn
        FROM (SELECT d.TownshipCode, d.Status, {RosterSql.LateSince(filter.Overdue!)} AS DueOn FROM Declaration d WHERE {RosterSql.Where(filter)}) x
        GROUP BY x.TownshipCode, x.Status
        """;

    public static string Colours(RosterFilter filter)
    {
        var (table, enterprises) = RosterSql.IsTallied(filter) ? ("TownshipSummary d {noexpand}", "SUM(d.Enterprises)") : ("Declaration d", "COUNT(*)");
        return $"""
            SELECT d.TownshipCode, d.Status, d.Colour, {enterprises} AS Enterprises
            FROM {table}
            WHERE {RosterSql.Where(filter)}
            GROUP BY d.TownshipCode, d.Status, d.Colour
            """;
    }

    private static string Place(bool byCounty) => byCounty ? CountyOfDuty : TownshipOfDuty;

    private static string Of(MovementFilter moved) => string.Concat(
        moved.After switch
        {
            null => "",
            ReportState.NoColour => " AND d.Colour IS NULL AND d.Status <> 5",
            ReportState.WrittenOff => " AND d.Status = 5",
            ReportState.Absent => throw new ArgumentOutOfRangeException(nameof(moved), moved.After, null),
            _ => " AND d.Colour = @StateAfter AND d.Status <> 5",
        },
        moved.Before switch
        {
            null => "",
            ReportState.Absent => " AND p.Id IS NULL",
            ReportState.NoColour => " AND p.Id IS NOT NULL AND p.Colour IS NULL AND p.Status <> 5",
            ReportState.WrittenOff => " AND p.Status = 5",
            _ => " AND p.Colour = @StateBefore AND p.Status <> 5",
        },
        moved.Direction switch
        {
            null => "",
            Direction.Risen => " AND d.Status <> 5 AND p.Status <> 5 AND d.Colour > p.Colour",
            Direction.Fallen => " AND d.Status <> 5 AND p.Status <> 5 AND d.Colour < p.Colour",
            Direction.Same => " AND d.Status <> 5 AND p.Status <> 5 AND d.Colour = p.Colour",
            _ => throw new ArgumentOutOfRangeException(nameof(moved), moved.Direction, null),
        });
}
