namespace RiskReport.Reports.Xlsx;

/// <summary>The list of all problems with a link to each cell, written line by line.</summary>
internal sealed class AnnotatedSummarySheet : PartEdit
{
    private const int MostLines = 1_000_000;

    // Excel repairs a sheet that has more than 65,530
    private const int MostLinks = 65_000;

    private static readonly (string Heading, double Width)[] Columns =
        [("工作表", 14), ("行号", 8), ("单元格", 10), ("列", 22), ("单元格内容", 32), ("代码", 22), ("问题与改正办法", 72)];

    private readonly Utf8Xml xml;
    private readonly WorkbookNotes notes;
    private readonly AnnotatedStyles styles;
    private readonly CellRange range;
    private readonly IEnumerator<bool> pieces;
    private int row;
    private int column;

    /// <param name="main">The address of the elements, which differs in strict workbooks.</param>
    public AnnotatedSummarySheet(Stream output, WorkbookNotes notes, AnnotatedStyles styles, string main)
    {
        this.notes = notes;
        this.styles = styles;
        xml = new Utf8Xml(output);
        range = Range(notes);
        pieces = Pieces(main).GetEnumerator();
    }

    /// <summary>The table with its headings.</summary>
    public static CellRange Range(WorkbookNotes notes)
    {
        var heading = notes.Cover.Count + 2;
        return new CellRange(0, heading, Columns.Length - 1, heading + Math.Min(notes.Lines.Count, MostLines) + (notes.Lines.Count > MostLines ? 1 : 0));
    }

    public override bool Step() => pieces.MoveNext();

    private IEnumerable<bool> Pieces(string main)
    {
        WriteTop(main);
        foreach (var line in notes.Lines.Take(MostLines))
        {
            WriteLine(line);
            yield return true;
        }

        if (notes.Lines.Count > MostLines)
            WriteRow(() => Text($"另有 {notes.Lines.Count - MostLines:N0} 条未列出。", styles.Note));
        xml.Raw("</sheetData><autoFilter ref=\""u8).Text(range.ToString()).Raw("\"/>"u8);
        var links = Links().Take(MostLinks);
        if (links.Any())
        {
            xml.Raw("<hyperlinks>"u8);
            foreach (var (from, to) in links)
            {
                xml.Raw("<hyperlink ref=\""u8).Text(from).Raw("\" location=\""u8).Text(to).Raw("\"/>"u8);
                yield return true;
            }

            xml.Raw("</hyperlinks>"u8);
        }

        xml.Raw("<pageMargins left=\"0.4\" right=\"0.4\" top=\"0.5\" bottom=\"0.5\" header=\"0.3\" footer=\"0.3\"/>"u8)
            .Raw("<pageSetup paperSize=\"9\" orientation=\"landscape\" fitToHeight=\"0\"/></worksheet>"u8).Flush();
    }

    private void WriteTop(string main)
    {
        var firstLine = range.Top + 1;
        xml.Raw("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet xmlns=\""u8).Text(main)
            .Raw("\"><sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr><sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\""u8).Number(range.Top)
            .Raw("\" topLeftCell=\"A"u8).Number(firstLine).Raw("\" activePane=\"bottomLeft\" state=\"frozen\"/><selection pane=\"bottomLeft\" activeCell=\"A"u8)
            .Number(firstLine).Raw("\" sqref=\"A"u8).Number(firstLine).Raw("\"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"15\"/><cols>"u8);
        for (var i = 0; i < Columns.Length; i++)
            xml.Raw("<col min=\""u8).Number(i + 1).Raw("\" max=\""u8).Number(i + 1).Raw("\" width=\""u8).Number(Columns[i].Width).Raw("\" customWidth=\"1\"/>"u8);
        xml.Raw("</cols><sheetData>"u8);
        foreach (var (label, text) in notes.Cover)
        {
            WriteRow(() =>
            {
                Text(label, styles.Label);
                Text(text, FormulaText.LooksLikeOne(text) ? styles.QuotedNote : styles.Note);
            });
        }

        row++;
        WriteRow(() => Array.ForEach(Columns, c => Text(c.Heading, styles.TableHeading)));
    }

    private void WriteLine(SummaryLine line) => WriteRow(() =>
    {
        Plain(line.Sheet);
        Begin(styles.Wrapped).Raw("\"><v>"u8).Number(line.Row).Raw("</v></c>"u8);
        Text(line.Address ?? "", IsLinked(line) ? styles.Link : styles.Wrapped);
        Plain(line.Column);
        Plain(line.Value);
        Plain(line.Code);
        Plain(line.Message);
    });

    private IEnumerable<(string From, string To)> Links()
    {
        var at = range.Top;
        foreach (var line in notes.Lines.Take(MostLines))
        {
            at++;
            if (IsLinked(line))
                yield return (CellReference.Of(2, at), $"{CellRange.Quoted(line.Sheet)}!{line.Address}");
        }
    }

    private static bool IsLinked(SummaryLine line) => CellRange.Parse(line.Address) is not null;

    private void WriteRow(Action cells)
    {
        column = 0;
        xml.Raw("<row r=\""u8).Number(++row).Raw("\">"u8);
        cells();
        xml.Raw("</row>"u8);
    }

    private void Plain(string text) => Text(text, FormulaText.LooksLikeOne(text) ? styles.QuotedWrapped : styles.Wrapped);

    private void Text(string text, int style)
    {
        if (text.Length == 0)
        {
            Begin(style).Raw("\"/>"u8);
            return;
        }

        Begin(style).Raw("\" t=\"inlineStr\"><is><t xml:space=\"preserve\">"u8).Text(CellText.Fitting(text)).Raw("</t></is></c>"u8);
    }

    private Utf8Xml Begin(int style) => xml.Raw("<c r=\""u8).Text(CellReference.Of(column++, row)).Raw("\" s=\""u8).Number(style);

    public override void Dispose() => pieces.Dispose();
}
