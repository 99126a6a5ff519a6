using RiskReport.Domain.Declarations;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Tables;

namespace RiskReport.Domain.Campaigns;

/// <summary>The columns of the board in files, which are those on the screen.</summary>
public static class RolloutColumns
{
    public const string SumWord = "合计";

    public static readonly IReadOnlyList<TableColumn<RolloutRow>> All =
    [
        new("代码", ValueKind.Text, 11, r => r.Code),
        new("地区", ValueKind.Text, 20, r => r.Name),
        new("应报", ValueKind.Whole, 10, r => r.Due),
        new("已报告", ValueKind.Whole, 10, r => r.Filed),
        new("报告率(%)", ValueKind.Fraction, 11, r => r.Rate),
        new("已接受", ValueKind.Whole, 10, r => r.Of(DeclarationStatus.Accepted)),
        new("待审核", ValueKind.Whole, 10, r => r.Of(DeclarationStatus.Submitted)),
        new("退回", ValueKind.Whole, 9, r => r.Of(DeclarationStatus.Returned)),
        new("未报告", ValueKind.Whole, 10, r => r.NotFiled),
        new("逾期", ValueKind.Whole, 9, r => r.Overdue),
        new("零风险", ValueKind.Whole, 10, r => r.Nil),
        .. Enum.GetValues<RiskColour>().OrderDescending().Select(colour => new TableColumn<RolloutRow>(colour.Word(), ValueKind.Whole, 10, r => r.Of(colour))),
        new("预计完成", ValueKind.Text, 12, r => r.Forecast.InBrief),
    ];

    /// <summary>The units in their order, and what they come to.</summary>
    public static IReadOnlyList<RolloutRow> Lines(Rollout rollout) =>
        [.. rollout.Parts, rollout.Whole with { Name = rollout.Parts.Count == 0 ? rollout.Whole.Name : SumWord }];
}
