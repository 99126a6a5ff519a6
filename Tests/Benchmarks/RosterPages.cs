using System.Diagnostics;
using RiskReport.Data;
using RiskReport.Data.Roster;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Campaigns;
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
        var pieces = new RosterPieces(database);
        var roster = new RosterQueries(database, pieces);
        var all = new RosterFilter { Year = DateTime.UtcNow.Year, RegionCode = City.RegionCode };
        var aboveScale = new CampaignPhase
        {
            Id = 0,
            Year = all.Year,
            Name = "",
            Scope = new PhaseScope { Scale = Scale.Above },
            BeginsOn = new DateOnly(all.Year, 1, 1),
            CampaignDueOn = new DateOnly(all.Year, 6, 30),
            Version = 1,
        };
        (string Name, RosterFilter Filter)[] filters =
        [
            ("everything", all),
            ("a phase", all with { Phase = aboveScale }),
            ("red", all with { Colours = [RiskColour.Red] }),
            ("above scale", all with { Scale = Scale.Above }),
            ("returned", all with { Statuses = [DeclarationStatus.Returned] }),
            ("one county", all with { RegionCode = "320583" }),
            ("three units", all with { Parts = ["320583", "320582", "320505100"] }),
            ("a division", all with { Industries = ["33"] }),
            ("a group", all with { Industries = ["348"] }),
            ("nil", all with { Types = [DeclarationType.NilConfirmation] }),
            ("overdue", all with { Overdue = new Overdue(new DateOnly(all.Year, 7, 1), [aboveScale]) }),
            ("confined spaces", all with { Subjects = ["ConfinedSpace"] }),
            ("submitted in June", all with { SubmittedFrom = new DateOnly(all.Year, 6, 1), SubmittedTo = new DateOnly(all.Year, 6, 30) }),
            ("a risk is orange or red", all with { Risk = new RiskFilter { Colours = [RiskColour.Orange, RiskColour.Red] } }),
            ("a risk by LEC", all with { Risk = new RiskFilter { Methods = [GradingMethod.Lec] } }),
            ("a risk of fire", all with { Risk = new RiskFilter { AccidentTypes = ["火灾"] } }),
            ("a risk of fire, orange or red", all with { Risk = new RiskFilter { AccidentTypes = ["火灾"], Colours = [RiskColour.Orange, RiskColour.Red] } }),
            ("a risk of the catalogue", all with { Risk = new RiskFilter { CatalogueCodes = ["PT-01", "FC-01"] } }),
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
                good &= Report($"{name} ({total:N0}), {place} page", await TimesAsync(() => PageAsync(roster, new() { Kind = RosterKind.Enterprises, Filter = filter }, new() { Skip = skip })));
        }

        foreach (var key in RosterColumns.All.Select(c => c.Key).Where(k => RosterOrder.IsPossible(RosterKind.Enterprises, k, null)))
        {
            var request = new RosterRequest { Kind = RosterKind.Enterprises, Filter = all, Order = new RosterOrder(key, IsDescending: true) };
            var counts = await roster.CountAsync(all, City, CancellationToken.None);
            var seen = (await roster.PageAsync(request, City, new() { Skip = counts.Total / 2 }, counts.Total, PageSize, CancellationToken.None))[0].EnterpriseId;
            good &= Report($"everything by {key}, first page", await TimesAsync(() => PageAsync(roster, request, new())));
            good &= Report($"everything by {key}, behind the middle", await TimesAsync(() => PageAsync(roster, request, new() { After = seen })));
        }

        var risks = new RiskRosterQueries(database, roster, pieces);
        foreach (var (name, filter) in filters)
        {
            var total = (await risks.CountAsync(filter, City, CancellationToken.None)).Matching(filter);
            good &= Report($"risks: {name} ({total:N0})", await TimesAsync(async () =>
            {
                await roster.CountAsync(filter, City, CancellationToken.None);
                await risks.CountAsync(filter, City, CancellationToken.None);
                await risks.PageAsync(RisksOf(filter, RosterOrder.ByRegion), City, new(IsBackwards: false), PageSize, CancellationToken.None);
            }));
        }

        foreach (var key in RiskRosterColumns.All.Select(c => c.Key).Where(k => RosterOrder.IsPossible(RosterKind.Items, k, null)))
        {
            foreach (var (name, filter) in new[] { ("everything", all), ("orange or red", all with { Risk = new RiskFilter { Colours = [RiskColour.Orange, RiskColour.Red] } }) })
            {
                var request = RisksOf(filter, new RosterOrder(key, IsDescending: true));
                var seen = (await risks.PageAsync(request, City, new(IsBackwards: false), PageSize, CancellationToken.None))[^1];
                Report($"risks: {name} by {key}, second page", await TimesAsync(
                    () => risks.PageAsync(request, City, new(IsBackwards: false, seen.EnterpriseId, seen.Position), PageSize, CancellationToken.None)));
            }
        }

        var late = filters.Single(f => f.Name == "overdue").Filter;
        foreach (var order in new[] { RosterOrder.ByDelay, RosterOrder.ByRegion })
            good &= Report($"overdue by {order.Key}", await TimesAsync(() => PageAsync(roster, new() { Kind = RosterKind.Enterprises, Filter = late, Order = order }, new())));

        return good ? 0 : 1;
    }

    private static RosterRequest RisksOf(RosterFilter filter, RosterOrder order) => new() { Kind = RosterKind.Items, Filter = filter, Order = order };

    /// <summary>As the page does it: first the counts, then the rows.</summary>
    private static async Task PageAsync(RosterQueries roster, RosterRequest request, RosterPlace place)
    {
        var counts = await roster.CountAsync(request.Filter, City, CancellationToken.None);
        await roster.PageAsync(request, City, place, counts.Matching(request.Filter), PageSize, CancellationToken.None);
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
