using System.Text;
using RiskReport.Domain.Imports;
using RiskReport.Reports.Xlsx;

namespace RiskReport.Reports.Uploads;

/// <summary>
/// Reads records by RFC 4180. A row's number is that of the record, as Excel shows it, however many lines it takes;
/// every cell is text, since a number in a CSV cannot be told from a code.
/// </summary>
internal sealed class CsvRows
{
    private const int End = -1;

    private readonly string sheet;
    private readonly TextReader text;
    private readonly char separator;
    private readonly WorkbookLimits limits;
    private readonly List<Cell> cells = [];
    private readonly StringBuilder field = new();
    private int current;
    private int column;
    private int rowNumber;
    private int rowsTaken;

    public CsvRows(string sheet, TextReader text, char separator, WorkbookLimits limits)
    {
        this.sheet = sheet;
        this.text = text;
        this.separator = separator;
        this.limits = limits;
        Advance();
    }

    public WorkbookRow? Next()
    {
        while (current != End)
        {
            if (++rowNumber > limits.RowsWithEmptyOnes)
                throw WorkbookException.TooManyRows(sheet, limits.RowsWithEmptyOnes);
            cells.Clear();
            ReadRecord();
            if (cells.Count == 0)
                continue;
            if (++rowsTaken > limits.Rows)
                throw WorkbookException.TooManyRows(sheet, limits.Rows);
            return new WorkbookRow(rowNumber, [.. cells]);
        }

        return null;
    }

    private void ReadRecord()
    {
        for (column = 0; ; column++)
        {
            ReadField();
            Keep(Cell.Typed(Shown(field.ToString())));
            if (current != separator)
                break;
            Advance();
        }

        var carriageReturn = current == '\r';
        Advance();
        if (carriageReturn && current == '\n')
            Advance();
    }

    private void Keep(Cell cell)
    {
        if (cell.Kind == CellKind.Empty)
            return;
        if (column >= limits.Columns)
            throw WorkbookException.TooManyColumns(sheet, Place(), limits.Columns);
        while (cells.Count < column)
            cells.Add(Cell.Empty);
        cells.Add(cell);
    }

    private void ReadField()
    {
        field.Clear();
        if (current == '"')
            ReadQuoted();
        while (!AtFieldEnd())
            Append(quoted: false);
    }

    private void ReadQuoted()
    {
        Advance();
        while (true)
        {
            if (current == End)
                throw WorkbookException.UnpairedQuote(rowNumber);
            if (current == '"')
            {
                Advance();
                if (current != '"')
                    break;
            }

            Append(quoted: true);
        }

        while (current == ' ')
            Advance();
        // text behind a closing quote: most likely it is the opening one of a later cell, and the rows between were swallowed
        if (!AtFieldEnd())
            throw WorkbookException.UnpairedQuote(rowNumber);
    }

    private bool AtFieldEnd() => current == separator || current is '\r' or '\n' or End;

    private void Append(bool quoted)
    {
        if (field.Length == limits.CellCharacters)
            throw quoted ? WorkbookException.UnpairedQuote(rowNumber) : WorkbookException.CellTooLong(Place(), limits.CellCharacters);
        if (current == '\0')
            throw WorkbookException.NotAWorkbook();
        field.Append((char)current);
        Advance();
    }

    /// <summary>Web systems write <c>="0123"</c> to keep Excel from making a number of a code; Excel shows the code.</summary>
    private static string Shown(string stored) =>
        stored.Length > 2 && stored.StartsWith("=\"", StringComparison.Ordinal) && stored.IndexOf('"', 2) == stored.Length - 1 ? stored[2..^1] : stored;

    private string Place() => CellReference.Of(column, rowNumber);

    private void Advance() => current = text.Read();
}
