namespace RiskReport.Domain.Tables;

public enum ValueKind
{
    Text = 1,
    Whole = 2,
    Fraction = 3,
    Time = 4,
    Colour = 5,
}

/// <summary>
/// One column of a list that is written to files: its heading, what it holds, and how wide it is (in characters of a
/// spreadsheet; a Chinese character counts two).
/// </summary>
public sealed record TableColumn<T>(string Heading, ValueKind Kind, double Width, Func<T, object?> Value)
{
    /// <summary>The column in an address, where columns can be chosen.</summary>
    public string Key { get; init; } = "";
}

public static class TableColumns
{
    /// <summary>Every list is numbered in its first column.</summary>
    public const string Number = "序号";
}
