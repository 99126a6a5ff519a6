using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;
using RiskReport.Web.Features.SavedViews;

namespace RiskReport.Tests.Integration.Roster;

/// <summary>Views that make their file by themselves. It is Tuesday, 24 November 2026, ten o'clock.</summary>
[TestClass]
public sealed class ScheduleRunTests
{
    private const string Changshu = "320581";

    [TestMethod]
    public async Task A_file_is_made_at_its_hour_and_lies_in_the_inbox_of_the_office()
    {
        await using var app = await FaultyRosters.StartAsync();
        await SampleCounty.FillAsync(app.Database);
        var (name, _) = await ScheduledAsync(app, ("every", "day"), ("hour", "11"));
        app.Clock.Advance(TimeSpan.FromMinutes(59));
        await app.MakeRostersAsync();
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM RosterJob"), "not before its hour");

        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.MakeRostersAsync();
        var colleague = await app.SignedInAsync(Role.County);
        var notice = (await colleague.PageAsync("/inbox")).QuerySelector(".inbox li")!;

        StringAssert.Matches(notice.TextContent, new Regex("每日红色-20261124-[A-Z0-9]{12}\\.csv"));
        StringAssert.Contains(notice.TextContent, "等级：重大(红)");
        StringAssert.Contains(notice.TextContent, $"申请人 {name} · 发给本办公室");
        using var file = await colleague.GetAsync("/roster/exports/1/file");
        var rows = await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Declaration WHERE Year = 2026 AND Colour = 4");
        Assert.HasCount(1 + rows, (await file.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries));
        foreach (var stranger in new[] { await app.SignedInAsync(Role.County, Changshu), await app.SignedInAsync(Role.Township), await app.SignedInAsync(Role.City) })
        {
            await stranger.PageAsync("/roster/exports/1/file", HttpStatusCode.NotFound);
            Assert.DoesNotContain("每日红色", await stranger.GetStringAsync("/inbox"));
        }
    }

    [TestMethod]
    public async Task Days_that_were_slept_through_make_one_file()
    {
        await using var app = await FaultyRosters.StartAsync();
        await ScheduledAsync(app, ("every", "day"), ("hour", "11"));

        app.Clock.Advance(TimeSpan.FromDays(5));
        await app.MakeRostersAsync();

        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM RosterJob WHERE Status = 2"));
        Assert.AreEqual("2026-11-29 03:00:00", await app.Database.ScalarAsync<string>("SELECT NextRunAt FROM SavedView"));
        app.Clock.Advance(TimeSpan.FromHours(1));
        await app.MakeRostersAsync();
        Assert.AreEqual(2, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM RosterJob WHERE Status = 2"));
    }

    [TestMethod]
    public async Task However_many_instances_look_a_date_makes_one_file()
    {
        await using var app = await FaultyRosters.StartAsync();
        await ScheduledAsync(app, ("every", "week"), ("weekday", "2"), ("hour", "11"));
        app.Clock.Advance(TimeSpan.FromHours(1));
        var scheduler = app.Services.GetRequiredService<RosterScheduler>();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => scheduler.QueueDueAsync(CancellationToken.None))));

        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM RosterJob"));
        Assert.AreEqual("2026-12-01 03:00:00", await app.Database.ScalarAsync<string>("SELECT NextRunAt FROM SavedView"));
    }

    [TestMethod]
    [DataRow("UPDATE Account SET RegionCode = '320581' WHERE UserName = @Name")]
    [DataRow("UPDATE Account SET State = 3 WHERE UserName = @Name")]
    public async Task It_stops_when_its_owner_has_left_and_the_office_is_told(string leave)
    {
        await using var app = await FaultyRosters.StartAsync();
        var (name, _) = await ScheduledAsync(app, ("every", "day"), ("hour", "11"));
        var colleague = await app.OfficeAsync(Role.County);

        await app.Database.ExecuteAsync(leave, new { Name = name });
        app.Clock.Advance(TimeSpan.FromDays(2));
        await app.MakeRostersAsync();

        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM RosterJob"));
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM SavedView WHERE NextRunAt IS NULL AND ScheduleStopped IS NOT NULL"));
        await colleague.Client.SignInAsync(colleague.Name);
        StringAssert.Contains((await colleague.Client.PageAsync("/inbox")).QuerySelector(".inbox")!.TextContent, "视图“每日红色”不再按计划生成");
    }

    [TestMethod]
    public async Task A_view_that_is_deleted_or_told_to_stop_makes_nothing()
    {
        await using var app = await FaultyRosters.StartAsync();
        var (_, office) = await ScheduledAsync(app, ("every", "day"), ("hour", "11"));
        StringAssert.Contains((await office.PageAsync("/roster/views/1/edit")).QuerySelector("main")!.TextContent, "2026-11-24 11:00");
        StringAssert.Contains((await office.PageAsync("/roster/views")).QuerySelector("tbody")!.TextContent, "每天 11:00，csv");

        using var stopped = await office.SubmitAsync("/roster/views/1/edit", "/roster/views/1/schedule", ("every", "never"));
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM SavedView WHERE NextRunAt IS NOT NULL"));
        using var again = await office.SubmitAsync("/roster/views/1/edit", "/roster/views/1/schedule", ("every", "day"), ("hour", "11"), ("format", "csv"));
        using var deleted = await office.SubmitAsync("/roster/views/1/edit", "/roster/views/1/delete");
        app.Clock.Advance(TimeSpan.FromDays(1));
        await app.MakeRostersAsync();

        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM RosterJob"));
    }

    [TestMethod]
    public async Task A_schedule_that_cannot_be_is_refused_at_its_input()
    {
        await using var app = await TestApp.StartAsync();
        var office = await app.SignedInAsync(Role.County);
        using var saved = await office.SaveViewAsync("一", "?scale=above");

        using var refused = await office.SubmitAsync("/roster/views/1/edit", "/roster/views/1/schedule", ("every", "week"), ("hour", "25"), ("format", "csv"));

        var page = await refused.PageAsync(HttpStatusCode.UnprocessableEntity);
        CollectionAssert.AreEqual(new[] { "#weekday", "#hour" }, page.QuerySelectorAll(".error-summary a").Select(a => a.GetAttribute("href")).ToArray());
    }

    /// <summary>The program itself does it in its loop, nobody asking.</summary>
    [TestMethod]
    public async Task The_running_program_looks_by_itself()
    {
        await using var app = await TestApp.StartAsync();
        await ScheduledAsync(app, ("every", "day"), ("hour", "11"));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));

        app.Clock.Advance(TimeSpan.FromHours(1));
        while (await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM RosterJob WHERE Status = 2") == 0)
        {
            app.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(50, patience.Token);
        }

        Assert.HasCount(1, app.RosterFiles());
    }

    private static async Task<(string Name, HttpClient Office)> ScheduledAsync(TestApp app, params (string Name, string? Value)[] schedule)
    {
        var (name, office) = await app.OfficeAsync(Role.County);
        using var saved = await office.SaveViewAsync("每日红色", "?colour=red", ("shared", "true"));
        using var scheduled = await office.SubmitAsync("/roster/views/1/edit", "/roster/views/1/schedule", [("format", "csv"), .. schedule]);
        Assert.AreEqual(HttpStatusCode.Redirect, scheduled.StatusCode, await scheduled.Content.ReadAsStringAsync());
        return (name, office);
    }
}
