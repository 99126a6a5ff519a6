using RiskReport.Domain;
using RiskReport.Domain.Roster;
using RiskReport.Reports.Xlsx;

namespace RiskReport.Reports;

/// <summary>Writes the roster as an .xlsx while its rows are read; memory does not grow with their number.</summary>
public static class RosterWorkbook
{
    private const string Name = "名册";

    /// <summary>Returns the number of rows. The target may refuse to seek and to be written synchronously.</summary>
    public static Task<long> WriteAsync(IAsyncEnumerable<RosterRow> rows, RosterCover cover, Stream output, CancellationToken ct) =>
        WriteAsync(rows, cover, output, TableWorkbook.RowsPerSheet, ct);

    internal static Task<long> WriteAsync(
        IAsyncEnumerable<RosterRow> rows, RosterCover cover, Stream output, int rowsPerSheet, CancellationToken ct) =>
        TableWorkbook.WriteAsync(
            Name, RosterColumns.All, rows, new WorkbookProperties(cover.Title, cover.MadeBy, cover.MadeAt), (book, count) => WriteCover(book, cover, count), output, rowsPerSheet, ct);

    private static void WriteCover(WorkbookWriter book, RosterCover cover, long count)
    {
        var sheet = book.AddSheet("说明", CoverSheet.Widths, isTable: false);
        sheet.Title(cover.Title);
        sheet.Line("筛选条件", () => sheet.Text(cover.Filter));
        sheet.Line("行数", () => sheet.Number(count, CellStyle.LeftWhole));
        sheet.Line("制作时间", () => sheet.Time(ChinaTime.FromUtc(cover.MadeAt.UtcDateTime).DateTime, CellStyle.LeftTime));
        sheet.Line("制作人", () => sheet.Text(cover.MadeBy));
        sheet.Line("核验码", () => sheet.Text(cover.Code));
        sheet.Close();
    }
}
