using RiskReport.Domain.Imports;
using RiskReport.Reports.Xlsx;

namespace RiskReport.Reports.Uploads;

/// <summary>The same cells in the same places as an .xlsx, for formats that cannot carry marks.</summary>
internal static class TablesWorkbook
{
    private const double Width = 14;

    public static MemoryStream Of(IEnumerable<(string Name, IEnumerable<WorkbookRow> Rows)> sheets)
    {
        var output = new MemoryStream();
        using (var book = new WorkbookWriter(output, new WorkbookProperties("", "", DateTimeOffset.UnixEpoch.AddYears(30))))
        {
            foreach (var (name, rows) in sheets)
                Write(book, name, rows.ToList());
            book.Complete();
        }

        output.Position = 0;
        return output;
    }

    private static void Write(WorkbookWriter book, string name, List<WorkbookRow> rows)
    {
        var columns = rows.Select(r => r.Cells.Count).Append(1).Max();
        var sheet = book.AddSheet(name, [.. Enumerable.Repeat(Width, columns)], isTable: false);
        foreach (var row in rows.OrderBy(r => r.Number))
        {
            while (sheet.Rows < row.Number - 1)
            {
                sheet.BeginRow();
                sheet.EndRow();
            }

            sheet.BeginRow();
            foreach (var cell in row.Cells)
                Write(sheet, cell);
            sheet.EndRow();
        }

        sheet.Close();
    }

    /// <summary>A number stays one, so that a code that has lost its digits is refused again; everything else is text.</summary>
    private static void Write(SheetWriter sheet, Cell cell)
    {
        if (cell.Kind == CellKind.Empty)
            sheet.Skip();
        else if (cell.Kind == CellKind.Number && decimal.TryParse(cell.Text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var number))
            sheet.Number(number, CellStyle.Plain);
        else
            sheet.Text(cell.Text);
    }
}
