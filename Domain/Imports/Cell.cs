namespace RiskReport.Domain.Imports;

public enum CellKind
{
    Empty = 0,
    Text = 1,
    Number = 2,
    Boolean = 3,
    Date = 4,
    /// <summary>An error such as <c>#N/A</c>; the text is the error.</summary>
    Error = 5,
    /// <summary>A formula stored without a result; the text is the formula.</summary>
    Formula = 6,
}

/// <summary>
/// One value as it came in, from a workbook or a form field. A number keeps the digits that were stored,
/// a date is ISO 8601 text, so nothing is lost before the field's own rule has looked at it.
/// </summary>
public readonly record struct Cell(CellKind Kind, string Text)
{
    public static readonly Cell Empty = new(CellKind.Empty, "");

    public static Cell Typed(string? text) =>
        string.IsNullOrWhiteSpace(text) ? Empty : new Cell(CellKind.Text, text);
}
