using System.Globalization;
using RiskReport.Domain.Roster;
using RiskReport.Reports;

namespace RiskReport.Tests.Benchmarks;

/// <summary>
/// <c>roster-xlsx [--rows N]</c>: the roster against a bare writer of the same cells, and how its memory grows.
/// </summary>
internal static class RosterXlsx
{
    private const double MostTimesBare = 3;
    private const long MostGrowth = 64L << 20;
    private const int FewRows = 20_000;
    private const int Runs = 3;

    private static readonly RosterCover Cover = new()
    {
        Title = "苏州市企业安全风险名册",
        Filter = "2026 年度",
        MadeAt = DateTimeOffset.UnixEpoch.AddYears(56),
        MadeBy = "基准测试",
        Code = "0000-0000-0000",
    };

    public static async Task<int> RunAsync(string[] args)
    {
        switch (args)
        {
            case []:
                return await CompareAsync(200_000);
            case ["--rows", var text] when int.TryParse(text, out var rows) && rows > 0:
                return await CompareAsync(rows);
            case ["--measure-memory", var text] when int.TryParse(text, out var rows):
                await WriteAsync(SyntheticRoster.Rows(rows), new CountingStream());
                Console.WriteLine(Measure.PeakMemory());
                return 0;
            default:
                Console.Error.WriteLine("usage: roster-xlsx [--rows N]");
                return 2;
        }
    }

    private static async Task<int> CompareAsync(int count)
    {
        var rows = SyntheticRoster.Rows(count).ToList();
        var output = new CountingStream();
        var ours = new List<double>();
        var bare = new List<double>();

        // the first round, which pays for compiling, is not counted
        for (var run = 0; run <= Runs; run++)
        {
            output = new CountingStream();
            ours.Add(await Measure.CpuSecondsAsync(() => WriteAsync(rows, output)));
            bare.Add(await Measure.CpuSecondsAsync(() => BareXlsx.WriteAsync(Stream(rows))));
        }

        var ratio = Measure.Median(ours[1..]) / Measure.Median(bare[1..]);
        var few = await PeakAsync(FewRows);
        var many = await PeakAsync(count);
        var growth = many - few;

        Line($"rows                  {count:N0} x {RosterColumns.All.Count + 1} columns, {output.Count / 1e6:F1} MB");
        Line($"RosterWorkbook        {Measure.Median(ours[1..]):F2} CPU s (median of {Runs})");
        Line($"bare XML + zip        {Measure.Median(bare[1..]):F2} CPU s (median of {Runs})");
        Line($"ratio                 {ratio:F2} (limit {MostTimesBare:F1}) {Verdict(ratio <= MostTimesBare)}");
        Line($"peak at {FewRows,9:N0}     {few / 1048576.0:F0} MB");
        Line($"peak at {count,9:N0}     {many / 1048576.0:F0} MB");
        Line($"growth                {growth / 1048576.0:F0} MB (limit {MostGrowth >> 20}) {Verdict(growth <= MostGrowth)}");
        return ratio <= MostTimesBare && growth <= MostGrowth ? 0 : 1;
    }

    private static async Task<long> PeakAsync(int rows) => long.Parse(
        await Measure.InChildAsync("roster-xlsx", "--measure-memory", rows.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);

    private static Task<long> WriteAsync(IEnumerable<RosterRow> rows, Stream output) =>
        RosterWorkbook.WriteAsync(Stream(rows), Cover, output, CancellationToken.None);

    private static async IAsyncEnumerable<RosterRow> Stream(IEnumerable<RosterRow> rows)
    {
        foreach (var row in rows)
            yield return row;
        await Task.CompletedTask;
    }

    private static void Line(FormattableString text) => Console.WriteLine(FormattableString.Invariant(text));

    private static string Verdict(bool isWithin) => isWithin ? "ok" : "TOO MUCH";
}
