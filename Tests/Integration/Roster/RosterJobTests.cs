using System.Net;
using AngleSharp.Html.Dom;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;
using RiskReport.Web.Background;

namespace RiskReport.Tests.Integration.Roster;

/// <summary>A roster that is made in the background, from the button to the file, and to its end.</summary>
[TestClass]
public sealed class RosterJobTests
{
    private const string Changshu = "320581";

    [TestMethod]
    public async Task What_is_asked_for_is_made_told_and_taken_once_for_each_taking()
    {
        await using var app = await TestApp.StartAsync();
        await SampleCounty.FillAsync(app.Database);
        var office = await app.SignedInAsync(Role.County);

        var address = await office.AskForRosterAsync("?year=2026&colour=red&colour=orange&page=3");
        await app.MakeRostersAsync();

        StringAssert.Contains((await office.PageAsync("/")).QuerySelector(".roads .unread-count")!.TextContent, "1");
        var inbox = await office.PageAsync("/inbox");
        StringAssert.Contains(inbox.QuerySelector(".inbox .unread h2")!.TextContent, "名册-2026-昆山市-");
        StringAssert.Contains(inbox.QuerySelector(".inbox .unread p")!.TextContent, "等级：重大(红)、较大(橙)");
        var page = await office.PageAsync(address);
        var rows = await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Declaration WHERE Year = 2026 AND Colour IN (3, 4)");
        StringAssert.Contains(page.QuerySelector(".alert-success")!.TextContent, $"共 {rows:N0} 行");
        Assert.IsNull((await office.PageAsync("/")).QuerySelector(".unread-count"), "the file's own page was opened");
        using var response = await office.GetAsync(((IHtmlAnchorElement)page.QuerySelector("a.btn-primary")!).PathName);
        var lines = (await response.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.HasCount(1 + rows, lines);
        Assert.AreEqual("attachment", response.Content.Headers.ContentDisposition!.DispositionType);
        var code = await app.Database.ScalarAsync<string>("SELECT Code FROM RosterExport");
        Assert.AreEqual($"名册-2026-昆山市-{code}.csv", response.Content.Headers.ContentDisposition.FileNameStar);
        Assert.AreEqual(rows, await app.Database.ScalarAsync<int>("SELECT RowsMade FROM RosterExport"));
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM RosterDownload WHERE JobId = 1"));
        Assert.HasCount(1, (await office.PageAsync(address)).QuerySelectorAll(".events li"));
        Assert.HasCount(1, app.RosterFiles());
    }

    [TestMethod]
    public async Task The_page_of_a_job_on_its_way_tells_how_far_it_is()
    {
        await using var app = await TestApp.StartAsync();
        var office = await app.SignedInAsync(Role.County);
        var address = await office.AskForRosterAsync();
        await app.MakeRostersAsync();
        await app.Database.ExecuteAsync("UPDATE RosterJob SET Status = 1, HeartbeatAt = '2099-01-01', RowsTotal = 60000, RowsDone = 12000");

        var page = await office.PageAsync(address);
        var progress = await office.PageAsync(address + "/progress");

        StringAssert.Contains(page.QuerySelector("#progress")!.TextContent, "已写 12,000 / 60,000 行");
        Assert.AreEqual("12000", progress.QuerySelector("progress")!.GetAttribute("value"));
        await app.Database.ExecuteAsync("UPDATE RosterJob SET Status = 3, Message = '没有成功'");
        using var over = await office.GetAsync(address + "/progress");
        Assert.AreEqual("true", over.Headers.GetValues("HX-Refresh").Single());
        StringAssert.Contains((await office.PageAsync(address)).QuerySelector(".alert-danger")!.TextContent, "没有成功");
    }

    [TestMethod]
    public async Task Nobody_but_who_asked_finds_a_job_or_its_file()
    {
        await using var app = await TestApp.StartAsync();
        var office = await app.SignedInAsync(Role.County);
        var address = await office.AskForRosterAsync();
        await app.MakeRostersAsync();
        HttpClient[] others =
        [
            await app.SignedInAsync(Role.County), await app.SignedInAsync(Role.County, Changshu), await app.SignedInAsync(Role.Township),
            await app.SignedInAsync(Role.City), await app.SignedInAsync(Role.Auditor), await app.SignedInAsync(Role.Auditor, TestApp.Kunshan),
        ];

        foreach (var other in others)
        {
            foreach (var path in new[] { "", "/progress", "/file" })
                await other.PageAsync(address + path, HttpStatusCode.NotFound);
            using var cancelled = await other.SubmitAsync("/roster", address + "/cancel");
            Assert.AreEqual(HttpStatusCode.NotFound, cancelled.StatusCode);
            Assert.DoesNotContain("名册-2026", await other.GetStringAsync("/roster/exports"));
            Assert.DoesNotContain("名册-2026", await other.GetStringAsync("/inbox"));
        }

        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM RosterDownload"));
        await office.PageAsync(address);
    }

    [TestMethod]
    public async Task A_session_that_outlives_a_move_to_another_region_takes_no_file()
    {
        await using var app = await TestApp.StartAsync();
        var (name, office) = await app.OfficeAsync(Role.County);
        var address = await office.AskForRosterAsync();
        await app.MakeRostersAsync();

        await app.Database.ExecuteAsync("UPDATE Account SET RegionCode = @Changshu WHERE UserName = @Name", new { Changshu, Name = name });

        await office.PageAsync(address + "/file", HttpStatusCode.NotFound);
        var again = app.Anonymous();
        await again.SignInAsync(name);
        await again.PageAsync(address, HttpStatusCode.NotFound);
    }

    [TestMethod]
    [DataRow("UPDATE Account SET RegionCode = '320581' WHERE UserName = @Name")]
    [DataRow("UPDATE Account SET Role = 2, RegionCode = '320583100' WHERE UserName = @Name")]
    [DataRow("UPDATE Account SET State = 3 WHERE UserName = @Name")]
    public async Task Nothing_is_made_for_an_account_that_has_ended_or_moved(string end)
    {
        await using var app = await FaultyRosters.StartAsync();
        var (name, office) = await app.OfficeAsync(Role.County);
        await office.AskForRosterAsync();

        await app.Database.ExecuteAsync(end, new { Name = name });
        await app.MakeRostersAsync();

        Assert.AreEqual(3, await app.Database.ScalarAsync<int>("SELECT Status FROM RosterJob"));
        StringAssert.Contains(await app.Database.ScalarAsync<string>("SELECT Body FROM Notice"), "已停用或不再属于本办公室");
        Assert.IsEmpty(app.RosterFiles());
    }

    [TestMethod]
    public async Task An_expired_file_is_gone_and_the_page_says_so()
    {
        await using var app = await TestApp.StartAsync();
        var (name, office) = await app.OfficeAsync(Role.County);
        var address = await office.AskForRosterAsync("?year=2026&scale=above");
        await app.MakeRostersAsync();

        app.Clock.Advance(TimeSpan.FromDays(7) - TimeSpan.FromMinutes(1));
        await office.SignInAsync(name);
        await app.Services.GetRequiredService<RosterWorker>().TidyAsync(CancellationToken.None);
        Assert.HasCount(1, app.RosterFiles());
        StringAssert.Contains(await office.GetStringAsync(address), "下载文件");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var gone = await office.PageAsync(address + "/file", HttpStatusCode.Gone);
        await app.Services.GetRequiredService<RosterWorker>().TidyAsync(CancellationToken.None);

        Assert.IsEmpty(app.RosterFiles());
        StringAssert.Contains(gone.QuerySelector(".alert")!.TextContent, "已过期");
        StringAssert.Contains((await office.PageAsync("/inbox")).QuerySelector(".inbox")!.TextContent, "文件已过期");
        var page = await office.PageAsync(address);
        Assert.AreEqual("year=2026&scale=above", page.QuerySelector("main input[name=query]")!.GetAttribute("value"));
        Assert.IsNull(page.QuerySelector("a.btn-primary"));
    }

    [TestMethod]
    public async Task A_file_that_is_not_on_disk_is_said_to_be_missing()
    {
        await using var app = await TestApp.StartAsync();
        var office = await app.SignedInAsync(Role.County);
        var address = await office.AskForRosterAsync();
        await app.MakeRostersAsync();
        File.Delete(Path.Combine(app.Database.Folder, "rosters", app.RosterFiles().Single()));

        StringAssert.Contains((await office.PageAsync(address + "/file", HttpStatusCode.Gone)).QuerySelector(".alert")!.TextContent, "文件不在服务器上");
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM RosterDownload"));
    }

    [TestMethod]
    public async Task The_same_asked_for_twice_is_one_job_and_too_many_are_refused()
    {
        await using var app = await FaultyRosters.StartAsync();
        var office = await app.SignedInAsync(Role.County);
        var first = await office.AskForRosterAsync("?year=2026&q=a");

        Assert.AreEqual(first, await office.AskForRosterAsync("year=2026&page=2&q=a"));
        for (var i = 1; i < 10; i++)
            await office.AskForRosterAsync($"?year=2026&q=a{i}");
        using var refused = await office.SubmitAsync("/roster", "/roster/exports", ("format", "csv"), ("query", "?q=b"));

        StringAssert.Contains((await refused.PageAsync(HttpStatusCode.UnprocessableEntity)).QuerySelector(".error-summary")!.TextContent, "您已有 10 个文件在排队或生成中");
        Assert.AreEqual(10, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM RosterJob"));
        Assert.AreNotEqual(first, await (await app.SignedInAsync(Role.County)).AskForRosterAsync("?year=2026&q=a"));
    }

    [TestMethod]
    [DataRow("docx", "?year=2026", "请选择文件格式")]
    [DataRow("csv", "?region=320581", "地区“320581”无效")]
    [DataRow("csv", "?year=1999", "年度“1999”无效")]
    public async Task What_cannot_be_made_is_refused_with_the_reason(string format, string query, string reason)
    {
        await using var app = await TestApp.StartAsync();
        var office = await app.SignedInAsync(Role.County);

        using var refused = await office.SubmitAsync("/roster", "/roster/exports", ("format", format), ("query", query));

        StringAssert.Contains((await refused.PageAsync(HttpStatusCode.UnprocessableEntity)).QuerySelector(".error-summary")!.TextContent, reason);
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM RosterJob"));
    }

    [TestMethod]
    [DataRow(0, "POST")]
    [DataRow(50_000, "GET")]
    public async Task Above_the_threshold_the_buttons_ask_for_a_file_in_the_background(int threshold, string method)
    {
        await using var app = await TestApp.StartAsync();
        app.Services.GetRequiredService<IConfiguration>()["Roster:BackgroundRows"] = $"{threshold}";
        await SampleCounty.FillAsync(app.Database);
        var office = await app.SignedInAsync(Role.County);

        var exports = (await office.PageAsync("/roster?year=2026")).QuerySelector(".exports")!;

        Assert.HasCount(method == "GET" ? 3 : 0, exports.QuerySelectorAll("a[href^='/roster/export.']"));
        Assert.HasCount(3, exports.QuerySelectorAll("form[action='/roster/exports'] button[name=format]"));
        Assert.AreEqual(method == "POST", exports.TextContent.Contains("数量较大", StringComparison.Ordinal));
    }
}
