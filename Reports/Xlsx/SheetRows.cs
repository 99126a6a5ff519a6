using System.Collections;
using System.Globalization;
using RiskReport.Domain.Imports;

namespace RiskReport.Reports.Xlsx;

/// <summary>What cells refer to: strings, styles and the date system are kept outside the sheets.</summary>
internal sealed record CellSources(StringTable Strings, NumberFormats Formats, bool From1904);

/// <summary>Reads the rows of one sheet as they come, leaving out those without a value.</summary>
internal sealed class SheetRows : IDisposable
{
    private readonly string sheet;
    private readonly PartReader part;
    private readonly CellSources sources;
    private readonly WorkbookLimits limits;
    private readonly CellText text;
    private readonly Cell[] cells;
    private readonly BitArray taken;
    private int column;
    private int width;
    private int rowNumber;
    private int rowsSeen;
    private int rowsTaken;

    public SheetRows(string sheet, PartReader part, CellSources sources, WorkbookLimits limits)
    {
        this.sheet = sheet;
        this.part = part;
        this.sources = sources;
        this.limits = limits;
        text = new CellText(part, limits, Place);
        cells = new Cell[limits.Columns];
        Array.Fill(cells, Cell.Empty);
        taken = new BitArray(limits.RowsWithEmptyOnes + 1);
    }

    public WorkbookRow? Next()
    {
        while (part.Read())
        {
            if (part.IsEnd("sheetData"))
                return null;
            if (part.IsStart("row") && ReadRow() is { } row)
                return row;
        }

        return null;
    }

    private WorkbookRow? ReadRow()
    {
        rowNumber = part.Attribute("r") is { } r ? RowNumber(r) : rowNumber + 1;
        if (++rowsSeen > limits.RowsWithEmptyOnes || rowNumber > limits.RowsWithEmptyOnes)
            throw WorkbookException.TooManyRows(sheet, limits.RowsWithEmptyOnes);

        Array.Fill(cells, Cell.Empty, 0, width);
        width = 0;
        ReadCells();
        if (width == 0)
            return null;
        if (++rowsTaken > limits.Rows)
            throw WorkbookException.TooManyRows(sheet, limits.Rows);
        // Excel takes such a file for damaged; which of the two was meant nobody knows
        if (taken[rowNumber])
            throw WorkbookException.RowTwice(sheet, rowNumber);
        taken[rowNumber] = true;

        return new WorkbookRow(rowNumber, cells[..width]);
    }

    private void ReadCells()
    {
        if (part.IsEmptyElement)
            return;
        var depth = part.Depth;
        column = -1;
        while (part.Read() && part.Depth > depth)
        {
            if (part.IsStart("c"))
                ReadCell();
        }
    }

    private void ReadCell()
    {
        column++;
        var style = 0;
        var type = "n";
        while (part.NextAttribute())
        {
            switch (part.LocalName)
            {
                case "r":
                    column = CellReference.Column(part.Value) is >= 0 and var c ? c : throw WorkbookException.Corrupt();
                    break;
                case "s":
                    style = Whole(part.Value);
                    break;
                case "t":
                    type = part.Value;
                    break;
            }
        }

        part.LeaveAttributes();
        var cell = part.IsEmptyElement ? Cell.Empty : ReadValue(type, style);
        if (cell.Kind == CellKind.Empty)
            return;
        if (column >= limits.Columns)
            throw WorkbookException.TooManyColumns(sheet, Place(), limits.Columns);
        if (cells[column].Kind != CellKind.Empty)
            throw WorkbookException.CellTwice(sheet, Place());

        cells[column] = cell;
        width = Math.Max(width, column + 1);
    }

    private Cell ReadValue(string type, int style)
    {
        string? formula = null;
        string? stored = null;
        var depth = part.Depth;
        while (part.Read() && part.Depth > depth)
        {
            if (part.IsStart("v"))
                stored = type == "s" ? Shared(part.ReadText(10)) : text.ReadPlain();
            else if (part.IsStart("is"))
                stored = text.ReadRich();
            else if (part.IsStart("f"))
                formula = "=" + text.ReadPlain();
        }

        // a formula whose result is an empty text is stored as t="str"; without any result it has no type
        if (formula is not null && string.IsNullOrEmpty(stored) && type != "str")
            return new Cell(CellKind.Formula, formula);

        return ToCell(type, style, stored);
    }

    private Cell ToCell(string type, int style, string? stored)
    {
        if (string.IsNullOrWhiteSpace(stored))
            return Cell.Empty;

        return type switch
        {
            "s" or "str" or "inlineStr" => new Cell(CellKind.Text, stored),
            "b" => new Cell(CellKind.Boolean, stored is "1" or "true" ? "TRUE" : "FALSE"),
            "e" => new Cell(CellKind.Error, stored),
            "d" => DateTime.TryParse(stored, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time)
                ? new Cell(CellKind.Date, DateSerial.ToIso(time))
                : new Cell(CellKind.Text, stored),
            _ when sources.Formats.IsDate(style)
                && double.TryParse(stored, NumberStyles.Float, CultureInfo.InvariantCulture, out var serial)
                && DateSerial.ToIso(serial, sources.From1904) is { } date => new Cell(CellKind.Date, date),
            _ => new Cell(CellKind.Number, stored),
        };
    }

    private string? Shared(ReadOnlySpan<char> index) => index.IsEmpty ? null : sources.Strings[Whole(index)];

    private string Place() => CellReference.Of(column, rowNumber);

    private static int RowNumber(string value) =>
        Whole(value) is > 0 and var number ? number : throw WorkbookException.Corrupt();

    private static int Whole(ReadOnlySpan<char> value) =>
        int.TryParse(value, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw WorkbookException.Corrupt();

    public void Dispose() => part.Dispose();
}
