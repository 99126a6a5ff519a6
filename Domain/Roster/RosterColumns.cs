using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Grading;

namespace RiskReport.Domain.Roster;

public enum RosterValueKind
{
    Text = 1,
    Whole = 2,
    Fraction = 3,
    Time = 4,
    Colour = 5,
}

/// <summary>
/// One column of the roster: its heading, what it holds, and how wide it is on screen and paper
/// (in characters of a spreadsheet; a Chinese character counts two).
/// </summary>
public sealed record RosterColumn(string Heading, RosterValueKind Kind, double Width, Func<RosterRow, object?> Value);

/// <summary>The columns after 序号, in order; every file format writes exactly these.</summary>
public static class RosterColumns
{
    public const string Number = "序号";

    public static readonly IReadOnlyList<RosterColumn> All =
    [
        new("统一社会信用代码", RosterValueKind.Text, 21, r => r.CreditCode),
        new("企业名称", RosterValueKind.Text, 34, r => r.Name),
        new("县(市、区)", RosterValueKind.Text, 16, r => r.County),
        new("镇(街道)", RosterValueKind.Text, 18, r => r.Township),
        new("行业代码", RosterValueKind.Text, 10, r => r.IndustryCode),
        new("行业名称", RosterValueKind.Text, 26, r => r.Industry),
        new("规模", RosterValueKind.Text, 8, r => r.Scale.Word()),
        new("报告年度", RosterValueKind.Whole, 10, r => r.Year),
        new("报告类型", RosterValueKind.Text, 12, r => r.Type?.Word()),
        new("状态", RosterValueKind.Text, 9, r => r.Status.Word()),
        new("提交时间", RosterValueKind.Time, 18, r => r.SubmittedAt),
        new("企业风险等级", RosterValueKind.Colour, 14, r => r.Colour),
        new("最高分值", RosterValueKind.Fraction, 10, r => r.TopScore),
        new("重大风险数", RosterValueKind.Whole, 11, r => r.RedItems),
        new("较大风险数", RosterValueKind.Whole, 11, r => r.OrangeItems),
        new("一般风险数", RosterValueKind.Whole, 11, r => r.YellowItems),
        new("低风险数", RosterValueKind.Whole, 10, r => r.BlueItems),
        new("主要风险", RosterValueKind.Text, 24, r => r.MainRisk),
        new("安全负责人", RosterValueKind.Text, 12, r => r.SafetyOfficer),
        new("联系电话", RosterValueKind.Text, 15, r => r.Phone),
    ];
}
