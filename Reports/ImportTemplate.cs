using System.Globalization;
using ClosedXML.Excel;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Imports;
using RiskReport.Domain.Reference;
using RiskReport.Reports.Templates;

namespace RiskReport.Reports;

/// <summary>For whom a template is made, and by which rules.</summary>
public sealed record TemplateOrder
{
    public required Region Region { get; init; }
    public required int Year { get; init; }
    public required GradingRules Rules { get; init; }
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>A line about this very workbook, on top of the instructions.</summary>
    public string? Note { get; init; }
}

/// <summary>
/// The workbook that <see cref="ImportWorkbook"/> reads, empty: instructions, the two sheets with a drop-down or a limit in
/// every column, and the code lists, all of it made from the fields and the reference data.
/// </summary>
public static class ImportTemplate
{
    public static byte[] Make(ReferenceData reference, TemplateOrder order)
    {
        using var book = new XLWorkbook();
        var guide = new FieldGuide(order.Rules);
        var hasCatalogue = order.Rules.Catalogue.Items.Count > 0;
        book.Properties.Title = $"{order.Region.Name} {order.Year} 年度企业安全风险批量导入模板";
        book.Properties.Author = TemplateVersion.Program;
        book.Properties.Created = order.MadeAt.UtcDateTime;
        GuideSheet.Add(book, order, guide);
        EntrySheet.Add(book, EnterpriseFields.Sheet, EnterpriseFields.All, guide, hasCatalogue);
        EntrySheet.Add(book, RiskFields.Sheet, RiskFields.All, guide, hasCatalogue);
        CodeSheet.Add(book, reference, order.Rules, order.Region.Code, order.Year);
        AddStamp(book, order);
        book.Worksheet(GuideSheet.Name).SetTabActive();

        using var file = new MemoryStream();
        book.SaveAs(file);
        return TemplatePackage.Tidied(file.ToArray());
    }

    /// <summary>What the import is told about the workbook it gets back; hidden so that nobody fills it in.</summary>
    private static void AddStamp(XLWorkbook book, TemplateOrder order)
    {
        var sheet = book.AddWorksheet(TemplateVersion.Sheet);
        string[][] rows =
        [
            [TemplateVersion.Program, TemplateVersion.Current],
            ["地区代码", order.Region.Code],
            ["报告年度", order.Year.ToString(CultureInfo.InvariantCulture)],
            ["制作时间", order.MadeAt.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)],
        ];
        for (var i = 0; i < rows.Length; i++)
        {
            sheet.Cell(i + 1, 1).SetValue(rows[i][0]);
            sheet.Cell(i + 1, 2).SetValue(rows[i][1]).Style.NumberFormat.SetNumberFormatId(TemplateStyle.Text);
        }

        sheet.Visibility = XLWorksheetVisibility.VeryHidden;
    }
}
