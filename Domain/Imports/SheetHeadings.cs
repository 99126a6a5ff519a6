using RiskReport.Domain.Fields;

namespace RiskReport.Domain.Imports;

/// <summary>
/// Which column holds which field, by the headings in row 1: any order; blanks, line breaks, asterisks, a colon or
/// (必填) behind it and the width of letters and brackets do not matter. What is not known is reported once and ignored.
/// </summary>
public sealed class SheetHeadings
{
    /// <summary>The column that we add to a workbook that goes back; it may come in again.</summary>
    public const string ProblemsColumn = "错误说明";

    private static readonly string[] Suffixes = [":", "(必填)", "(选填)"];

    private readonly Dictionary<Field, int> columns;

    private SheetHeadings(Dictionary<Field, int> columns) => this.columns = columns;

    public required IReadOnlyList<string> Missing { get; init; }
    public required IReadOnlyList<string> Unknown { get; init; }
    public required IReadOnlyList<string> Repeated { get; init; }

    public bool Usable => Missing.Count == 0 && Repeated.Count == 0;

    /// <summary>Up to the last of them.</summary>
    internal int Width => columns.Values.Append(-1).Max() + 1;

    public int? ColumnOf(Field field) => columns.TryGetValue(field, out var column) ? column : null;

    /// <summary>The columns that hold a field.</summary>
    public IReadOnlyCollection<int> Columns => columns.Values;

    /// <summary>Whether a heading is that of our own column, by the tolerance of every other heading.</summary>
    public static bool IsProblemsColumn(string heading) => Plain(heading) == ProblemsColumn;

    public static SheetHeadings Match(IReadOnlyList<Cell> headings, IReadOnlyList<Field> fields)
    {
        var columns = new Dictionary<Field, int>();
        var unknown = new List<string>();
        var repeated = new List<string>();
        for (var i = 0; i < headings.Count; i++)
        {
            var text = Plain(headings[i].Text);
            if (text.Length == 0 || text == ProblemsColumn)
                continue;
            if (fields.FirstOrDefault(f => Plain(f.Heading) == text) is not { } field)
                unknown.Add(headings[i].Text.Trim());
            else if (!columns.TryAdd(field, i))
                repeated.Add(field.Heading);
        }

        return new SheetHeadings(columns)
        {
            Missing = fields.Where(f => f.Required && !columns.ContainsKey(f)).Select(f => f.Heading).ToList(),
            Unknown = unknown,
            Repeated = repeated,
        };
    }

    private static string Plain(string heading)
    {
        var plain = string.Concat(heading.Select(Narrow).Where(c => !char.IsWhiteSpace(c) && c is not ('*' or '\u200B' or '\uFEFF'))).ToUpperInvariant();
        while (Suffixes.FirstOrDefault(s => plain.EndsWith(s, StringComparison.Ordinal)) is { } suffix)
            plain = plain[..^suffix.Length];
        return plain;
    }

    // the full-width forms of ASCII, brackets and colons among them
    private static char Narrow(char c) => c is >= '\uFF01' and <= '\uFF5E' ? (char)(c - 0xFEE0) : c;
}
