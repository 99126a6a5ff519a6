using RiskReport.Domain.Declarations;
using RiskReport.Domain.Grading;

namespace RiskReport.Domain.Roster;

/// <summary>How many enterprises of a county and an industry division stand in a status with a colour; every statistic is a sum of these.</summary>
public sealed record RosterFigure
{
    public required string CountyCode { get; init; }
    public required string DivisionCode { get; init; }
    public required DeclarationStatus Status { get; init; }
    public RiskColour? Colour { get; init; }
    public required long Enterprises { get; init; }
}
