using System.Text.Json;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Fields;

namespace RiskReport.Domain.Imports;

/// <summary>What there is of an enterprise when it is to be imported.</summary>
public sealed record KnownEnterprise
{
    public required Enterprise Enterprise { get; init; }
    public required Declaration? Report { get; init; }
    public required IReadOnlyList<GradedRisk> Risks { get; init; }

    /// <summary>Has filed for an earlier year; for a later one.</summary>
    public required bool FiledBefore { get; init; }
    public required bool FiledAfter { get; init; }

    /// <summary>Versions of the report that exist.</summary>
    public required int Versions { get; init; }

    /// <summary>The roll follows the newest report alone; an older one is compared with itself.</summary>
    public EnterpriseFacts Facts => FiledAfter && Report is { IsFiled: true, Basics: { } basics }
        ? JsonSerializer.Deserialize<EnterpriseFacts>(basics, StoredJson.Options)!
        : Enterprise.Facts;

    /// <summary>Exactly that is filed already.</summary>
    public bool Holds(Filing filing) => Report is { IsFiled: true } && Facts == filing.Facts && Report.HasMajorRisk == filing.HasMajorRisk
        && Risks.Select(r => r.Facts).SequenceEqual(filing.Risks);
}

/// <summary>What becomes of a planned enterprise, from what there is: decided without touching the database, for a check and in earnest alike.</summary>
public sealed record ImportDecision
{
    private const int MostChanges = 200;

    public required PlannedEnterprise Planned { get; init; }
    public required KnownEnterprise? Known { get; init; }
    public required ImportOutcomeKind Kind { get; init; }

    /// <summary>Why it is refused, beside the faults of the workbook.</summary>
    public ImportProblem? Problem { get; init; }

    public bool IsTaken => Kind is ImportOutcomeKind.New or ImportOutcomeKind.Changed;

    /// <summary>Everything there is to say of it.</summary>
    public IEnumerable<ImportProblem> Problems => Problem is null ? Planned.Problems : Planned.Problems.Append(Problem);

    /// <param name="elsewhere">The code is on the roll of another region.</param>
    public static ImportDecision Of(PlannedEnterprise planned, KnownEnterprise? known, bool elsewhere, int year)
    {
        if (planned.Filing is not { } filing)
            return Refused(planned, known, null);
        if (known is null)
            return elsewhere
                ? Refused(planned, known, Fault(planned, ProblemCodes.OutOfRegion, "该企业未登记在本次导入的地区内，不能由本次导入变更；如已迁入，请联系市级管理部门办理迁移。"))
                : new ImportDecision { Planned = planned, Known = null, Kind = ImportOutcomeKind.New };

        var report = known.Report;
        if (known.Holds(filing))
            return new ImportDecision { Planned = planned, Known = known, Kind = ImportOutcomeKind.Unchanged };
        if (report is { TakesImport: false })
            return Refused(planned, known, Fault(planned, ProblemCodes.AlreadyFiled, WhyNot(report, year)));
        return new ImportDecision { Planned = planned, Known = known, Kind = ImportOutcomeKind.Changed };
    }

    /// <summary>Answer by answer, what is different from what there is.</summary>
    public IReadOnlyList<ReportDifference> Changes()
    {
        if (Kind != ImportOutcomeKind.Changed || Known is null || Planned.Filing is not { } filing)
            return [];

        var filed = Known.Report is { IsFiled: true };
        var changes = ReportDifferences.Between(
            CanonicalReport.Of(Known.Facts, filed ? Known.Report!.HasMajorRisk : null, filed ? Known.Risks : []),
            CanonicalReport.Of(filing.Facts, filing.HasMajorRisk, filing.Risks.Zip(filing.Grade.Items, (facts, grade) => new GradedRisk(facts, grade)).ToList())).ToList();
        if (!filed)
            changes.Insert(0, new ReportDifference("年度报告", "状态", (Known.Report?.Status ?? DeclarationStatus.NotFiled).Word(), DeclarationStatus.Submitted.Word()));
        return changes.Count <= MostChanges ? changes
            : [.. changes.Take(MostChanges), new ReportDifference("其余", $"另有 {changes.Count - MostChanges} 处变化", null, null)];
    }

    private static string WhyNot(Declaration report, int year) =>
        report.Status == DeclarationStatus.WrittenOff ? "该企业已核销，导入不予办理；如仍在生产，请先由县（市、区）恢复报告任务。"
        : report.PendingType == DeclarationType.WriteOff ? "该企业已申请核销，导入不予覆盖；请先在“审核”中处理核销申请。"
        : report.IsChange ? "该企业正在变更已接受的报告，导入不予覆盖；请等变更办结。"
        : $"该企业 {year} 年度报告{report.Status.Word()}，导入不予覆盖；如需更正，请先退回，由企业修改后重新提交。";

    private static ImportDecision Refused(PlannedEnterprise planned, KnownEnterprise? known, ImportProblem? problem) =>
        new() { Planned = planned, Known = known, Kind = ImportOutcomeKind.Refused, Problem = problem };

    private static ImportProblem Fault(PlannedEnterprise planned, string code, string message) => new()
    {
        Sheet = EnterpriseFields.Sheet,
        Row = planned.Row,
        Column = EnterpriseFields.CreditCode.Heading,
        ColumnIndex = planned.CodeColumn,
        Value = planned.CreditCode,
        Code = code,
        Message = message,
    };
}
