using RiskReport.Domain.Declarations;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Tables;

namespace RiskReport.Domain.Roster;

/// <summary>A line of a table of statistics, with what the table comes to.</summary>
public sealed record StatisticsLine(string Table, StatisticsRow Row, long Whole)
{
    public bool IsSum => Row.Name == RosterStatistics.SumWord;

    /// <summary>Every table ends with its sum.</summary>
    public static IReadOnlyList<StatisticsLine> Of(StatisticsTable table) =>
        table.Rows.Append(table.Sum).Select(r => new StatisticsLine(table.Heading, r, table.Sum.Total)).ToList();
}

/// <summary>The columns of the statistics. Each share says of what: the first of all enterprises, the second of those on its line.</summary>
public static class StatisticsColumns
{
    public static readonly IReadOnlyList<TableColumn<StatisticsLine>> All =
    [
        new("代码", ValueKind.Text, 9, l => l.Row.Code),
        new("名称", ValueKind.Text, 36, l => l.Row.Name),
        new("企业数", ValueKind.Whole, 10, l => l.Row.Total),
        new("占全部(%)", ValueKind.Fraction, 11, l => Percent(l.Row.Total, l.Whole)),
        .. Colours.Select(colour => new TableColumn<StatisticsLine>(colour.Word(), ValueKind.Whole, 11, l => l.Row.Of(colour))),
        new("较大以上占比(%)", ValueKind.Fraction, 16, l => Percent(l.Row.Major, l.Row.Total)),
        .. Enum.GetValues<DeclarationStatus>().Select(status => new TableColumn<StatisticsLine>(status.Word(), ValueKind.Whole, 9, l => l.Row.Of(status))),
    ];

    /// <summary>The worst first, and those without one last.</summary>
    public static IReadOnlyList<RiskColour?> Colours => [RiskColour.Red, RiskColour.Orange, RiskColour.Yellow, RiskColour.Blue, null];

    private static decimal? Percent(long part, long whole) => whole == 0 ? null : Math.Round(100m * part / whole, 1, MidpointRounding.AwayFromZero);
}
