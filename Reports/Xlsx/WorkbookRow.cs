using RiskReport.Domain.Imports;

namespace RiskReport.Reports.Xlsx;

/// <summary>One row that holds at least one value.</summary>
/// <param name="number">The row number that Excel shows.</param>
public sealed class WorkbookRow(int number, Cell[] cells)
{
    public int Number { get; } = number;

    /// <summary>Up to the last cell that holds a value.</summary>
    public IReadOnlyList<Cell> Cells => cells;

    /// <summary>By zero-based column; empty beyond the last value.</summary>
    public Cell this[int column] => column < cells.Length ? cells[column] : Cell.Empty;
}
