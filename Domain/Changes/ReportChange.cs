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

    /// <summary>
    /// The version in force, with its receipt code and hash; the change itself where one is filed or returned; the void one
    /// where <see cref="ReportChangeKind.Undone"/> leaves none, then without a hash.
    /// </summary>
    public int? Version { get; init; }

    /// <summary>Of what is in force afterwards; null where there is none any more.</summary>
    public DeclarationStatus? Status { get; init; }
    public RiskColour? Colour { get; init; }
    public string? Code { get; init; }
    public string? ContentSha256 { get; init; }
}
