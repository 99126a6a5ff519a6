using System.Globalization;
using RiskReport.Domain;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Roster;

namespace RiskReport.Reports;

internal enum RosterAlign
{
    Left,
    Centre,
    Right,
}

/// <summary>A column on paper; its width is points, and the widths add up to the width between the margins.</summary>
/// <param name="Value">Null for the grade, which is a badge.</param>
internal sealed record RosterPdfColumn(string Heading, double Width, RosterAlign Align, Func<RosterRow, int, string?>? Value)
{
    /// <summary>A heading that this column shares with its neighbours.</summary>
    public string? Group { get; init; }
}

/// <summary>What can be read on A4 of the roster's columns; the workbook has them all.</summary>
internal static class RosterPdfColumns
{
    private const string Counts = "风险数量(项)";

    public static readonly RosterPdfColumn[] All =
    [
        new("序号", 28, RosterAlign.Right, (_, number) => Text(number)),
        new("统一社会信用代码", 90, RosterAlign.Left, (r, _) => r.CreditCode),
        new("企业名称", 109, RosterAlign.Left, (r, _) => r.Name),
        new("县(市、区)", 42, RosterAlign.Left, (r, _) => r.County),
        new("镇(街道)", 44, RosterAlign.Left, (r, _) => r.Township),
        new("行业", 65, RosterAlign.Left, (r, _) => r.Industry ?? r.IndustryCode),
        new("规模", 22, RosterAlign.Centre, (r, _) => r.Scale.Word()),
        new("状态", 28, RosterAlign.Centre, (r, _) => r.Status.Word()),
        new("提交时间", 44, RosterAlign.Centre, (r, _) => Day(r.SubmittedAt)),
        new("企业风险等级", 47, RosterAlign.Centre, null),
        new("最高分值", 30, RosterAlign.Right, (r, _) => r.TopScore?.ToString("0.##", CultureInfo.InvariantCulture)),
        new("重大", 19, RosterAlign.Right, (r, _) => Text(r.RedItems)) { Group = Counts },
        new("较大", 19, RosterAlign.Right, (r, _) => Text(r.OrangeItems)) { Group = Counts },
        new("一般", 19, RosterAlign.Right, (r, _) => Text(r.YellowItems)) { Group = Counts },
        new("低", 19, RosterAlign.Right, (r, _) => Text(r.BlueItems)) { Group = Counts },
        new("主要风险", 73.89, RosterAlign.Left, (r, _) => r.MainRisk),
        new("安全负责人", 38, RosterAlign.Left, (r, _) => r.SafetyOfficer),
        new("联系电话", 57, RosterAlign.Left, (r, _) => r.Phone),
    ];

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string? Day(DateTime? utc) =>
        utc is { } at ? ChinaTime.FromUtc(at).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null;
}
