using RiskReport.Domain.Campaigns;
using RiskReport.Domain.Enterprises;

namespace RiskReport.Tests.Support;

/// <summary>Phases of 2026; a test changes only what it is about.</summary>
internal static class Phases
{
    public static readonly CampaignPhase Everyone = new()
    {
        Id = 1,
        Year = 2026,
        Name = "工业企业全覆盖",
        Scope = new PhaseScope(),
        BeginsOn = new DateOnly(2026, 1, 1),
        LawDueOn = new DateOnly(2026, 3, 31),
        CampaignDueOn = new DateOnly(2026, 12, 31),
        Version = 1,
    };

    public static readonly CampaignPhase AboveScale = Everyone with
    {
        Id = 2,
        Name = "规上企业报告",
        Scope = new PhaseScope { Scale = Scale.Above },
        CampaignDueOn = new DateOnly(2026, 6, 30),
    };

    /// <summary>Of whole divisions, which the counters tell apart but those of days.</summary>
    public static readonly CampaignPhase OfDivisions = Everyone with
    {
        Id = 4,
        Name = "重点行业（大类）",
        Scope = new PhaseScope { Industries = ["26", "33"], Scale = Scale.Below },
        CampaignDueOn = new DateOnly(2026, 5, 31),
    };

    /// <summary>Told by groups too, which no counter tells apart, and in some units only.</summary>
    public static readonly CampaignPhase OfGroups = Everyone with
    {
        Id = 3,
        Name = "重点行业",
        Scope = new PhaseScope { Industries = ["26", "331", "594"], Regions = ["320583", "320505", "320506001"] },
        CampaignDueOn = new DateOnly(2026, 5, 31),
    };
}
