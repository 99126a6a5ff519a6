using RiskReport.Domain.Fields;
using RiskReport.Domain.Privacy;

namespace RiskReport.Domain.Tables;

public enum ValueKind
{
    Text = 1,
    Whole = 2,
    Fraction = 3,
    Time = 4,

    /// <summary>A grade, or the words for why there is none.</summary>
    Colour = 5,

    /// <summary>A longitude or latitude.</summary>
    Degree = 6,
}

/// <summary>
/// One column of a list that is written to files: its heading, what it holds, and how wide it is (in characters of a
/// spreadsheet; a Chinese character counts two).
/// </summary>
public sealed record TableColumn<T>(string Heading, ValueKind Kind, double Width, Func<T, object?> Value)
{
    /// <summary>The column in an address, where columns can be chosen.</summary>
    public string Key { get; init; } = "";

    /// <summary>The answer about a person that it holds, masked for whoever must not see it.</summary>
    public Field? OfPerson { get; init; }
}

public static class TableColumns
{
    /// <summary>Every list is numbered in its first column.</summary>
    public const string Number = "序号";

    /// <summary>Those of the keys in their order, or all where none is named. What is not there is refused: a file must not lack what was asked for.</summary>
    public static IReadOnlyList<TableColumn<T>> Chosen<T>(this IReadOnlyList<TableColumn<T>> all, IReadOnlyList<string> keys) => keys.Count == 0
        ? all
        : keys.Distinct().Select(k => all.FirstOrDefault(c => c.Key == k) ?? throw new ArgumentException($"There is no column {k}.", nameof(keys))).ToList();

    public static IReadOnlyList<TableColumn<T>> For<T>(this IReadOnlyList<TableColumn<T>> columns, Sight sight) =>
        columns.Select(c => c.OfPerson is { } field ? c with { Value = row => sight.Of(field, (string?)c.Value(row)) } : c).ToList();
}
