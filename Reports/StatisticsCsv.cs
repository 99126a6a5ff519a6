using RiskReport.Domain.Roster;
using RiskReport.Domain.Tables;

namespace RiskReport.Reports;

/// <summary>Both tables of the statistics below one another; the first column says which a line is of.</summary>
public static class StatisticsCsv
{
    /// <returns>How many lines there are.</returns>
    public static Task<long> WriteAsync(RosterStatistics statistics, Stream output, CancellationToken ct) => TableCsv.WriteAsync(
        [new TableColumn<StatisticsLine>("统计口径", ValueKind.Text, 14, l => l.Table), .. StatisticsColumns.All],
        statistics.Tables.SelectMany(StatisticsLine.Of).ToAsyncEnumerable(), output, ct);
}
