namespace RiskReport.Domain.Grading;

/// <summary>Whether a rule set may be put in force from a day.</summary>
public static class RuleSetDecision
{
    /// <summary>How far ahead a decision may lie.</summary>
    private const int MostYears = 5;

    /// <summary>Why not; nothing where it may.</summary>
    public static IReadOnlyList<RuleProblem> Problems(
        RuleSetEntry entry, DateOnly? effectiveFrom, int? regradeFromYear, IReadOnlyList<RuleSetEntry> others, DateOnly today)
    {
        var problems = new List<RuleProblem>();
        if (entry.Status == RuleSetStatus.Decided)
            problems.Add(new RuleProblem("", $"规则 {entry.Name} 已经施行或已定于 {entry.EffectiveFrom:yyyy-MM-dd} 施行。"));
        problems.AddRange(RuleSetCheck.Problems(entry.Rules).Select(p => p with { Part = "" }));

        // tomorrow at the earliest, so that every instance of the program knows it before it counts
        if (effectiveFrom is null)
            problems.Add(new RuleProblem("effectiveFrom", "请填写施行日期。"));
        else if (effectiveFrom <= today || effectiveFrom > today.AddYears(MostYears))
            problems.Add(new RuleProblem("effectiveFrom", $"施行日期应在 {today.AddDays(1):yyyy-MM-dd} 至 {today.AddYears(MostYears):yyyy-MM-dd} 之间：最早明天，不能追溯。"));
        else if (others.FirstOrDefault(o => o.Status == RuleSetStatus.Decided && o.EffectiveFrom == effectiveFrom) is { } other)
            problems.Add(new RuleProblem("effectiveFrom", $"规则 {other.Name} 已定于同一天施行，请另选一天或先撤回 {other.Name}。"));
        if (regradeFromYear is { } year && (year < today.Year - 1 || year > today.Year + MostYears))
            problems.Add(new RuleProblem("regradeFromYear", $"重新评级的起始年度应在 {today.Year - 1} 至 {today.Year + MostYears} 之间。"));
        return problems;
    }
}
