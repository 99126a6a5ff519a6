using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using RiskReport.Data;
using RiskReport.Data.Audit;
using RiskReport.Data.Imports;
using RiskReport.Data.Roster;
using RiskReport.Data.Seeding;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Imports;
using RiskReport.Domain.Roster;

namespace RiskReport.Tests.Benchmarks;

/// <summary>
/// <c>import-beside</c>: how long others wait while 20,000 enterprises are imported in the same process: a person who saves drafts and files
/// reports, and one who turns the pages of the roster, both without rest; while it is undone; and how long without either.
/// </summary>
internal static class ImportBeside
{
    private const int Imported = 20_000;
    private const int Prepared = 4000;
    private const int PageSize = 50;
    private const double MostMilliseconds = 500;

    private static readonly TimeSpan Alone = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(10);
    private static readonly Actor Person = new("benchmark", "benchmark", "benchmark");

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is not [])
        {
            await Console.Error.WriteLineAsync("usage: import-beside");
            return 2;
        }

        var folder = await ImportRig.PrepareAsync(Imported, ImportStage.Apply);
        try
        {
            var rig = new ImportRig(Path.Combine(folder, "empty.db"), TimeProvider.System);
            var reference = await rig.ReferenceAsync();
            var synthetic = new SyntheticEnterprise(reference, reference.Rules(new DateOnly(ImportRig.Year, 1, 1))!, ImportRig.Year, seed: 8);
            var filings = new Queue<(long Id, Filing Filing)>(await PutOnTheRollAsync(rig, [.. Enumerable.Range(2 * Imported, Prepared).Select(n => synthetic.Create(n, ImportRig.RisksPerEnterprise))]));

            await BesideAsync(rig, filings, Task.Delay(TimeSpan.FromSeconds(2)));   // pays for compiling
            var alone = await BesideAsync(rig, filings, Task.Delay(Alone));
            var beside = await BesideAsync(rig, filings, job => rig.RunAsync(job, reference), "imported");
            await rig.Queue.FinishAsync(beside.Job, ImportStatus.Finished, "", CancellationToken.None);
            await new ImportDesk(rig.Database, new AuditLog(rig.Database, TimeProvider.System), TimeProvider.System).UndoAsync(beside.Job.Id, "benchmark", Scope.City, Person, CancellationToken.None);
            var (besideUndo, _) = await BesideAsync(rig, filings, rig.UndoAsync, "taken back");

            var good = true;
            foreach (var what in alone.Keys.Order(StringComparer.Ordinal))
            {
                Report($"{what}, alone", alone[what]);
                good &= Report($"{what}, beside the import", beside.Times[what]);
                good &= Report($"{what}, beside its undoing", besideUndo[what]);
            }

            return good ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    internal static async Task<List<(long Id, Filing Filing)>> PutOnTheRollAsync(ImportRig rig, List<Filing> filings)
    {
        var prepared = new List<(long Id, Filing Filing)>();
        await using var connection = await rig.Database.OpenAsync(CancellationToken.None);
        await using var transaction = await Database.BeginWriteAsync(connection, CancellationToken.None);
        foreach (var filing in filings.DistinctBy(f => f.Facts.CreditCode))
        {
            var id = await rig.Enterprises.AddAsync(filing.Facts, Person, connection, transaction, CancellationToken.None);
            await rig.Enterprises.EnsureDutyAsync(id, ImportRig.Year, Person, connection, transaction, CancellationToken.None);
            prepared.Add((id, filing));
        }

        await transaction.CommitAsync();
        return prepared;
    }

    private static async Task<(IReadOnlyDictionary<string, List<double>> Times, ImportJob Job)> BesideAsync(
        ImportRig rig, Queue<(long Id, Filing Filing)> filings, Func<ImportJob, Task> run, string done)
    {
        var job = (await rig.Queue.TakeOldestAsync(CancellationToken.None))!;
        var watch = Stopwatch.StartNew();
        var work = Task.Run(() => run(job));
        var times = await BesideAsync(rig, filings, work);
        await work;
        Console.WriteLine(FormattableString.Invariant($"{Imported:N0} enterprises {done} in {watch.Elapsed.TotalSeconds:F1} s"));
        return (times, job);
    }

    /// <summary>Milliseconds of everything that was done until the other work is over.</summary>
    private static async Task<IReadOnlyDictionary<string, List<double>>> BesideAsync(ImportRig rig, Queue<(long Id, Filing Filing)> filings, Task other)
    {
        var times = new ConcurrentDictionary<string, List<double>>();
        var roster = new RosterQueries(rig.Database, new RosterPieces(rig.Database));
        await Task.WhenAll(
            Task.Run(async () =>
            {
                while (!other.IsCompleted && filings.TryDequeue(out var next))
                {
                    var report = (await rig.Declarations.FindAsync(next.Id, ImportRig.Year, Scope.City, CancellationToken.None))!;
                    var draft = JsonSerializer.Serialize(next.Filing.Facts);
                    await TimeAsync("draft saved", async () => Check(await rig.Declarations.SaveDraftAsync(report.Id, report.Version, draft, Scope.City, Person, CancellationToken.None)));
                    await TimeAsync("report filed", async () => Check(await rig.Declarations.FileAsync(report with { Version = report.Version + 1 }, next.Filing, Scope.City, Person, CancellationToken.None)));
                }
            }),
            Task.Run(async () =>
            {
                var filter = new RosterFilter { Year = ImportRig.Year, RegionCode = Scope.City.RegionCode };
                var request = new RosterRequest { Kind = RosterKind.Enterprises, Filter = filter };
                while (!other.IsCompleted)
                {
                    await TimeAsync("roster page", async () =>
                    {
                        var counts = await roster.CountAsync(filter, Scope.City, CancellationToken.None);
                        await roster.PageAsync(request, Scope.City, new RosterPlace { Skip = counts.Matching(filter) / 3 }, counts.Matching(filter), PageSize, CancellationToken.None);
                    });
                }
            }));
        return times;

        async Task TimeAsync(string what, Func<Task> work)
        {
            var watch = Stopwatch.StartNew();
            await work();
            times.GetOrAdd(what, _ => []).Add(watch.Elapsed.TotalMilliseconds);
            await Task.Delay(Rest);
        }
    }

    private static void Check(Data.Declarations.SaveResult result)
    {
        if (result != Data.Declarations.SaveResult.Saved)
            throw new InvalidOperationException("A report of an enterprise that the import does not touch was stale.");
    }

    private static bool Report(string name, List<double> times)
    {
        times.Sort();
        double At(double part) => times[Math.Max(0, (int)Math.Ceiling(times.Count * part) - 1)];
        var good = At(0.99) <= MostMilliseconds;
        Console.WriteLine(FormattableString.Invariant($"{name,-32} {times.Count,5} times: p50 {At(0.5),6:F1}, p95 {At(0.95),6:F1}, p99 {At(0.99),6:F1} (limit {MostMilliseconds:F0}), max {times[^1],6:F1} ms {(good ? "ok" : "TOO MUCH")}"));
        return good;
    }
}
