using Dapper;
using RiskReport.Domain;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Campaigns;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Roster;

namespace RiskReport.Data.Roster;

/// <summary>
/// A filter and an order as SQL. What is not asked for is not in the text, so that the index fits; every piece is a constant, or a constant
/// with the number of a phase.
/// All but the catalogue and several questions about one risk are answered from IX_Declaration_Roster alone.
/// </summary>
internal static class RosterSql
{
    internal const string Matching = "d.Year = @Year AND d.TownshipCode BETWEEN @RegionFrom AND @RegionTo";

    /// <summary>
    /// Reports by their <see cref="Ids"/>, one parameter for all of them, since binding many takes longer than reading the rows; the rest as a
    /// CASE for the reason that <see cref="ScopeSql.OfNamedDeclaration"/> gives.
    /// </summary>
    internal const string Named = "d.Id IN {ids} AND CASE WHEN " + Matching + " THEN 1 END = 1";

    private const string ByPart = " AND (SUBSTRING(d.TownshipCode, 1, 6) IN @Parts OR d.TownshipCode IN @Parts)";
    private const string ByColour = " AND d.Colour IN @Colours";
    private const string ByNoColour = " AND d.Colour IS NULL";
    private const string ByColourOrNone = " AND (d.Colour IN @Colours OR d.Colour IS NULL)";
    private const string ByScale = " AND d.Scale = @Scale";
    private const string ByDivision = " AND d.DivisionCode IN @Industries";
    private const string ByIndustry = " AND (d.DivisionCode IN @Industries OR SUBSTRING(d.IndustryCode, 1, 3) IN @Industries)";
    private const string ByStatus = " AND d.Status IN @Statuses";
    private const string ByType = " AND d.Type IN @Types";
    private const string BySubject = " AND (d.SpecialSubjects & @Subjects) <> 0";
    internal const string LateReturn = "(d.Status = 3 AND d.ReturnDueOn < @Today)";
    private const string BySubmittedFrom = " AND d.SubmittedAt >= @SubmittedFrom";
    private const string BySubmittedTo = " AND d.SubmittedAt < @SubmittedBefore";
    private const string ByLatinName = @" AND d.Name LIKE @Pattern ESCAPE '\'";
    private const string ByName = " AND {name-holds}";
    private const string ByCode = " AND {code-holds}";

    private const string ByRed = "d.RedItems > 0";
    private const string ByOrange = "d.OrangeItems > 0";
    private const string ByYellow = "d.YellowItems > 0";
    private const string ByBlue = "d.BlueItems > 0";
    private const string ByMethod = " AND (d.Methods & @MethodBits) <> 0";
    private const string ByAccidentType = " AND (d.AccidentTypes & @AccidentBits) <> 0";
    private const string ByRisk = " AND d.Id IN (SELECT r.DeclarationId FROM RiskItem r WHERE r.CatalogueCode IN @CatalogueCodes";
    private const string ByOneRisk = " AND EXISTS (SELECT 1 FROM RiskItem r WHERE r.DeclarationId = d.Id";

    private const string OfColour = " AND r.Colour IN @RiskColours";
    private const string OfMethod = " AND r.Method IN @Methods";
    private const string OfAccidentType = " AND r.AccidentType IN @AccidentTypes";
    private const string OfCatalogue = " AND r.CatalogueCode IN @CatalogueCodes";

    /// <summary>What a list can be sorted by, with the key of its column; the region is the order of the roll itself.</summary>
    internal static readonly IReadOnlyDictionary<string, string> Keys = new Dictionary<string, string>
    {
        ["code"] = "d.CreditCode",
        ["name"] = "d.Name",
        ["county"] = "d.TownshipCode",
        ["township"] = "d.TownshipCode",
        ["county-code"] = "d.TownshipCode",
        ["township-code"] = "d.TownshipCode",
        ["industry-code"] = "d.IndustryCode",
        ["industry"] = "d.IndustryCode",
        ["scale"] = "d.Scale",
        ["type"] = "d.Type",
        ["status"] = "d.Status",
        ["submitted"] = "d.SubmittedAt",
        ["colour"] = "d.Colour",
        ["score"] = "d.TopScore",
        ["red"] = "d.RedItems",
        ["orange"] = "d.OrangeItems",
        ["yellow"] = "d.YellowItems",
        ["blue"] = "d.BlueItems",
        ["main-risk"] = "d.MainRisk",
    };

    public static string Ids(IEnumerable<long> ids) => $"[{string.Join(',', ids)}]";

