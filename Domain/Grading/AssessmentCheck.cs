using RiskReport.Domain.Fields;
using RiskReport.Domain.Imports;

namespace RiskReport.Domain.Grading;

/// <summary>Why an item cannot be graded: every factor that is missing or outside its table, with what is allowed.</summary>
public static class AssessmentCheck
{
    private const int ShownNames = 12;
    internal const decimal MostTonnes = 1_000_000;
    internal const int TonnesDecimals = 4;

    public static IEnumerable<GradingProblem> Problems(Assessment item, int index, GradingRules rules)
    {
        var name = $"第 {index + 1} 项" + (item.Name is null ? "" : $"“{item.Name}”");
        var found = item.Method switch
        {
            GradingMethod.Catalogue => OfCatalogue(item, name, rules),
            GradingMethod.MajorHazard => OfUnit(item.Unit, name, rules),
            GradingMethod.ChemicalScore => OfDiagnosis(item.Diagnosis, name, rules),
            _ => OfFactors(item, name, rules),
        };
        return found.Select(p => p with { Item = index });
    }

    public static string Allowed(Factor factor) => string.Join("、", factor.Steps.Select(s => GradeWords.Plain(s.Value)));

    private static IEnumerable<GradingProblem> OfFactors(Assessment item, string name, GradingRules rules)
    {
        if (rules.RuleSet.Find(item.Method) is not { } method)
        {
            yield return Problem(RiskFields.Method, ProblemCodes.NotInList, $"{name}的评估方法 {item.Method.Word()} 不在规则 {rules.RuleSet.Name} 中。");
            yield break;
        }

        foreach (var factor in method.Factors)
        {
            var key = factor.Key.ToString();
            if (item[factor.Key] is not { } value)
                yield return new GradingProblem(null, key, ProblemCodes.Required, $"{name}采用 {method.Method.Word()} 评估，请填写{factor.Name} {key}（可取 {Allowed(factor)}）。");
            else if (factor.Steps.All(s => s.Value != value))
                yield return new GradingProblem(null, key, ProblemCodes.Range, $"{name}的{factor.Name} {key} 不能取 {GradeWords.Plain(value)}，只能取 {Allowed(factor)}。");
        }
    }

    private static IEnumerable<GradingProblem> OfCatalogue(Assessment item, string name, GradingRules rules)
    {
        if (string.IsNullOrEmpty(item.CatalogueCode))
            yield return Problem(RiskFields.CatalogueCode, ProblemCodes.Required, $"{name}采用直接判定，请填写目录编号。");
        else if (rules.CatalogueItem(item.CatalogueCode) is null)
            yield return Problem(RiskFields.CatalogueCode, ProblemCodes.NotInList,
                $"{name}的目录编号“{item.CatalogueCode}”不在现行目录中，请从目录中选择，例如 {Few(rules.Catalogue.Items.Select(i => i.Code))}。");
    }

    private static IEnumerable<GradingProblem> OfUnit(MajorHazardUnit? unit, string name, GradingRules rules)
    {
        if (unit?.People is null)
            yield return Problem(RiskFields.People, ProblemCodes.Required, $"{name}采用 GB18218 评估，请填写厂区边界外 500 米范围内的常住人数（没有的填 0）。");
        else if (unit.People < 0)
            yield return Problem(RiskFields.People, ProblemCodes.Range, $"{name}的厂外 500 米人数不能取 {unit.People}，应为 0 或正整数。");
        if (unit is not { Substances.Count: > 0 })
        {
            // no data is not "no major hazard"
            yield return Problem(RiskFields.Substances, ProblemCodes.Required, $"{name}采用 GB18218 评估，请至少填写一种危险化学品及其最大量（吨），例如“氨 20”。");
            yield break;
        }

        foreach (var amount in unit.Substances)
        {
            if (amount.Tonnes is not (> 0 and <= MostTonnes and var tonnes) || decimal.Round(tonnes, TonnesDecimals) != tonnes)
                yield return Problem(RiskFields.Substances, ProblemCodes.Range, $"{name}的危险化学品“{amount.Name}”的数量 q 应为大于 0 的吨数，不超过 {MostTonnes:0}，最多 {TonnesDecimals} 位小数。");
            if (rules.Substance(amount.Name) is null && rules.Class(amount.Class ?? "") is null)
                yield return Problem(RiskFields.Substances, ProblemCodes.NotInList, NotListed(amount, name, rules.RuleSet.MajorHazard));
        }
    }

    private static string NotListed(SubstanceAmount amount, string name, MajorHazardScoring scoring)
    {
        var classes = string.Join("、", scoring.Classes.Select(c => c.Code));
        return string.IsNullOrEmpty(amount.Class)
            ? $"{name}的危险化学品“{amount.Name}”不在按名称列出的清单中（{Few(scoring.Substances.Select(s => s.Name))}），请在数量后面注明危险性类别（可取 {classes}），例如“{amount.Name} 5 W5.1”。"
            : $"{name}的危险化学品“{amount.Name}”的危险性类别不能取“{amount.Class}”，只能取 {classes}。";
    }

    private static IEnumerable<GradingProblem> OfDiagnosis(ChemicalDiagnosis? diagnosis, string name, GradingRules rules)
    {
        var scoring = rules.RuleSet.Chemical;
        var allowed = $"0 至 {GradeWords.Plain(scoring.MaxScore)}";
        if (diagnosis?.Score is not { } score)
            yield return Problem(RiskFields.ChemicalScore, ProblemCodes.Required, $"{name}采用危化企业分级，请填写诊断分级得分（{allowed}）。");
        else if (score < 0 || score > scoring.MaxScore || decimal.Round(score, 2) != score)
            yield return Problem(RiskFields.ChemicalScore, ProblemCodes.Range, $"{name}的诊断分级得分不能取 {score}，应在 {allowed} 之间，最多两位小数。");
        foreach (var code in diagnosis?.DirectRed.Where(c => rules.DirectRed(c) is null) ?? [])
            yield return Problem(RiskFields.DirectRed, ProblemCodes.NotInList,
                $"{name}的直接判红情形不能取“{code}”，只能取 {string.Join("、", scoring.DirectRed.Select(c => $"{c.Code}（{c.Words}）"))}。");
    }

    private static GradingProblem Problem(Field field, string code, string message) => new(null, field.Heading, code, message);

    private static string Few(IEnumerable<string> names)
    {
        var all = names.ToList();
        return string.Join("、", all.Take(ShownNames)) + (all.Count > ShownNames ? " 等" : "");
    }
}
