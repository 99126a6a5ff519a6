using RiskReport.Data.Campaigns;
using RiskReport.Domain.Campaigns;
using RiskReport.Domain.Reference;
using RiskReport.Web.TagHelpers;

namespace RiskReport.Web.Features.Campaigns;

/// <summary>A phase as posted, with what the page was opened with.</summary>
public sealed class PhaseForm
{
    public string? Year { get; set; }

    public string? Name { get; set; }

    public string? Scale { get; set; }

    public string? Industries { get; set; }

    public string? Regions { get; set; }

    public string? BeginsOn { get; set; }

    public string? LawDueOn { get; set; }

    public string? CampaignDueOn { get; set; }

    public string? Remark { get; set; }

    public string? Reason { get; set; }

    public bool Confirmed { get; set; }

    /// <summary>Of the phase that was looked at.</summary>
    public int Version { get; set; }

    public PhaseAnswers Answers => new()
    {
        Year = Year,
        Name = Name,
        Scale = Scale,
        Industries = Industries,
        Regions = Regions,
        BeginsOn = BeginsOn,
        LawDueOn = LawDueOn,
        CampaignDueOn = CampaignDueOn,
        Remark = Remark,
        IsConfirmed = Confirmed,
    };

    public static PhaseForm Of(CampaignPhase phase) => new()
    {
        Year = $"{phase.Year}",
        Name = phase.Name,
        Scale = phase.Scope.Scale is { } scale ? Domain.Enterprises.ScaleWords.Code(scale) : "",
        Industries = string.Join(' ', phase.Scope.Industries),
        Regions = string.Join(' ', phase.Scope.Regions),
        BeginsOn = $"{phase.BeginsOn:yyyy-MM-dd}",
        LawDueOn = $"{phase.LawDueOn:yyyy-MM-dd}",
        CampaignDueOn = $"{phase.CampaignDueOn:yyyy-MM-dd}",
        Remark = phase.Remark,
        Version = phase.Version,
    };
}

public sealed record CampaignsPage
{
    public required ReferenceData Reference { get; init; }
    public required DateOnly Today { get; init; }
    public required IReadOnlyList<CampaignPhase> Withdrawn { get; init; }
}

/// <summary>A phase to be changed, or a new one.</summary>
public sealed record PhasePage
{
    public CampaignPhase? Phase { get; init; }

    /// <summary>It can only be read.</summary>
    public bool IsWithdrawn { get; init; }
    public required PhaseForm Form { get; init; }
    public required ReferenceData Reference { get; init; }
    public required DateOnly Today { get; init; }
    public IReadOnlyList<PhaseEvent> Events { get; init; } = [];
    public IReadOnlyList<PageProblem> Problems { get; init; } = [];

    public string? Problem(string name) => string.Join(" ", Problems.Where(p => p.Name == name).Select(p => p.Message)) is { Length: > 0 } all ? all : null;
}
