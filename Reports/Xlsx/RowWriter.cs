using System.Text;

namespace RiskReport.Reports.Xlsx;

/// <summary>Writes rows of cells one behind the other. Texts are written in the cells: a table of shared ones would grow with their number.</summary>
internal sealed class RowWriter(Utf8Xml xml, int columns, int rowsBefore = 0)
{
    private readonly byte[][] letters = [.. Enumerable.Range(0, columns).Select(i => Encoding.ASCII.GetBytes(CellReference.Letters(i)))];
    private int column;

    /// <summary>The number of the last row.</summary>
    public int Rows { get; private set; } = rowsBefore;

    public void BeginRow()
    {
        Rows++;
        column = 0;
        xml.Raw("<row r=\""u8).Number(Rows).Raw("\">"u8);
    }

    public void EndRow() => xml.Raw("</row>"u8);

    public void Skip() => column++;

    public void Blank(int style)
    {
        BeginCell(style);
        xml.Raw("\"/>"u8);
    }

    public void Text(string text, int style)
    {
        var shown = CellText.Fitting(text);
        BeginCell(style);
        xml.Raw(NeedsPreserving(shown) ? "\" t=\"inlineStr\"><is><t xml:space=\"preserve\">"u8 : "\" t=\"inlineStr\"><is><t>"u8);
        xml.Text(shown).Raw("</t></is></c>"u8);
    }

    public void Number<T>(T number, int style) where T : IUtf8SpanFormattable
    {
        BeginCell(style);
        xml.Raw("\"><v>"u8).Number(number).Raw("</v></c>"u8);
    }

    private void BeginCell(int style) =>
        xml.Raw("<c r=\""u8).Raw(letters[column++]).Number(Rows).Raw("\" s=\""u8).Number(style);

    private static bool NeedsPreserving(ReadOnlySpan<char> text) =>
        text.Length > 0 && (char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]) || text.ContainsAny('\n', '\t'));
}
