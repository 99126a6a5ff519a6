using RiskReport.Reports.Uploads;
using RiskReport.Reports.Xlsx;

namespace RiskReport.Reports.Xls;

/// <summary>Reads the values of an .xls of Excel 97 to 2003 (BIFF8, MS-XLS) within <see cref="WorkbookLimits"/>.</summary>
internal sealed class XlsReader : ITables
{
    private readonly byte[] stream;
    private readonly XlsBook book;
    private readonly CellSources sources;
    private readonly WorkbookLimits limits;

    private XlsReader(byte[] stream, WorkbookLimits limits)
    {
        this.stream = stream;
        this.limits = limits;
        book = XlsBook.Read(stream, limits);
        sources = new CellSources(book.Strings, book.Formats, book.From1904);
        Sheets = book.Sheets.ConvertAll(s => s.Sheet);
    }

    public IReadOnlyList<WorkbookSheet> Sheets { get; }

    /// <param name="file">Must be able to seek; stays open.</param>
    public static XlsReader Open(Stream file, WorkbookLimits limits)
    {
        if (file.Length > limits.FileBytes)
            throw WorkbookException.FileTooLarge(limits.FileBytes);
        var content = new byte[file.Length];
        file.Position = 0;
        file.ReadExactly(content);
        return new XlsReader(Records(content), limits);
    }

    public IEnumerable<WorkbookRow> Rows(string sheetName)
    {
        var at = book.Sheets.Find(s => s.Sheet.Name == sheetName).At;
        return new XlsSheet(sheetName, BiffRecord.First(stream, at), new XlsCells(sources, limits, book.IsCalculated), limits).Rows();
    }

    private static byte[] Records(byte[] content)
    {
        if (LittleEndian.U16(content, 0) == BiffRecord.Begin)
            return content;
        var container = new CompoundFile(content);
        return container.Find("Workbook") ?? throw (container.Find("Book") is null ? WorkbookException.NotAWorkbook() : WorkbookException.ExcelBefore97());
    }

    public void Dispose()
    {
    }
}
