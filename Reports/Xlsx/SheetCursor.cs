using System.Globalization;

namespace RiskReport.Reports.Xlsx;

/// <summary>Follows the tokens of a sheet: which row and cell they belong to, whether or not the file says so itself.</summary>
internal sealed class SheetCursor(XmlTokens tokens)
{
    private const int LastRow = 1_048_576;
    private const int LastColumn = 16_383;

    private bool inData;

    public int Row { get; private set; }

    public int Column { get; private set; }

    public bool IsRow => inData && tokens.Depth == 2 && tokens.Opening("row"u8);

    public bool IsRowEnd => inData && tokens.Depth == 2 && tokens.Closing("row"u8);

    public bool IsCell => inData && tokens.Depth == 3 && tokens.Opening("c"u8);

    /// <summary>Something inside a cell.</summary>
    public bool InCell => inData && tokens.Depth > 3;

    /// <summary>Looks at the token that has just been read.</summary>
    public void Follow()
    {
        if (tokens.Depth == 1 && tokens.Kind != XmlToken.Other && tokens.LocalName.SequenceEqual("sheetData"u8))
            inData = tokens.Kind == XmlToken.Start;
        else if (IsRow)
            EnterRow();
        else if (IsCell)
            EnterCell();
    }

    public int Style() => Whole("s"u8) ?? 0;

    /// <summary>An attribute that is a number; null if it is not there.</summary>
    public int? Whole(ReadOnlySpan<byte> name)
    {
        if (!tokens.Tag.TryAttribute(name, out var value))
            return null;
        return int.TryParse(value, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw WorkbookException.Corrupt();
    }

    private void EnterRow()
    {
        var number = Whole("r"u8) ?? Row + 1;
        Row = Ascending(number, Row, LastRow);
        Column = -1;
    }

    private void EnterCell()
    {
        var column = tokens.Attribute("r"u8) is { } reference ? CellReference.Column(reference) : Column + 1;
        Column = Ascending(column, Column, LastColumn);
    }

    // programs repair such a file by guessing, and something put between the wrong two would be lost with it
    private static int Ascending(int next, int last, int limit) => next > last && next <= limit ? next : throw WorkbookException.Corrupt();
}
