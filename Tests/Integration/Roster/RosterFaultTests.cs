using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using RiskReport.Data.Roster;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;
using RiskReport.Web.Background;

namespace RiskReport.Tests.Integration.Roster;

/// <summary>Workers that are killed, stopped, late or two at once; and people who change their mind.</summary>
[TestClass]
public sealed class RosterFaultTests
{
    private static readonly TimeSpan Forgotten = RosterJobQueue.Silence + TimeSpan.FromSeconds(1);

    public required TestContext TestContext { get; set; }

    [TestMethod]
    public async Task A_file_whose_worker_was_killed_is_made_by_another()
    {
        await using var app = await TestApp.StartAsync(configure: OnTheRealDay);
        await SampleCounty.FillAsync(app.Database);
        await SampleCounty.MultiplyAsync(app.Database, 150);
        var office = await app.SignedInAsync(Role.County);
        var address = await office.AskForRosterAsync(format: "pdf");
        Assert.IsNull((await office.PageAsync(address)).QuerySelector(".alert"), "still on its way");

        await using (ProgramProcess.Start(app.Database))
        {
            while (!app.RosterFiles().Any(f => f.EndsWith(".part", StringComparison.Ordinal)))
                await Task.Delay(5, TestContext.CancellationToken);
        }

        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT Status FROM RosterJob"), "killed while it was at work");
        Clock(app).SetUtcNow(TimeProvider.System.GetUtcNow() + Forgotten);
        await app.MakeRostersAsync();
        CollectionAssert.AreEqual(new[] { "1-1.pdf.part", "1-2.pdf" }, app.RosterFiles().ToArray());
        await Worker(app).TidyAsync(TestContext.CancellationToken);

        CollectionAssert.AreEqual(new[] { "1-2.pdf" }, app.RosterFiles().ToArray());
        Assert.AreEqual(await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Declaration WHERE Year = 2026"), await app.Database.ScalarAsync<int>("SELECT RowsDone FROM RosterJob WHERE Status = 2"));
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Notice"));
    }

    [TestMethod]
    public async Task A_worker_that_is_stopped_in_good_order_hands_its_job_back()
    {
        await using var app = await FaultyRosters.StartAsync();
        await SampleCounty.FillAsync(app.Database);
        await SampleCounty.MultiplyAsync(app.Database, 150);
        await (await app.SignedInAsync(Role.County)).AskForRosterAsync(format: "pdf");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.CancellationToken);

        var running = Task.Run(() => Worker(app).RunOneAsync(stop.Token), TestContext.CancellationToken);
        while (app.RosterFiles().Count == 0)
            await Task.Delay(5, TestContext.CancellationToken);
        await stop.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => running);

        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM RosterJob WHERE Status = 0 AND Attempts = 0 AND ClaimNumber = 1"));
        Assert.IsEmpty(app.RosterFiles());
    }

    [TestMethod]
    public async Task Two_workers_make_one_file()
    {
        await using var app = await FaultyRosters.StartAsync();
        await SampleCounty.FillAsync(app.Database);
        await (await app.SignedInAsync(Role.County)).AskForRosterAsync();
        await using var second = app.Second();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => Worker(i % 2 == 0 ? app : second).RunOneAsync(TestContext.CancellationToken))));
        await app.MakeRostersAsync(); // the second's own worker may have been the quickest, and still be at it

        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM RosterJob WHERE Status = 2 AND ClaimNumber = 1"));
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM RosterExport"));
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Notice"));
        Assert.HasCount(1, app.RosterFiles());
    }

    [TestMethod]
    public async Task A_worker_taken_for_dead_that_wakes_up_has_lost_the_job()
    {
        await using var app = await FaultyRosters.StartAsync();
        await (await app.SignedInAsync(Role.County)).AskForRosterAsync();
        var queue = app.Services.GetRequiredService<RosterJobQueue>();
        var late = (await queue.TakeOldestAsync(TestContext.CancellationToken))!;

        app.Clock.Advance(Forgotten);
        await queue.RecoverAsync(TestContext.CancellationToken);
        var next = (await queue.TakeOldestAsync(TestContext.CancellationToken))!;

        Assert.IsFalse(await queue.ProgressAsync(late, 5, TestContext.CancellationToken));
        Assert.IsFalse(await queue.HandBackAsync(late, TestContext.CancellationToken));
        Assert.IsFalse(await queue.MadeAsync(late, 1, "1-1.csv", 1, TimeSpan.FromDays(1), TestContext.CancellationToken));
        Assert.IsFalse(await queue.FailAsync(late, "迟到", TestContext.CancellationToken));
        Assert.IsTrue(await queue.MadeAsync(next, 1, "1-2.csv", 1, TimeSpan.FromDays(1), TestContext.CancellationToken));
        Assert.AreEqual("1-2.csv", await app.Database.ScalarAsync<string>("SELECT FileName FROM RosterJob"));
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Notice"));
    }

    [TestMethod]
    public async Task A_job_that_ends_its_worker_three_times_is_given_up_and_said_so()
    {
        await using var app = await FaultyRosters.StartAsync();
        var office = await app.SignedInAsync(Role.County);
        var address = await office.AskForRosterAsync();
        var queue = app.Services.GetRequiredService<RosterJobQueue>();

        for (var i = 0; i < 3; i++)
        {
            Assert.IsNotNull(await queue.TakeOldestAsync(TestContext.CancellationToken));
            app.Clock.Advance(Forgotten);
            await queue.RecoverAsync(TestContext.CancellationToken);
        }

        Assert.IsNull(await queue.TakeOldestAsync(TestContext.CancellationToken));
        StringAssert.Contains((await office.PageAsync(address)).QuerySelector(".alert-danger")!.TextContent, "多次中断");
    }

    [TestMethod]
    public async Task What_is_cancelled_while_it_waits_is_never_made()
    {
        await using var app = await FaultyRosters.StartAsync();
        var (name, office) = await app.OfficeAsync(Role.County);
        var address = await office.AskForRosterAsync();

        using var cancelled = await office.SubmitAsync(address, address + "/cancel");
        await app.MakeRostersAsync();

        StringAssert.Contains((await office.PageAsync(address)).QuerySelector(".alert-warning")!.TextContent, $"{name} 取消了生成");
        Assert.IsEmpty(app.RosterFiles());
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Notice"));
    }

    /// <summary>The trigger cancels in the moment in which the export begins to be written.</summary>
    [TestMethod]
    public async Task What_is_cancelled_while_it_is_written_leaves_nothing()
    {
        await using var app = await FaultyRosters.StartAsync();
        await SampleCounty.FillAsync(app.Database);
        var office = await app.SignedInAsync(Role.County);
        await office.AskForRosterAsync();
        await app.Database.ExecuteAsync("CREATE TRIGGER Cancels AFTER INSERT ON RosterExport BEGIN UPDATE RosterJob SET Status = 4; END");

        await app.MakeRostersAsync();

        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM RosterExport"), "it had begun");
        Assert.AreEqual(4, await app.Database.ScalarAsync<int>("SELECT Status FROM RosterJob"));
        Assert.IsEmpty(app.RosterFiles());
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Notice"));
    }

    [TestMethod]
    public async Task Tidying_leaves_what_is_being_written_and_what_is_not_its_own()
    {
        await using var app = await FaultyRosters.StartAsync();
        await (await app.SignedInAsync(Role.County)).AskForRosterAsync();
        await app.Services.GetRequiredService<RosterJobQueue>().TakeOldestAsync(TestContext.CancellationToken);
        var folder = Directory.CreateDirectory(Path.Combine(app.Database.Folder, "rosters")).FullName;
        foreach (var name in new[] { "1-1.csv.part", "1-0.csv", "2-1.pdf", "notes.txt" })
            await File.WriteAllTextAsync(Path.Combine(folder, name), name, TestContext.CancellationToken);

        await Worker(app).TidyAsync(TestContext.CancellationToken);

        CollectionAssert.AreEqual(new[] { "1-1.csv.part", "notes.txt" }, app.RosterFiles().ToArray());
    }

    private static RosterWorker Worker(TestApp app) => app.Services.GetRequiredService<RosterWorker>();

    private static FakeTimeProvider Clock(TestApp app) => (FakeTimeProvider)app.Services.GetRequiredService<TimeProvider>();

    /// <summary>The killed program goes by the real clock; no worker of its own.</summary>
    private static void OnTheRealDay(IServiceCollection services)
    {
        services.Replace(ServiceDescriptor.Singleton<TimeProvider>(new FakeTimeProvider(TimeProvider.System.GetUtcNow())));
        foreach (var worker in services.Where(s => s.ServiceType == typeof(IHostedService) && s.ImplementationFactory is not null).ToList())
            services.Remove(worker);
    }
}