    public static string Where(RosterFilter filter) => string.Concat(
        Matching,
        filter.Parts.Count == 0 ? "" : ByPart,
        filter.Phase is null ? "" : $" AND {OfPhase(filter.Phase, "")}",
        (filter.Colours.Count > 0, filter.Ungraded) switch
        {
            (true, true) => ByColourOrNone,
            (true, false) => ByColour,
            (false, true) => ByNoColour,
            (false, false) => "",
        },
        filter.Scale is null ? "" : ByScale,
        filter.Industries.Count == 0 ? "" : IsByDivision(filter.Industries) ? ByDivision : ByIndustry,
        filter.Statuses.Count == 0 ? "" : ByStatus,
        filter.Types.Count == 0 ? "" : ByType,
        filter.Subjects.Count == 0 ? "" : BySubject,
        filter.Overdue is null ? "" : ByOverdue(filter.Overdue),
        filter.SubmittedFrom is null ? "" : BySubmittedFrom,
        filter.SubmittedTo is null ? "" : BySubmittedTo,
        Report(filter.Risk),
        filter.Text switch
        {
            null or "" => "",
            var text when IsCode(text) => ByCode,
            var text when text.Any(char.IsAsciiLetter) => ByLatinName,
            _ => ByName,
        });

    /// <summary>Whether the figures kept by township, status, colour, scale, type, division and since when it is owed answer the filter.</summary>
    public static bool IsTallied(RosterFilter filter) =>
        filter is { Parts.Count: 0, Overdue: null, Subjects.Count: 0, SubmittedFrom: null, SubmittedTo: null, Risk.IsEmpty: true, Text: null or "" }
        && IsByDivision(filter.Industries) && IsByDivision(filter.Phase?.Scope.Industries ?? []);

    /// <summary>The conditions on a risk, for where the risks themselves are listed.</summary>
    public static string OfRisk(RiskFilter risk) => Asked(risk) + (risk.CatalogueCodes.Count == 0 ? "" : OfCatalogue);

    /// <summary>What a list is sorted by; the delay by the day since when, of which the earliest is the longest.</summary>
    public static string KeyOf(RosterRequest request) =>
        request.Order.Key == RosterColumns.Delay ? LateSince(request.Filter.Overdue!) : Keys[request.Order.Key];

    public static bool IsAscending(RosterOrder order, bool backwards) => (order.IsDescending == backwards) != (order.Key == RosterColumns.Delay);

    /// <summary>An order is total: the enterprise decides between equals.</summary>
    public static string OrderBy(RosterRequest request, bool backwards)
    {
        var direction = IsAscending(request.Order, backwards) ? "" : " DESC";
        return $"ORDER BY {KeyOf(request)}{direction}, d.EnterpriseId{direction}";
    }

    /// <summary>What stands behind a row in the order, or before it when read backwards.</summary>
    public static string Beyond(RosterRequest request, bool backwards, bool keyIsNull)
    {
        var ascending = IsAscending(request.Order, backwards);
        return Beyond(KeyOf(request), $"d.EnterpriseId {(ascending ? ">" : "<")} @AfterId", ascending, keyIsNull);
    }

    /// <summary>Both databases sort nothing before everything.</summary>
    /// <param name="tie">What decides between equals.</param>
    public static string Beyond(string key, string tie, bool ascending, bool keyIsNull) => (ascending, keyIsNull) switch
    {
        (true, false) => $" AND ({key} > @AfterKey OR ({key} = @AfterKey AND {tie}))",
        (true, true) => $" AND ({key} IS NOT NULL OR {tie})",
        (false, false) => $" AND ({key} < @AfterKey OR {key} IS NULL OR ({key} = @AfterKey AND {tie}))",
        (false, true) => $" AND {key} IS NULL AND {tie}",
    };

    /// <summary>The region asked for and the region allowed are one range: what both cover, or nothing.</summary>
    public static RegionRange Range(RosterFilter filter, Scope scope)
    {
        var region = new Scope(filter.RegionCode);
        return new RegionRange(Later(region.RegionFrom, scope.RegionFrom), Earlier(region.RegionTo, scope.RegionTo));
    }

    public static DynamicParameters Parameters(RosterFilter filter, Scope scope)
    {
        if (scope.EnterpriseId is not null)
            throw new InvalidOperationException("The roster is for offices; an enterprise has its own pages.");

        var range = Range(filter, scope);
        var text = filter.Text ?? "";
        var parameters = new DynamicParameters(new
        {
            filter.Year,
            RegionFrom = range.From,
            RegionTo = range.To,
            filter.Parts,
            filter.Colours,
            filter.Scale,
            filter.Industries,
            filter.Statuses,
            filter.Types,
            Subjects = SpecialSubject.BitsOf(filter.Subjects),
            filter.Overdue?.Today,
            SubmittedFrom = filter.SubmittedFrom is { } from ? ChinaTime.StartOf(from).UtcDateTime : (DateTime?)null,
            SubmittedBefore = filter.SubmittedTo is { } to ? ChinaTime.StartOf(to.AddDays(1)).UtcDateTime : (DateTime?)null,
            RiskColours = filter.Risk.Colours,
            filter.Risk.Methods,
            MethodBits = RiskTraits.BitsOf(filter.Risk.Methods),
            filter.Risk.AccidentTypes,
            AccidentBits = RiskTraits.BitsOf(filter.Risk.AccidentTypes),
            filter.Risk.CatalogueCodes,
            Text = IsCode(text) ? text.ToUpperInvariant() : text,
            Pattern = Like.Contains(text),
        });
        if (filter.Phase is { } phase)
            AddPhase(parameters, phase, "");
        foreach (var (past, number) in (filter.Overdue?.Past ?? []).Select((p, i) => (p, $"{i}")))
            AddPhase(parameters, past, number);
        return parameters;
    }

