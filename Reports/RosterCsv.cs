using RiskReport.Domain.Roster;

namespace RiskReport.Reports;

/// <summary>The roster as CSV.</summary>
public static class RosterCsv
{
    public static Task<long> WriteAsync(IAsyncEnumerable<RosterRow> rows, Stream output, CancellationToken ct) =>
        TableCsv.WriteAsync(RosterColumns.All, rows, output, ct);
}
