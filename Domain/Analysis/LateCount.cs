using RiskReport.Domain.Declarations;

namespace RiskReport.Domain.Analysis;

/// <summary>How many enterprises of a township are overdue, and the first of the days that are over.</summary>
public sealed record LateCount
{
    public required string TownshipCode { get; init; }
    public required DeclarationStatus Status { get; init; }
    public required long Enterprises { get; init; }
    public required DateOnly DueOn { get; init; }
}
