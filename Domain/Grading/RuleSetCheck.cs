namespace RiskReport.Domain.Grading;

/// <summary>What is wrong with a rule set: the part it is about, by the name the editor gives it, and a sentence.</summary>
public sealed record RuleProblem(string Part, string Message);

/// <summary>
/// Whether a rule set may be put in force: ordered, without a gap, every reachable value with one colour, every colour
/// reachable, no factor raised that lowers a colour, and a source for every bound.
/// </summary>
public static class RuleSetCheck
{
    private const int MostSteps = 20;
    private const int LongestSource = 200;
    private const decimal MostValue = 100_000;

    private static readonly System.Buffers.SearchValues<char> Separators = System.Buffers.SearchValues.Create(" ,，、;；\n");

    private static readonly GradingMethod[] Scoring = [GradingMethod.Lec, GradingMethod.Ls, GradingMethod.Mes];

    /// <summary>What makes a set impossible to work with at all, so that not even a draft may be kept with it.</summary>
    public static IReadOnlyList<RuleProblem> Unusable(RuleSet set) =>
    [
        .. set.Methods.SelectMany(m => m.Factors, (m, f) => (Method: m.Method.Code(), Factor: f))
            .Where(x => x.Factor.Steps.Count is < 1 or > MostSteps)
            .Select(x => new RuleProblem($"{x.Method}.{x.Factor.Key}", $"{x.Method} 的{x.Factor.Name} {x.Factor.Key} 应有 2 至 {MostSteps} 个取值，现有 {x.Factor.Steps.Count} 个。")),
    ];

    public static IReadOnlyList<RuleProblem> Problems(RuleSet set) => Unusable(set) is { Count: > 0 } unusable ? unusable :
    [
        .. Names("MajorHazard.Substances", "GB18218 的", set.MajorHazard.Substances.SelectMany(s => s.Aliases.Prepend(s.Name)), StringComparer.Ordinal),
        .. Names("MajorHazard.Classes", "GB18218 的类别", set.MajorHazard.Classes.Select(c => c.Code), StringComparer.OrdinalIgnoreCase),
        .. Names("Chemical.DirectRed", "直接判红情形的代码", set.Chemical.DirectRed.Select(c => c.Code), StringComparer.OrdinalIgnoreCase),
        .. Names("Overrides", "企业直接定级规则的编号", set.Overrides.Select(o => o.Id), StringComparer.Ordinal),
        .. Scoring.SelectMany(m => set.Find(m) is { } method ? OfMethod(method) : [new RuleProblem(m.Code(), $"缺少评估方法 {m.Word()}。")]),
        .. OfMajorHazard(set.MajorHazard),
        .. OfChemical(set.Chemical),
        .. OfOverrides(set.Overrides),
        .. Descending("Management", "管理评价", [("优秀", set.Management.Excellent), ("良好", set.Management.Good), ("合格", set.Management.Fair)]),
    ];

    private static IEnumerable<RuleProblem> OfMethod(ScoringMethod method)
    {
        var code = method.Method.Code();
        var problems = Descending(code, method.Method.Word(), [("重大", method.Red), ("较大", method.Orange), ("一般", method.Yellow)])
            .Concat(method.Factors.SelectMany(f => OfFactor(code, f))).ToList();
        return problems.Count > 0 ? problems : OfTable(code, new MethodTable(method, ""));
    }

    private static IEnumerable<RuleProblem> OfFactor(string method, Factor factor)
    {
        var (part, name) = ($"{method}.{factor.Key}", $"{method} 的{factor.Name} {factor.Key}");
        if (factor.Steps.Count is < 2 or > MostSteps)
            yield return new RuleProblem(part, $"{name}应有 2 至 {MostSteps} 个取值，现有 {factor.Steps.Count} 个。");
        foreach (var step in factor.Steps.Where(s => s.Value is <= 0 or > 1000 || decimal.Round(s.Value, 2) != s.Value))
            yield return new RuleProblem(part, $"{name}的取值 {step.Value} 应大于 0、不超过 1000，最多两位小数。");
        foreach (var repeated in factor.Steps.GroupBy(s => s.Value).Where(g => g.Count() > 1))
            yield return new RuleProblem(part, $"{name}的取值 {repeated.Key} 重复。");
        if (factor.Steps.Any(s => s.Words.Length is 0 or > 100))
            yield return new RuleProblem(part, $"{name}的每个取值都应有文字说明（不超过 100 个字）。");
    }

