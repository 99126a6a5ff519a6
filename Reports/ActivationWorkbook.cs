using System.Globalization;
using RiskReport.Domain;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Tables;
using RiskReport.Reports.Xlsx;

namespace RiskReport.Reports;

/// <summary>Activation codes as a workbook, for sending each enterprise its own.</summary>
public static class ActivationWorkbook
{
    private static readonly IReadOnlyList<TableColumn<IssuedCode>> Columns =
    [
        new("企业名称", ValueKind.Text, 40, c => c.Name),
        new("统一社会信用代码", ValueKind.Text, 24, c => c.CreditCode),
        new("镇(街道)", ValueKind.Text, 26, c => c.Place),
        new("激活码", ValueKind.Text, 26, c => ActivationCode.Grouped(c.Code)),
        new("有效期至", ValueKind.Text, 14, c => LastDay(c)),
    ];

    public static Task<long> WriteAsync(IReadOnlyList<IssuedCode> codes, IssuedCodesCover cover, Stream output, CancellationToken ct) => TableWorkbook.WriteAsync(
        IssuedCodesCover.Title, Columns, codes.ToAsyncEnumerable(), new WorkbookProperties($"{cover.Region}{IssuedCodesCover.Title}", cover.MadeBy, cover.MadeAt),
        (book, count) => AddCover(book, cover, count), output, TableWorkbook.RowsPerSheet, ct);

    /// <summary>The last whole day on which it can be used.</summary>
    internal static string LastDay(IssuedCode code) =>
        ChinaTime.FromUtc(code.ExpiresAt).AddDays(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static void AddCover(WorkbookWriter book, IssuedCodesCover cover, long count)
    {
        var sheet = book.AddSheet("说明", CoverSheet.Widths, isTable: false);
        sheet.Title($"{cover.Region}{IssuedCodesCover.Title}");
        sheet.Line("激活地址", () => sheet.Text(cover.Address));
        sheet.Line("数量", () => sheet.Number(count, CellStyle.Whole));
        sheet.Line("注意", () => sheet.Text(IssuedCodesCover.OnceOnly));
        sheet.Line("制表人", () => sheet.Text(cover.MadeBy));
        sheet.Line("制表时间", () => sheet.Time(ChinaTime.FromUtc(cover.MadeAt.UtcDateTime).DateTime, CellStyle.Time));
        sheet.Close();
    }
}
