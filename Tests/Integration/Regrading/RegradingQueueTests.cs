using RiskReport.Data.Regrading;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Regrading;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Regrading;

/// <summary>The queue of runs: who takes which, what becomes of one whose worker died, and how long results are kept.</summary>
[TestClass]
public sealed class RegradingQueueTests
{
    private static readonly Scope Kunshan = new(TestApp.Kunshan);

    [TestMethod]
    public async Task Workers_never_take_the_same_run()
    {
        await using var test = await TestDatabase.CreateAsync();
        var instances = new List<RegradingInstance>();
        for (var i = 0; i < 4; i++)
            instances.Add(await RegradingInstance.OnAsync(test));
        for (var i = 0; i < 20; i++)
            await instances[0].QueueAsync("2021-B");

        var taken = await Task.WhenAll(instances.Select(i => Task.Run(async () =>
        {
            var ids = new List<long>();
            while (await test.ScalarAsync<int>("SELECT COUNT(*) FROM RegradingRun WHERE Status = 0") > 0)
            {
                if (await i.Queue.TakeOldestAsync(CancellationToken.None) is { } run)
                    ids.Add(run.Id);
            }

            return ids;
        })));

        CollectionAssert.AreEquivalent(Enumerable.Range(1, 20).Select(i => (long)i).ToArray(), taken.SelectMany(t => t).ToArray());
        Assert.AreEqual(20, await test.ScalarAsync<int>("SELECT SUM(Attempts) FROM RegradingRun"));
    }

    [TestMethod]
    public async Task The_oldest_run_is_taken_first()
    {
        await using var test = await TestDatabase.CreateAsync();
        var instance = await RegradingInstance.OnAsync(test);
        await instance.QueueAsync("2021-B");
        await instance.QueueAsync("2021-A");

        var first = await instance.Queue.TakeOldestAsync(CancellationToken.None);

        Assert.AreEqual((1, RegradingStatus.Running), (first!.Id, first.Status));
        Assert.AreEqual("2021-A", (await instance.Queue.TakeOldestAsync(CancellationToken.None))!.RuleSet);
        Assert.IsNull(await instance.Queue.TakeOldestAsync(CancellationToken.None));
    }

    [TestMethod]
    public async Task A_run_whose_worker_fell_silent_is_queued_again_and_given_up_the_third_time()
    {
        await using var test = await TestDatabase.CreateAsync();
        var instance = await RegradingInstance.OnAsync(test);
        var id = await instance.QueueAsync("2021-B");

        for (var attempt = 1; attempt <= 3; attempt++)
        {
            Assert.IsNotNull(await instance.Queue.TakeOldestAsync(CancellationToken.None));
            instance.Clock.Advance(RegradingQueue.Silence);
            await instance.Queue.RecoverAsync(CancellationToken.None);
            Assert.AreEqual(RegradingStatus.Running, (await instance.FindAsync(id)).Status, "not silent for long enough");
            instance.Clock.Advance(TimeSpan.FromSeconds(1));
            await instance.Queue.RecoverAsync(CancellationToken.None);
            Assert.AreEqual(attempt < 3 ? RegradingStatus.Queued : RegradingStatus.Failed, (await instance.FindAsync(id)).Status);
        }

        var run = await instance.FindAsync(id);
        Assert.AreEqual("处理多次中断，已停止。请联系系统管理员。", run.Message);
        Assert.AreEqual(instance.Clock.GetUtcNow().UtcDateTime, run.FinishedAt);
        Assert.IsFalse(await instance.Worker.RunOneAsync(CancellationToken.None));
    }

    [TestMethod]
    public async Task A_run_that_cannot_be_done_is_said_so_and_the_next_one_is_done()
    {
        await using var test = await TestDatabase.CreateAsync();
        var instance = await RegradingInstance.OnAsync(test);
        var broken = await instance.QueueAsync("2021-B");
        await test.ExecuteAsync("UPDATE RegradingRun SET Definition = '{}'");
        var next = await instance.QueueAsync("2021-B");

        await instance.WorkAsync();

        var run = await instance.FindAsync(broken);
        Assert.AreEqual((RegradingStatus.Failed, "处理时发生意外错误，没有处理完。请联系系统管理员。"), (run.Status, run.Message));
        Assert.AreEqual(RegradingStatus.Finished, (await instance.FindAsync(next)).Status);
    }

    [TestMethod]
    public async Task A_queued_run_that_is_cancelled_is_not_begun()
    {
        await using var test = await TestDatabase.CreateAsync();
        await SampleCounty.FillAsync(test);
        var instance = await RegradingInstance.OnAsync(test);
        var id = await instance.QueueAsync("2021-B");

        Assert.IsTrue(await instance.Queue.CancelAsync(id, Kunshan, CancellationToken.None));
        await instance.WorkAsync();

        var run = await instance.FindAsync(id);
        Assert.AreEqual((RegradingStatus.Cancelled, 0), (run.Status, run.EnterprisesDone));
        Assert.AreEqual(0, (await instance.CountsAsync(id)).Total);
        Assert.IsFalse(await instance.Queue.CancelAsync(id, Kunshan, CancellationToken.None));
    }

