using RiskReport.Domain.Declarations;
using RiskReport.Domain.Grading;

namespace RiskReport.Domain.Changes;

/// <summary>
/// One change of the feed. <see cref="Number"/> is the cursor: changes are numbered in the order in which they were committed, without
/// a gap. <see cref="TownshipNumber"/> does the same within a township, so that whoever may see only a part knows that nothing of it is missing.
/// </summary>
public sealed record ReportChange
{
    public required long Number { get; init; }
    public required string TownshipCode { get; init; }
    public required long TownshipNumber { get; init; }
    public required ReportChangeKind Kind { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime At { get; init; }
    public required string CreditCode { get; init; }
    public required int Year { get; init; }

    /// <summary>The newest version, with its receipt code and hash; of <see cref="ReportChangeKind.Undone"/> without a status the one that is void.</summary>
    public int? Version { get; init; }

    /// <summary>Of the report afterwards; null where there is none any more.</summary>
    public DeclarationStatus? Status { get; init; }
    public RiskColour? Colour { get; init; }
    public string? Code { get; init; }
    public string? ContentSha256 { get; init; }
}
