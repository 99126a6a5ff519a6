using System.Globalization;

namespace RiskReport.Domain.Grading;

/// <summary>The one sentence that explains a colour, the same on every page, in every file and in every answer.</summary>
public static class GradeWords
{
    /// <summary>What a stored reason may be long; a unit with very many substances is cut short in its list.</summary>
    public const int LongestReason = 600;

    private const int ShownSubstances = 6;

    /// <summary>Four decimals, cut off: rounded up, 49.9999999 would read like the bound it falls below.</summary>
    public static string Plain(decimal value) => decimal.Round(value, 4, MidpointRounding.ToZero).ToString("0.####", CultureInfo.InvariantCulture);

    public static string Reason(Assessment item, Verdict verdict, GradingRules rules)
    {
        var (sentence, source) = item.Method switch
        {
            GradingMethod.Catalogue => OfCatalogue(rules.CatalogueItem(item.CatalogueCode!)!, rules.Catalogue),
            GradingMethod.MajorHazard => OfUnit(item.Unit!, rules),
            GradingMethod.ChemicalScore => OfDiagnosis(item.Diagnosis!, verdict, rules),
            _ => OfFactors(item, verdict, rules.RuleSet.Find(item.Method)!),
        };
        var end = $"，判定为{verdict.Colour.Word()}（规则 {verdict.Rule}；依据：{source}）。";
        return (sentence.Length + end.Length <= LongestReason ? sentence : string.Concat(sentence.AsSpan(0, LongestReason - end.Length - 1), "…")) + end;
    }

    public static string Reason(OverrideRule rule, EnterpriseConditions conditions, RuleSet rules)
    {
        var what = rule.Fact.IsNumber()
            ? $"{rule.Words}（填报 {Plain(conditions[rule.Fact]!.Value)} 人，界限 {Plain(rule.AtLeast)} 人）"
            : rule.Words;
        return $"{what}，企业风险等级不低于{rule.Colour.Word()}（规则 {rules.Name}/{rule.Id}；依据：{rule.Source}）。";
    }

    /// <summary>
    /// The nearest single change that would lower the colour of an item: the fewest steps down in one factor, and of
    /// equals the factor that stands first, since the likelihood is easier to bring down than the consequence. Null for
    /// blue and for methods without steps.
    /// </summary>
    public static string? WhatLowers(Assessment item, GradingRules rules)
    {
        if (rules.Table(item.Method) is not { } table || table.Find(item) is not { } now || now.Colour == RiskColour.Blue)
            return null;

        var factors = table.Method.Factors;
        var nearest = factors
            .Select((factor, f) => (Factor: factor, Down: FirstLower(item, f, table, now.Colour)))
            .Where(x => x.Down is not null)
            .OrderBy(x => x.Down!.Value.Steps)
            .Select(x => (x.Factor, Down: x.Down!.Value))
            .FirstOrDefault();
        return nearest.Factor is { } changed
            ? $"如将{changed.Name} {changed.Key} 由 {Plain(item[changed.Key]!.Value)} 降为 {Plain(nearest.Down.Step.Value)}（{nearest.Down.Step.Words}），得分降为 {Plain(nearest.Down.To.Score!.Value)}，即降为{nearest.Down.To.Colour.Word()}。"
            : "单独降低任何一项取值都不能降低等级，需要同时改善两项以上。";
    }

    private static (int Steps, FactorStep Step, Verdict To)? FirstLower(Assessment item, int f, MethodTable table, RiskColour colour)
    {
        var factor = table.Method.Factors[f];
        var lower = factor.Steps.Where(s => s.Value < item[factor.Key]).OrderByDescending(s => s.Value).ToList();
        for (var i = 0; i < lower.Count; i++)
        {
            var to = table.Find(With(item, factor.Key, lower[i].Value))!;
            if (to.Colour < colour)
                return (i + 1, lower[i], to);
        }

        return null;
    }

    private static Assessment With(Assessment item, FactorKey key, decimal value) => key switch
    {
        FactorKey.L => item with { L = value },
        FactorKey.E => item with { E = value },
        FactorKey.C => item with { C = value },
        FactorKey.S => item with { S = value },
        _ => item with { M = value },
    };

