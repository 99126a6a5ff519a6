using System.Globalization;
using RiskReport.Domain;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Roster;
using RiskReport.Domain.Tables;

namespace RiskReport.Web.Features.Roster;

/// <param name="IsNumber">Stands at the right.</param>
/// <param name="IsLong">Needs room for a line of text.</param>
public sealed record RosterHead(string Key, string Heading, bool IsNumber, bool IsLong, bool IsSortable);

/// <param name="Colour">For a grade, which is a badge; nothing is 未评.</param>
public sealed record RosterCell(string Text, bool IsColour, RiskColour? Colour, string? Link);

/// <summary>A page of a roster as the screen shows it, whatever its lines are.</summary>
public sealed record RosterGrid(IReadOnlyList<RosterHead> Heads, IReadOnlyList<IReadOnlyList<RosterCell>> Lines)
{
    private const double LongWidth = 24;

    public static RosterGrid Of(IReadOnlyList<string> keys, IReadOnlyList<RosterRow> rows) => Of(
        keys, RosterColumns.All.Masked(), rows, isSorted: true, (key, row) => key == "name" ? $"/enterprises/{row.EnterpriseId}" : null);

    public static RosterGrid Of(IReadOnlyList<string> keys, IReadOnlyList<RiskRosterRow> rows) => Of(
        keys, RiskRosterColumns.All.Masked(), rows, isSorted: false, (key, row) => key switch
        {
            "name" => $"/enterprises/{row.EnterpriseId}",
            "risk" => $"/enterprises/{row.EnterpriseId}/declarations/{row.Year}",
            _ => null,
        });

    private static RosterGrid Of<T>(
        IReadOnlyList<string> keys, IReadOnlyList<TableColumn<T>> all, IReadOnlyList<T> rows, bool isSorted, Func<string, T, string?> link)
    {
        var columns = keys.Select(k => all.First(c => c.Key == k)).ToList();
        return new RosterGrid(
            columns.ConvertAll(c => new RosterHead(c.Key, c.Heading, c.Kind is ValueKind.Whole or ValueKind.Fraction, c.Width >= LongWidth, isSorted && RosterOrder.IsPossible(c.Key))),
            [.. rows.Select(row => columns.ConvertAll(c => Cell(c.Kind, c.Value(row), link(c.Key, row))))]);
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
