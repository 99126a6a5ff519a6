using RiskReport.Domain.Grading;

namespace RiskReport.Web.Features.Rules;

/// <summary>Where a rule set stands, on a day.</summary>
public static class RuleSetStatusWords
{
    public static string Of(RuleSetEntry entry, RuleSetEntry? inForce, DateOnly today) => entry.Status switch
    {
        RuleSetStatus.Draft => "草案",
        RuleSetStatus.Alternative => "备选，未施行",
        _ when entry.Name == inForce?.Name => "现行",
        _ when entry.EffectiveFrom > today => "待施行",
        _ => "已被取代",
    };
}
