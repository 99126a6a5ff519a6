using RiskReport.Domain.Grading;

namespace RiskReport.Reports;

/// <summary>A report's colour and every reason for it, as it goes on paper.</summary>
public sealed record GradingSheet
{
    public required string Name { get; init; }
    public required string CreditCode { get; init; }
    public required string Township { get; init; }
    public required int Year { get; init; }
    public required string Status { get; init; }

    /// <summary>UTC.</summary>
    public DateTime? SubmittedAt { get; init; }
    public required RiskColour Colour { get; init; }
    public required string RuleSet { get; init; }
    public required string CatalogueEdition { get; init; }
    public required IReadOnlyList<string> Reasons { get; init; }
    public required IReadOnlyList<GradingSheetItem> Items { get; init; }
    public required string MadeBy { get; init; }
    public required DateTimeOffset MadeAt { get; init; }
}

public sealed record GradingSheetItem(string Name, string Location, ItemGrade Grade, string? Lower);
