using RiskReport.Data.Grading;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Reference;
using RiskReport.Web.Features.Enterprises;
using RiskReport.Web.TagHelpers;

namespace RiskReport.Web.Features.Declarations;

/// <summary>A report as filed: the basics of that day, every risk with its colour and reason, and what happened since.</summary>
public sealed record ReportPage
{
    public required Enterprise Enterprise { get; init; }
    public required Declaration Declaration { get; init; }
    public required EnterpriseFacts Facts { get; init; }
    public required IReadOnlyList<GradedRisk> Risks { get; init; }
    public required IReadOnlyList<DeclarationEvent> Events { get; init; }
    public required IReadOnlyList<int> Years { get; init; }

    /// <summary>Every version that was filed, the newest first.</summary>
    public required IReadOnlyList<Receipt> Receipts { get; init; }

    /// <summary>Why the newest version was returned, and why the one before it was.</summary>
    public required IReadOnlyList<ReturnReason> Reasons { get; init; }
    public required IReadOnlyList<ReturnReason> EarlierReasons { get; init; }

    /// <summary>From the version before to the newest.</summary>
    public required IReadOnlyList<ReportDifference> Differences { get; init; }

    /// <summary>For each risk what would lower its colour, under the rules it was graded by.</summary>
    public required IReadOnlyList<string?> Lower { get; init; }

    /// <summary>How well the enterprise is managed, as an office says; no colour is made of it.</summary>
    public ManagementEntry? Management { get; init; }

    /// <summary>What is wrong with what an office posted, and what it typed.</summary>
    public IReadOnlyList<PageProblem> Problems { get; init; } = [];
    public ReturnForm Return { get; init; } = new();
    public string? ManagementScore { get; init; }
    public string? ManagementReason { get; init; }

    /// <summary>大中小微, by the figures of the report.</summary>
    public SizeClass? Size { get; init; }
}
