using Microsoft.Extensions.DependencyInjection;
using RiskReport.Data.Imports;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Imports;

/// <summary>An import that is cancelled, taken up again, taken for dead, or so old that its files are given up.</summary>
[TestClass]
public sealed class ImportStopsTests
{
    [TestMethod]
    public async Task A_queued_import_is_cancelled_at_once_and_goes_on_when_asked()
    {
        await using var app = await TestApp.StartAsync();
        var office = await app.SignedInAsync(Role.Township);
        var import = await office.CheckAsync(app, ImportFile.OfNil(Enterprises.NewCreditCode()));
        await app.Database.ScalarAsync<int>("UPDATE ImportJob SET Status = 1, Attempts = 1, HeartbeatAt = '2026-11-24 02:00:00'; SELECT 0");
        using var asked = await office.DecideAsync(import, "cancel");
        var running = await office.PageAsync(import);
        await app.Database.ScalarAsync<int>("UPDATE ImportJob SET Status = 0, CancelAskedAt = NULL; SELECT 0");
        using var cancelled = await office.DecideAsync(import, "cancel");
        var ended = await office.PageAsync(import);

        using var resumed = await office.DecideAsync(import, "resume");
        await app.WorkAsync();

        StringAssert.Contains(running.QuerySelector("#progress")!.TextContent, "正在取消");
        StringAssert.Contains(ended.QuerySelector("main [role=status]")!.TextContent, "已取消");
        StringAssert.Contains((await office.PageAsync(import)).QuerySelector("main [role=status]")!.TextContent, "检查完成");
    }

    [TestMethod]
    public async Task A_running_import_stops_behind_its_batch_and_says_what_is_written()
    {
        await using var app = await TestApp.StartAsync();
        var office = await app.SignedInAsync(Role.Township);
        var import = await office.CheckAsync(app, ImportFile.OfNil(Enterprises.NewCreditCode()));
        await app.Database.ScalarAsync<int>("UPDATE ImportJob SET Stage = 2, Status = 0, CancelAskedAt = '2026-11-24 02:00:00', EnterprisesDone = 0, RowsDone = 0; DELETE FROM ImportOutcome; SELECT 0");

        await app.WorkAsync();

        StringAssert.Contains((await office.PageAsync(import)).QuerySelector("main [role=status]")!.TextContent, "导入已取消：新增 0 家");
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Enterprise"));
    }

    [TestMethod]
    public async Task A_worker_that_was_taken_for_dead_writes_nothing_more()
    {
        await using var app = await TestApp.StartAsync();
        var office = await app.SignedInAsync(Role.Township);
        await office.CheckAsync(app, ImportFile.OfNil(Enterprises.NewCreditCode()));
        await app.Database.ScalarAsync<int>("UPDATE ImportJob SET Stage = 2, Status = 1, Attempts = 2; DELETE FROM ImportOutcome; SELECT 0");
        var late = await app.Services.GetRequiredService<ImportQueries>().LatestAsync() with { Attempts = 1 };

        await app.Services.GetRequiredService<RiskReport.Web.Features.Imports.Importer>().RunAsync(late, CancellationToken.None);

        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Enterprise"));
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT Status FROM ImportJob"));
    }

    [TestMethod]
    public async Task Files_are_given_up_after_their_time_and_the_record_stays()
    {
        await using var app = await TestApp.StartAsync();
        var office = await app.SignedInAsync(Role.Township);
        var import = await office.CheckAsync(app, ImportFile.OfNil(Enterprises.NewCreditCode()));
        var queue = app.Services.GetRequiredService<ImportQueue>();

        await queue.GiveUpFilesAsync(TimeSpan.FromDays(400), CancellationToken.None);
        var young = await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM ImportFile");
        app.Clock.Advance(TimeSpan.FromDays(401));
        await queue.GiveUpFilesAsync(TimeSpan.FromDays(400), CancellationToken.None);

        Assert.AreEqual(1, young);
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM ImportFile"));
        var job = await app.Services.GetRequiredService<ImportQueries>().LatestAsync();
        Assert.IsFalse(job.MayGoOn);
        Assert.IsNotNull(job.FilesGivenUpAt);
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM ImportOutcome"));
    }
}