    [TestMethod]
    public async Task A_running_one_that_is_cancelled_keeps_nothing_of_the_chunk_it_was_at()
    {
        await using var test = await TestDatabase.CreateAsync();
        await SampleCounty.FillAsync(test);
        var instance = await RegradingInstance.OnAsync(test);
        var id = await instance.QueueAsync("2021-B");
        var run = await instance.Queue.TakeOldestAsync(CancellationToken.None);

        // the queue is asked for the time when the run has just begun
        var cancelled = new TellingClock(instance.Clock.GetUtcNow(), _ => instance.Queue.CancelAsync(id, Kunshan, CancellationToken.None).GetAwaiter().GetResult());
        await instance.RegraderBy(instance.Clock, new RegradingQueue(test.Database, cancelled)).RunAsync(run!, instance.References.Current, CancellationToken.None);

        Assert.AreEqual((RegradingStatus.Cancelled, 0), ((await instance.FindAsync(id)).Status, (await instance.FindAsync(id)).EnterprisesDone));
        Assert.AreEqual(0, await test.ScalarAsync<int>("SELECT (SELECT COUNT(*) FROM RegradingCount) + (SELECT COUNT(*) FROM RegradingChange)"));
    }

    [TestMethod]
    public async Task A_finished_run_stays_finished()
    {
        await using var test = await TestDatabase.CreateAsync();
        var instance = await RegradingInstance.OnAsync(test);
        var id = await instance.QueueAsync("2021-B");
        await instance.WorkAsync();

        Assert.IsFalse(await instance.Queue.CancelAsync(id, Kunshan, CancellationToken.None));
        instance.Clock.Advance(TimeSpan.FromDays(1));
        await instance.Queue.RecoverAsync(CancellationToken.None);

        Assert.AreEqual(RegradingStatus.Finished, (await instance.FindAsync(id)).Status);
        Assert.IsFalse(await instance.Worker.RunOneAsync(CancellationToken.None));
    }

    [TestMethod]
    public async Task Results_that_are_older_than_thirty_days_are_put_away()
    {
        await using var test = await TestDatabase.CreateAsync();
        await SampleCounty.FillAsync(test);
        var instance = await RegradingInstance.OnAsync(test);
        await instance.DraftAsync("2026-T", r => r, of: "2021-B");
        await instance.DecideAsync("2026-T", new DateOnly(2026, 11, 25), 2026);
        var old = await instance.QueueAsync("2021-A");
        await instance.WorkAsync();
        instance.Clock.Advance(TimeSpan.FromDays(1));
        await instance.WorkAsync();   // the application
        var kept = await instance.QueueAsync("2021-B");
        await instance.WorkAsync();
        var waiting = await instance.QueueAsync("2021-B");
        await test.ExecuteAsync("UPDATE RegradingRun SET CreatedAt = '2026-01-01 00:00:00' WHERE Id = @Id", new { Id = waiting });

        instance.Clock.Advance(TimeSpan.FromDays(30));
        var last = await instance.QueueAsync("2021-B");
        await instance.Queue.CleanAsync(CancellationToken.None);

        Assert.AreEqual($"{old + 1} {kept} {waiting} {last}", await test.ScalarAsync<string>("SELECT group_concat(Id, ' ') FROM (SELECT Id FROM RegradingRun ORDER BY Id)"));
        Assert.AreEqual(0, await test.ScalarAsync<int>("SELECT (SELECT COUNT(*) FROM RegradingCount WHERE RunId = @Old) + (SELECT COUNT(*) FROM RegradingChange WHERE RunId = @Old)", new { Old = old }));
        foreach (var id in new[] { old + 1, kept })
            Assert.AreEqual((await FiledReport.AllAsync(test)).Count, (await instance.CountsAsync(id)).Total);
    }

    [TestMethod]
    public async Task A_draft_that_is_edited_while_its_simulation_waits_is_simulated_as_it_was()
    {
        await using var test = await TestDatabase.CreateAsync();
        await SampleCounty.FillAsync(test);
        var instance = await RegradingInstance.OnAsync(test);
        await instance.DraftAsync("DRAFT", r => r.Milder());
        var milder = instance.Rules("DRAFT");
        var id = await instance.QueueAsync("DRAFT");
        var entry = instance.References.Current.RuleSet("DRAFT")!;
        Assert.IsTrue(await instance.RuleSets.SaveAsync(Lists.Rules.RuleSet with { Name = "DRAFT" }, entry.Version, RegradingInstance.Admin, CancellationToken.None));
        await instance.References.RefreshAsync(CancellationToken.None);

        await instance.WorkAsync();

        var expected = (await FiledReport.AllAsync(test)).Count(r => r.Under(milder).Colour != r.Colour);
        Assert.IsGreaterThan(0, expected);
        Assert.AreEqual(expected, (await instance.CountsAsync(id)).Changed);
        Assert.IsNull(await instance.Runs.LastOfAsync(instance.References.Current.RuleSet("DRAFT")!, Kunshan, CancellationToken.None));
    }
}