    private static (string, string) OfFactors(Assessment item, Verdict verdict, ScoringMethod method)
    {
        var terms = string.Join(" × ", method.Factors.Select(f => $"{f.Name} {f.Key}={Plain(item[f.Key]!.Value)}"));
        var (band, source) = verdict.Colour switch
        {
            RiskColour.Red => ($"不低于重大界限 {Plain(method.Red.From)}", method.Red.Source),
            RiskColour.Orange => ($"不低于较大界限 {Plain(method.Orange.From)}、低于重大界限 {Plain(method.Red.From)}", method.Orange.Source),
            RiskColour.Yellow => ($"不低于一般界限 {Plain(method.Yellow.From)}、低于较大界限 {Plain(method.Orange.From)}", method.Yellow.Source),
            _ => ($"低于一般界限 {Plain(method.Yellow.From)}", method.Yellow.Source),
        };
        return ($"{method.Method.Word()} 评估：{terms} = {Plain(verdict.Score!.Value)}，{band}", source);
    }

    private static (string, string) OfCatalogue(CatalogueItem entry, Catalogue catalogue) =>
        ($"直接判定：符合《{catalogue.Edition}》{entry.Code}“{entry.Name}”（{entry.Requirement}）", $"{catalogue.Edition}，{catalogue.EffectiveFrom:yyyy-MM-dd} 起施行");

    private static (string, string) OfUnit(MajorHazardUnit unit, GradingRules rules)
    {
        var scoring = rules.RuleSet.MajorHazard;
        var figures = Grader.Figures(unit, rules)!;
        var substances = string.Join("、", unit.Substances.Take(ShownSubstances).Select(a => Words(a, rules)))
            + (unit.Substances.Count > ShownSubstances ? $" 等 {unit.Substances.Count} 种" : "");
        var start = $"GB18218 评估：{substances}，s = Σ(q/Q) = {Plain(figures.S)}";
        if (figures.Level is not { } level)
            return ($"{start} < 1，该单元不构成重大危险源", scoring.Source);

        var next = scoring.Levels.LastOrDefault(l => l.Level < level.Level);
        var band = next is null ? $"R ≥ {Plain(level.From)}" : level.From > 0 ? $"{Plain(level.From)} ≤ R < {Plain(next.From)}" : $"R < {Plain(next.From)}";
        return ($"{start} ≥ 1，构成重大危险源；厂外 500 米内 {unit.People} 人，α={Plain(figures.Alpha)}，R = α×Σ(β·q/Q) = {Plain(figures.Alpha)}×{Plain(figures.Weighted)} = {Plain(figures.R)}，{band} 为{level.Word}",
            level.Source);
    }

    private static string Words(SubstanceAmount amount, GradingRules rules)
    {
        var (critical, beta) = Grader.Properties(amount, rules)!.Value;
        return $"{amount.Name} {Plain(amount.Tonnes!.Value)} 吨（Q={Plain(critical)}，β={Plain(beta)}）";
    }

    private static (string, string) OfDiagnosis(ChemicalDiagnosis diagnosis, Verdict verdict, GradingRules rules)
    {
        var scoring = rules.RuleSet.Chemical;
        var score = Plain(verdict.Score!.Value);
        if (diagnosis.DirectRed.Count > 0)
        {
            var conditions = diagnosis.DirectRed.Select(c => rules.DirectRed(c)!).ToList();
            return ($"危化企业分级：符合直接判定为红色的情形“{string.Join("”“", conditions.Select(c => c.Words))}”（得分 {score}，不影响判定）", conditions[0].Source);
        }

        var (band, source) = verdict.Colour switch
        {
            RiskColour.Blue => ($"不低于低风险界限 {Plain(scoring.Blue.From)}", scoring.Blue.Source),
            RiskColour.Yellow => ($"不低于一般界限 {Plain(scoring.Yellow.From)}、低于 {Plain(scoring.Blue.From)}", scoring.Yellow.Source),
            RiskColour.Orange => ($"不低于较大界限 {Plain(scoring.Orange.From)}、低于 {Plain(scoring.Yellow.From)}", scoring.Orange.Source),
            _ => ($"低于 {Plain(scoring.Orange.From)}", scoring.Orange.Source),
        };
        return ($"危化企业分级：得分 {score}，{band}", source);
    }
}
