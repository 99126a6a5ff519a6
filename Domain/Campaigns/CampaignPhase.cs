using RiskReport.Domain.Reference;

namespace RiskReport.Domain.Campaigns;

/// <summary>
/// One phase of the yearly reporting: for whom, and by when. The law's date and the campaign's stand side by side; what is due goes by
/// the campaign where it names a day. An enterprise that came onto the roll after that day does not belong to the phase.
/// </summary>
public sealed record CampaignPhase
{
    public required long Id { get; init; }
    public required int Year { get; init; }
    public required string Name { get; init; }
    public required PhaseScope Scope { get; init; }
    public required DateOnly BeginsOn { get; init; }
    public DateOnly? LawDueOn { get; init; }
    public DateOnly? CampaignDueOn { get; init; }

    /// <summary>What has to be known to read the phase, such as that its scope is not settled yet; empty where nothing has.</summary>
    public string Remark { get; init; } = "";
    public required int Version { get; init; }

    /// <summary>The last day.</summary>
    public DateOnly DueOn => CampaignDueOn ?? LawDueOn ?? throw new InvalidOperationException($"Phase {Id} has no deadline.");

    public bool HasBegun(DateOnly today) => BeginsOn <= today;

    public bool IsPast(DateOnly today) => DueOn < today;

    public string InWords => $"{Name}（{DueOn:yyyy-MM-dd} 截止）";

    /// <summary>All there is to say, for the record.</summary>
    public string Described(ReferenceData reference) => string.Concat(
        $"{Name}；{Scope.InWords(reference)}；{BeginsOn:yyyy-MM-dd} 起",
        LawDueOn is { } law ? $"；法定截止 {law:yyyy-MM-dd}" : "",
        CampaignDueOn is { } campaign ? $"；专项截止 {campaign:yyyy-MM-dd}" : "",
        Remark.Length > 0 ? $"；备注：{Remark}" : "");
}
