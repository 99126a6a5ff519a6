using System.Diagnostics;
using RiskReport.Data;
using RiskReport.Data.Campaigns;
using RiskReport.Data.Roster;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Campaigns;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Roster;

namespace RiskReport.Tests.Benchmarks;

/// <summary>Every view of the board, counted on a database of 200,000 enterprises: the year, a scale, divisions, groups; city, county, township.</summary>
internal static class Board
{
    private const int Runs = 20;
    private const double MostMilliseconds = 100;

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is not [var file] || !File.Exists(file))
        {
            await Console.Error.WriteLineAsync("board needs the SQLite file of a seeded city.");
            return 2;
        }

        var database = Database.Create("sqlite", $"Data Source={file}");
        var board = new RolloutQueries(database, new RosterPieces(database));
        var year = DateTime.UtcNow.Year;
        var everyone = new CampaignPhase
        {
            Id = 0,
            Year = year,
            Name = "",
            Scope = new PhaseScope(),
            BeginsOn = new DateOnly(year, 1, 1),
            CampaignDueOn = new DateOnly(year, 6, 30),
            Version = 1,
        };
        var good = true;
        foreach (var (name, phase) in new[]
        {
            ("the year", null),
            ("everyone", everyone),
            ("above scale", everyone with { Scope = new PhaseScope { Scale = Scale.Above } }),
            ("three divisions", everyone with { Scope = new PhaseScope { Industries = ["26", "31", "32"] } }),
            ("two groups", everyone with { Scope = new PhaseScope { Industries = ["331", "348"] } }),
            ("two counties", everyone with { Scope = new PhaseScope { Regions = ["320583", "320505"] } }),
        })
        {
            foreach (var region in new[] { "3205", "320583", "320583100" })
            {
                var filter = new RosterFilter { Year = year, RegionCode = region, Phase = phase };
                var overdue = new Overdue(new DateOnly(year, 11, 24), [phase ?? everyone]);
                var counts = await board.CountAsync(filter, overdue, Scope.City, CancellationToken.None);
                good &= Report($"{name}, {region} ({counts.Counts.Sum(c => c.Enterprises):N0})", await TimesAsync(() => board.CountAsync(filter, overdue, Scope.City, CancellationToken.None)));
            }
        }

        return good ? 0 : 1;
    }

    private static async Task<List<double>> TimesAsync(Func<Task> work)
    {
        var times = new List<double>();
        for (var run = 0; run < Runs; run++)
        {
            var watch = Stopwatch.StartNew();
            await work();
            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        return times;
    }

    private static bool Report(string name, List<double> times)
    {
        var p95 = times.Order().ElementAt((int)(times.Count * 0.95) - 1);
        Console.WriteLine(FormattableString.Invariant($"{name,-40} p95 {p95,6:F1} ms (limit {MostMilliseconds:F0}) {(p95 <= MostMilliseconds ? "ok" : "TOO MUCH")}"));
        return p95 <= MostMilliseconds;
    }
}
