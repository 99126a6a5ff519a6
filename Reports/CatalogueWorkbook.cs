using RiskReport.Domain.Fields;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Imports;
using RiskReport.Domain.Tables;
using RiskReport.Reports.Uploads;
using RiskReport.Reports.Xlsx;

namespace RiskReport.Reports;

/// <summary>An edition of the catalogue as a workbook: what comes out can be corrected and goes in again.</summary>
public static class CatalogueWorkbook
{
    private static readonly IReadOnlyList<TableColumn<CatalogueItem>> Columns =
    [
        new(CatalogueFields.Code.Heading, ValueKind.Text, 12, i => i.Code),
        new(CatalogueFields.Group.Heading, ValueKind.Text, 20, i => i.GroupName),
        new(CatalogueFields.Name.Heading, ValueKind.Text, 44, i => i.Name),
        new(CatalogueFields.Colour.Heading, ValueKind.Colour, 12, i => i.Colour),
        new(CatalogueFields.Requirement.Heading, ValueKind.Text, 50, i => i.Requirement),
        new(CatalogueFields.AccidentTypes.Heading, ValueKind.Text, 36, i => i.AccidentTypes),
    ];

    /// <exception cref="WorkbookException">The file cannot be used as a whole.</exception>
    public static IReadOnlyList<ImportRow> Read(Stream file)
    {
        using var reader = WorkbookReader.Open(file, WorkbookLimits.Default);
        var listed = reader.Sheets.FirstOrDefault(s => s.Name == CatalogueFields.Sheet)
            ?? throw WorkbookException.Unsuitable("MISSING_SHEET", $"工作簿中没有工作表“{CatalogueFields.Sheet}”。请下载现行目录的工作簿，在其中修改后上传。");

        var sheet = ImportSheet.InWorkbook(CatalogueFields.Sheet, listed, CatalogueFields.All, reader);
        if (!sheet.Headings.Usable)
            throw WorkbookException.Unsuitable("MISSING_HEADING", $"工作表“{CatalogueFields.Sheet}”缺少或重复了列标题：{string.Join("、", sheet.Headings.Missing.Concat(sheet.Headings.Repeated))}。");
        var rows = sheet.Rows.ToList();
        return rows.Exists(r => !r.IsBlank) ? rows : throw WorkbookException.Unsuitable("NO_ROWS", $"工作表“{CatalogueFields.Sheet}”没有数据行。");
    }

    public static Task<long> WriteAsync(Catalogue edition, string madeBy, DateTimeOffset madeAt, Stream output, CancellationToken ct) => TableWorkbook.WriteAsync(
        CatalogueFields.Sheet, Columns, edition.Items.ToAsyncEnumerable(), new WorkbookProperties(edition.Edition, madeBy, madeAt), (_, _) => { }, output, TableWorkbook.RowsPerSheet, ct);
}