    private static IEnumerable<RuleProblem> OfTable(string code, MethodTable table)
    {
        foreach (var colour in Enum.GetValues<RiskColour>().Where(c => table.Count(c) == 0).OrderDescending())
            yield return new RuleProblem(code, $"{code} 的 {table.Cells.Count} 种组合中没有一种评为{colour.Word()}，请核对界限。");

        // the product of positive factors grows with each of them, and the bounds are ordered: asked all the same
        var byScore = table.Cells.OrderBy(c => c.Score).ToList();
        foreach (var (lower, higher) in byScore.Zip(byScore.Skip(1)).Where(pair => pair.First.Colour > pair.Second.Colour))
            yield return new RuleProblem(code, $"{code} 得分 {lower.Score} 的颜色重于得分 {higher.Score} 的颜色。");
    }

    private static IEnumerable<RuleProblem> OfMajorHazard(MajorHazardScoring scoring)
    {
        const string name = "GB18218";
        if (scoring.Alpha.Count == 0 || scoring.Alpha[0].PeopleFrom != 0)
            yield return new RuleProblem("MajorHazard.Alpha", $"{name} 的校正系数 α 应从 0 人开始。");
        if (NoSource(scoring.AlphaSource))
            yield return new RuleProblem("MajorHazard.AlphaSource", $"{name} 的校正系数 α 缺少依据（不超过 {LongestSource} 个字）。");
        if (!Rising(scoring.Alpha.Select(a => (decimal)a.PeopleFrom)) || !Rising(scoring.Alpha.Select(a => a.Alpha)) || scoring.Alpha.Any(a => a.Alpha is <= 0 or > 100))
            yield return new RuleProblem("MajorHazard.Alpha", $"{name} 的人数和校正系数 α 都应逐行增大，α 应大于 0。");
        if (!scoring.Levels.Select(l => l.Level).SequenceEqual([1, 2, 3, 4]) || scoring.Levels[^1].From != 0 || !Rising(scoring.Levels.Reverse().Select(l => l.From)))
            yield return new RuleProblem("MajorHazard.Levels", $"{name} 应有一级至四级，R 的下限逐级减小，四级从 0 开始。");
        if (!scoring.Levels.Select(l => (int)l.Colour).Reverse().Order().SequenceEqual(scoring.Levels.Select(l => (int)l.Colour).Reverse())
            || scoring.Levels.Any(l => l.Colour < scoring.BelowColour))
            yield return new RuleProblem("MajorHazard.Levels", $"{name} 的级别越高，颜色不能越轻；不构成重大危险源的颜色不能重于四级。");
        foreach (var level in scoring.Levels.Where(l => NoSource(l.Source)))
            yield return new RuleProblem("MajorHazard.Levels", $"{name} {level.Word}缺少依据（不超过 {LongestSource} 个字）。");
        if (NoSource(scoring.Source))
            yield return new RuleProblem("MajorHazard.Source", $"{name} 不构成重大危险源的情形缺少依据（不超过 {LongestSource} 个字）。");
        foreach (var substance in scoring.Substances.Where(s => s.CriticalQuantity is <= 0 or > MostValue || s.Beta is <= 0 or > 100))
            yield return new RuleProblem("MajorHazard.Substances", $"{name} 的“{substance.Name}”临界量和 β 应大于 0。");
        foreach (var other in scoring.Classes.Where(c => c.CriticalQuantity is <= 0 or > MostValue || c.Beta is <= 0 or > 100))
            yield return new RuleProblem("MajorHazard.Classes", $"{name} 的类别“{other.Code}”临界量和 β 应大于 0。");
    }

