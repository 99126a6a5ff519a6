using RiskReport.Domain.Accounts;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Regrading;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Regrading;

/// <summary>A simulation of more reports than are done at once, stopped in the middle.</summary>
[TestClass]
public sealed class LongRunTests
{
    private const int AtOnce = 4_000;

    [TestMethod]
    public async Task A_run_that_is_stopped_and_taken_up_again_ends_as_if_nothing_had_happened()
    {
        await using var test = await TestDatabase.CreateAsync();
        var instance = await ManyAsync(test);
        var undisturbed = await instance.QueueAsync("2021-B");
        await instance.WorkAsync();
        var stopped = await instance.QueueAsync("2021-B");
        await RunFirstChunkAsync(instance);

        Assert.AreEqual((RegradingStatus.Running, AtOnce), ((await instance.FindAsync(stopped)).Status, (await instance.FindAsync(stopped)).EnterprisesDone));
        Assert.AreEqual(AtOnce, (await instance.CountsAsync(stopped)).Total);
        Assert.IsFalse(await instance.Worker.RunOneAsync(CancellationToken.None), "its worker may still be alive");
        instance.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.IsTrue(await instance.Worker.RunOneAsync(CancellationToken.None));

        var (expected, actual) = (await instance.FindAsync(undisturbed), await instance.FindAsync(stopped));
        Assert.AreEqual(RegradingStatus.Finished, actual.Status);
        Assert.AreEqual((expected.EnterprisesTotal, expected.EnterprisesDone, expected.ItemsDone, expected.LastId), (actual.EnterprisesTotal, actual.EnterprisesDone, actual.ItemsDone, actual.LastId));
        Assert.AreEqual(expected.EnterprisesTotal, expected.EnterprisesDone);
        Assert.AreEqual(await test.ScalarAsync<int>("SELECT COUNT(*) FROM RiskItem"), expected.ItemsDone);
        CollectionAssert.AreEqual((await instance.CountsAsync(undisturbed)).Counts.ToArray(), (await instance.CountsAsync(stopped)).Counts.ToArray());
        CollectionAssert.AreEqual(await ChangesAsync(test, undisturbed), await ChangesAsync(test, stopped));
    }

    [TestMethod]
    public async Task A_long_run_counts_every_report_once()
    {
        await using var test = await TestDatabase.CreateAsync();
        var instance = await ManyAsync(test);

        var id = await instance.QueueAsync("2021-B");
        await instance.WorkAsync();

        var reports = await FiledReport.AllAsync(test);
        var graded = reports.Select(r => (r.Id, From: (int)r.Colour, To: (int)r.Under(instance.Rules("2021-B")).Colour!)).ToList();
        Assert.IsGreaterThan(AtOnce, reports.Count);
        CollectionAssert.AreEquivalent(
            graded.GroupBy(g => (g.From, g.To)).Select(g => (g.Key.From, g.Key.To, g.Count())).ToArray(),
            (await instance.CountsAsync(id)).Counts.Select(c => (c.ColourFrom, c.ColourTo, c.Enterprises)).ToArray());
        CollectionAssert.AreEqual(
            graded.Where(g => g.From != g.To).Select(g => $"{g.Id} {g.From} {g.To}").ToList(),
            (await ChangesAsync(test, id)).ConvertAll(c => c[..c.LastIndexOf(' ')]));
    }

    [TestMethod]
    public async Task A_long_run_is_listed_whole_in_chunks_too()
    {
        await using var test = await TestDatabase.CreateAsync();
        var instance = await ManyAsync(test, copies: 14);
        await instance.DraftAsync("DRAFT", r => r.Milder().WithoutC15().Method(GradingMethod.Ls, m => m.From(15, 10, 5)));
        var id = await instance.QueueAsync("DRAFT");
        await instance.WorkAsync();

        var listed = new List<long>();
        await foreach (var change in instance.Runs.AllChangesAsync(id, new RegradingFilter(), instance.RunRules("DRAFT"), Scope.City, CancellationToken.None))
            listed.Add(change.DeclarationId);

        Assert.IsGreaterThan(2_000, listed.Count);
        Assert.AreEqual((await instance.CountsAsync(id)).Changed, listed.Count);
        CollectionAssert.AreEqual(listed.Distinct().Order().ToList(), listed);
    }

    [TestMethod]
    public async Task A_run_that_is_cancelled_in_the_middle_keeps_what_was_done_and_is_not_taken_up_again()
    {
        await using var test = await TestDatabase.CreateAsync();
        var instance = await ManyAsync(test);
        var id = await instance.QueueAsync("2021-B");
        var run = await RunFirstChunkAsync(instance);
        var halfway = await ChangesAsync(test, id);

        Assert.IsTrue(await instance.Queue.CancelAsync(id, new Scope(TestApp.Kunshan), CancellationToken.None));
        await instance.RegraderBy(instance.Clock).RunAsync(run with { LastId = (await instance.FindAsync(id)).LastId }, instance.References.Current, CancellationToken.None);
        instance.Clock.Advance(TimeSpan.FromSeconds(61));
        await instance.WorkAsync();

        Assert.AreEqual((RegradingStatus.Cancelled, AtOnce), ((await instance.FindAsync(id)).Status, (await instance.FindAsync(id)).EnterprisesDone));
        Assert.AreEqual(AtOnce, (await instance.CountsAsync(id)).Total);
        CollectionAssert.AreEqual(halfway, await ChangesAsync(test, id));
    }

    /// <summary>Eleven times the sample are a chunk and a bit.</summary>
    private static async Task<RegradingInstance> ManyAsync(TestDatabase test, int copies = 10)
    {
        await SampleCounty.FillAsync(test);
        await SampleCounty.MultiplyAsync(test, copies);
        return await RegradingInstance.OnAsync(test);
    }

    /// <summary>Takes the next run and stops with the second chunk written, but not committed.</summary>
    private static async Task<RegradingRun> RunFirstChunkAsync(RegradingInstance instance)
    {
        var run = await instance.Queue.TakeOldestAsync(CancellationToken.None);
        using var stop = new CancellationTokenSource();
        var regrader = instance.RegraderBy(new TellingClock(instance.Clock.GetUtcNow(), chunk =>
        {
            if (chunk == 2)
                stop.Cancel();
        }));
        await Assert.ThrowsAsync<OperationCanceledException>(() => regrader.RunAsync(run!, instance.References.Current, stop.Token));
        return run!;
    }

    private static async Task<List<string>> ChangesAsync(TestDatabase test, long id) => (await SampleCounty.RowsAsync(test, "RegradingChange"))
        .Where(c => (long)c["RunId"]! == id)
        .Select(c => string.Join(' ', c["DeclarationId"], c["ColourFrom"], c["ColourTo"], c["Position"]))
        .ToList();
}
