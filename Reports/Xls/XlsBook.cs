using RiskReport.Reports.Xlsx;

namespace RiskReport.Reports.Xls;

/// <summary>What stands before the sheets of an .xls: their names, the strings, the formats, the date system.</summary>
internal sealed class XlsBook
{
    private const int Version8 = 0x600;

    private readonly WorkbookLimits limits;
    private readonly Dictionary<int, bool> customFormats = [];
    private readonly List<int> formatOfStyle = [];
    private long characters;
    private bool calculated;
    private bool writtenByCalc;

    private XlsBook(WorkbookLimits limits) => this.limits = limits;

    public List<(WorkbookSheet Sheet, uint At)> Sheets { get; } = [];

    public StringTable Strings { get; } = new();

    public NumberFormats Formats => new(formatOfStyle.ConvertAll(f => NumberFormats.IsDate(f, customFormats)));

    public bool From1904 { get; private set; }

    /// <summary>
    /// Excel says which of its versions calculated last. Programs that cannot calculate do not, and store 0 for every
    /// result; LibreOffice Calc does, but stores 0 where the result is a text.
    /// </summary>
    public bool IsCalculated => calculated && !writtenByCalc;

    public static XlsBook Read(byte[] stream, WorkbookLimits limits)
    {
        var first = BiffRecord.First(stream, 0);
        if (first.Type != BiffRecord.Begin)
            throw WorkbookException.Corrupt();
        if (LittleEndian.U16(first.Data, 0) != Version8)
            throw WorkbookException.ExcelBefore97();

        var book = new XlsBook(limits);
        for (var record = first.Next; record is { Type: not BiffRecord.Eof } one; record = one.Next)
            book.Take(one);
        return book;
    }

    private void Take(BiffRecord record)
    {
        switch (record.Type)
        {
            case BiffRecord.FilePass:
                throw WorkbookException.Encrypted();
            case BiffRecord.Date1904:
                From1904 = LittleEndian.U16(record.Data, 0) == 1;
                break;
            case BiffRecord.WriteAccess:
                writtenByCalc = record.Data.StartsWith("\x04\0\0Calc"u8);
                break;
            case BiffRecord.RecalculatedBy:
                calculated = true;
                break;
            case BiffRecord.BoundSheet:
                AddSheet(record);
                break;
            case BiffRecord.Format:
                customFormats[LittleEndian.U16(record.Data, 0)] = NumberFormats.IsDateCode(new BiffText(record, 2, limits).Read());
                break;
            case BiffRecord.ExtendedFormat:
                formatOfStyle.Add(LittleEndian.U16(record.Data, 2));
                break;
            case BiffRecord.SharedStrings:
                ReadStrings(new BiffText(record, 8, limits), LittleEndian.U32(record.Data, 4));
                break;
        }
    }

    private void AddSheet(BiffRecord record)
    {
        // charts, macro sheets and Visual Basic modules stand among the sheets but have no cells
        const int worksheet = 0;
        if (LittleEndian.U8(record.Data, 5) != worksheet)
            return;
        var name = new BiffText(record, 6, limits).Read(shortLength: true);
        if (Sheets.Count == limits.Sheets)
            throw WorkbookException.TooManySheets(limits.Sheets);
        if (Sheets.Exists(s => s.Sheet.Name == name))
            throw WorkbookException.Corrupt();
        Sheets.Add((new WorkbookSheet(name, Hidden: (LittleEndian.U8(record.Data, 4) & 3) != 0), LittleEndian.U32(record.Data, 0)));
    }

    private void ReadStrings(BiffText text, uint declared)
    {
        while (Strings.Count < declared && text.HasMore)
        {
            var value = text.Read();
            characters += value.Length;
            if (Strings.Count == limits.Strings || characters > limits.StringCharacters)
                throw WorkbookException.TooManyStrings();
            Strings.Add(value);
        }
    }
}
