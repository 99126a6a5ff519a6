using RiskReport.Domain.Grading;

namespace RiskReport.Domain.Declarations;

/// <summary>The report one enterprise owes for one year, as far as it has come.</summary>
public sealed record Declaration
{
    public required long Id { get; init; }
    public required long EnterpriseId { get; init; }
    public required int Year { get; init; }
    public required DeclarationStatus Status { get; init; }
    public DeclarationType? Type { get; init; }
    public FilingSource? Source { get; init; }
    public bool? HasMajorRisk { get; init; }
    public RiskColour? Colour { get; init; }
    public decimal? TopScore { get; init; }
    public string? RuleSet { get; init; }
    public string? CatalogueEdition { get; init; }
    public string? Reasons { get; init; }
    public string? Basics { get; init; }
    public string? Draft { get; init; }

    /// <summary>Until when a returned report is to be filed again; kept until it is accepted.</summary>
    public DateOnly? ReturnDueOn { get; init; }
    public string? CommittedBy { get; init; }
    public string? CommittedRole { get; init; }
    public DateTime? SubmittedAt { get; init; }
    public required int Version { get; init; }
    public required DateTime ChangedAt { get; init; }
    public required string ChangedBy { get; init; }
    public required string ChangeReason { get; init; }

    /// <summary>The enterprise may still fill it in; afterwards only the office can hand it back.</summary>
    public bool IsOpen => Status is DeclarationStatus.NotFiled or DeclarationStatus.Draft or DeclarationStatus.Returned;

    public bool IsFiled => Status is DeclarationStatus.Submitted or DeclarationStatus.Accepted;
}

/// <summary>A risk as stored: what was declared and how it was graded.</summary>
public sealed record GradedRisk(RiskFacts Facts, ItemGrade Grade);

/// <summary>One step in the life of a report.</summary>
public sealed record DeclarationEvent
{
    public required DateTime At { get; init; }
    public required DeclarationStatus Status { get; init; }
    public RiskColour? Colour { get; init; }
    public required string ChangedBy { get; init; }
    public required string ChangedFrom { get; init; }
    public required string ChangeReason { get; init; }
}
