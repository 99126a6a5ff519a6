using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Tables;

namespace RiskReport.Domain.Roster;

/// <summary>The columns after 序号, in order.</summary>
public static class RosterColumns
{
    public const string Delay = "late";

    /// <summary>What every file has where none is chosen; others rely on these.</summary>
    public static readonly IReadOnlyList<TableColumn<RosterRow>> All =
    [
        new("统一社会信用代码", ValueKind.Text, 21, r => r.CreditCode) { Key = "code" },
        new("企业名称", ValueKind.Text, 34, r => r.Name) { Key = "name" },
        new("县(市、区)", ValueKind.Text, 16, r => r.County) { Key = "county" },
        new("镇(街道)", ValueKind.Text, 18, r => r.Township) { Key = "township" },
        new("行业代码", ValueKind.Text, 10, r => r.IndustryCode) { Key = "industry-code" },
        new("行业名称", ValueKind.Text, 26, r => r.Industry) { Key = "industry" },
        new("规模", ValueKind.Text, 8, r => r.Scale.Word()) { Key = "scale" },
        new("报告年度", ValueKind.Whole, 10, r => r.Year) { Key = "year" },
        new("报告类型", ValueKind.Text, 12, r => r.Type?.Word()) { Key = "type" },
        new("状态", ValueKind.Text, 9, r => r.Status.Word()) { Key = "status" },
        new("提交时间", ValueKind.Time, 18, r => r.SubmittedAt) { Key = "submitted" },
        new("企业风险等级", ValueKind.Colour, 14, r => r.Colour) { Key = "colour" },
        new("最高分值", ValueKind.Fraction, 10, r => r.TopScore) { Key = "score" },
        new("重大风险数", ValueKind.Whole, 11, r => r.RedItems) { Key = "red" },
        new("较大风险数", ValueKind.Whole, 11, r => r.OrangeItems) { Key = "orange" },
        new("一般风险数", ValueKind.Whole, 11, r => r.YellowItems) { Key = "yellow" },
        new("低风险数", ValueKind.Whole, 10, r => r.BlueItems) { Key = "blue" },
        new("主要风险", ValueKind.Text, 24, r => r.MainRisk) { Key = "main-risk" },
        new("安全负责人", ValueKind.Text, 12, r => r.SafetyOfficer) { Key = "officer", OfPerson = EnterpriseFields.SafetyOfficer },
        new("联系电话", ValueKind.Text, 15, r => r.Phone) { Key = "phone", OfPerson = EnterpriseFields.Phone },
    ];

    /// <summary>Everything that can stand in a line; the delay stands there when the overdue are asked for.</summary>
    public static readonly IReadOnlyList<TableColumn<RosterRow>> Known =
    [
        .. All,
        new("县级代码", ValueKind.Text, 10, r => r.TownshipCode[..6]) { Key = "county-code" },
        new("镇级代码", ValueKind.Text, 12, r => r.TownshipCode) { Key = "township-code" },
        new("逾期天数", ValueKind.Whole, 10, r => r.LateDays) { Key = Delay },
    ];

    /// <summary>The columns that can be chosen for a kind of roster, with their headings.</summary>
    public static IReadOnlyDictionary<string, string> Headings(RosterKind kind) => kind switch
    {
        RosterKind.Enterprises => Known.Where(c => c.Key != Delay).ToDictionary(c => c.Key, c => c.Heading),
        RosterKind.Items => RiskRosterColumns.Known.ToDictionary(c => c.Key, c => c.Heading),
        RosterKind.Statistics => new Dictionary<string, string>(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
