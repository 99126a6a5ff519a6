using RiskReport.Domain;
using RiskReport.Domain.Roster;
using RiskReport.Domain.Tables;
using RiskReport.Reports.Xlsx;

namespace RiskReport.Reports;

/// <summary>Writes a roster as an .xlsx while its rows are read; memory does not grow with their number.</summary>
public static class RosterWorkbook
{
    public const string Enterprises = "名册";
    public const string Items = "风险清单";

    /// <summary>Returns the number of rows. The target may refuse to seek and to be written synchronously.</summary>
    public static Task<long> WriteAsync<T>(
        string sheet, IReadOnlyList<TableColumn<T>> columns, IAsyncEnumerable<T> rows, RosterCover cover, Stream output, CancellationToken ct, Func<T, bool>? isSum = null) =>
        WriteAsync(sheet, columns, rows, cover, output, TableWorkbook.RowsPerSheet, ct, isSum);

    internal static Task<long> WriteAsync<T>(
        string sheet, IReadOnlyList<TableColumn<T>> columns, IAsyncEnumerable<T> rows, RosterCover cover, Stream output, int rowsPerSheet, CancellationToken ct, Func<T, bool>? isSum = null) =>
        TableWorkbook.WriteAsync(
            sheet, columns, rows, new WorkbookProperties(cover.Title, cover.MadeBy, cover.MadeAt), (book, count) => WriteCover(book, cover, count), output, rowsPerSheet, ct, isSum);

    internal static void WriteCover(WorkbookWriter book, RosterCover cover, long count)
    {
        var sheet = book.AddSheet("说明", CoverSheet.Widths, isTable: false);
        sheet.Title(cover.Title);
        sheet.Line("筛选条件", () => sheet.Text(cover.Filter, CellStyle.Wrapped));
        sheet.Line("行数", () => sheet.Number(count, CellStyle.LeftWhole));
        sheet.Line("制作时间", () => sheet.Time(ChinaTime.FromUtc(cover.MadeAt.UtcDateTime).DateTime, CellStyle.LeftTime));
        sheet.Line("制作人", () => sheet.Text(cover.MadeBy));
        sheet.Line("核验码", () => sheet.Text(cover.Code));
        if (cover.VerifyAddress is { } address)
            sheet.Line("核验地址", () => sheet.Text(address));
        if (cover.Phones is { } phones)
            sheet.Line("联系电话", () => sheet.Text(phones));
        foreach (var note in cover.Notes)
            sheet.Line("说明", () => sheet.Text(note, CellStyle.Wrapped));
        sheet.Close();
    }
}
