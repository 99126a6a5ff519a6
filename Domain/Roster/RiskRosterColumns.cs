using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Tables;

namespace RiskReport.Domain.Roster;

/// <summary>The columns of the roster of risks after 序号, in order. What is also on the roster of enterprises has the same key there.</summary>
public static class RiskRosterColumns
{
    /// <summary>What every file has where none is chosen.</summary>
    public static readonly IReadOnlyList<TableColumn<RiskRosterRow>> All =
    [
        new("统一社会信用代码", ValueKind.Text, 21, r => r.CreditCode) { Key = "code" },
        new("企业名称", ValueKind.Text, 34, r => r.EnterpriseName) { Key = "name" },
        new("县(市、区)", ValueKind.Text, 16, r => r.County) { Key = "county" },
        new("镇(街道)", ValueKind.Text, 18, r => r.Township) { Key = "township" },
        new("行业代码", ValueKind.Text, 10, r => r.IndustryCode) { Key = "industry-code" },
        new("行业名称", ValueKind.Text, 26, r => r.Industry) { Key = "industry" },
        new("规模", ValueKind.Text, 8, r => r.Scale.Word()) { Key = "scale" },
        new("报告年度", ValueKind.Whole, 10, r => r.Year) { Key = "year" },
        new("状态", ValueKind.Text, 9, r => r.Status.Word()) { Key = "status" },
        new("风险序号", ValueKind.Whole, 10, r => r.Position) { Key = "risk-number" },
        new("风险名称", ValueKind.Text, 28, r => r.Name) { Key = "risk" },
        new("风险点", ValueKind.Text, 20, r => r.RiskPoint) { Key = "risk-point" },
        new("所在位置", ValueKind.Text, 24, r => r.Location) { Key = "location" },
        new("事故类型", ValueKind.Text, 16, r => r.AccidentType) { Key = "accident" },
        new("可能后果", ValueKind.Text, 28, r => r.Consequence) { Key = "consequence" },
        new("评估方法", ValueKind.Text, 14, r => r.Method.Word()) { Key = "method" },
        new("目录编号", ValueKind.Text, 14, r => r.CatalogueCode) { Key = "catalogue" },
        new("风险等级", ValueKind.Colour, 12, r => r.Colour) { Key = "colour" },
        new("分值", ValueKind.Fraction, 9, r => r.Score) { Key = "score" },
        new("评级理由", ValueKind.Text, 40, r => r.Reason) { Key = "reason" },
        new("管控措施", ValueKind.Text, 44, r => r.Controls) { Key = "controls" },
        new("应急措施", ValueKind.Text, 44, r => r.Emergency) { Key = "emergency" },
        new("责任部门", ValueKind.Text, 16, r => r.Department) { Key = "department" },
        new("责任人", ValueKind.Text, 12, r => r.Owner) { Key = "owner", OfPerson = RiskFields.Owner },
        new("联系电话", ValueKind.Text, 15, r => r.Phone) { Key = "phone", OfPerson = RiskFields.Phone },
    ];

    /// <summary>Everything that can be chosen.</summary>
    public static readonly IReadOnlyList<TableColumn<RiskRosterRow>> Known =
    [
        .. All,
        new("县级代码", ValueKind.Text, 10, r => r.TownshipCode[..6]) { Key = "county-code" },
        new("镇级代码", ValueKind.Text, 12, r => r.TownshipCode) { Key = "township-code" },
    ];
}
