using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Grading;

namespace RiskReport.Domain.Declarations;

/// <summary>How a report came in. The numbers are stored.</summary>
public enum FilingSource
{
    Form = 1,
    Import = 2,

    /// <summary>By another system, under its office's name.</summary>
    Api = 3,
}

/// <summary>How the responsible person committed. The numbers are stored.</summary>
public enum CommitWay
{
    Account = 1,
    Link = 2,
}

public static class CommitWayWords
{
    public static string Word(this CommitWay way) => way switch
    {
        CommitWay.Account => "登录账户承诺",
        CommitWay.Link => "一次性链接承诺",
        _ => throw new ArgumentOutOfRangeException(nameof(way), way, null),
    };
}

/// <summary>A yearly report that has been checked and graded and may be stored.</summary>
public sealed record Filing
{
    public required EnterpriseFacts Facts { get; init; }
    public required bool HasMajorRisk { get; init; }
    public required IReadOnlyList<RiskFacts> Risks { get; init; }
    public required Grade Grade { get; init; }
    public required FilingSource Source { get; init; }
    public string? CommittedBy { get; init; }
    public string? CommittedRole { get; init; }
    public CommitWay? CommittedVia { get; init; }

    /// <summary>The account that filled it in.</summary>
    public string? PreparedBy { get; init; }

    /// <summary>Why what looks implausible is right nevertheless.</summary>
    public IReadOnlyList<Confirmation> Confirmations { get; init; } = [];

    /// <summary>The first of the worst items: what an official reads first.</summary>
    public string? MainRisk => Risks
        .Zip(Grade.Items)
        .Where(pair => pair.Second.Colour == Grade.ItemColour)
        .Select(pair => pair.First.Name)
        .FirstOrDefault();

    /// <summary>The same filing by other rules (null: as it is); null where an item cannot be graded under them.</summary>
    public Filing? Under(GradingRules? rules) =>
        rules is null ? this
        : Grader.Regrade(Risks.Select(r => r.Assessment).ToList(), Facts.Conditions, rules) is { } grade ? this with { Grade = grade }
        : null;

    /// <summary>
    /// Grades what is declared and holds the answer 有/无 against it: 无 with an orange or red item is refused
    /// by the grader, 有 without one here, unless the enterprise as a whole is orange or red.
    /// </summary>
    public static GradeResult Assess(bool hasMajorRisk, IReadOnlyList<RiskFacts> risks, EnterpriseConditions conditions, GradingRules rules)
    {
        var items = risks.Select(r => r.Assessment).ToList();
        // what is left open must not be the milder answer: the program has found one itself
        if (conditions.MajorHazard is null && Grader.FirstMajorHazard(items, rules) is { } unit)
            return new GradeResult(null, [new GradingProblem(null, EnterpriseFact.MajorHazard.Word(), Imports.ProblemCodes.Required,
                $"风险“{risks[unit].Name}”按 GB18218 构成重大危险源，请在企业信息中回答“{EnterpriseFact.MajorHazard.Word()}”。")]);

        var result = Grader.Grade(items, !hasMajorRisk, rules, conditions);
        return hasMajorRisk && result.Grade is { Colour: < RiskColour.Orange }
            ? new GradeResult(null, [new GradingProblem(null, null, Imports.ProblemCodes.Contradiction,
                "填写了“有”较大以上风险，但所列风险均未达到较大(橙)。请补充较大以上的风险项，或改为“无”。")])
            : result;
    }
}
