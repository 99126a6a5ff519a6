using RiskReport.Domain.Campaigns;
using RiskReport.Domain.Enterprises;

namespace RiskReport.Data.Campaigns;

/// <summary>A phase as stored: codes with a blank between them.</summary>
internal sealed record CampaignPhaseRow
{
    public const string Columns = "Id, Year, Name, Scale, Industries, Regions, BeginsOn, LawDueOn, CampaignDueOn, Remark, Version";

    public required long Id { get; init; }
    public required int Year { get; init; }
    public required string Name { get; init; }
    public Scale? Scale { get; init; }
    public required string Industries { get; init; }
    public required string Regions { get; init; }
    public required DateOnly BeginsOn { get; init; }
    public DateOnly? LawDueOn { get; init; }
    public DateOnly? CampaignDueOn { get; init; }
    public required string Remark { get; init; }
    public required int Version { get; init; }

    public CampaignPhase ToPhase() => new()
    {
        Id = Id,
        Year = Year,
        Name = Name,
        Scope = new PhaseScope { Scale = Scale, Industries = Split(Industries), Regions = Split(Regions) },
        BeginsOn = BeginsOn,
        LawDueOn = LawDueOn,
        CampaignDueOn = CampaignDueOn,
        Remark = Remark,
        Version = Version,
    };

    private static string[] Split(string codes) => codes.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
