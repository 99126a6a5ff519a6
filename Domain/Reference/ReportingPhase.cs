using RiskReport.Domain.Enterprises;

namespace RiskReport.Domain.Reference;

/// <summary>By when the reports of a year are to be filed: one phase of it, for one scale or for all enterprises.</summary>
public sealed record ReportingPhase
{
    public required int Year { get; init; }
    public required int Number { get; init; }
    public required string Name { get; init; }

    /// <summary>Null for every enterprise.</summary>
    public Scale? Scale { get; init; }
    public required DateOnly DueOn { get; init; }

    /// <summary>The scales whose first phase of a year is over on a day.</summary>
    public static IReadOnlyList<Scale> Past(IEnumerable<ReportingPhase> phases, int year, DateOnly today) =>
        [.. Enum.GetValues<Scale>().Where(s => phases.Any(p => p.Year == year && (p.Scale is null || p.Scale == s) && p.DueOn < today))];
}
