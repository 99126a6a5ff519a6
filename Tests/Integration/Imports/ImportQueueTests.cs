using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RiskReport.Data.Imports;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Imports;
using RiskReport.Tests.Support;
using RiskReport.Web.Features.Imports;

namespace RiskReport.Tests.Integration.Imports;

/// <summary>A job goes from worker to worker: by death, by an orderly stop, by cancelling and going on; and only one of them ever writes.</summary>
[TestClass]
public sealed class ImportQueueTests
{
    private static readonly Actor Office = new("office", "test", "test");
    private static readonly Scope Kunshan = new(TestApp.Kunshan);

    [TestMethod]
    public async Task A_worker_that_wakes_up_when_its_job_has_been_taken_up_again_writes_nothing()
    {
        await using var app = await StartAsync();
        var id = await app.QueueImportAsync(ImportFile.OfNil(Enterprises.NewCreditCode()), Office);
        var (queue, desk) = (app.Services.GetRequiredService<ImportQueue>(), app.Services.GetRequiredService<ImportDesk>());
        var late = (await queue.TakeAsync(id, CancellationToken.None))!;
        await app.Database.ScalarAsync<int>("UPDATE ImportJob SET Status = 3, CancelAskedAt = CreatedAt; SELECT 0");
        Assert.IsTrue(await desk.GoOnAsync(id, Kunshan, new Actor("office", "test", "test"), CancellationToken.None));
        var next = (await queue.TakeAsync(id, CancellationToken.None))!;

        await app.Services.GetRequiredService<Importer>().RunAsync(late, CancellationToken.None);

        Assert.AreEqual(late.Stage, next.Stage);
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Enterprise"));
        await app.Services.GetRequiredService<Importer>().RunAsync(next, CancellationToken.None);
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Enterprise"));
    }

    [TestMethod]
    public async Task A_worker_of_the_stage_before_writes_nothing()
    {
        await using var app = await StartAsync();
        var id = await app.QueueImportAsync(ImportFile.OfNil(Enterprises.NewCreditCode()), Office);
        var job = (await app.Services.GetRequiredService<ImportQueue>().TakeAsync(id, CancellationToken.None))!;

        await app.Services.GetRequiredService<Importer>().RunAsync(job with { Stage = ImportStage.Check }, CancellationToken.None);

        Assert.AreEqual("1 0", await app.Database.ScalarAsync<string>("SELECT CONCAT(Status, ' ', EnterprisesTotal) FROM ImportJob"));
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM ImportOutcome"));
    }

    [TestMethod]
    public async Task Stopping_the_program_in_order_is_no_failure_of_the_workbook()
    {
        await using var app = await StartAsync();
        var id = await app.QueueImportAsync(ImportFile.OfNil(Enterprises.NewCreditCode()), Office);
        var queue = app.Services.GetRequiredService<ImportQueue>();
        for (var stop = 0; stop < ImportJob.MostAttempts + 1; stop++)
        {
            var job = (await queue.TakeAsync(id, CancellationToken.None))!;
            await Assert.ThrowsAsync<OperationCanceledException>(() => app.Services.GetRequiredService<Importer>().RunAsync(job, new CancellationToken(canceled: true)));
        }

        await app.WorkAsync();

        Assert.AreEqual("2 5 1", await app.Database.ScalarAsync<string>("SELECT CONCAT(Status, ' ', Attempts, ' ', Attempts - AttemptsBefore) FROM ImportJob"));
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Enterprise"));
    }

    [TestMethod]
    public async Task A_workbook_that_ends_its_worker_three_times_waits_for_somebody_to_decide()
    {
        await using var app = await StartAsync();
        var id = await app.QueueImportAsync(ImportFile.OfNil(Enterprises.NewCreditCode()), Office);
        var queue = app.Services.GetRequiredService<ImportQueue>();
        for (var death = 0; death < ImportJob.MostAttempts; death++)
            await DieAsync(app, queue, id);
        Assert.AreEqual("导入没有完成：企业.xlsx", await app.Database.ScalarAsync<string>("SELECT GROUP_CONCAT(Title) FROM Notice"), "the office is told");
        var given = await app.Services.GetRequiredService<ImportQueries>().LatestAsync();

        Assert.IsTrue(await app.Services.GetRequiredService<ImportDesk>().GoOnAsync(id, Kunshan, new Actor("office", "test", "test"), CancellationToken.None));
        await DieAsync(app, queue, id);
        await app.WorkAsync();

        Assert.AreEqual((ImportStatus.Failed, true), (given.Status, given.MayGoOn));
        Assert.AreEqual(2, await app.Database.ScalarAsync<int>("SELECT Status FROM ImportJob"), "going on begins to count anew");
    }

