using System.Net;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Regrading;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Regrading;

/// <summary>However often it is asked for, by however many, and whatever happens meanwhile: rules are applied once.</summary>
[TestClass]
public sealed class ApplicationOnceTests
{
    private const string Name = "2026-T";

    private static readonly DateOnly Day = new(2026, 11, 25);

    private static readonly CancellationToken None = CancellationToken.None;

    [TestMethod]
    public async Task The_worker_has_nothing_more_to_do_afterwards()
    {
        await using var test = await TestDatabase.CreateAsync();
        var instance = await DecidedAsync(test);
        instance.Clock.Advance(TimeSpan.FromDays(1));
        await instance.WorkAsync();
        var after = await SampleCounty.DumpAsync(test);

        Assert.IsFalse(await instance.Worker.RunOneAsync(None));
        var restarted = await RegradingInstance.OnAsync(test, instance.Clock);
        Assert.IsFalse(await restarted.Worker.RunOneAsync(None));
        restarted.Clock.Advance(TimeSpan.FromDays(400));
        Assert.IsFalse(await restarted.Worker.RunOneAsync(None));

        CollectionAssert.AreEqual(after, await SampleCounty.DumpAsync(test));
        Assert.AreEqual(1, await test.ScalarAsync<int>("SELECT COUNT(*) FROM RegradingRun"));
    }

    [TestMethod]
    public async Task Two_instances_do_not_apply_twice()
    {
        await using var test = await TestDatabase.CreateAsync();
        var instance = await DecidedAsync(test);
        var reports = (await FiledReport.AllAsync(test)).Count;
        var events = await test.ScalarAsync<int>("SELECT COUNT(*) FROM DeclarationEvent");
        instance.Clock.Advance(TimeSpan.FromDays(1));
        var instances = new List<RegradingInstance> { instance };
        for (var i = 0; i < 3; i++)
            instances.Add(await RegradingInstance.OnAsync(test, instance.Clock));

        await Task.WhenAll(instances.Select(i => Task.Run(i.WorkAsync)));

        Assert.AreEqual(1, await test.ScalarAsync<int>("SELECT COUNT(*) FROM RegradingRun WHERE Kind = 2 AND Status = 2"));
        Assert.AreEqual(1, await test.ScalarAsync<int>("SELECT COUNT(*) FROM RegradingRun"));
        Assert.AreEqual(reports, await test.ScalarAsync<int>("SELECT COUNT(*) FROM DeclarationEvent") - events);
        Assert.AreEqual(reports, await test.ScalarAsync<int>("SELECT COUNT(*) FROM Declaration WHERE RuleSet = @Name AND Version = 2", new { Name }));
    }

    [TestMethod]
    public async Task A_set_that_regrades_nothing_leaves_every_report_alone()
    {
        await using var test = await TestDatabase.CreateAsync();
        var instance = await DecidedAsync(test, regradeFromYear: null);
        var before = await SampleCounty.DumpAsync(test);

        instance.Clock.Advance(TimeSpan.FromDays(1));

        Assert.IsFalse(await instance.Worker.RunOneAsync(None));
        CollectionAssert.AreEqual(before, await SampleCounty.DumpAsync(test));
        Assert.AreEqual(0, await test.ScalarAsync<int>("SELECT COUNT(*) FROM RegradingRun"));
    }

    [TestMethod]
    public async Task A_set_that_is_withdrawn_before_its_day_is_not_applied()
    {
        await using var test = await TestDatabase.CreateAsync();
        var instance = await DecidedAsync(test);
        Assert.IsTrue(await instance.RuleSets.WithdrawAsync(instance.Entry(Name), instance.Entry(Name).Version, RegradingInstance.Admin, None));
        await instance.References.RefreshAsync(None);

        instance.Clock.Advance(TimeSpan.FromDays(1));

        Assert.IsFalse(await instance.Worker.RunOneAsync(None));
        Assert.AreEqual(0, await test.ScalarAsync<int>("SELECT COUNT(*) FROM Declaration WHERE RuleSet = @Name", new { Name }));
    }

    [TestMethod]
    public async Task An_application_that_is_stopped_and_taken_up_again_ends_as_if_nothing_had_happened()
    {
        await using var undisturbed = await TestDatabase.CreateAsync();
        await using var stopped = await TestDatabase.CreateAsync();
        foreach (var test in new[] { undisturbed, stopped })
        {
            var instance = await DecidedAsync(test, copies: 2);
            instance.Clock.Advance(TimeSpan.FromDays(1));
            if (test == stopped)
                await StopAtSecondChunkAsync(test, instance);
            instance.Clock.SetUtcNow(new DateTimeOffset(2026, 11, 26, 2, 0, 0, TimeSpan.Zero));
            await instance.WorkAsync();
            Assert.AreEqual(RegradingStatus.Finished, (await instance.FindAsync(1)).Status);
        }

        foreach (var table in new[] { "Declaration", "RiskItem", "RegradingCount", "RegradingChange" })
            CollectionAssert.AreEqual(await TextAsync(undisturbed, table), await TextAsync(stopped, table), table);
        Assert.AreEqual(
            await undisturbed.ScalarAsync<string>("SELECT EnterprisesTotal || ' ' || EnterprisesDone || ' ' || ItemsDone FROM RegradingRun"),
            await stopped.ScalarAsync<string>("SELECT EnterprisesTotal || ' ' || EnterprisesDone || ' ' || ItemsDone FROM RegradingRun"));
        const string Events = "SELECT COUNT(*) || ' ' || COUNT(DISTINCT DeclarationId) FROM DeclarationEvent WHERE ChangedFrom = '重新评级 1'";
        Assert.AreEqual(await undisturbed.ScalarAsync<string>(Events), await stopped.ScalarAsync<string>(Events));
    }

