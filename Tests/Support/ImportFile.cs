using System.Globalization;
using System.Security;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Grading;

namespace RiskReport.Tests.Support;

/// <summary>
/// A small import workbook. A row is its cells by heading, with valid defaults: a string is a text cell, a number a
/// numeric one, and a <see cref="Formula"/> a formula that was saved without its result.
/// </summary>
internal sealed record ImportFile
{
    private readonly List<Dictionary<string, object>> enterprises = [];
    private readonly List<Dictionary<string, object>> risks = [];

    public sealed record Formula(string Text);

    public string EnterpriseSheet { get; init; } = EnterpriseFields.Sheet;

    /// <summary>Of the very hidden sheet that our template has; without them there is none.</summary>
    public string? StampRows { get; init; }

    /// <summary>What the sheet holds instead of headings and enterprises.</summary>
    public string? EnterpriseRows { get; init; }

    public IReadOnlyList<string> EnterpriseHeadings { get; init; } = [.. EnterpriseFields.All.Select(f => f.Heading)];

    public static byte[] OfNil(string creditCode, string township = TestApp.KunshanTownship) => new ImportFile().Enterprise(creditCode, township).Bytes();

    /// <summary>A nil report, until a risk follows with 有.</summary>
    public ImportFile Enterprise(string creditCode, string township = TestApp.KunshanTownship, params (string Heading, object Value)[] cells)
    {
        enterprises.Add(Row(cells, new()
        {
            ["统一社会信用代码"] = creditCode,
            ["企业名称"] = "昆山导入机械有限公司",
            ["所属镇街代码"] = township,
            ["行业代码"] = "3360",
            ["规模"] = "规下",
            ["经营地址"] = "长江路1号",
            ["法定代表人"] = "王伟",
            ["安全负责人"] = "李芳",
            ["联系电话"] = "0512-57301234",
            ["从业人数"] = 20,
            ["上年营业收入(万元)"] = 1800.5m,
            ["有无较大以上风险"] = "无",
        }));
        return this;
    }

    /// <summary>A yellow one, by LEC 3 × 6 × 7 = 126.</summary>
    public ImportFile Risk(string creditCode, params (string Heading, object Value)[] cells)
    {
        risks.Add(Row(cells, new()
        {
            ["统一社会信用代码"] = creditCode,
            ["风险名称"] = "冲压设备夹伤",
            ["所在位置"] = "2号车间",
            ["事故类型"] = "机械伤害",
            ["可能后果"] = "手部致残",
            ["评估方法"] = GradingMethod.Lec.Word(),
            ["L"] = 3,
            ["E"] = 6,
            ["C"] = 7,
            ["管控措施"] = "加装光电保护",
            ["应急措施"] = "立即停机送医",
            ["责任部门"] = "生产部",
            ["责任人"] = "张磊",
        }));
        return this;
    }

    public byte[] Bytes()
    {
        var parts = new WorkbookParts
        {
            Book = $"""<sheets><sheet name="{EnterpriseSheet}" sheetId="1" r:id="rId1"/><sheet name="{RiskFields.Sheet}" sheetId="2" r:id="rId9"/>{(StampRows is null ? "" : """<sheet name="模板信息" sheetId="3" state="veryHidden" r:id="rId8"/>""")}</sheets>""",
            Rows = EnterpriseRows ?? Rows(EnterpriseHeadings, enterprises),
        };
        return (parts with
        {
            Others = new()
            {
                ["xl/_rels/workbook.xml.rels"] = parts.Related(
                    ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId9", "worksheet", "worksheets/sheet2.xml"), ("rId8", "worksheet", "worksheets/sheet3.xml"),
                    ("rId2", "sharedStrings", "sharedStrings.xml"), ("rId3", "styles", "styles.xml")),
                ["xl/worksheets/sheet3.xml"] = $"""<worksheet xmlns="{WorkbookParts.Main}"><sheetData>{StampRows}</sheetData></worksheet>""",
                ["xl/worksheets/sheet2.xml"] =
                    $"""<worksheet xmlns="{WorkbookParts.Main}"><sheetData>{Rows([.. RiskFields.All.Select(f => f.Heading)], risks)}</sheetData></worksheet>""",
            },
        }).Zip().ToArray();
    }

    private static Dictionary<string, object> Row((string Heading, object Value)[] cells, Dictionary<string, object> usual)
    {
        foreach (var (heading, value) in cells)
            usual[heading] = value;
        return usual;
    }

    internal static string Rows(IReadOnlyList<string> headings, IEnumerable<Dictionary<string, object>> rows) => string.Concat(
        rows.Select(r => string.Concat(headings.Select(h => Cell(r.GetValueOrDefault(h, "")))))
            .Prepend(string.Concat(headings.Select(Cell)))
            .Select((cells, i) => $"""<row r="{i + 1}">{cells}</row>"""));

    private static string Cell(object value) => value switch
    {
        "" => "<c/>",
        string text => $"""<c t="inlineStr"><is><t xml:space="preserve">{SecurityElement.Escape(text)}</t></is></c>""",
        Formula formula => $"<c><f>{SecurityElement.Escape(formula.Text)}</f></c>",
        _ => $"<c><v>{Convert.ToString(value, CultureInfo.InvariantCulture)}</v></c>",
    };
}
