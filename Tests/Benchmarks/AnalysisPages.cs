using System.Diagnostics;
using RiskReport.Data;
using RiskReport.Data.Analysis;
using RiskReport.Data.Roster;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Analysis;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Roster;

namespace RiskReport.Tests.Benchmarks;

/// <summary><c>analysis FILE</c>: what each part of the analysis asks of a database with two years of <c>seed city</c>.</summary>
internal static class AnalysisPages
{
    private const double MostMilliseconds = 100;
    private const int Runs = 20;

    private static readonly Scope City = new("3205");

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is not [var file] || !File.Exists(file))
        {
            Console.Error.WriteLine("usage: analysis FILE, a SQLite database made by: seed city --enterprises 200000, for last year and for this");
            return 2;
        }

        var database = Database.Create("sqlite", $"Data Source={file}");
        var analysis = new AnalysisQueries(database, new RosterPieces(database));
        var all = new RosterFilter { Year = DateTime.UtcNow.Year, RegionCode = City.RegionCode };
        var none = CancellationToken.None;
        var good = true;
        foreach (var (name, filter) in new[] { ("city", all), ("county", all with { RegionCode = "320583" }), ("above scale", all with { Scale = Scale.Above }), ("a division", all with { Industries = ["33"] }) })
        {
            await ReportAsync($"{name}: movement", () => analysis.MovementAsync(filter, City, none));
            await ReportAsync($"{name}: catalogue", () => analysis.CatalogueAsync(filter, City, none));
            await ReportAsync($"{name}: accident types", () => analysis.AccidentTypesAsync(filter, City, none));
            await ReportAsync($"{name}: subjects", () => analysis.SubjectsAsync(filter, City, none));
            await ReportAsync($"{name}: sums of subjects", () => analysis.SubjectSumsAsync(filter, City, none));
            await ReportAsync($"{name}: townships", () => analysis.ColoursAsync(filter, City, none));
            foreach (var moved in new[] { new MovementFilter(null, null, Direction.Risen), new MovementFilter(ReportState.Red, ReportState.Blue, null), new MovementFilter(ReportState.WrittenOff, ReportState.Blue, null), new MovementFilter(ReportState.Absent, null, null) })
                await ReportAsync($"{name}: names, {moved.Words(all.Year)}", () => analysis.MovedAsync(filter, moved, null, 51, City, none));
        }

        return good ? 0 : 1;

        async Task ReportAsync(string name, Func<Task> work)
        {
            var times = new List<double>();
            for (var run = 0; run <= Runs; run++)
            {
                var watch = Stopwatch.StartNew();
                await work();
                times.Add(watch.Elapsed.TotalMilliseconds);
            }

            var p95 = times[1..].Order().ElementAt((int)(Runs * 0.95) - 1);   // the first one pays for compiling and a cold cache
            Console.WriteLine(FormattableString.Invariant($"{name,-55} p95 {p95,6:F1} ms (limit {MostMilliseconds:F0}) {(p95 <= MostMilliseconds ? "ok" : "TOO MUCH")}"));
            good &= p95 <= MostMilliseconds;
        }
    }
}
