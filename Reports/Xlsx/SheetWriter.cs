namespace RiskReport.Reports.Xlsx;

/// <summary>Writes one sheet from the first row to the last.</summary>
internal sealed class SheetWriter
{
    private readonly Stream output;
    private readonly Utf8Xml xml;
    private readonly RowWriter cells;
    private readonly string lastColumn;
    private readonly bool isTable;

    /// <param name="isTable">The first row holds headings: it stays in sight, repeats on paper and carries the filter.</param>
    public SheetWriter(Stream output, string name, IReadOnlyList<double> widths, bool isTable)
    {
        this.output = output;
        this.isTable = isTable;
        Name = name;
        xml = new Utf8Xml(output);
        cells = new RowWriter(xml, widths.Count);
        lastColumn = CellReference.Letters(widths.Count - 1);
        Open(widths);
    }

    public string Name { get; }

    public int Rows => cells.Rows;

    /// <summary>Lines that say what those of the table come to; they stand below it, and the filter leaves them where they are.</summary>
    public int Sums { get; set; }

    /// <summary>The range of the table, in the form a defined name needs.</summary>
    public string? FilterRange => isTable ? $"$A$1:${lastColumn}${Rows - Sums}" : null;

    public void BeginRow() => cells.BeginRow();

    public void EndRow() => cells.EndRow();

    public void Skip() => cells.Skip();

    public void Blank(CellStyle style) => cells.Blank((int)style);

    /// <summary>A string cell is never calculated, whatever it begins with; the quoted style keeps that true after somebody edits it.</summary>
    public void Text(string text) => Text(text, FormulaText.LooksLikeOne(text) ? CellStyle.QuotedText : CellStyle.Text);

    public void Text(string text, CellStyle style) => cells.Text(text, (int)style);

    public void Number<T>(T number, CellStyle style) where T : IUtf8SpanFormattable => cells.Number(number, (int)style);

    public void Time(DateTime time, CellStyle style) => Number(DateSerial.FromTime(time), style);

    public void Close()
    {
        xml.Raw("</sheetData>"u8);
        if (isTable)
            xml.Raw("<autoFilter ref=\"A1:"u8).Text(lastColumn).Number(Rows - Sums).Raw("\"/>"u8);
        xml.Raw("<pageMargins left=\"0.4\" right=\"0.4\" top=\"0.5\" bottom=\"0.5\" header=\"0.3\" footer=\"0.3\"/>"u8);
        xml.Raw("<pageSetup paperSize=\"9\" orientation=\"landscape\" fitToHeight=\"0\"/>"u8);
        xml.Raw("<headerFooter><oddFooter>&amp;C&amp;P / &amp;N</oddFooter></headerFooter></worksheet>"u8);
        xml.Flush();
        output.Dispose();
    }

    private void Open(IReadOnlyList<double> widths)
    {
        xml.Raw("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"u8);
        xml.Raw("<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">"u8);
        xml.Raw("<sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr><sheetViews>"u8);
        xml.Raw(isTable
            ? "<sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/><selection pane=\"bottomLeft\" activeCell=\"A2\" sqref=\"A2\"/></sheetView>"u8
            : "<sheetView workbookViewId=\"0\"/>"u8);
        xml.Raw("</sheetViews><sheetFormatPr defaultRowHeight=\"15\"/><cols>"u8);
        for (var i = 0; i < widths.Count; i++)
            xml.Raw("<col min=\""u8).Number(i + 1).Raw("\" max=\""u8).Number(i + 1).Raw("\" width=\""u8).Number(widths[i]).Raw("\" customWidth=\"1\"/>"u8);
        xml.Raw("</cols><sheetData>"u8);
    }
}
