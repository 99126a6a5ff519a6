using System.Diagnostics;
using RiskReport.Data;
using RiskReport.Data.Roster;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Roster;

namespace RiskReport.Tests.Benchmarks;

/// <summary>
/// <c>roster-pages FILE [--year Y]</c>: what the home page and the roster ask of a database made by <c>seed city</c>:
/// the counts and the first, middle and last page under each filter.
/// </summary>
internal static class RosterPages
{
    private const double MostMilliseconds = 100;
    private const int Runs = 20;
    private const int PageSize = 50;

    private static readonly Scope City = new("3205");

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is not [var file] || !File.Exists(file))
        {
            Console.Error.WriteLine("usage: roster-pages FILE, a SQLite database made by: seed city --enterprises 200000");
            return 2;
        }

        var database = Database.Create("sqlite", $"Data Source={file}");
        var roster = new RosterQueries(database);
        var all = new RosterFilter { Year = DateTime.UtcNow.Year, RegionCode = City.RegionCode };
        (string Name, RosterFilter Filter)[] filters =
        [
            ("everything", all),
            ("red", all with { Colours = [RiskColour.Red] }),
            ("above scale", all with { Scale = Scale.Above }),
            ("returned", all with { Statuses = [DeclarationStatus.Returned] }),
            ("one county", all with { RegionCode = "320583" }),
            ("name in every row", all with { Text = "有限公司" }),
            ("name in some rows", all with { Text = "锂电" }),
            ("name in no row", all with { Text = "没有这家" }),
            ("part of a code", all with { Text = "91320583" }),
            ("all together", all with { Text = "科技", Colours = [RiskColour.Red], Scale = Scale.Above, Statuses = [DeclarationStatus.Submitted] }),
        ];

        var good = Report("home", await TimesAsync(() => roster.SummaryAsync(all.Year, City, CancellationToken.None)));
        foreach (var (name, filter) in filters)
        {
            var total = (await roster.CountAsync(filter, City, CancellationToken.None)).Matching(filter);
            foreach (var (place, skip) in new[] { ("first", 0L), ("middle", total / 2), ("last", Math.Max(0, (total - 1) / PageSize * PageSize)) })
                good &= Report($"{name} ({total:N0}), {place} page", await TimesAsync(() => PageAsync(roster, filter, skip)));
        }

        return good ? 0 : 1;
    }

    /// <summary>As the page does it: first the counts, then the rows.</summary>
    private static async Task PageAsync(RosterQueries roster, RosterFilter filter, long skip)
    {
        var counts = await roster.CountAsync(filter, City, CancellationToken.None);
        await roster.PageAsync(filter, City, counts.Matching(filter), skip, PageSize, CancellationToken.None);
    }

    private static async Task<List<double>> TimesAsync(Func<Task> work)
    {
        var times = new List<double>();
        for (var run = 0; run <= Runs; run++)
        {
            var watch = Stopwatch.StartNew();
            await work();
            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        return times[1..];   // the first one pays for compiling and a cold cache
    }

    private static bool Report(string name, List<double> times)
    {
        var p95 = times.Order().ElementAt((int)(times.Count * 0.95) - 1);
        Console.WriteLine(FormattableString.Invariant($"{name,-45} p95 {p95,6:F1} ms (limit {MostMilliseconds:F0}) {(p95 <= MostMilliseconds ? "ok" : "TOO MUCH")}"));
        return p95 <= MostMilliseconds;
    }
}
