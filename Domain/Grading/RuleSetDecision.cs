namespace RiskReport.Domain.Grading;

/// <summary>Whether a rule set may be put in force from a day.</summary>
public static class RuleSetDecision
{
    /// <summary>Why not; nothing where it may.</summary>
    public static IReadOnlyList<RuleProblem> Problems(
        RuleSetEntry entry, DateOnly? effectiveFrom, int? regradeFromYear, IReadOnlyList<RuleSetEntry> others, DateOnly today)
    {
        var problems = new List<RuleProblem>();
        if (entry.Status == RuleSetStatus.Decided)
            problems.Add(new RuleProblem("", $"规则 {entry.Name} 已经施行或已定于 {entry.EffectiveFrom:yyyy-MM-dd} 施行。"));
        problems.AddRange(RuleSetCheck.Problems(entry.Rules).Select(p => p with { Part = "" }));

        if (Effective.Problem(effectiveFrom, today) is { } problem)
            problems.Add(new RuleProblem("effectiveFrom", problem));
        else if (others.FirstOrDefault(o => o.Status == RuleSetStatus.Decided && o.EffectiveFrom == effectiveFrom) is { } other)
            problems.Add(new RuleProblem("effectiveFrom", $"规则 {other.Name} 已定于同一天施行，请另选一天或先撤回 {other.Name}。"));
        if (regradeFromYear is { } year && (year < today.Year - 1 || year > today.Year + Effective.MostYears))
            problems.Add(new RuleProblem("regradeFromYear", $"重新评级的起始年度应在 {today.Year - 1} 至 {today.Year + Effective.MostYears} 之间。"));
        return problems;
    }
}