    /// <summary>First what the report's own figures can tell; only several questions about one risk, or the catalogue, need the risks.</summary>
    private static string Report(RiskFilter risk) => string.Concat(
        risk.Colours.Count == 0 ? "" : $" AND ({string.Join(" OR ", risk.Colours.Order().Select(Has))})",
        risk.Methods.Count == 0 ? "" : ByMethod,
        risk.AccidentTypes.Count == 0 ? "" : ByAccidentType,
        risk.IsOfReport ? "" : (risk.CatalogueCodes.Count == 0 ? ByOneRisk : ByRisk) + Asked(risk) + ")");

    private static string Asked(RiskFilter risk) => string.Concat(
        risk.Colours.Count == 0 ? "" : OfColour,
        risk.Methods.Count == 0 ? "" : OfMethod,
        risk.AccidentTypes.Count == 0 ? "" : OfAccidentType);

    private static string Has(Domain.Grading.RiskColour colour) => colour switch
    {
        Domain.Grading.RiskColour.Red => ByRed,
        Domain.Grading.RiskColour.Orange => ByOrange,
        Domain.Grading.RiskColour.Yellow => ByYellow,
        Domain.Grading.RiskColour.Blue => ByBlue,
        _ => throw new ArgumentOutOfRangeException(nameof(colour), colour, null),
    };

    /// <summary>Who had the duty in time and is what the phase is for.</summary>
    private static string OfPhase(CampaignPhase phase, string number) => $"d.OwedSince <= @DueOn{number}{InScope(phase, number)}";

    /// <summary>What the phase is for, whenever the duty began.</summary>
    internal static string InScope(CampaignPhase phase, string number) => string.Concat(
        phase.Scope.Scale is null ? "" : $" AND d.Scale = @PhaseScale{number}",
        phase.Scope.Regions.Count == 0 ? "" : $" AND (SUBSTRING(d.TownshipCode, 1, 6) IN @PhaseRegions{number} OR d.TownshipCode IN @PhaseRegions{number})",
        phase.Scope.Industries.Count == 0 ? ""
            : IsByDivision(phase.Scope.Industries) ? $" AND d.DivisionCode IN @PhaseIndustries{number}"
            : $" AND (d.DivisionCode IN @PhaseIndustries{number} OR SUBSTRING(d.IndustryCode, 1, 3) IN @PhaseIndustries{number})");

    private static void AddPhase(DynamicParameters parameters, CampaignPhase phase, string number)
    {
        parameters.Add($"DueOn{number}", phase.DueOn);
        if (phase.Scope.Scale is { } scale)
            parameters.Add($"PhaseScale{number}", (int)scale);
        if (phase.Scope.Regions.Count > 0)
            parameters.Add($"PhaseRegions{number}", phase.Scope.Regions);
        if (phase.Scope.Industries.Count > 0)
            parameters.Add($"PhaseIndustries{number}", phase.Scope.Industries);
    }

    private static string ByOverdue(Overdue overdue) => overdue.Past.Count == 0 ? $" AND {LateReturn}" : $" AND ({NeverFiled(overdue)} OR {LateReturn})";

    /// <summary>Although a phase that it belongs to is over.</summary>
    internal static string NeverFiled(Overdue overdue) => overdue.Past.Count == 0
        ? "(1 = 0)"
        : $"(d.Status IN (0, 1) AND ({string.Join(" OR ", overdue.Past.Select((p, i) => $"({OfPhase(p, $"{i}")})"))}))";

    /// <summary>Of who is overdue, the day that is over; the phases that are over stand in the order of their days.</summary>
    internal static string LateSince(Overdue overdue) =>
        $"CASE WHEN d.Status = 3 THEN d.ReturnDueOn {string.Join(' ', overdue.Past.Select((p, i) => (Phase: p, Number: $"{i}")).OrderBy(p => p.Phase.DueOn).Select(p => $"WHEN {OfPhase(p.Phase, p.Number)} THEN @DueOn{p.Number}"))} END";

    private static bool IsByDivision(IReadOnlyList<string> industries) => industries.All(i => i.Length == 2 || i == "594");

    private static string Later(string a, string b) => string.CompareOrdinal(a, b) > 0 ? a : b;

    private static string Earlier(string a, string b) => string.CompareOrdinal(a, b) < 0 ? a : b;

    private static bool IsCode(string text) =>
        text.Length is >= 4 and <= 18 && text.All(char.IsAsciiLetterOrDigit) && text.Count(char.IsAsciiDigit) >= 4;
}
