using RiskReport.Domain.Regrading;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Regrading;

/// <summary>A worker that was taken for dead, wakes up, and finds its run in other hands.</summary>
[TestClass]
public sealed class LateWorkerTests
{
    [TestMethod]
    public async Task A_chunk_is_counted_once_when_a_worker_taken_for_dead_wakes_up()
    {
        await using var test = await TestDatabase.CreateAsync();
        await SampleCounty.FillAsync(test);
        await SampleCounty.MultiplyAsync(test, 10);
        var instance = await RegradingInstance.OnAsync(test);
        var id = await instance.QueueAsync("2021-A");
        var late = await instance.Queue.TakeOldestAsync(CancellationToken.None);
        instance.Clock.Advance(TimeSpan.FromSeconds(61));
        await instance.Queue.RecoverAsync(CancellationToken.None);
        var second = await instance.Queue.TakeOldestAsync(CancellationToken.None);

        // the late one gets a chunk done while the second has the run, and is then stopped for good
        using var stop = new CancellationTokenSource();
        var clock = new TellingClock(instance.Clock.GetUtcNow(), chunk =>
        {
            if (chunk == 2)
                stop.Cancel();
        });
        try
        {
            await instance.RegraderBy(clock).RunAsync(late!, instance.References.Current, stop.Token);
        }
        catch (OperationCanceledException)
        {
            // it got as far as its second chunk
        }

        await instance.RegraderBy(instance.Clock).RunAsync(second!, instance.References.Current, CancellationToken.None);
        while (!(await instance.FindAsync(id)).IsOver)
        {
            instance.Clock.Advance(TimeSpan.FromSeconds(61));
            await instance.WorkAsync();
        }

        var reports = await test.ScalarAsync<int>("SELECT COUNT(*) FROM Declaration");
        Assert.AreEqual(RegradingStatus.Finished, (await instance.FindAsync(id)).Status);
        Assert.AreEqual((reports, reports), ((await instance.CountsAsync(id)).Total, (await instance.FindAsync(id)).EnterprisesDone));
    }
}