    [TestMethod]
    public async Task An_application_that_has_begun_cannot_be_cancelled()
    {
        await using var app = await TestApp.StartAsync();
        await SampleCounty.FillAsync(app.Database);
        var instance = RegradingInstance.Of(app);
        await instance.DraftAsync(Name, r => r, of: "2021-B");
        await instance.DecideAsync(Name, Day, 2026);
        app.ComeTo(Day);
        await app.RegradeAsync();
        await instance.HoldAsync(1);
        var client = await app.SignedInAsync(Role.City);

        using var response = await client.SubmitAsync("/simulations", "/simulations/1/cancel");

        Assert.AreEqual(HttpStatusCode.Redirect, response.StatusCode);
        Assert.AreEqual(RegradingStatus.Running, (await instance.FindAsync(1)).Status);
        Assert.IsNull((await client.PageAsync("/simulations/1")).QuerySelector("form[action$=cancel]"));
    }

    [TestMethod]
    public async Task A_report_that_was_graded_anew_since_it_was_read_is_left_alone_and_one_with_a_new_draft_is_not()
    {
        await using var test = await TestDatabase.CreateAsync();
        var instance = await DecidedAsync(test);
        var reports = (await FiledReport.AllAsync(test)).Take(5).Select(r => (r.Id, r.RuleSet, r.Colour)).ToList();
        await test.ExecuteAsync("UPDATE Declaration SET RuleSet = '2021-B' WHERE Id = @Id", new { reports[0].Id });
        await test.ExecuteAsync("UPDATE Declaration SET Version = 9 WHERE Id = @Id", new { reports[4].Id });
        await test.ExecuteAsync("UPDATE Declaration SET Status = 3 WHERE Id = @Id", new { reports[1].Id });
        await test.ExecuteAsync("UPDATE Declaration SET TownshipCode = '320581001' WHERE Id = @Id", new { reports[2].Id });
        var before = await TextAsync(test, "Declaration");

        await using (var connection = await test.Database.OpenAsync(None))
        await using (var transaction = await Data.Database.BeginWriteAsync(connection, None))
        {
            var done = await instance.Reports.RunAsync(reports, instance.RunRules(Name), new Scope(TestApp.Kunshan), RegradingInstance.Admin, connection, transaction, None);
            await transaction.CommitAsync(None);
            CollectionAssert.AreEquivalent(new[] { reports[3].Id, reports[4].Id }, done.ToArray());
        }

        CollectionAssert.AreEqual(before.Except(await TextAsync(test, "Declaration")).ToList(), before.Skip(3).Take(2).ToList());
        Assert.AreEqual(2, await test.ScalarAsync<int>("SELECT COUNT(*) FROM DeclarationEvent WHERE ChangedBy = @Name", new { RegradingInstance.Admin.Name }));
    }

    private static async Task StopAtSecondChunkAsync(TestDatabase test, RegradingInstance instance)
    {
        await instance.Queue.ApplyAsync(instance.Entry(Name), None);
        var run = await instance.Queue.TakeOldestAsync(None);
        using var stop = new CancellationTokenSource();
        var regrader = instance.RegraderBy(new TellingClock(instance.Clock.GetUtcNow(), chunk =>
        {
            if (chunk == 2)
                stop.Cancel();
        }));
        await Assert.ThrowsAsync<OperationCanceledException>(() => regrader.RunAsync(run!, instance.References.Current, stop.Token));
        Assert.AreEqual(400, await test.ScalarAsync<int>("SELECT COUNT(*) FROM Declaration WHERE RuleSet = @Name", new { Name }));
    }

    private static async Task<RegradingInstance> DecidedAsync(TestDatabase test, int? regradeFromYear = 2026, int copies = 0)
    {
        await SampleCounty.FillAsync(test);
        if (copies > 0)
            await SampleCounty.MultiplyAsync(test, copies);
        var instance = await RegradingInstance.OnAsync(test);
        await instance.DraftAsync(Name, r => r, of: "2021-B");
        await instance.DecideAsync(Name, Day, regradeFromYear);
        return instance;
    }

    private static async Task<List<string>> TextAsync(TestDatabase test, string table) => (await SampleCounty.RowsAsync(test, table))
        .ConvertAll(r => string.Join('|', r.Where(c => c.Key != "ChangedAt").Select(c => $"{c.Key}={c.Value}")));
}
