using RiskReport.Domain.Fields;

namespace RiskReport.Domain.Imports;

/// <summary>One row of a sheet: the row number that Excel shows, and its cells by field.</summary>
public sealed class ImportRow(int number, IReadOnlyList<Cell> cells, SheetHeadings headings)
{
    public int Number => number;

    public Cell this[Field field] => headings.ColumnOf(field) is { } column ? this[column] : Cell.Empty;

    /// <summary>Where the field stands in the sheet, from zero.</summary>
    public int? ColumnOf(Field field) => headings.ColumnOf(field);

    public bool IsBlank => cells.All(c => c.Kind == CellKind.Empty || c.Kind == CellKind.Text && Normal.Text(c.Text).Length == 0);

    internal Cell this[int column] => column < cells.Count ? cells[column] : Cell.Empty;

    internal SheetHeadings Headings => headings;
}
