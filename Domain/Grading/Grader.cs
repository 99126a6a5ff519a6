using RiskReport.Domain.Imports;

namespace RiskReport.Domain.Grading;

/// <summary>Decides colours. Same input, same answer: no clock, no database.</summary>
public static class Grader
{
    /// <summary>Sums of quotients such as 1/3 + 1/3 + 1/3 are 1: what is beyond these places is noise of the division.</summary>
    private const int ExactPlaces = 20;

    /// <summary>
    /// Grades an enterprise by its worst item and by the rules about the enterprise as a whole, which only ever raise.
    /// Silence is not a low risk: without an item only the enterprise's own nil declaration gives blue.
    /// </summary>
    public static GradeResult Grade(IReadOnlyList<Assessment> items, bool declaresNil, GradingRules rules, EnterpriseConditions? conditions = null)
    {
        conditions ??= EnterpriseConditions.None;
        var problems = items.SelectMany((item, i) => AssessmentCheck.Problems(item, i, rules)).ToList();
        if (problems.Count > 0)
            return new GradeResult(null, problems);
        if (items.Count == 0 && !declaresNil)
            return Refuse("NOTHING_TO_GRADE", "没有可以评级的风险项，也没有确认无较大以上安全风险，不能评级。请填写风险项，或确认无较大以上安全风险。");
        if (conditions.MajorHazard == false && FirstMajorHazard(items, rules) is { } unit)
            return Refuse(ProblemCodes.Contradiction, $"填写了没有重大危险源，但{NameOf(items, unit)}按 GB 18218 构成重大危险源。请改为“是”，或核对该项的危险化学品数量。", EnterpriseFact.MajorHazard.Word());

        var grades = items.Select(item => GradeItem(item, rules)).ToList();
        var worst = grades.Count == 0 ? RiskColour.Blue : grades.Max(g => g.Colour);
        var overrides = Overrides(conditions, rules.RuleSet).ToList();
        if (declaresNil && worst >= RiskColour.Orange)
            return Refuse(ProblemCodes.Contradiction, $"已确认无较大以上安全风险，但{NameOf(items, grades.FindIndex(g => g.Colour == worst))}评为{worst.Word()}。请改为“有”较大以上安全风险，或核对该项评估。");
        if (declaresNil && overrides.Find(o => o.Colour >= RiskColour.Orange) is { } raised)
            return Refuse(ProblemCodes.Contradiction, $"已确认无较大以上安全风险，但{raised.Reason}请改为“有”较大以上安全风险并填写相应的风险项，或核对企业信息。");

        return new GradeResult(Compose(items, grades, overrides, rules), []);
    }

    /// <summary>
    /// Grades what was once filed under other rules; null where an item cannot be graded under these. What the enterprise
    /// answered is not held against the new colour: it could not know it.
    /// </summary>
    public static Grade? Regrade(IReadOnlyList<Assessment> items, EnterpriseConditions conditions, GradingRules rules) =>
        items.All(item => Decide(item, rules) is not null)
            ? Compose(items, items.Select(item => GradeItem(item, rules)).ToList(), Overrides(conditions, rules.RuleSet).ToList(), rules)
            : null;

    /// <summary>
    /// The colour that <see cref="Regrade"/> would give, and the item that decides it (from 0; nothing for a rule about the
    /// whole), without a sentence. Null where it gives none; then the item is the one that cannot be graded.
    /// </summary>
    public static (RiskColour? Colour, int? Item) Worst(ReadOnlySpan<Assessment> items, EnterpriseConditions conditions, GradingRules rules)
    {
        var worst = RiskColour.Blue;
        int? decides = null;
        for (var i = 0; i < items.Length; i++)
        {
            if (Decide(items[i], rules) is not { } verdict)
                return (null, i);
            if (decides is null || verdict.Colour > worst)
                (worst, decides) = (verdict.Colour, i);
        }

        foreach (var rule in rules.RuleSet.Overrides)
        {
            if (rule.Colour > worst && rule.Applies(conditions))
                (worst, decides) = (rule.Colour, null);
        }

        return (worst, decides);
    }

    /// <summary>An item that <see cref="AssessmentCheck"/> has nothing against.</summary>
    public static ItemGrade GradeItem(Assessment item, GradingRules rules)
    {
        var verdict = Decide(item, rules) ?? throw new ArgumentException("The item cannot be graded under these rules.", nameof(item));
        return new ItemGrade(verdict.Colour, verdict.Score, verdict.Rule, GradeWords.Reason(item, verdict, rules));
    }

    /// <summary>The colour without its sentence; null where the item cannot be graded under these rules.</summary>
    public static Verdict? Decide(Assessment item, GradingRules rules) => item.Method switch
    {
        GradingMethod.Catalogue => rules.CatalogueVerdict(item.CatalogueCode),
        GradingMethod.MajorHazard => DecideUnit(item, rules),
        GradingMethod.ChemicalScore => DecideDiagnosis(item, rules),
        _ => rules.Table(item.Method)?.Find(item),
    };

    public static IEnumerable<OverrideGrade> Overrides(EnterpriseConditions conditions, RuleSet rules) => rules.Overrides
        .Where(o => o.Applies(conditions))
        .OrderByDescending(o => o.Colour)
        .Select(o => new OverrideGrade(o.Colour, $"{rules.Name}/{o.Id}", GradeWords.Reason(o, conditions, rules)));

