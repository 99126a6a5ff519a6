using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Grading;

namespace RiskReport.Domain.Roster;

/// <summary>One line of the roster: an enterprise that must report for a year, and what it has reported.</summary>
public sealed record RosterRow
{
    public long DeclarationId { get; init; }
    public required long EnterpriseId { get; init; }
    public required string CreditCode { get; init; }
    public required string Name { get; init; }
    public required string County { get; init; }
    public string TownshipCode { get; init; } = "";
    public required string Township { get; init; }
    public required string IndustryCode { get; init; }
    public string? Industry { get; init; }
    public required Scale Scale { get; init; }
    public required int Year { get; init; }
    public DeclarationType? Type { get; init; }
    public required DeclarationStatus Status { get; init; }

    /// <summary>UTC.</summary>
    public DateTime? SubmittedAt { get; init; }
    public RiskColour? Colour { get; init; }
    public decimal? TopScore { get; init; }
    public int RedItems { get; init; }
    public int OrangeItems { get; init; }
    public int YellowItems { get; init; }
    public int BlueItems { get; init; }
    public string? MainRisk { get; init; }
    public string? SafetyOfficer { get; init; }
    public string? Phone { get; init; }

    /// <summary>The last day for what is overdue; known only where the overdue were asked for.</summary>
    public DateOnly? LateSince { get; init; }

    /// <summary>How many days ago that was.</summary>
    public int? LateDays { get; init; }
}
