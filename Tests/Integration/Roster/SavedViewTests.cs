using System.Net;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Roster;

/// <summary>Filters that are kept under a name, for one person and for an office.</summary>
[TestClass]
public sealed class SavedViewTests
{
    private const string Changshu = "320581";

    [TestMethod]
    public async Task A_saved_view_opens_by_its_link_with_exactly_its_filter()
    {
        await using var app = await TestApp.StartAsync();
        var office = await app.SignedInAsync(Role.County);

        using var saved = await office.SaveViewAsync("红橙", "?year=2026&page=4&colour=red&colour=orange&x=1");
        using var opened = await office.GetAsync("/roster/views/1");

        Assert.AreEqual("/roster?year=2026&colour=red&colour=orange", saved.Headers.Location!.OriginalString);
        Assert.AreEqual("/roster?year=2026&colour=red&colour=orange", opened.Headers.Location!.OriginalString);
        var link = (await office.PageAsync(opened.Headers.Location!.OriginalString)).QuerySelector(".view-list a[aria-current]")!;
        Assert.AreEqual("/roster/views/1", link.GetAttribute("href"));
        StringAssert.Contains((await office.PageAsync("/roster/views")).QuerySelector("tbody")!.TextContent, "等级：重大(红)、较大(橙)");
    }

    [TestMethod]
    public async Task A_view_of_the_running_year_runs_with_the_year()
    {
        await using var app = await TestApp.StartAsync();
        var (name, office) = await app.OfficeAsync(Role.County);
        using var saved = await office.SaveViewAsync("当年", "?year=2026&scale=above", ("thisYear", "true"));

        app.ComeTo(new DateOnly(2027, 1, 2));
        await office.SignInAsync(name);

        Assert.AreEqual("/roster?scale=above", saved.Headers.Location!.OriginalString);
        StringAssert.Contains((await office.PageAsync("/roster?scale=above")).QuerySelector(".lead")!.TextContent, "2027 年度");
        StringAssert.Contains((await office.PageAsync("/roster/views")).QuerySelector("tbody")!.TextContent, "2027 年度");
    }

    [TestMethod]
    public async Task A_personal_view_is_nobody_elses_and_a_shared_one_is_the_offices()
    {
        await using var app = await TestApp.StartAsync();
        var office = await app.SignedInAsync(Role.County);
        using var personal = await office.SaveViewAsync("我的标记", "?q=secret");
        using var shared = await office.SaveViewAsync("共享标记", "?q=secret", ("shared", "true"));
        var colleague = await app.SignedInAsync(Role.County);
        HttpClient[] strangers =
        [
            await app.SignedInAsync(Role.County, Changshu), await app.SignedInAsync(Role.Township), await app.SignedInAsync(Role.City), await app.SignedInAsync(Role.Auditor, TestApp.Kunshan),
        ];

        Assert.Contains("共享标记", await colleague.GetStringAsync("/roster"));
        Assert.DoesNotContain("我的标记", await colleague.GetStringAsync("/roster"));
        Assert.DoesNotContain("我的标记", await colleague.GetStringAsync("/roster/views"));
        await colleague.PageAsync("/roster/views/1", HttpStatusCode.NotFound);
        using var opened = await colleague.GetAsync("/roster/views/2");
        Assert.AreEqual("/roster?q=secret", opened.Headers.Location!.OriginalString);
        foreach (var stranger in strangers)
        {
            Assert.DoesNotContain("标记", await stranger.GetStringAsync("/roster") + await stranger.GetStringAsync("/roster/views"));
            await stranger.PageAsync("/roster/views/2", HttpStatusCode.NotFound);
        }
    }

