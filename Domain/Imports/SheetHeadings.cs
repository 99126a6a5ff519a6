using RiskReport.Domain.Fields;

namespace RiskReport.Domain.Imports;

/// <summary>
/// Which column holds which field, by the headings in row 1: any order, blanks and asterisks and the width
/// of brackets do not matter. What is not known is reported once and ignored.
/// </summary>
public sealed class SheetHeadings
{
    private readonly Dictionary<Field, int> columns;

    private SheetHeadings(Dictionary<Field, int> columns) => this.columns = columns;

    public required IReadOnlyList<string> Missing { get; init; }
    public required IReadOnlyList<string> Unknown { get; init; }
    public required IReadOnlyList<string> Repeated { get; init; }

    public bool Usable => Missing.Count == 0 && Repeated.Count == 0;

    /// <summary>The columns of all fields that the sheet has, from zero.</summary>
    internal IEnumerable<int> Columns => columns.Values;

    /// <summary>Up to the last of them.</summary>
    internal int Width => columns.Values.Append(-1).Max() + 1;

    public int? ColumnOf(Field field) => columns.TryGetValue(field, out var column) ? column : null;

    public static SheetHeadings Match(IReadOnlyList<Cell> headings, IReadOnlyList<Field> fields)
    {
        var columns = new Dictionary<Field, int>();
        var unknown = new List<string>();
        var repeated = new List<string>();
        for (var i = 0; i < headings.Count; i++)
        {
            var text = Plain(headings[i].Text);
            if (text.Length == 0)
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

    private static string Plain(string heading) => string.Concat(Normal.Text(heading)
        .Where(c => !char.IsWhiteSpace(c) && c is not ('*' or '\uFF0A' or '\u200B'))
        .Select(c => c switch { '\uFF08' => '(', '\uFF09' => ')', _ => c }));
}
