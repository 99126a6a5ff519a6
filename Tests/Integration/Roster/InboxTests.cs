using System.Net;
using Microsoft.Extensions.DependencyInjection;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;
using RiskReport.Web.Background;

namespace RiskReport.Tests.Integration.Roster;

/// <summary>What an office is told, and what each of its people has read.</summary>
[TestClass]
public sealed class InboxTests
{
    [TestMethod]
    public async Task What_one_has_read_stays_unread_for_the_others()
    {
        await using var app = await TestApp.StartAsync();
        var (office, colleague) = (await app.SignedInAsync(Role.County), await app.SignedInAsync(Role.County));
        await TellAsync(app, 3);

        using var read = await office.SubmitAsync("/inbox", "/inbox/2/read");
        using var readAgain = await office.SubmitAsync("/inbox", "/inbox/2/read");

        Assert.AreEqual(HttpStatusCode.Redirect, readAgain.StatusCode);
        Assert.AreEqual("2 条未读", Unread(await office.GetStringAsync("/")));
        Assert.AreEqual("3 条未读", Unread(await colleague.GetStringAsync("/")));
        Assert.HasCount(2, (await office.PageAsync("/inbox")).QuerySelectorAll(".inbox .unread"));
    }

    [TestMethod]
    public async Task Marking_all_leaves_what_came_after_the_page_was_made()
    {
        await using var app = await TestApp.StartAsync();
        var office = await app.SignedInAsync(Role.County);
        await TellAsync(app, 2);

        var upTo = (await office.PageAsync("/inbox")).QuerySelector("input[name=upTo]")!.GetAttribute("value");
        await TellAsync(app, 1);
        using var read = await office.SubmitAsync("/inbox", "/inbox/read", ("upTo", upTo));

        Assert.AreEqual("1 条未读", Unread(await office.GetStringAsync("/")));
    }

    [TestMethod]
    public async Task A_notice_of_another_office_is_not_there()
    {
        await using var app = await TestApp.StartAsync();
        await TellAsync(app, 1);

        foreach (var stranger in new[] { await app.SignedInAsync(Role.County, "320581"), await app.SignedInAsync(Role.Township), await app.SignedInAsync(Role.Auditor, TestApp.Kunshan) })
        {
            Assert.DoesNotContain("通知标记", await stranger.GetStringAsync("/inbox"));
            using var read = await stranger.SubmitAsync("/inbox", "/inbox/1/read");
            Assert.AreEqual(HttpStatusCode.NotFound, read.StatusCode);
            using var all = await stranger.SubmitAsync("/inbox", "/inbox/read", ("upTo", "99"));
        }

        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM NoticeRead"));
    }

    [TestMethod]
    public async Task Old_notices_are_put_away_read_or_not()
    {
        await using var app = await TestApp.StartAsync();
        var office = await app.SignedInAsync(Role.County);
        await TellAsync(app, 2);
        using var read = await office.SubmitAsync("/inbox", "/inbox/1/read");
        await app.Database.ExecuteAsync("""
            INSERT INTO Notice (Kind, OfficeRole, RegionCode, Title, Body, Link, CreatedAt, CreatedBy)
            WITH RECURSIVE copy (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM copy WHERE i < 600)
            SELECT n.Kind, n.OfficeRole, n.RegionCode, n.Title, n.Body, n.Link, n.CreatedAt, n.CreatedBy FROM Notice n, copy WHERE n.Id = 2
            """);
        app.Clock.Advance(TimeSpan.FromDays(90));
        await TellAsync(app, 1);
        var worker = app.Services.GetRequiredService<RosterWorker>();

        await worker.TidyAsync(CancellationToken.None);
        Assert.AreEqual(603, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Notice"), "not a moment too early");
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await worker.TidyAsync(CancellationToken.None);

        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Notice"));
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM NoticeRead"));
    }

    [TestMethod]
    public async Task A_long_inbox_has_pages()
    {
        await using var app = await TestApp.StartAsync();
        var office = await app.SignedInAsync(Role.County);
        await TellAsync(app, 31);

        Assert.HasCount(30, (await office.PageAsync("/inbox")).QuerySelectorAll(".inbox li"));
        Assert.HasCount(1, (await office.PageAsync("/inbox?page=2")).QuerySelectorAll(".inbox li"));
        Assert.HasCount(1, (await office.PageAsync("/inbox?page=99")).QuerySelectorAll(".inbox li"));
    }

    private static string Unread(string page) =>
        string.Concat(new AngleSharp.Html.Parser.HtmlParser().ParseDocument(page).QuerySelector(".unread-count")!.TextContent.Trim());

    private static async Task TellAsync(TestApp app, int notices)
    {
        for (var i = 0; i < notices; i++)
            await app.Database.ExecuteAsync("""
                INSERT INTO Notice (Kind, OfficeRole, RegionCode, Title, Body, Link, CreatedAt, CreatedBy) VALUES (3, 3, '320583', '通知标记', '内容', '/roster/views', @Now, 'test')
                """, new { Now = app.Clock.GetUtcNow().UtcDateTime });
    }
}
