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

    /// <summary>Of what the page shows: of the accepted version, also while a change is on its way or was given up, and when it is reopened.</summary>
    public Receipt? Receipt => Receipts.FirstOrDefault(r => r.Number == Declaration.AcceptedVersion) ?? (Receipts is [var newest, ..] ? newest : null);

    /// <summary>A change that was filed and is not accepted yet.</summary>
    public Filing? Change { get; init; }

    /// <summary>An application to be written off, or why it was.</summary>
    public WriteOff? WriteOff { get; init; }

    /// <summary>Why what looks implausible is right nevertheless.</summary>
    public IReadOnlyList<Confirmation> Confirmations { get; init; } = [];

    /// <summary>The page as it will be once the change is accepted.</summary>
    public ReportPage? AsChanged => Change is not { } change ? null : this with
    {
        Declaration = Declaration with
        {
            PendingType = null,
            Colour = change.Grade.Colour,
            TopScore = change.Grade.TopScore,
            HasMajorRisk = change.HasMajorRisk,
            RuleSet = change.Grade.RuleSet,
            CatalogueEdition = change.Grade.CatalogueEdition,
            Reasons = string.Join('\n', change.Grade.Reasons),
            CommittedBy = change.CommittedBy,
            CommittedRole = change.CommittedRole,
            CommittedVia = change.CommittedVia,
            PreparedBy = change.PreparedBy,
            Status = Declaration.PendingStatus!.Value, // so that the receipt is the newest one
        },
        Facts = change.Facts,
        Risks = change.Risks.Zip(change.Grade.Items, (facts, grade) => new GradedRisk(facts, grade)).ToList(),
        Lower = change.Risks.Select(_ => (string?)null).ToList(),
        Confirmations = change.Confirmations,
        Change = null,
    };

    /// <summary>Why the newest version was returned, and why the one before it was.</summary>
    public required IReadOnlyList<ReturnReason> Reasons { get; init; }
    public required IReadOnlyList<ReturnReason> EarlierReasons { get; init; }

    /// <summary>From the version before to the newest.</summary>
    public required IReadOnlyList<ReportDifference>? Differences { get; init; }

    /// <summary>For each risk what would lower its colour, under the rules it was graded by.</summary>
    public required IReadOnlyList<string?> Lower { get; init; }

    /// <summary>How well the enterprise is managed, as an office says; no colour is made of it.</summary>
    public ManagementEntry? Management { get; init; }

    /// <summary>What is wrong with what an office posted, and what it typed.</summary>
    public IReadOnlyList<PageProblem> Problems { get; init; } = [];
    public ReturnForm Return { get; init; } = new();
    public WriteOffInput WriteOffInput { get; init; } = new();
    public string? ManagementScore { get; init; }
    public string? ManagementReason { get; init; }

    /// <summary>大中小微, by the figures of the report.</summary>
    public SizeClass? Size { get; init; }
}
