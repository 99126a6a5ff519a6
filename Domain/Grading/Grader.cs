using System.Globalization;
using RiskReport.Domain.Imports;

namespace RiskReport.Domain.Grading;

/// <summary>Decides colours. Same input, same answer: no clock, no database.</summary>
public static class Grader
{
    /// <summary>
    /// Grades an enterprise by its worst item. Silence is not a low risk: without an item only the
    /// enterprise's own nil declaration gives blue.
    /// </summary>
    public static GradeResult Grade(IReadOnlyList<Assessment> items, bool declaresNil, GradingRules rules)
    {
        var problems = new List<GradingProblem>();
        var grades = new List<ItemGrade>(items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            var found = Check(items[i], i, rules).ToList();
            problems.AddRange(found);
            if (found.Count == 0)
                grades.Add(GradeItem(items[i], rules));
        }

        if (problems.Count > 0)
            return new GradeResult(null, problems);
        if (items.Count == 0)
            return declaresNil ? Nil(rules) : Refuse("NOTHING_TO_GRADE", "没有可以评级的风险项，也没有确认无较大以上安全风险，不能评级。请填写风险项，或确认无较大以上安全风险。");

        var worst = grades.Max(g => g.Colour);
        if (declaresNil && worst >= RiskColour.Orange)
            return Refuse(ProblemCodes.Contradiction, $"已确认无较大以上安全风险，但{Named(items, grades, worst)}评为{worst.Word()}。请改为“有”较大以上安全风险，或核对该项评估。");

        var reasons = items.Zip(grades, (item, grade) => (item, grade))
            .Select((pair, i) => (pair.grade.Colour, Sentence: $"{pair.item.Name ?? $"第 {i + 1} 项"}：{pair.grade.Reason}"))
            .Where(r => r.Colour == worst)
            .Select(r => r.Sentence)
            .ToList();
        return new GradeResult(new Grade(rules.RuleSet.Name, worst, grades, reasons), []);
    }

    public static ItemGrade GradeItem(Assessment item, GradingRules rules)
    {
        if (item.Method == GradingMethod.Catalogue)
        {
            var entry = rules.Catalogue[item.CatalogueCode!];
            return new ItemGrade(entry.Colour, null, $"{rules.RuleSet.Name}/catalogue/{entry.Code}",
                $"直接判定：符合《{entry.Edition}》{entry.Code}“{entry.Name}”（{entry.Requirement}），判定为{entry.Colour.Word()}。");
        }

        var method = rules.RuleSet.Find(item.Method)!;
        var score = 1m;
        var terms = "";
        foreach (var factor in method.Factors)
        {
            var value = item[factor.Key]!.Value;
            score *= value;
            terms += $"{(terms.Length == 0 ? "" : " × ")}{factor.Name} {factor.Key}={Plain(value)}";
        }

        score /= 1.0000000000000000000000000000m;   // drops trailing zeros: 0.5 × 6 × 1 is 3, not 3.0
        var colour = method.ColourOf(score);
        return new ItemGrade(colour, score, $"{rules.RuleSet.Name}/{method.Method.Word()}/{colour.Code()}",
            $"{method.Method.Word()} 评估：{terms} = {Plain(score)}，{Band(method, colour)}，判定为{colour.Word()}（规则 {rules.RuleSet.Name}，{method.Source}）。");
    }

    private static string Band(ScoringMethod m, RiskColour colour) => colour switch
    {
        RiskColour.Red => $"不低于重大界限 {Plain(m.RedFrom)}",
        RiskColour.Orange => $"不低于较大界限 {Plain(m.OrangeFrom)}、低于重大界限 {Plain(m.RedFrom)}",
        RiskColour.Yellow => $"不低于一般界限 {Plain(m.YellowFrom)}、低于较大界限 {Plain(m.OrangeFrom)}",
        _ => $"低于一般界限 {Plain(m.YellowFrom)}",
    };

    private static IEnumerable<GradingProblem> Check(Assessment item, int index, GradingRules rules)
    {
        var name = $"第 {index + 1} 项" + (item.Name is null ? "" : $"“{item.Name}”");
        if (item.Method == GradingMethod.Catalogue)
        {
            if (string.IsNullOrEmpty(item.CatalogueCode))
                yield return new GradingProblem(index, "目录编号", ProblemCodes.Required, $"{name}采用直接判定，请填写目录编号。");
            else if (!rules.Catalogue.ContainsKey(item.CatalogueCode))
                yield return new GradingProblem(index, "目录编号", ProblemCodes.NotInList, $"{name}的目录编号“{item.CatalogueCode}”不在现行目录中，请从目录中选择。");
            yield break;
        }

        if (rules.RuleSet.Find(item.Method) is not { } method)
        {
            yield return new GradingProblem(index, "评估方法", ProblemCodes.NotInList, $"{name}的评估方法 {item.Method.Word()} 不在规则 {rules.RuleSet.Name} 中。");
            yield break;
        }

        foreach (var factor in method.Factors)
        {
            if (item[factor.Key] is not { } value)
                yield return new GradingProblem(index, factor.Key, ProblemCodes.Required, $"{name}采用 {method.Method.Word()} 评估，请填写{factor.Name} {factor.Key}（可取 {Allowed(factor)}）。");
            else if (!factor.Allows(value))
                yield return new GradingProblem(index, factor.Key, ProblemCodes.Range, $"{name}的{factor.Name} {factor.Key} 不能取 {Plain(value)}，只能取 {Allowed(factor)}。");
        }
    }

    private static string Allowed(Factor factor) => string.Join("、", factor.Steps.Select(s => Plain(s.Value)));

    private static GradeResult Nil(GradingRules rules) => new(
        new Grade(rules.RuleSet.Name, RiskColour.Blue, [], [$"企业确认无较大以上安全风险，企业风险等级为{RiskColour.Blue.Word()}。"]), []);

    private static GradeResult Refuse(string code, string message) => new(null, [new GradingProblem(null, null, code, message)]);

    private static string Named(IReadOnlyList<Assessment> items, List<ItemGrade> grades, RiskColour worst)
    {
        var index = grades.FindIndex(g => g.Colour == worst);
        return items[index].Name is { } name ? $"“{name}”" : $"第 {index + 1} 项";
    }

    private static string Plain(decimal value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
