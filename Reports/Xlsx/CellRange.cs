using System.Globalization;

namespace RiskReport.Reports.Xlsx;

/// <summary>A rectangle of cells; columns count from zero, rows from one.</summary>
internal readonly record struct CellRange(int Left, int Top, int Right, int Bottom)
{
    /// <summary>Reads <c>A1:F9</c> or <c>$A$1</c>; null for whole rows or columns and anything else.</summary>
    public static CellRange? Parse(string? reference)
    {
        var corners = (reference ?? "").Replace("$", "", StringComparison.Ordinal).Split(':');
        if (corners.Length > 2 || Corner(corners[0]) is not { } first || Corner(corners[^1]) is not { } last)
            return null;
        return new CellRange(
            Math.Min(first.Column, last.Column), Math.Min(first.Row, last.Row), Math.Max(first.Column, last.Column), Math.Max(first.Row, last.Row));
    }

    public CellRange ToColumn(int column) => this with { Right = Math.Max(Right, column) };

    /// <summary>As a defined name holds it.</summary>
    public string OnSheet(string sheet) =>
        string.Create(CultureInfo.InvariantCulture, $"{Quoted(sheet)}!${CellReference.Letters(Left)}${Top}:${CellReference.Letters(Right)}${Bottom}");

    public static string Quoted(string sheet) => $"'{sheet.Replace("'", "''", StringComparison.Ordinal)}'";

    public override string ToString() => $"{CellReference.Of(Left, Top)}:{CellReference.Of(Right, Bottom)}";

    private static (int Column, int Row)? Corner(string reference)
    {
        var column = CellReference.Column(reference);
        var digits = reference.AsSpan(column < 0 ? 0 : CellReference.Letters(column).Length);
        return column >= 0 && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var row) && row > 0 ? (column, row) : null;
    }
}
