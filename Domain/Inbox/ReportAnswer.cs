using RiskReport.Domain.Changes;

namespace RiskReport.Domain.Inbox;

/// <summary>What an office did with a report, in the words in which the enterprise is told.</summary>
/// <param name="Why">The first reason of a return, or the office's own reason; only its first line is told.</param>
/// <param name="DueOn">By when it is to be corrected.</param>
public sealed record ReportAnswer(ReportChangeKind Kind, string? Why = null, DateOnly? DueOn = null)
{
    public string Title(int year) => Kind switch
    {
        ReportChangeKind.Accepted => $"{year} 年度报告已被接受",
        ReportChangeKind.Returned => $"{year} 年度报告被退回，请更正",
        ReportChangeKind.Reopened => $"{year} 年度报告被重新打开并退回，请更正",
        ReportChangeKind.ChangeAccepted => $"{year} 年度变更报告已被接受",
        ReportChangeKind.ChangeReturned => $"{year} 年度变更报告被退回，请更正",
        ReportChangeKind.WrittenOff => $"{year} 年度报告任务已核销",
        ReportChangeKind.WriteOffRefused => $"{year} 年度核销申请未获同意",
        ReportChangeKind.Restored => $"{year} 年度报告任务已恢复",
        _ => throw new InvalidOperationException($"{Kind} is no answer of an office."),
    };

    public string Body => Kind switch
    {
        ReportChangeKind.Accepted => "审核通过。情况有变化的，请及时提交变更报告。",
        ReportChangeKind.ChangeAccepted => "变更审核通过，从现在起以变更后的内容为准。",
        ReportChangeKind.Returned or ReportChangeKind.Reopened => $"{Reason}请于 {DueOn:yyyy 年 M 月 d 日}前更正后重新提交，全部理由见报告页。",
        ReportChangeKind.ChangeReturned => $"{Reason}请于 {DueOn:yyyy 年 M 月 d 日}前更正后重新提交，全部理由见报告页；此前接受的报告仍然有效。",
        ReportChangeKind.Restored => $"{Reason}请查看是否需要报告。",
        _ => Reason,
    };

    private string Reason => (Why ?? "").Split('\n', 2)[0].Trim() is { Length: > 0 } line ? $"理由：{line.TrimEnd('。')}。" : "";
}
