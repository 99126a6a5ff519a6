using System.Globalization;
using System.Text;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Privacy;
using RiskReport.Domain.Roster;
using RiskReport.Domain.Tables;
using RiskReport.Reports;

namespace RiskReport.Tests.Benchmarks;

/// <summary><c>roster-csv [FILE | --rows N]</c>: the roster against a loop over the same rows that writes each value and a comma, with no care for quotes or formulas.</summary>
internal static class RosterCsv
{
    private const double MostTimesBare = 1.5;
    private const long MostPeak = 150L << 20;
    private const int Runs = 5;

    private static readonly IReadOnlyList<TableColumn<RosterRow>> Columns = RosterColumns.All.For(Sight.Office);

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is ["--measure-memory", .. var rest])
        {
            await TableCsv.WriteAsync(Columns, RosterSource.Parse(rest)!.Rows(), new CountingStream(), CancellationToken.None);
            Console.WriteLine(Measure.PeakMemory());
            return 0;
        }

        if (RosterSource.Parse(args) is not { } source)
        {
            Console.Error.WriteLine("usage: roster-csv [FILE | --rows N]");
            return 2;
        }

        var rows = await source.Rows().ToListAsync();
        var output = new CountingStream();
        List<double> ours = [], bare = [];
        for (var run = 0; run <= Runs; run++)
        {
            output = new CountingStream();
            ours.Add(await Measure.CpuSecondsAsync(() => TableCsv.WriteAsync(Columns, rows.ToAsyncEnumerable(), output, CancellationToken.None)));
            bare.Add(await Measure.CpuSecondsAsync(() => BareAsync(rows.ToAsyncEnumerable())));
        }

        var ratio = Measure.Median(ours[1..]) / Measure.Median(bare[1..]);
        var peak = long.Parse(await Measure.InChildAsync(["roster-csv", "--measure-memory", .. source.Arguments]), CultureInfo.InvariantCulture);
        Measure.Line($"rows                  {rows.Count:N0} x {Columns.Count + 1} columns, {output.Count / 1e6:F1} MB");
        Measure.Line($"TableCsv              {Measure.Median(ours[1..]):F2} CPU s (median of {Runs})");
        Measure.Line($"bare StreamWriter     {Measure.Median(bare[1..]):F2} CPU s");
        Measure.Line($"ratio                 {ratio:F2} (limit {MostTimesBare:F1}) {Measure.Verdict(ratio <= MostTimesBare)}");
        Measure.Line($"peak                  {peak / 1048576.0:F0} MB (limit {MostPeak >> 20}) {Measure.Verdict(peak <= MostPeak)}");
        return ratio <= MostTimesBare && peak <= MostPeak ? 0 : 1;
    }

    /// <summary>Into memory that is used again, for the bare writer writes when it likes.</summary>
    private static async Task BareAsync(IAsyncEnumerable<RosterRow> rows)
    {
        var output = new MemoryStream();
        await using var text = new StreamWriter(output, new UTF8Encoding(true), 16 * 1024);
        var number = 0;
        await foreach (var row in rows)
        {
            text.Write((++number).ToString(CultureInfo.InvariantCulture));
            foreach (var column in Columns)
            {
                text.Write(',');
                var value = column.Value(row);
                text.Write(value switch
                {
                    string words => words,
                    RiskColour colour => colour.Word(),
                    DateTime time => time.AddHours(8).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
                    _ => Convert.ToString(value, CultureInfo.InvariantCulture),
                });
            }

            text.Write("\r\n");
            if (output.Length > 64 * 1024)
                output.SetLength(0);
        }
    }
}
