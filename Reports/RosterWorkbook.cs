using System.Globalization;
using RiskReport.Domain;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Roster;
using RiskReport.Reports.Xlsx;

namespace RiskReport.Reports;

/// <summary>Writes the roster as an .xlsx while its rows are read; memory does not grow with their number.</summary>
public static class RosterWorkbook
{
    /// <summary>What an Excel sheet holds below the headings; a longer roster continues on the sheet 名册(2).</summary>
    internal const int RowsPerSheet = 1_048_575;

    private const string Name = "名册";
    private const double NumberWidth = 8;

    private static readonly double[] Widths = [NumberWidth, .. RosterColumns.All.Select(c => c.Width)];
    private static readonly double[] CoverWidths = [14, 90];

    /// <summary>Returns the number of rows. The target may refuse to seek and to be written synchronously.</summary>
    public static Task<long> WriteAsync(IAsyncEnumerable<RosterRow> rows, RosterCover cover, Stream output, CancellationToken ct) =>
        WriteAsync(rows, cover, output, RowsPerSheet, ct);

    internal static async Task<long> WriteAsync(
        IAsyncEnumerable<RosterRow> rows, RosterCover cover, Stream output, int rowsPerSheet, CancellationToken ct)
    {
        var outbox = new Outbox(output);
        var count = 0L;
        using (var book = new WorkbookWriter(outbox, new WorkbookProperties(cover.Title, cover.MadeBy, cover.MadeAt)))
        {
            var sheet = AddTable(book, Name);
            await outbox.DrainAsync(ct);
            await foreach (var row in rows.WithCancellation(ct))
            {
                if (sheet.Rows > rowsPerSheet)
                {
                    sheet.Close();
                    sheet = AddTable(book, $"{Name}({(count / rowsPerSheet) + 1})");
                }

                Write(sheet, row, ++count);
                if (outbox.IsDue)
                    await outbox.DrainAsync(ct);
            }

            sheet.Close();
            WriteCover(book.AddSheet("说明", CoverWidths, isTable: false), cover, count);
            book.Complete();
        }

        await outbox.DrainAsync(ct);
        return count;
    }

    private static SheetWriter AddTable(WorkbookWriter book, string name)
    {
        var sheet = book.AddSheet(name, Widths, isTable: true);
        sheet.BeginRow();
        sheet.Text(RosterColumns.Number, CellStyle.Heading);
        foreach (var column in RosterColumns.All)
            sheet.Text(column.Heading, CellStyle.Heading);
        sheet.EndRow();
        return sheet;
    }

    private static void Write(SheetWriter sheet, RosterRow row, long number)
    {
        sheet.BeginRow();
        sheet.Number(number, CellStyle.Whole);
        foreach (var column in RosterColumns.All)
            Write(sheet, column.Kind, column.Value(row));
        sheet.EndRow();
    }

    private static void Write(SheetWriter sheet, RosterValueKind kind, object? value)
    {
        switch (kind, value)
        {
            case (RosterValueKind.Colour, var colour):
                sheet.Text(((RiskColour?)colour).Word(), StyleOf((RiskColour?)colour));
                break;
            case (_, null or ""):
                sheet.Skip();
                break;
            case (RosterValueKind.Whole, _):
                sheet.Number(Convert.ToInt64(value, CultureInfo.InvariantCulture), CellStyle.Whole);
                break;
            case (RosterValueKind.Fraction, _):
                sheet.Number(Convert.ToDecimal(value, CultureInfo.InvariantCulture), CellStyle.Fraction);
                break;
            case (RosterValueKind.Time, DateTime utc):
                sheet.Time(ChinaTime.FromUtc(utc).DateTime, CellStyle.Time);
                break;
            default:
                sheet.Text((string)value);
                break;
        }
    }

    private static CellStyle StyleOf(RiskColour? colour) => colour switch
    {
        null => CellStyle.NotGraded,
        RiskColour.Blue => CellStyle.Blue,
        RiskColour.Yellow => CellStyle.Yellow,
        RiskColour.Orange => CellStyle.Orange,
        RiskColour.Red => CellStyle.Red,
        _ => throw new ArgumentOutOfRangeException(nameof(colour), colour, null),
    };

    private static void WriteCover(SheetWriter sheet, RosterCover cover, long count)
    {
        sheet.BeginRow();
        sheet.Text(cover.Title, CellStyle.Title);
        sheet.EndRow();
        WriteLine(sheet, "筛选条件", () => sheet.Text(cover.Filter));
        WriteLine(sheet, "行数", () => sheet.Number(count, CellStyle.LeftWhole));
        WriteLine(sheet, "制作时间", () => sheet.Time(ChinaTime.FromUtc(cover.MadeAt.UtcDateTime).DateTime, CellStyle.LeftTime));
        WriteLine(sheet, "制作人", () => sheet.Text(cover.MadeBy));
        WriteLine(sheet, "核验码", () => sheet.Text(cover.Code));
        sheet.Close();
    }

    private static void WriteLine(SheetWriter sheet, string label, Action value)
    {
        sheet.BeginRow();
        sheet.Text(label, CellStyle.Label);
        value();
        sheet.EndRow();
    }
}
