using Dapper;
using RiskReport.Domain;
using RiskReport.Domain.Campaigns;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Roster;

namespace RiskReport.Tests.Support;

/// <summary>Every report, its enterprise and its risks, read whole; what a filter means is said here once more, without SQL.</summary>
internal sealed record StoredRoster(IReadOnlyList<StoredRoster.Report> Reports, ILookup<long, StoredRoster.Risk> Risks)
{
    public static async Task<StoredRoster> ReadAsync(TestDatabase test)
    {
        await using var connection = await test.Database.OpenAsync(CancellationToken.None);
        var reports = await connection.QueryAsync<Report>("""
            SELECT d.Id, d.EnterpriseId, d.Year, e.TownshipCode, d.Scale, e.Name, e.CreditCode, d.IndustryCode, d.Status, d.Type, d.Colour, d.SubmittedAt, d.ReturnDueOn, d.OwedSince, d.FiledOn,
                e.CombustibleDust, e.ConfinedSpace, e.Longitude, e.Latitude
            FROM Declaration d JOIN Enterprise e ON e.Id = d.EnterpriseId
            """);
        var risks = await connection.QueryAsync<Risk>("SELECT DeclarationId, Position, Colour, Method, AccidentType, CatalogueCode FROM RiskItem");
        return new StoredRoster([.. reports.OrderBy(r => r.TownshipCode, StringComparer.Ordinal).ThenBy(r => r.EnterpriseId)], risks.ToLookup(r => r.DeclarationId));
    }

    public IReadOnlyList<Report> Matching(RosterFilter filter) => [.. Reports.Where(r => IsMatch(r, filter))];

    public List<(long, int)> RisksMatching(RosterFilter filter) =>
        [.. Matching(filter).SelectMany(r => Risks[r.Id].Where(i => IsMatch(i, filter.Risk)).OrderBy(i => i.Position).Select(i => (r.EnterpriseId, i.Position)))];

    private bool IsMatch(Report report, RosterFilter filter)
    {
        var day = report.SubmittedAt is { } at ? DateOnly.FromDateTime(ChinaTime.FromUtc(at).DateTime) : (DateOnly?)null;
        return report.Year == filter.Year
            && report.TownshipCode.StartsWith(filter.RegionCode, StringComparison.Ordinal)
            && (filter.Parts.Count == 0 || filter.Parts.Any(p => report.TownshipCode.StartsWith(p, StringComparison.Ordinal)))
            && (filter.Phase is not { } phase || Concerns(phase, report))
            && filter.Admits(report.Colour)
            && filter.Admits(report.Status)
            && (filter.Scale is null || report.Scale == filter.Scale)
            && (filter.Industries.Count == 0 || filter.Industries.Any(i => report.IndustryCode.StartsWith(i, StringComparison.Ordinal)))
            && (filter.Types.Count == 0 || (report.Type is { } type && filter.Types.Contains(type)))
            && (filter.Overdue is not { } overdue || IsOverdue(report, overdue))
            && (filter.Subjects.Count == 0 || (filter.Subjects.Contains("CombustibleDust") && report.CombustibleDust is true) || (filter.Subjects.Contains("ConfinedSpace") && report.ConfinedSpace is true))
            && (filter.SubmittedFrom is null || day >= filter.SubmittedFrom)
            && (filter.SubmittedTo is null || day <= filter.SubmittedTo)
            && (filter.Risk.IsEmpty || Risks[report.Id].Any(r => IsMatch(r, filter.Risk)))
            && (filter.Text is not { } text || report.Name.Contains(text, StringComparison.Ordinal) || report.CreditCode.Contains(text, StringComparison.Ordinal));
    }

    private static bool IsOverdue(Report report, Overdue overdue) => report.Status switch
    {
        DeclarationStatus.NotFiled or DeclarationStatus.Draft => overdue.Past.Any(p => Concerns(p, report)),
        DeclarationStatus.Returned => report.ReturnDueOn < overdue.Today,
        _ => false,
    };

    private static bool Concerns(CampaignPhase phase, Report report) =>
        report.OwedSince <= phase.DueOn
        && (phase.Scope.Scale is null || phase.Scope.Scale == report.Scale)
        && (phase.Scope.Regions.Count == 0 || phase.Scope.Regions.Any(r => report.TownshipCode.StartsWith(r, StringComparison.Ordinal)))
        && (phase.Scope.Industries.Count == 0 || phase.Scope.Industries.Any(i => report.IndustryCode.StartsWith(i, StringComparison.Ordinal)));

    private static bool IsMatch(Risk risk, RiskFilter filter) =>
        (filter.Colours.Count == 0 || filter.Colours.Contains(risk.Colour))
        && (filter.Methods.Count == 0 || filter.Methods.Contains(risk.Method))
        && (filter.AccidentTypes.Count == 0 || filter.AccidentTypes.Contains(risk.AccidentType))
        && (filter.CatalogueCodes.Count == 0 || (risk.CatalogueCode is { } code && filter.CatalogueCodes.Contains(code)));

    internal sealed record Report
    {
        public long Id { get; init; }
        public long EnterpriseId { get; init; }
        public int Year { get; init; }
        public string TownshipCode { get; init; } = "";
        public Scale Scale { get; init; }
        public string Name { get; init; } = "";
        public string CreditCode { get; init; } = "";
        public string IndustryCode { get; init; } = "";
        public DeclarationStatus Status { get; init; }
        public DeclarationType? Type { get; init; }
        public RiskColour? Colour { get; init; }
        public DateTime? SubmittedAt { get; init; }
        public DateOnly? ReturnDueOn { get; init; }
        public DateOnly OwedSince { get; init; }
        public DateOnly? FiledOn { get; init; }
        public bool? CombustibleDust { get; init; }
        public bool? ConfinedSpace { get; init; }
        public decimal? Longitude { get; init; }
        public decimal? Latitude { get; init; }
    }

    internal sealed record Risk
    {
        public long DeclarationId { get; init; }
        public int Position { get; init; }
        public RiskColour Colour { get; init; }
        public GradingMethod Method { get; init; }
        public string AccidentType { get; init; } = "";
        public string? CatalogueCode { get; init; }
    }
}
