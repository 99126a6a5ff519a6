using RiskReport.Domain.Imports;

namespace RiskReport.Web.Features.Imports;

/// <summary>What came of an import in one sentence: never "success" where nothing was written.</summary>
public static class ImportSentences
{
    public static string Counts(ImportSummary summary) =>
        $"新增 {summary.New} 家，变更 {summary.Changed} 家，无变化 {summary.Unchanged} 家，未导入 {summary.Refused} 家";

    /// <param name="faults">Also those that belong to no enterprise of the workbook.</param>
    public static string Of(ImportJob job, ImportSummary summary, int faults)
    {
        if (job is { Stage: ImportStage.Apply, AllOrNothing: true, AllGood: false })
            return "文件中有问题，而本次选择了“全部合格才导入”，因此没有导入任何企业。请更正后重新上传。";
        if (summary is { Taken: 0, Refused: 0 } && faults > 0)
            return $"没有可导入的变化，但有 {faults} 处问题（例如没有对应企业的风险行），请按下列问题更正后重新上传。";
        if (summary is { Taken: 0, Refused: 0 })
            return "文件内容与系统一致，没有任何变化。";
        if (summary is { Taken: 0, Unchanged: 0 })
            return "没有导入任何企业：所有企业都有问题，请按下列问题更正后重新上传。";
        if (job.Stage == ImportStage.Check)
            return $"检查结果（还没有写入任何数据）：可新增 {summary.New} 家，可变更 {summary.Changed} 家，无变化 {summary.Unchanged} 家，有问题不能导入 {summary.Refused} 家。";
        return summary.Taken == 0 ? $"没有写入任何变化：{Counts(summary)}。" : $"{Counts(summary)}。";
    }
}
