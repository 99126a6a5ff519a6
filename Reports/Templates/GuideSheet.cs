using ClosedXML.Excel;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Grading;

namespace RiskReport.Reports.Templates;

/// <summary>The sheet 填写说明: how to fill the workbook in, and every column in words.</summary>
internal static class GuideSheet
{
    public const string Name = "填写说明";

    private static readonly (string Heading, double Width)[] Columns =
        [("工作表", 12), ("列标题", 22), ("是否必填", 10), ("填写内容", 40), ("单位", 10), ("说明", 80)];

    public static void Add(XLWorkbook book, TemplateOrder order, FieldGuide guide)
    {
        var sheet = book.AddWorksheet(Name);
        sheet.Cell(1, 1).SetValue($"{order.Region.Name} {order.Year} 年度企业安全风险批量导入模板").Style.Font.SetBold().Font.SetFontSize(16);
        var row = 2;
        foreach (var line in Lines(order))
            sheet.Cell(row++, 1).SetValue(line);

        row = Table(sheet, row + 1, guide);
        Methods(sheet, row + 1, order.Rules.RuleSet);
        for (var i = 0; i < Columns.Length; i++)
            sheet.Column(i + 1).Width = Columns[i].Width;
        sheet.PageSetup.SetPageOrientation(XLPageOrientation.Landscape).SetPaperSize(XLPaperSize.A4Paper);
        sheet.PageSetup.FitToPages(1, 0);
    }

    private static IEnumerable<string> Lines(TemplateOrder order)
    {
        if (order.Note is { } note)
            yield return note;
        yield return $"1. 在“{EnterpriseFields.Sheet}”每行填写一家企业，在“{RiskFields.Sheet}”每行填写一项风险，用统一社会信用代码对应；从第 2 行起填写，中间不要插入标题、合计。";
        yield return "2. 深色的列是必填列，浅色的列是选填列；选中单元格会显示填写要求。不要修改工作表名称和第 1 行的列标题，不用的选填列可以空着。";
        yield return "3. 代码列和电话列已经设为文本格式。从别处粘贴时请用“选择性粘贴 - 数值”，否则格式和下拉列表会被覆盖，代码可能丢失位数。";
        yield return "4. 有较大或重大风险的企业，“有无较大以上风险”填“有”并列出风险；没有的填“无”。两者不一致的不予导入。";
        yield return "5. 评估方法决定要填哪些列，见本页下方；其他评估列空着。一般、低风险也可以列出。";
        yield return $"6. 在“批量导入”页上传。企业和它的全部风险一起导入或一起退回，问题逐行列出；改好后把同一个文件再传一次即可，不会重复。";
        yield return $"下拉列表和提示设到第 {FieldGuide.LastRow} 行，超过的行照样导入。按 {order.MadeAt:yyyy-MM-dd} 施行的规则 {order.Rules.RuleSet.Name} 和 {order.Year} 年度的代码制作。";
    }

    private static int Table(IXLWorksheet sheet, int row, FieldGuide guide)
    {
        Headings(sheet, row++, [.. Columns.Select(c => c.Heading)]);
        foreach (var (name, fields) in new[] { (EnterpriseFields.Sheet, EnterpriseFields.All), (RiskFields.Sheet, RiskFields.All) })
        {
            foreach (var field in fields)
                Line(sheet, row++, [name, field.Heading, FieldGuide.Requirement(field), FieldGuide.Kind(field), field.Unit ?? "", guide.Explanation(field)]);
        }

        return row;
    }

    private static void Methods(IXLWorksheet sheet, int row, RuleSet rules)
    {
        Headings(sheet, row++, [RiskFields.Method.Heading, "填写的列", "", "取值和含义"]);
        foreach (var method in GradingMethodWords.All)
        {
            var factors = rules.Find(method)?.Factors ?? [];
            var columns = string.Join("、", RiskFields.Of(method).Select(f => f.Heading));
            Line(sheet, row++, [method.Word(), columns, "", factors.Count == 0 ? "见“代码表”和上面的说明" : string.Join('、', factors.Select(f => $"{f.Key} {f.Name}")) + "，各项取值的含义见“代码表”"]);
        }
    }

    private static void Headings(IXLWorksheet sheet, int row, string[] headings)
    {
        for (var i = 0; i < headings.Length; i++)
            TemplateStyle.Required(sheet.Cell(row, i + 1).SetValue(headings[i]));
    }

    private static void Line(IXLWorksheet sheet, int row, string[] texts)
    {
        for (var i = 0; i < texts.Length; i++)
            sheet.Cell(row, i + 1).SetValue(texts[i]).Style.Alignment.SetWrapText().Alignment.SetVertical(XLAlignmentVerticalValues.Top);
    }
}