    private static IEnumerable<RuleProblem> OfChemical(ChemicalScoring scoring)
    {
        foreach (var problem in Descending("Chemical", "危化企业分级", [("低", scoring.Blue), ("一般", scoring.Yellow), ("较大", scoring.Orange)]))
            yield return problem;
        if (scoring.MaxScore < scoring.Blue.From || scoring.MaxScore > 1000)
            yield return new RuleProblem("Chemical.MaxScore", "危化企业分级的最高得分不能低于低风险界限，也不能超过 1000。");
        if (scoring.DirectRed.Any(c => c.Code.Length is 0 or > 20 || c.Words.Length is 0 or > 120 || NoSource(c.Source)))
            yield return new RuleProblem("Chemical.DirectRed", "直接判红的每种情形都应有代码（不超过 20 个字）、说明（不超过 120 个字）和依据。");
    }

    private static IEnumerable<RuleProblem> OfOverrides(IReadOnlyList<OverrideRule> overrides)
    {
        foreach (var rule in overrides.Where(o => o.Id.Length is 0 or > 20 || o.Words.Length is 0 or > 100 || NoSource(o.Source)))
            yield return new RuleProblem("Overrides", $"企业直接定级规则“{rule.Id}”应有编号（不超过 20 个字）、说明（不超过 100 个字）和依据（不超过 {LongestSource} 个字）。");
        foreach (var rule in overrides.Where(o => o.Fact.IsNumber() ? o.AtLeast is < 1 or > MostValue : o.AtLeast != 1))
            yield return new RuleProblem("Overrides", $"企业直接定级规则“{rule.Id}”的界限无效：人数应为 1 以上，是/否类应为 1。");
        foreach (var rule in overrides.Where(o => o.Colour == RiskColour.Blue))
            yield return new RuleProblem("Overrides", $"企业直接定级规则“{rule.Id}”的颜色不能是{RiskColour.Blue.Word()}：这类规则只能提高等级。");
    }

    /// <summary>Bounds that fall from the first to the last, with nothing at or below zero.</summary>
    private static IEnumerable<RuleProblem> Descending(string part, string name, IReadOnlyList<(string Word, Threshold Threshold)> bounds)
    {
        foreach (var (word, threshold) in bounds)
        {
            if (threshold.From is <= 0 or > MostValue)
                yield return new RuleProblem(part, $"{name} 的{word}界限 {threshold.From} 应大于 0、不超过 {MostValue:0}。");
            if (NoSource(threshold.Source))
                yield return new RuleProblem(part, $"{name} 的{word}界限缺少依据（不超过 {LongestSource} 个字）。");
        }

        for (var i = 1; i < bounds.Count; i++)
        {
            if (bounds[i].Threshold.From >= bounds[i - 1].Threshold.From)
                yield return new RuleProblem(part, $"{name} 的{bounds[i].Word}界限 {GradeWords.Plain(bounds[i].Threshold.From)} 应低于{bounds[i - 1].Word}界限 {GradeWords.Plain(bounds[i - 1].Threshold.From)}，否则中间没有{bounds[i].Word}的取值。");
        }
    }

    /// <summary>Names that are asked for one by one, and told apart by separators where several are given.</summary>
    private static IEnumerable<RuleProblem> Names(string part, string what, IEnumerable<string> names, StringComparer comparer)
    {
        var all = names.ToList();
        if (all.Exists(n => n.Length == 0 || n.AsSpan().ContainsAny(Separators)))
            yield return new RuleProblem(part, $"{what}名称不能为空，也不能含空格、逗号、顿号、分号。");
        foreach (var repeated in all.GroupBy(n => n, comparer).Where(g => g.Key.Length > 0 && g.Count() > 1))
            yield return new RuleProblem(part, $"{what}“{repeated.Key}”重复。");
    }

    private static bool NoSource(string source) => source.Length is 0 or > LongestSource;

    private static bool Rising(IEnumerable<decimal> values)
    {
        var all = values.ToList();
        return all.Zip(all.Skip(1)).All(pair => pair.First < pair.Second);
    }
}
