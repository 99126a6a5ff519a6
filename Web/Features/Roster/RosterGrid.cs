using System.Globalization;
using RiskReport.Domain;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Roster;
using RiskReport.Domain.Tables;

namespace RiskReport.Web.Features.Roster;

/// <param name="IsNumber">Stands at the right.</param>
/// <param name="IsLong">Needs room for a line of text.</param>
/// <param name="IsFromTop">Pressed once, the worst and the most come first.</param>
public sealed record RosterHead(string Key, string Heading, bool IsNumber, bool IsLong, bool IsSortable, bool IsFromTop)
{
    /// <summary>What pressing it asks for.</summary>
    public string Next(RosterOrder? order) => (order?.Key == Key ? !order.IsDescending : IsFromTop) ? "-" + Key : Key;
}

/// <param name="Colour">For a grade, which is a badge; nothing is 未评.</param>
public sealed record RosterCell(string Text, bool IsColour, RiskColour? Colour, string? Link);

/// <summary>A page of a roster as the screen shows it, whatever its lines are.</summary>
public sealed record RosterGrid(IReadOnlyList<RosterHead> Heads, IReadOnlyList<IReadOnlyList<RosterCell>> Lines)
{
    private const double LongWidth = 24;

    public static RosterGrid Of(RosterPage page, IReadOnlyList<RosterRow> rows) => Of(
        page, RosterColumns.Known.For(page.Sight), rows, (key, row) => key == "name" ? $"/enterprises/{row.EnterpriseId}" : null);

    public static RosterGrid Of(RosterPage page, IReadOnlyList<RiskRosterRow> rows) => Of(
        page, RiskRosterColumns.Known.For(page.Sight), rows, (key, row) => key switch
        {
            "name" => $"/enterprises/{row.EnterpriseId}",
            "risk" => $"/enterprises/{row.EnterpriseId}/declarations/{row.Year}",
            _ => null,
        });

    private static RosterGrid Of<T>(RosterPage page, IReadOnlyList<TableColumn<T>> known, IReadOnlyList<T> rows, Func<string, T, string?> link)
    {
        var columns = known.Chosen(page.Columns);
        return new RosterGrid(
            [.. columns.Select(c => Head(c.Key, c.Heading, c.Kind, c.Width, page.Request))],
            [.. rows.Select(row => columns.Select(c => Cell(c.Kind, c.Value(row), link(c.Key, row))).ToList())]);
    }

    private static RosterHead Head(string key, string heading, ValueKind kind, double width, RosterRequest request)
    {
        var isNumber = kind is ValueKind.Whole or ValueKind.Fraction;
        return new(key, heading, isNumber, width >= LongWidth, RosterOrder.IsPossible(request.Kind, key, request.Filter.Overdue), isNumber || kind == ValueKind.Colour);
    }

    private static RosterCell Cell(ValueKind kind, object? value, string? link) => new(Text(kind, value), kind == ValueKind.Colour, value as RiskColour?, link);

    public static string Text(ValueKind kind, object? value) => (kind, value) switch
    {
        (_, null or "") => "—",
        (ValueKind.Time, DateTime utc) => ChinaTime.FromUtc(utc).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
        (ValueKind.Fraction, decimal number) => number.ToString("0.##", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
