using RiskReport.Domain.Declarations;
using RiskReport.Domain.Grading;

namespace RiskReport.Domain.Roster;

public sealed record RosterCount
{
    public required string TownshipCode { get; init; }
    public required DeclarationStatus Status { get; init; }
    public RiskColour? Colour { get; init; }
    public required long Enterprises { get; init; }
}

/// <summary>How many enterprises there are by township, status and colour; every figure on a page is a sum of these.</summary>
public sealed record RosterCounts(IReadOnlyList<RosterCount> Counts)
{
    public long Total => Counts.Sum(c => c.Enterprises);

    public long Of(RiskColour? colour) => Counts.Where(c => c.Colour == colour).Sum(c => c.Enterprises);

    public long Of(DeclarationStatus status) => Counts.Where(c => c.Status == status).Sum(c => c.Enterprises);

    /// <summary>Submitted or accepted.</summary>
    public long Filed => Of(DeclarationStatus.Submitted) + Of(DeclarationStatus.Accepted);

    public long Matching(RosterFilter filter) => Counts.Where(c => filter.Admits(c.Colour)).Sum(c => c.Enterprises);

    public RosterCounts Within(string regionCode) =>
        new(Counts.Where(c => c.TownshipCode.StartsWith(regionCode, StringComparison.Ordinal)).ToList());
}
