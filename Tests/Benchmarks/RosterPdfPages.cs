using System.Globalization;
using RiskReport.Domain.Privacy;
using RiskReport.Domain.Roster;
using RiskReport.Domain.Tables;
using RiskReport.Reports;

namespace RiskReport.Tests.Benchmarks;

/// <summary><c>roster-pdf [FILE | --rows N]</c>: the roster as some thousand pages: what it costs, whether that is by the row, and whether it is held.</summary>
internal static class RosterPdfPages
{
    private const double MostSeconds = 5;
    private const long MostPeak = 150L << 20;

    /// <summary>Of a row among ten times as many, to one among a tenth.</summary>
    private const double MostTimesPerRow = 1.2;
    private const int Runs = 3;

    private static readonly IReadOnlyList<TableColumn<RosterRow>> Columns = RosterColumns.All.For(Sight.Office);
    private static readonly RosterRequest Request = new() { Kind = RosterKind.Enterprises, Filter = new RosterFilter { Year = 2026, RegionCode = "3205" } };

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is ["--measure-memory", .. var rest])
        {
            await WriteAsync(RosterSource.Parse(rest)!.Rows(), new CountingStream());
            Console.WriteLine(Measure.PeakMemory());
            return 0;
        }

        if (args is ["--out", var file, .. var more] && RosterSource.Parse(more) is { } one)
        {
            await using var output = File.Create(file);
            await WriteAsync(one.Rows(), output);
            return 0;
        }

        return RosterSource.Parse(args) is { } source ? await CompareAsync(source) : Usage();
    }

    private static async Task<int> CompareAsync(RosterSource source)
    {
        var rows = await source.Rows().ToListAsync();
        var few = rows.Take(rows.Count / 10).ToList();
        var output = new CountingStream();
        List<double> many = [], tenth = [];
        var atLastRow = 0L;
        for (var run = 0; run <= Runs; run++)
        {
            output = new CountingStream();
            many.Add(await Measure.CpuSecondsAsync(() => WriteAsync(Told(rows), output)));
            tenth.Add(await Measure.CpuSecondsAsync(() => WriteAsync(few.ToAsyncEnumerable(), new CountingStream())));
        }

        var seconds = Measure.Median(many[1..]);
        var growth = seconds / rows.Count / (Measure.Median(tenth[1..]) / few.Count);
        var streamed = (double)atLastRow / output.Count;
        var peak = long.Parse(await Measure.InChildAsync(["roster-pdf", "--measure-memory", .. source.Arguments]), CultureInfo.InvariantCulture);
        Measure.Line($"rows                  {rows.Count:N0}, {output.Count / 1e6:F1} MB");
        Measure.Line($"CPU                   {seconds:F2} s (median of {Runs}, limit {MostSeconds:F0}) {Measure.Verdict(seconds <= MostSeconds)}");
        Measure.Line($"a row, to a tenth's   {growth:F2} times (limit {MostTimesPerRow:F1}) {Measure.Verdict(growth <= MostTimesPerRow)}");
        Measure.Line($"left by the last row  {streamed:P0} (at least 90 %) {Measure.Verdict(streamed >= 0.9)}");
        Measure.Line($"peak                  {peak / 1048576.0:F0} MB (limit {MostPeak >> 20}) {Measure.Verdict(peak <= MostPeak)}");
        return seconds <= MostSeconds && growth <= MostTimesPerRow && streamed >= 0.9 && peak <= MostPeak ? 0 : 1;

        async IAsyncEnumerable<RosterRow> Told(List<RosterRow> all)
        {
            await foreach (var row in all.ToAsyncEnumerable())
                yield return row;
            atLastRow = output.Count;
        }
    }

    private static int Usage()
    {
        Console.Error.WriteLine("usage: roster-pdf [--out FILE.pdf] [FILE | --rows N]");
        return 2;
    }

    private static Task<long> WriteAsync(IAsyncEnumerable<RosterRow> rows, Stream output) =>
        RosterPdf.WriteAsync(Request, Columns, rows, RosterSource.Cover, output, CancellationToken.None);
}
