using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Grading;

namespace RiskReport.Domain.Roster;

/// <summary>One line of the roster of risks: a risk of a report, and whose it is.</summary>
public sealed record RiskRosterRow
{
    public long DeclarationId { get; init; }
    public required long EnterpriseId { get; init; }
    public required string CreditCode { get; init; }
    public required string EnterpriseName { get; init; }
    public required string County { get; init; }
    public string TownshipCode { get; init; } = "";
    public required string Township { get; init; }
    public required string IndustryCode { get; init; }
    public string? Industry { get; init; }
    public required Scale Scale { get; init; }
    public required int Year { get; init; }
    public required DeclarationStatus Status { get; init; }
    public required int Position { get; init; }
    public required string Name { get; init; }
    public string? RiskPoint { get; init; }
    public required string Location { get; init; }
    public required string AccidentType { get; init; }
    public required string Consequence { get; init; }
    public required GradingMethod Method { get; init; }
    public string? CatalogueCode { get; init; }
    public required RiskColour Colour { get; init; }
    public decimal? Score { get; init; }
    public required string Reason { get; init; }
    public required string Controls { get; init; }
    public required string Emergency { get; init; }
    public required string Department { get; init; }
    public required string Owner { get; init; }

    /// <summary>Of the owner.</summary>
    public string? Phone { get; init; }
}
