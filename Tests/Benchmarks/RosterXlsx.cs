using RiskReport.Domain.Privacy;
using RiskReport.Domain.Roster;
using RiskReport.Domain.Tables;
using RiskReport.Reports;

namespace RiskReport.Tests.Benchmarks;

/// <summary>
/// <c>roster-xlsx [FILE | --rows N]</c>: the roster against a bare writer of the same cells over rows that are there already, and,
/// with a database made by <c>seed city</c>, a bare read of them; and how its memory grows.
/// </summary>
internal static class RosterXlsx
{
    private const double MostTimesBare = 2;
    private const long MostPeak = 150L << 20;
    private const int Runs = 3;

    private static readonly IReadOnlyList<TableColumn<RosterRow>> Columns = RosterColumns.All.For(Sight.Office);

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is ["--measure-memory", .. var rest])
        {
            await WriteAsync(RosterSource.Parse(rest)!.Rows(), new CountingStream());
            Console.WriteLine(Measure.PeakMemory());
            return 0;
        }

        if (RosterSource.Parse(args) is not { } source)
        {
            Console.Error.WriteLine("usage: roster-xlsx [FILE | --rows N]");
            return 2;
        }

        var rows = await source.Rows().ToListAsync();
        var output = new CountingStream();
        List<double> ours = [], bareRead = [], bareWrite = [];

        // the first round, which pays for compiling, is not counted
        for (var run = 0; run <= Runs; run++)
        {
            output = new CountingStream();
            ours.Add(await Measure.CpuSecondsAsync(() => WriteAsync(source.IsDatabase ? source.Rows() : rows.ToAsyncEnumerable(), output)));
            bareRead.Add(source.IsDatabase ? await Measure.CpuSecondsAsync(source.BareReadAsync) : 0);
            bareWrite.Add(await Measure.CpuSecondsAsync(() => BareXlsx.WriteAsync(rows.ToAsyncEnumerable())));
        }

        var bare = Measure.Median(bareRead[1..]) + Measure.Median(bareWrite[1..]);
        var ratio = Measure.Median(ours[1..]) / bare;
        var peak = long.Parse(await Measure.InChildAsync(["roster-xlsx", "--measure-memory", .. source.Arguments]), System.Globalization.CultureInfo.InvariantCulture);
        Measure.Line($"rows                  {rows.Count:N0} x {Columns.Count + 1} columns, {output.Count / 1e6:F1} MB");
        Measure.Line($"ours                  {Measure.Median(ours[1..]):F2} CPU s (median of {Runs}){(source.IsDatabase ? ", reading included" : "")}");
        Measure.Line($"bare XML + zip        {Measure.Median(bareWrite[1..]):F2} CPU s");
        if (source.IsDatabase)
            Measure.Line($"bare read             {Measure.Median(bareRead[1..]):F2} CPU s");
        Measure.Line($"ratio                 {ratio:F2} (limit {MostTimesBare:F1}) {Measure.Verdict(ratio <= MostTimesBare)}");
        Measure.Line($"peak                  {peak / 1048576.0:F0} MB (limit {MostPeak >> 20}) {Measure.Verdict(peak <= MostPeak)}");
        return ratio <= MostTimesBare && peak <= MostPeak ? 0 : 1;
    }

    private static Task<long> WriteAsync(IAsyncEnumerable<RosterRow> rows, Stream output) =>
        RosterWorkbook.WriteAsync(RosterWorkbook.Enterprises, Columns, rows, RosterSource.Cover, output, CancellationToken.None);
}
