using RiskReport.Domain.Fields;

namespace RiskReport.Web.Features.Outputs;

/// <summary>What is asked about a floor plan and a shape on it. Nothing of a shape is marked as required: a row may stay empty.</summary>
public static class PlanFields
{
    public static readonly Field Name = new("PlanName", "平面图名称", FieldKind.Text) { Required = true, MaxLength = 60, Hint = "例如：1号厂房一层、厂区总平面" };
    public static readonly Field Risk = new("Risk", "安全风险", FieldKind.Text);
    public static readonly Field Others = new("Others", "同处的其他风险（序号）", FieldKind.Text) { MaxLength = 100 };
    public static readonly Field Points = new("Points", "坐标（横,纵 百分数）", FieldKind.Text) { MaxLength = 1000 };
}
