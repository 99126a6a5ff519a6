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
    /// <param name="isSum">The last lines, which say what the others come to; they have no number, and the filter leaves them where they are.</param>
    public static async Task<long> WriteAsync<T>(
        string name, IReadOnlyList<TableColumn<T>> columns, IAsyncEnumerable<T> rows, WorkbookProperties properties,
        Action<WorkbookWriter, long> addSheets, Stream output, int rowsPerSheet, CancellationToken ct, Func<T, bool>? isSum = null)
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

                Write(sheet, columns, row, ++count, isSum?.Invoke(row) == true);
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
    public static long Add<T>(WorkbookWriter book, string name, IReadOnlyList<TableColumn<T>> columns, IReadOnlyList<T> rows, Func<T, bool> isSum)
    {
        var sheet = AddTable(book, name, columns);
        for (var i = 0; i < rows.Count; i++)
            Write(sheet, columns, rows[i], i + 1, isSum(rows[i]));
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
            sheet.Text(column.Heading, StyleOfHeading(column.Heading));
        sheet.EndRow();
        return sheet;
    }

    /// <summary>A column that counts a colour has it at its head.</summary>
    private static CellStyle StyleOfHeading(string heading)
    {
        foreach (var colour in Enum.GetValues<RiskColour>())
        {
            if (heading.EndsWith(colour.Word(), StringComparison.Ordinal))
                return StyleOf(colour);
        }

        return CellStyle.Heading;
    }

    private static void Write<T>(SheetWriter sheet, IReadOnlyList<TableColumn<T>> columns, T row, long number, bool isSum)
    {
        sheet.BeginRow();
        if (isSum)
        {
            sheet.Sums++;
            sheet.Blank(CellStyle.SumText);
        }
        else
        {
            sheet.Number(number, CellStyle.Whole);
        }

        foreach (var column in columns)
            Write(sheet, column.Kind, column.Value(row), isSum);
        sheet.EndRow();
    }

    private static void Write(SheetWriter sheet, ValueKind kind, object? value, bool isSum)
    {
        switch (kind, value)
        {
            case (ValueKind.Colour, string words):
                sheet.Text(words, CellStyle.NotGraded);
                break;
            case (ValueKind.Colour, var colour):
                sheet.Text(((RiskColour?)colour).Word(), StyleOf((RiskColour?)colour));
                break;
            case (_, null or "") when isSum:
                sheet.Blank(CellStyle.SumText);
                break;
            case (_, null or ""):
                sheet.Skip();
                break;
            case (ValueKind.Whole, _):
                sheet.Number(Convert.ToInt64(value, CultureInfo.InvariantCulture), isSum ? CellStyle.SumWhole : CellStyle.Whole);
                break;
            case (ValueKind.Fraction, _):
                sheet.Number(Convert.ToDecimal(value, CultureInfo.InvariantCulture), isSum ? CellStyle.SumFraction : CellStyle.Fraction);
                break;
            case (ValueKind.Degree, _):
                sheet.Number((decimal)value, CellStyle.Degree);
                break;
            case (ValueKind.Time, DateTime utc):
                sheet.Time(ChinaTime.FromUtc(utc).DateTime, CellStyle.Time);
                break;
            case (_, string text) when isSum:
                sheet.Text(text, CellStyle.SumText);
                break;
            default:
                sheet.Text((string)value);
                break;
        }
    }
}