    /// <summary>The sums of GB 18218 for a unit whose substances are all known; null otherwise.</summary>
    internal static UnitFigures? Figures(MajorHazardUnit? unit, GradingRules rules)
    {
        if (unit is not { People: >= 0 and var people, Substances.Count: > 0 })
            return null;

        var (s, weighted) = (0m, 0m);
        foreach (var amount in unit.Substances)
        {
            if (amount.Tonnes is not (> 0 and <= AssessmentCheck.MostTonnes and var tonnes) || decimal.Round(tonnes, AssessmentCheck.TonnesDecimals) != tonnes || Properties(amount, rules) is not var (critical, beta))
                return null;
            s += tonnes / critical;
            weighted += beta * tonnes / critical;
        }

        var scoring = rules.RuleSet.MajorHazard;
        s = Exact(s);
        var alpha = scoring.AlphaOf(people);
        var r = Exact(alpha * weighted);
        return new UnitFigures(s, alpha, Exact(weighted), r, s >= 1 ? scoring.LevelOf(r) : null);
    }

    /// <summary>Q and β by name, or by class for a substance that is not listed.</summary>
    internal static (decimal CriticalQuantity, decimal Beta)? Properties(SubstanceAmount amount, GradingRules rules) =>
        rules.Substance(amount.Name) is { } listed ? (listed.CriticalQuantity, listed.Beta)
        : rules.Class(amount.Class ?? "") is { } other ? (other.CriticalQuantity, other.Beta)
        : null;

    private static Verdict? DecideUnit(Assessment item, GradingRules rules)
    {
        if (Figures(item.Unit, rules) is not { } figures)
            return null;
        var scoring = rules.RuleSet.MajorHazard;
        var rule = figures.Level is { } level ? $"level{level.Level}" : "none";
        return new Verdict(figures.Level?.Colour ?? scoring.BelowColour, figures.R, $"{rules.RuleSet.Name}/{GradingMethod.MajorHazard.Code()}/{rule}");
    }

    private static Verdict? DecideDiagnosis(Assessment item, GradingRules rules)
    {
        var scoring = rules.RuleSet.Chemical;
        if (item.Diagnosis is not { Score: >= 0 and var score } diagnosis || score > scoring.MaxScore || decimal.Round(score, 2) != score || diagnosis.DirectRed.Any(c => rules.DirectRed(c) is null))
            return null;
        var colour = diagnosis.DirectRed.Count > 0 ? RiskColour.Red : scoring.ColourOf(score);
        var rule = diagnosis.DirectRed.Count > 0 ? rules.DirectRed(diagnosis.DirectRed[0])!.Code : colour.Code();
        return new Verdict(colour, MethodTable.Normalised(score), $"{rules.RuleSet.Name}/{GradingMethod.ChemicalScore.Code()}/{rule}");
    }

    private static decimal Exact(decimal value) => MethodTable.Normalised(decimal.Round(value, ExactPlaces));

    /// <summary>The first item that is a major hazard by GB 18218 (from 0).</summary>
    public static int? FirstMajorHazard(IReadOnlyList<Assessment> items, GradingRules rules)
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (Figures(items[i].Unit, rules)?.Level is not null)
                return i;
        }

        return null;
    }

    private static Grade Compose(IReadOnlyList<Assessment> items, List<ItemGrade> grades, List<OverrideGrade> overrides, GradingRules rules)
    {
        var colour = grades.Select(g => g.Colour).Concat(overrides.Select(o => o.Colour)).Append(RiskColour.Blue).Max();
        return new Grade
        {
            RuleSet = rules.RuleSet.Name,
            CatalogueEdition = rules.Catalogue.Edition,
            Colour = colour,
            TopScore = items.Zip(grades).Where(p => p.First.Method != GradingMethod.ChemicalScore).Max(p => p.Second.Score),
            Items = grades,
            Overrides = overrides,
            Reasons = Reasons(items, grades, overrides, colour),
        };
    }

    private static List<string> Reasons(IReadOnlyList<Assessment> items, List<ItemGrade> grades, List<OverrideGrade> overrides, RiskColour colour)
    {
        var reasons = overrides.Where(o => o.Colour == colour).Select(o => o.Reason).ToList();
        reasons.AddRange(items.Select((item, i) => (Grade: grades[i], Sentence: $"{item.Name ?? $"第 {i + 1} 项"}：{grades[i].Reason}"))
            .Where(r => r.Grade.Colour == colour)
            .Select(r => r.Sentence));
        if (items.Count == 0)
            reasons.Add($"企业确认无较大以上安全风险{(colour == RiskColour.Blue ? $"，企业风险等级为{colour.Word()}" : "")}。");
        return reasons;
    }

    private static GradeResult Refuse(string code, string message, string? factor = null) => new(null, [new GradingProblem(null, factor, code, message)]);

    private static string NameOf(IReadOnlyList<Assessment> items, int index) => items[index].Name is { } name ? $"“{name}”" : $"第 {index + 1} 项";
}

/// <summary>s, α, Σ(β·q/Q) and R of a unit, and its level where it is a major hazard.</summary>
internal sealed record UnitFigures(decimal S, decimal Alpha, decimal Weighted, decimal R, HazardLevel? Level);
