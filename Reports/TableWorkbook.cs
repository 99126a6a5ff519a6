using System.Globalization;
using RiskReport.Domain;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Tables;
using RiskReport.Reports.Xlsx;

namespace RiskReport.Reports;

/// <summary>Writes a list as an .xlsx while its rows are read; memory does not grow with their number.</summary>
internal static class TableWorkbook
{
    /// <summary>What an Excel sheet holds below the headings; a longer list continues on a second sheet, named with (2).</summary>
    public const int RowsPerSheet = 1_048_575;

    private const double NumberWidth = 8;

    /// <summary>Returns the number of rows. The target may refuse to seek and to be written synchronously.</summary>
    /// <param name="addSheets">What stands behind the list, given the number of its rows.</param>
    public static async Task<long> WriteAsync<T>(
        string name, IReadOnlyList<TableColumn<T>> columns, IAsyncEnumerable<T> rows, WorkbookProperties properties,
        Action<WorkbookWriter, long> addSheets, Stream output, int rowsPerSheet, CancellationToken ct)
    {
        var outbox = new Outbox(output);
        var count = 0L;
        using (var book = new WorkbookWriter(outbox, properties))
        {
            var sheet = AddTable(book, name, columns);
            await outbox.DrainAsync(ct);
            await foreach (var row in rows.WithCancellation(ct))
            {
                if (sheet.Rows > rowsPerSheet)
                {
                    sheet.Close();
                    sheet = AddTable(book, $"{name}({(count / rowsPerSheet) + 1})", columns);
                }

                Write(sheet, columns, row, ++count);
                if (outbox.IsDue)
                    await outbox.DrainAsync(ct);
            }

            sheet.Close();
            addSheets(book, count);
            book.Complete();
        }

        await outbox.DrainAsync(ct);
        return count;
    }

    /// <summary>A short list as one more sheet.</summary>
    public static long Add<T>(WorkbookWriter book, string name, IReadOnlyList<TableColumn<T>> columns, IReadOnlyList<T> rows)
    {
        var sheet = AddTable(book, name, columns);
        for (var i = 0; i < rows.Count; i++)
            Write(sheet, columns, rows[i], i + 1);
        sheet.Close();
        return rows.Count;
    }

    public static CellStyle StyleOf(RiskColour? colour) => colour switch
    {
        null => CellStyle.NotGraded,
        RiskColour.Blue => CellStyle.Blue,
        RiskColour.Yellow => CellStyle.Yellow,
        RiskColour.Orange => CellStyle.Orange,
        RiskColour.Red => CellStyle.Red,
        _ => throw new ArgumentOutOfRangeException(nameof(colour), colour, null),
    };

    private static SheetWriter AddTable<T>(WorkbookWriter book, string name, IReadOnlyList<TableColumn<T>> columns)
    {
        var sheet = book.AddSheet(name, [NumberWidth, .. columns.Select(c => c.Width)], isTable: true);
        sheet.BeginRow();
        sheet.Text(TableColumns.Number, CellStyle.Heading);
        foreach (var column in columns)
            sheet.Text(column.Heading, CellStyle.Heading);
        sheet.EndRow();
        return sheet;
    }

    private static void Write<T>(SheetWriter sheet, IReadOnlyList<TableColumn<T>> columns, T row, long number)
    {
        sheet.BeginRow();
        sheet.Number(number, CellStyle.Whole);
        foreach (var column in columns)
            Write(sheet, column.Kind, column.Value(row));
        sheet.EndRow();
    }

    private static void Write(SheetWriter sheet, ValueKind kind, object? value)
    {
        switch (kind, value)
        {
            case (ValueKind.Colour, var colour):
                sheet.Text(((RiskColour?)colour).Word(), StyleOf((RiskColour?)colour));
                break;
            case (_, null or ""):
                sheet.Skip();
                break;
            case (ValueKind.Whole, _):
                sheet.Number(Convert.ToInt64(value, CultureInfo.InvariantCulture), CellStyle.Whole);
                break;
            case (ValueKind.Fraction, _):
                sheet.Number(Convert.ToDecimal(value, CultureInfo.InvariantCulture), CellStyle.Fraction);
                break;
            case (ValueKind.Time, DateTime utc):
                sheet.Time(ChinaTime.FromUtc(utc).DateTime, CellStyle.Time);
                break;
            default:
                sheet.Text((string)value);
                break;
        }
    }
}