    [TestMethod]
    public async Task Cancelling_what_waits_again_says_that_a_part_is_done()
    {
        await using var app = await StartAsync();
        var office = await app.SignedInAsync(Role.Township);
        var begun = await office.ImportAsync(app, ImportFile.OfNil(Enterprises.NewCreditCode()));
        await app.Database.ScalarAsync<int>("UPDATE ImportJob SET Status = 0; SELECT 0");
        await app.QueueImportAsync(ImportFile.OfNil(Enterprises.NewCreditCode()), Office);

        foreach (var import in new[] { begun, "/imports/2" })
            using (await (await app.SignedInAsync(Role.County)).DecideAsync(import, "cancel")) { }

        var county = await app.SignedInAsync(Role.County);
        StringAssert.Contains((await county.PageAsync(begun)).QuerySelector("main [role=status]")!.TextContent, "已取消，没有处理完：中断以前处理的企业");
        StringAssert.Contains((await county.PageAsync("/imports/2")).QuerySelector("main [role=status]")!.TextContent, "已取消，没有处理。");
    }

    [TestMethod]
    public async Task What_is_taken_back_but_had_been_changed_since_is_kept_and_counted()
    {
        await using var app = await StartAsync();
        var office = await app.SignedInAsync(Role.Township);
        var import = await office.CheckAsync(app, new ImportFile().Enterprise(Enterprises.NewCreditCode()).Enterprise(Enterprises.NewCreditCode()).Bytes());
        using var apply = await office.DecideAsync(import, "apply", ("AllOrNothing", "true"), ("Confirmed", "true"));
        await app.WorkAsync();
        // it broke off while it was being taken back, and one of the two is worked on
        await app.Database.ScalarAsync<int>("UPDATE ImportJob SET Status = 0, UndoneAt = CreatedAt, UndoneBy = CreatedBy, EnterprisesDone = 0, RowsDone = 0; UPDATE Declaration SET Version = Version + 1 WHERE Id = 1; SELECT 0");
        using var cancel = await office.DecideAsync(import, "cancel");
        var waiting = await office.PageAsync(import);

        await app.WorkAsync();

        Assert.IsNull(waiting.QuerySelector("form[action$='/cancel']"), "what is taken back goes on to its end");
        var page = await office.PageAsync(import);
        StringAssert.Contains(page.QuerySelector("main [role=status]")!.TextContent, "因此已撤回 1 家；另有 1 家导入后又有改动，予以保留");
        Assert.IsNull(page.QuerySelector("form[action$='/resume']"));
    }

    [TestMethod]
    public async Task Taking_back_that_broke_off_too_often_can_go_on()
    {
        await using var app = await StartAsync();
        var office = await app.SignedInAsync(Role.Township);
        var import = await office.CheckAsync(app, ImportFile.OfNil(Enterprises.NewCreditCode()));
        using var apply = await office.DecideAsync(import, "apply", ("AllOrNothing", "true"), ("Confirmed", "true"));
        await app.WorkAsync();
        await app.Database.ScalarAsync<int>("UPDATE ImportJob SET Status = 3, UndoneAt = CreatedAt, UndoneBy = CreatedBy, EnterprisesDone = 0, RowsDone = 0; SELECT 0");

        var offered = (await office.PageAsync(import)).QuerySelector("form[action$='/resume']");
        using var resume = await office.DecideAsync(import, "resume");
        await app.WorkAsync();

        Assert.IsNotNull(offered);
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Enterprise"));
        StringAssert.Contains((await office.PageAsync(import)).QuerySelector("main [role=status]")!.TextContent, "已全部撤回");
    }

    [TestMethod]
    public async Task The_command_line_takes_up_what_a_killed_one_has_left_behind_before_its_own()
    {
        await using var app = await StartAsync();
        var code = Enterprises.NewCreditCode();
        var id = await app.QueueImportAsync(new ImportFile().Enterprise(code, cells: ("从业人数", 11)).Bytes(), Office);
        await app.Services.GetRequiredService<ImportQueue>().TakeAsync(id, CancellationToken.None);
        await app.Database.ScalarAsync<int>("UPDATE ImportJob SET HeartbeatAt = '2020-01-01 00:00:00'; SELECT 0");

        var run = await app.Database.ImportAsync(new ImportFile().Enterprise(code, cells: ("从业人数", 22)).Bytes(), TestApp.Kunshan);

        Assert.AreEqual(0, run.Status, run.Error);
        Assert.AreEqual("2 2", await app.Database.ScalarAsync<string>("SELECT GROUP_CONCAT(Status, ' ') FROM ImportJob"));
        Assert.AreEqual(22, await app.Database.ScalarAsync<int>("SELECT Employees FROM Enterprise"), "the newer one stands");
    }

    /// <summary>Without a worker of its own.</summary>
    private static Task<TestApp> StartAsync() => TestApp.StartAsync(configure: services =>
    {
        foreach (var worker in services.Where(s => s.ServiceType == typeof(IHostedService) && s.ImplementationFactory is not null).ToList())
            services.Remove(worker);
    });

    /// <summary>A worker takes it and is heard of no more.</summary>
    private static async Task DieAsync(TestApp app, ImportQueue queue, long id)
    {
        Assert.IsNotNull(await queue.TakeAsync(id, CancellationToken.None));
        app.Clock.Advance(ImportQueue.Silence + TimeSpan.FromSeconds(1));
        await queue.RecoverAsync(CancellationToken.None);
    }
}
