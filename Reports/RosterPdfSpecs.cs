namespace RiskReport.Reports;

/// <summary>How a column may stand on paper.</summary>
/// <param name="Fewest">Points below which it cannot be read: codes and numbers whole on a line, words by at least four characters.</param>
/// <param name="Usual">Points where there is neither room to spare nor too little.</param>
internal sealed record RosterPdfSpec(string Heading, double Fewest, double Usual, RosterAlign Align = RosterAlign.Left, string? Group = null);

/// <summary>The columns of the rosters by their keys, with letters of seven points. All of the enterprises' fit on A4; of the risks', some have to be left out.</summary>
internal static class RosterPdfSpecs
{
    public const string Industry = "行业";
    public const double AloneWidth = 25;
    private const string Counts = "风险数量(项)";

    public static readonly IReadOnlyList<string> EnterprisesUnasked =
    [
        "code", "name", "county", "township", "industry", "scale", "status", "submitted", "colour", "score", "red", "orange", "yellow", "blue",
        "main-risk", "officer", "phone",
    ];

    public static readonly IReadOnlyList<string> ItemsUnasked =
    [
        "name", "county", "township", "risk", "location", "accident", "colour", "score", "reason", "controls", "emergency", "department", "owner", "phone",
    ];

    private static readonly Dictionary<string, RosterPdfSpec> OfBoth = new()
    {
        ["code"] = new("统一社会信用代码", 86, 88),
        ["county"] = new("县(市、区)", 36, 42),
        ["township"] = new("镇(街道)", 38, 44),
        ["county-code"] = new("县级代码", 34, 36, RosterAlign.Centre),
        ["township-code"] = new("镇级代码", 46, 48, RosterAlign.Centre),
        ["industry-code"] = new("行业代码", 26, 30, RosterAlign.Centre),
        ["industry"] = new(Industry, 44, 65),
        ["scale"] = new("规模", 22, 22, RosterAlign.Centre),
        ["year"] = new("报告年度", 24, 26, RosterAlign.Centre),
        ["status"] = new("状态", 28, 28, RosterAlign.Centre),
        ["score"] = new("分值", 26, 30, RosterAlign.Right),
        ["phone"] = new("联系电话", 52, 57),
    };

    public static readonly IReadOnlyDictionary<string, RosterPdfSpec> Enterprises = new Dictionary<string, RosterPdfSpec>(OfBoth)
    {
        ["name"] = new("企业名称", 84, 109),
        ["type"] = new("报告类型", 24, 28, RosterAlign.Centre),
        ["submitted"] = new("提交时间", 42, 44, RosterAlign.Centre),
        ["colour"] = new("企业风险等级", 44, 47, RosterAlign.Centre),
        ["score"] = new("最高分值", 26, 30, RosterAlign.Right),
        ["red"] = new("重大", 19, 19, RosterAlign.Right, Counts),
        ["orange"] = new("较大", 19, 19, RosterAlign.Right, Counts),
        ["yellow"] = new("一般", 19, 19, RosterAlign.Right, Counts),
        ["blue"] = new("低", 19, 19, RosterAlign.Right, Counts),
        ["main-risk"] = new("主要风险", 56, 74),
        ["officer"] = new("安全负责人", 32, 38),
        ["late"] = new("逾期天数", 24, 26, RosterAlign.Right),
    };

    public static readonly IReadOnlyDictionary<string, RosterPdfSpec> Items = new Dictionary<string, RosterPdfSpec>(OfBoth)
    {
        ["name"] = new("企业名称", 60, 72),
        ["risk-number"] = new("风险序号", 24, 26, RosterAlign.Right),
        ["risk"] = new("风险名称", 46, 54),
        ["risk-point"] = new("风险点", 40, 52),
        ["location"] = new("所在位置", 42, 46),
        ["accident"] = new("事故类型", 34, 42),
        ["consequence"] = new("可能后果", 50, 66),
        ["method"] = new("评估方法", 36, 40),
        ["catalogue"] = new("目录编号", 36, 42),
        ["colour"] = new("风险等级", 44, 47, RosterAlign.Centre),
        ["reason"] = new("评级理由", 60, 190),
        ["controls"] = new("管控措施", 72, 120),
        ["emergency"] = new("应急措施", 66, 96),
        ["department"] = new("责任部门", 32, 40),
        ["owner"] = new("责任人", 32, 34),
    };
}