    [TestMethod]
    public async Task Only_its_owner_changes_a_view()
    {
        await using var app = await TestApp.StartAsync();
        var office = await app.SignedInAsync(Role.County);
        using var shared = await office.SaveViewAsync("共享", "?scale=above", ("shared", "true"));
        var colleague = await app.SignedInAsync(Role.County);

        await colleague.PageAsync("/roster/views/1/edit", HttpStatusCode.NotFound);
        foreach (var deed in new[] { "rename", "schedule", "delete" })
        {
            using var refused = await colleague.SubmitAsync("/roster", $"/roster/views/1/{deed}", ("name", "别的"), ("every", "day"), ("hour", "8"), ("format", "csv"));
            Assert.AreEqual(HttpStatusCode.NotFound, refused.StatusCode, deed);
        }

        using var overwritten = await colleague.SubmitAsync("/roster", "/roster/views", ("replaces", "1"), ("query", "?scale=below"));
        Assert.AreEqual(HttpStatusCode.NotFound, overwritten.StatusCode);
        Assert.AreEqual("共享 scale=above", await app.Database.ScalarAsync<string>("SELECT Name || ' ' || Query FROM SavedView WHERE RemovedAt IS NULL AND NextRunAt IS NULL"));
    }

    [TestMethod]
    public async Task Its_owner_renames_shares_overwrites_and_deletes_it()
    {
        await using var app = await TestApp.StartAsync();
        var (name, office) = await app.OfficeAsync(Role.County);
        using var saved = await office.SaveViewAsync("旧名", "?scale=above");
        var colleague = await app.SignedInAsync(Role.County);

        using var renamed = await office.SubmitAsync("/roster/views/1/edit", "/roster/views/1/rename", ("name", " 新名　"), ("shared", "true"));
        using var overwritten = await office.SubmitAsync("/roster", "/roster/views", ("replaces", "1"), ("query", "?scale=below&page=2"));

        Assert.AreEqual("/roster/views/1/edit", renamed.Headers.Location!.OriginalString);
        Assert.AreEqual("/roster?scale=below", overwritten.Headers.Location!.OriginalString);
        Assert.AreEqual($"新名 scale=below {name} 以当前筛选覆盖视图", await app.Database.ScalarAsync<string>("SELECT Name || ' ' || Query || ' ' || ChangedBy || ' ' || ChangeReason FROM SavedView"));
        Assert.Contains("新名", await colleague.GetStringAsync("/roster"));
        using var deleted = await office.SubmitAsync("/roster/views/1/edit", "/roster/views/1/delete");
        Assert.AreEqual("/roster/views", deleted.Headers.Location!.OriginalString);
        await office.PageAsync("/roster/views/1", HttpStatusCode.NotFound);
        Assert.DoesNotContain("新名", await colleague.GetStringAsync("/roster"));
    }

    [TestMethod]
    public async Task A_name_is_used_once_by_a_person_and_once_by_an_office()
    {
        await using var app = await TestApp.StartAsync();
        var office = await app.SignedInAsync(Role.County);
        using var first = await office.SaveViewAsync("周报", "?scale=above");
        using var shared = await office.SaveViewAsync("周报", "?scale=above", ("shared", "true"));
        var colleague = await app.SignedInAsync(Role.County);

        using var again = await office.SaveViewAsync("周报", "?scale=below");
        using var sharedAgain = await colleague.SaveViewAsync("周报", "?scale=below", ("shared", "true"));
        using var colleaguesOwn = await colleague.SaveViewAsync("周报", "?scale=below");
        using var shareToo = await office.SubmitAsync("/roster/views/1/edit", "/roster/views/1/rename", ("name", "周报"), ("shared", "true"));

        await RefusedAsync(again, "您已有名为“周报”的视图，请换一个名称");
        await RefusedAsync(sharedAgain, "本办公室已有名为“周报”的视图");
        Assert.AreEqual(HttpStatusCode.Redirect, colleaguesOwn.StatusCode);
        await RefusedAsync(shareToo, "本办公室已有名为“周报”的视图");
    }

