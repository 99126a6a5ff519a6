using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Tables;

namespace RiskReport.Domain.Roster;

/// <summary>The columns after 序号, in order; every file format writes exactly these.</summary>
public static class RosterColumns
{
    public static readonly IReadOnlyList<TableColumn<RosterRow>> All =
    [
        new("统一社会信用代码", ValueKind.Text, 21, r => r.CreditCode),
        new("企业名称", ValueKind.Text, 34, r => r.Name),
        new("县(市、区)", ValueKind.Text, 16, r => r.County),
        new("镇(街道)", ValueKind.Text, 18, r => r.Township),
        new("行业代码", ValueKind.Text, 10, r => r.IndustryCode),
        new("行业名称", ValueKind.Text, 26, r => r.Industry),
        new("规模", ValueKind.Text, 8, r => r.Scale.Word()),
        new("报告年度", ValueKind.Whole, 10, r => r.Year),
        new("报告类型", ValueKind.Text, 12, r => r.Type?.Word()),
        new("状态", ValueKind.Text, 9, r => r.Status.Word()),
        new("提交时间", ValueKind.Time, 18, r => r.SubmittedAt),
        new("企业风险等级", ValueKind.Colour, 14, r => r.Colour),
        new("最高分值", ValueKind.Fraction, 10, r => r.TopScore),
        new("重大风险数", ValueKind.Whole, 11, r => r.RedItems),
        new("较大风险数", ValueKind.Whole, 11, r => r.OrangeItems),
        new("一般风险数", ValueKind.Whole, 11, r => r.YellowItems),
        new("低风险数", ValueKind.Whole, 10, r => r.BlueItems),
        new("主要风险", ValueKind.Text, 24, r => r.MainRisk),
        new("安全负责人", ValueKind.Text, 12, r => r.SafetyOfficer),
        new("联系电话", ValueKind.Text, 15, r => r.Phone),
    ];
}
