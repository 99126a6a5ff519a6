using System.Globalization;
using RiskReport.Domain;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Roster;
using RiskReport.Domain.Tables;

namespace RiskReport.Reports;

internal enum RosterAlign
{
    Left,
    Centre,
    Right,
}

/// <summary>A column on paper; its width is points, and the widths add up to the width between the margins.</summary>
/// <param name="Colour">Given for a grade, which is a badge.</param>
internal sealed record RosterPdfColumn<T>(string Heading, double Width, RosterAlign Align, Func<T, string?> Text, Func<T, RiskColour?>? Colour)
{
    /// <summary>A heading that this column shares with its neighbours.</summary>
    public string? Group { get; init; }
}

/// <summary>The columns of the rosters on A4: those that are printed where none is chosen, or those chosen, as wide as there is room for.</summary>
public static class RosterPdfColumns
{
    internal const double NumberWidth = 32;
    private const double MillimetresPerPoint = 25.4 / 72;

    private static double Room => RosterPaper.Right - RosterPaper.Left - NumberWidth;

    /// <summary>Why the columns asked for cannot be printed; null where they can.</summary>
    public static string? Problem(RosterRequest request)
    {
        var specs = request.Kind == RosterKind.Items
            ? Specs(RiskRosterColumns.Known.Chosen(request.Columns), RosterPdfSpecs.Items)
            : Specs(RosterColumns.Known.Chosen(request.ColumnsOr([])), RosterPdfSpecs.Enterprises);
        var needed = specs.Sum(s => s.Fewest);
        if (request.Kind == RosterKind.Statistics || request.Columns.Count == 0 || needed <= Room)
            return null;

        var widest = string.Join("、", specs.OrderByDescending(s => s.Fewest).Take(3).Select(s => $"“{s.Heading}”"));
        return $"所选 {specs.Count} 列在 A4 横向纸上排不下：字要看得清，至少要 {Millimetres(needed)} 毫米宽，纸上只有 {Millimetres(Room)} 毫米。请少选几列（最宽的是{widest}），或改用 Excel、CSV 导出。";
    }

    internal static IReadOnlyList<RosterPdfColumn<RosterRow>> Of(IReadOnlyList<TableColumn<RosterRow>> all, IReadOnlyList<string> keys) =>
        Fit(all.Chosen(keys), RosterPdfSpecs.Enterprises)
            .Select(c => c.Heading == RosterPdfSpecs.Industry ? c with { Text = r => r.Industry ?? r.IndustryCode } : c).ToList();

    internal static IReadOnlyList<RosterPdfColumn<RiskRosterRow>> Of(IReadOnlyList<TableColumn<RiskRosterRow>> all, IReadOnlyList<string> keys) =>
        Fit(all.Chosen(keys), RosterPdfSpecs.Items);

    /// <summary>What is spare goes to the columns of words; what lacks is taken from each by what it has beyond its least.</summary>
    private static List<RosterPdfColumn<T>> Fit<T>(IReadOnlyList<TableColumn<T>> columns, IReadOnlyDictionary<string, RosterPdfSpec> known)
    {
        var specs = Specs(columns, known);
        var (fewest, usual) = (specs.Sum(s => s.Fewest), specs.Sum(s => s.Usual));
        var words = specs.Where(s => s.Align == RosterAlign.Left).Sum(s => s.Usual);
        return columns.Zip(specs, (column, spec) => new RosterPdfColumn<T>(spec.Heading, Width(spec), spec.Align, Text(column), Colour(column)) { Group = spec.Group }).ToList();

        double Width(RosterPdfSpec spec) => usual > Room
            ? spec.Fewest + ((spec.Usual - spec.Fewest) * (Room - fewest) / (usual - fewest))
            : words == 0 ? spec.Usual * Room / usual
            : spec.Align == RosterAlign.Left ? spec.Usual * (1 + ((Room - usual) / words))
            : spec.Usual;
    }

    /// <summary>A count of risks that stands apart from the others says what it counts in its own heading.</summary>
    private static List<RosterPdfSpec> Specs<T>(IReadOnlyList<TableColumn<T>> columns, IReadOnlyDictionary<string, RosterPdfSpec> known)
    {
        var specs = columns.Select(c => known[c.Key]).ToList();
        return specs.Select((s, i) => s.Group is null || IsBeside(s, i - 1) || IsBeside(s, i + 1)
            ? s
            : s with { Heading = columns[i].Heading, Fewest = RosterPdfSpecs.AloneWidth, Usual = RosterPdfSpecs.AloneWidth, Group = null }).ToList();

        bool IsBeside(RosterPdfSpec spec, int i) => i >= 0 && i < specs.Count && specs[i].Group == spec.Group;
    }

    internal static Func<T, string?> Text<T>(TableColumn<T> column) => column.Kind switch
    {
        ValueKind.Colour => row => column.Value(row) as string,
        ValueKind.Text => row => (string?)column.Value(row),
        ValueKind.Time => row => column.Value(row) is DateTime utc ? ChinaTime.FromUtc(utc).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null,
        ValueKind.Fraction => row => ((decimal?)column.Value(row))?.ToString("0.##", CultureInfo.InvariantCulture),
        _ => row => Convert.ToString(column.Value(row), CultureInfo.InvariantCulture),
    };

    internal static Func<T, RiskColour?>? Colour<T>(TableColumn<T> column) =>
        column.Kind == ValueKind.Colour ? row => column.Value(row) as RiskColour? : null;

    private static int Millimetres(double points) => (int)Math.Ceiling(points * MillimetresPerPoint);
}
