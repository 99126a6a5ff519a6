using RiskReport.Domain.Fields;

namespace RiskReport.Domain.Imports;

/// <summary>One row of a sheet: the row number that Excel shows, and its cells by field.</summary>
public sealed class ImportRow(int number, IReadOnlyList<Cell> cells, SheetHeadings headings)
{
    public int Number => number;

    public Cell this[Field field] => headings.ColumnOf(field) is { } column ? this[column] : Cell.Empty;

    /// <summary>Where the field stands in the sheet, from zero.</summary>
    public int? ColumnOf(Field field) => headings.ColumnOf(field);

    /// <summary>No field has a value; what stands in ignored columns, such as a running number filled in beforehand, does not count.</summary>
    public bool IsBlank => headings.Columns.All(column =>
        column >= cells.Count || cells[column] is { Kind: CellKind.Empty } || (cells[column] is { Kind: CellKind.Text, Text: var text } && Normal.Text(text).Length == 0));

    internal Cell this[int column] => column < cells.Count ? cells[column] : Cell.Empty;

    internal SheetHeadings Headings => headings;
}