    [TestMethod]
    [DataRow("", "?scale=above", "请给视图起一个名称")]
    [DataRow("好", "?region=320581", "地区“320581”无效")]
    [DataRow("好", "?colour=purple", "风险等级“purple”无效")]
    public async Task What_cannot_be_kept_is_refused_with_the_reason(string name, string query, string reason)
    {
        await using var app = await TestApp.StartAsync();
        var office = await app.SignedInAsync(Role.County);

        using var refused = await office.SaveViewAsync(name, query);

        await RefusedAsync(refused, reason);
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM SavedView"));
    }

    [TestMethod]
    public async Task A_person_and_an_office_keep_a_hundred_each()
    {
        await using var app = await TestApp.StartAsync();
        var office = await app.SignedInAsync(Role.County);
        using var first = await office.SaveViewAsync("0", "?scale=above");
        await app.Database.ExecuteAsync("""
            INSERT INTO SavedView (Name, Query, IsShared, OwnerId, OwnerName, OfficeRole, RegionCode, ChangedAt, ChangedBy, ChangedFrom, ChangeReason)
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 99)
            SELECT '第' || i, Query, 0, OwnerId, OwnerName, OfficeRole, RegionCode, ChangedAt, ChangedBy, ChangedFrom, ChangeReason FROM SavedView, n
            """);

        using var tooMany = await office.SaveViewAsync("更多", "?scale=above");
        using var shared = await office.SaveViewAsync("更多", "?scale=above", ("shared", "true"));

        await RefusedAsync(tooMany, "您的个人视图已有 100 个");
        Assert.AreEqual(HttpStatusCode.Redirect, shared.StatusCode);
    }

    /// <summary>What was kept with the whole city in sight shows a county nothing but the county.</summary>
    [TestMethod]
    public async Task A_view_is_read_with_the_scope_of_the_present_not_of_the_past()
    {
        await using var app = await TestApp.StartAsync();
        var (name, office) = await app.OfficeAsync(Role.County, Changshu);
        using var saved = await office.SaveViewAsync("常熟", "?region=320581");
        await app.Database.ExecuteAsync("UPDATE Account SET RegionCode = @Kunshan WHERE UserName = @Name", new { TestApp.Kunshan, Name = name });
        var moved = app.Anonymous();
        await moved.SignInAsync(name);

        using var opened = await moved.GetAsync("/roster/views/1");

        var page = await moved.PageAsync(opened.Headers.Location!.OriginalString, HttpStatusCode.BadRequest);
        StringAssert.Contains(page.QuerySelector(".error-summary")!.TextContent, "地区“320581”无效");
    }

    [TestMethod]
    [DataRow("RegionCode = '320581'")]
    [DataRow("State = 3")]
    public async Task What_somebody_left_behind_the_office_may_put_away(string left)
    {
        await using var app = await TestApp.StartAsync();
        var (name, office) = await app.OfficeAsync(Role.County);
        using var shared = await office.SaveViewAsync("遗留", "?scale=above", ("shared", "true"));
        var colleague = await app.SignedInAsync(Role.County);
        var stranger = await app.SignedInAsync(Role.County, Changshu);
        await app.Database.ExecuteAsync($"UPDATE Account SET {left} WHERE UserName = @Name", new { Name = name });

        using var strangers = await stranger.SubmitAsync("/roster", "/roster/views/1/delete");
        using var deleted = await colleague.SubmitAsync("/roster/views", "/roster/views/1/delete");

        Assert.AreEqual(HttpStatusCode.NotFound, strangers.StatusCode);
        Assert.AreEqual("/roster/views", deleted.Headers.Location!.OriginalString);
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM SavedView WHERE RemovedAt IS NOT NULL"));
    }

    private static async Task RefusedAsync(HttpResponseMessage response, string reason) =>
        StringAssert.Contains((await response.PageAsync(HttpStatusCode.UnprocessableEntity)).QuerySelector(".error-summary")!.TextContent, reason);
}
