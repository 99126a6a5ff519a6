using RiskReport.Reports.Xlsx;

namespace RiskReport.Tests.Support;

/// <summary>The first sheet of a workbook as the text of its cells, headings first.</summary>
internal static class SheetText
{
    public static IReadOnlyList<string[]> Rows(byte[] file)
    {
        using var book = WorkbookReader.Open(new MemoryStream(file), WorkbookLimits.Default);
        return [.. book.Rows(book.Sheets[0].Name).Select(r => r.Cells.Select(c => c.Text).ToArray())];
    }

    /// <summary>Whatever stands on any sheet.</summary>
    public static string All(byte[] file)
    {
        using var book = WorkbookReader.Open(new MemoryStream(file), WorkbookLimits.Default);
        return string.Concat(book.Sheets.SelectMany(s => book.Rows(s.Name)).SelectMany(r => r.Cells).Select(c => c.Text));
    }
}
