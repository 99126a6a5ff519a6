using System.Diagnostics;
using RiskReport.Data;
using RiskReport.Data.Maps;
using RiskReport.Data.Reference;
using RiskReport.Data.Roster;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Maps;
using RiskReport.Domain.Reference;
using RiskReport.Domain.Roster;

namespace RiskReport.Tests.Benchmarks;

/// <summary>
/// <c>map FILE</c>: what the map asks of a database made by <c>seed city</c>: the rings and squares of the whole city, of a county and of a
/// close view under several filters, and the companies of a close view.
/// </summary>
internal static class Map
{
    private const double MostMilliseconds = 100;
    private const int Runs = 20;

    private static readonly Scope City = new("3205");

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is not [var file] || !File.Exists(file))
        {
            Console.Error.WriteLine("usage: map FILE, a SQLite database made by: seed city --enterprises 200000");
            return 2;
        }

        var database = Database.Create("sqlite", $"Data Source={file}");
        var map = new MapQueries(database, new RosterPieces(database));
        var regions = (await new ReferenceStore(database).ReadAsync(CancellationToken.None)).Regions;
        var all = new RosterFilter { Year = DateTime.UtcNow.Year, RegionCode = City.RegionCode };
        (string Name, RosterFilter Filter, Scope Scope)[] asked =
        [
            ("everything", all, City),
            ("red", all with { Colours = [RiskColour.Red] }, City),
            ("above scale", all with { Scale = Scale.Above }, City),
            ("a division", all with { Industries = ["33"] }, City),
            ("confined spaces", all with { Subjects = ["ConfinedSpace"] }, City),
            ("a risk is orange or red", all with { Risk = new RiskFilter { Colours = [RiskColour.Orange, RiskColour.Red] } }, City),
            ("a name", all with { Text = "锂电" }, City),
            ("a county", all with { RegionCode = "320583" }, new Scope("320583")),
        ];
        (string Name, MapView View)[] views = [("the city", MapView.City), ("a third of it", new(120.6m, 31.2m, 121.1m, 31.6m)), ("a town", new(120.92m, 31.34m, 121.0m, 31.42m))];

        var good = true;
        foreach (var (name, filter, scope) in asked)
        {
            foreach (var (place, view) in views)
            {
                var sent = 0;
                good &= await MeasureAsync($"{name}, rings of {place}", async () => sent = (await SquaresAsync(map, filter, view, 28, scope, regions)).Count, () => sent);
                good &= await MeasureAsync($"{name}, squares of {place}", async () => sent = (await SquaresAsync(map, filter, view, 160, scope, regions)).Count, () => sent);
            }

            var companies = 0;
            good &= await MeasureAsync($"{name}, companies of a town", async () => companies = (await map.CompaniesAsync(filter, views[2].View, new MapBoxes(regions, new DateOnly(all.Year, 12, 31)), scope, 300, CancellationToken.None)).Count, () => companies);
            good &= await MeasureAsync($"{name}, units", async () => await map.UnitsAsync(filter, scope, CancellationToken.None), () => 0);
        }

        return good ? 0 : 1;
    }

    /// <summary>As the page does it: cells from the database, without those that cannot be right, put together to squares.</summary>
    private static async Task<IReadOnlyList<CellTotals>> SquaresAsync(MapQueries map, RosterFilter filter, MapView view, int most, Scope scope, RegionList regions)
    {
        var boxes = new MapBoxes(regions, DateOnly.FromDateTime(DateTime.UtcNow));
        return CellTotals.Of((await map.CellsAsync(filter, view, scope, CancellationToken.None)).Where(boxes.IsPlaced), view.Step(most));
    }

    private static async Task<bool> MeasureAsync(string name, Func<Task> work, Func<int> sent)
    {
        var times = new List<double>();
        for (var run = 0; run <= Runs; run++)
        {
            var watch = Stopwatch.StartNew();
            await work();
            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        var sorted = times[1..].Order().ToList();   // the first one pays for compiling and a cold cache
        var p95 = sorted[(int)(sorted.Count * 0.95) - 1];
        Console.WriteLine(FormattableString.Invariant($"{name,-50} median {sorted[sorted.Count / 2],6:F1}, p95 {p95,6:F1} ms (limit {MostMilliseconds:F0}), {sent(),5} sent {(p95 <= MostMilliseconds ? "ok" : "TOO MUCH")}"));
        return p95 <= MostMilliseconds;
    }
}
