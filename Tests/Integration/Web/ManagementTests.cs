using System.Net;
using System.Text.Json;
using Dapper;
using RiskReport.Data;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Web;

/// <summary>管理评价: an office says how an enterprise is managed, beside its colour and without touching it.</summary>
[TestClass]
public sealed class ManagementTests
{
    public required TestContext TestContext { get; set; }

    [TestMethod]
    [DataRow("100", "优秀", "100")]
    [DataRow("90", "优秀", "90")]
    [DataRow("89.99", "良好", "89.99")]
    [DataRow("75", "良好", "75")]
    [DataRow("74.99", "合格", "74.99")]
    [DataRow("６０", "合格", "60")]
    [DataRow("59.99", "不合格", "59.99")]
    [DataRow("0", "不合格", "0")]
    public async Task The_rating_goes_by_the_bounds_of_the_rules(string score, string rating, string shown)
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        var name = await app.AddAccountAsync(Role.Township);
        var office = app.Anonymous();
        await office.SignInAsync(name);

        using var response = await RateAsync(office, filer, score, " 2026年执法检查表 ");

        Assert.AreEqual(Address(filer), response.Headers.Location?.OriginalString);
        var page = await office.PageAsync(Address(filer));
        StringAssert.Contains(page.Body!.TextContent, $"{rating}（{shown} 分），{name} 于 2026-11-24 10:00 评定：2026年执法检查表（界限按规则 2021-A）");
        Assert.AreEqual($"{name} 网页 1", await app.Database.ScalarAsync<string>("SELECT CONCAT(ChangedBy, ' ', ChangedFrom, ' ', Version) FROM ManagementRating"));
    }

    [TestMethod]
    public async Task Colour_score_reasons_and_version_of_the_report_stay_as_they_were()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        await (await ReportForm.OpenAsync(filer.Client)).Filled(true, Risk.Lec("3", "6", "15"), Risk.Ls("2", "2")).SubmitAsync(filer.Client);
        var office = await app.SignedInAsync(Role.County);
        var before = await ReportAsync(app.Database.Database);
        var page = (await office.PageAsync(Address(filer))).QuerySelector(".verdict-card")!.OuterHtml;

        foreach (var score in new[] { "0", "100" })
        {
            using var response = await RateAsync(office, filer, score, "2026年执法检查表");
            Assert.AreEqual(HttpStatusCode.Redirect, response.StatusCode);
        }

        Assert.AreEqual(before, await ReportAsync(app.Database.Database));
        Assert.AreEqual(page, (await office.PageAsync(Address(filer))).QuerySelector(".verdict-card")!.OuterHtml);
        Assert.AreEqual("100 2", await app.Database.ScalarAsync<string>("SELECT CONCAT(Score, ' ', Version) FROM ManagementRating"));
    }

    [TestMethod]
    [DataRow("100.01", "2026年执法检查表", "score", "现为“100.01”。")]
    [DataRow("-1", "2026年执法检查表", "score", "现为“-1”。")]
    [DataRow("89.999", "2026年执法检查表", "score", "最多两位小数，现为“89.999”。")]
    [DataRow("九十", "2026年执法检查表", "score", "应为 0 至 100 之间的数字")]
    [DataRow("", "2026年执法检查表", "score", "应为 0 至 100 之间的数字")]
    [DataRow("80", "", "reason", "请填写评价依据（不超过 200 个字）")]
    public async Task A_rating_that_cannot_be_is_refused_at_its_field_and_kept(string score, string reason, string field, string sentence)
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        var office = await app.SignedInAsync(Role.Township);

        using var response = await RateAsync(office, filer, score, reason);

        var page = await response.PageAsync(HttpStatusCode.UnprocessableEntity);
        StringAssert.Contains(page.QuerySelectorAll(".error-summary li").Single().QuerySelector($"a[href='#{field}']")!.TextContent, sentence);
        StringAssert.Contains(page.GetElementById($"{field}-problem")!.TextContent, sentence);
        Assert.AreEqual(score, page.GetElementById("score")!.GetAttribute("value"));
        Assert.AreEqual(reason, page.GetElementById("reason")!.GetAttribute("value"));
        Assert.IsTrue(page.QuerySelector("#score")!.Closest("details")!.HasAttribute("open"));
        Assert.AreEqual(0, await RatingsAsync(app));
    }

    [TestMethod]
    public async Task A_wrong_score_and_a_missing_reason_are_said_at_once()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        var office = await app.SignedInAsync(Role.Township);

        using var response = await RateAsync(office, filer, "九十", "");

        var page = await response.PageAsync(HttpStatusCode.UnprocessableEntity);
        Assert.AreEqual("#score #reason", string.Join(' ', page.QuerySelectorAll(".error-summary a").Select(a => a.GetAttribute("href"))));
    }

    [TestMethod]
    public async Task A_reason_that_is_too_long_is_refused()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        var office = await app.SignedInAsync(Role.Township);

        using var refused = await RateAsync(office, filer, "80", new string('长', 201));
        using var taken = await RateAsync(office, filer, "80", new string('长', 200));

        Assert.AreEqual(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.AreEqual(HttpStatusCode.Redirect, taken.StatusCode);
    }

    [TestMethod]
    [DataRow("0")]
    [DataRow("1")]
    public async Task Whoever_comes_second_is_told_and_overwrites_nothing(string seen)
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        var office = await app.SignedInAsync(Role.Township);
        using var first = await RateAsync(office, filer, "80", "镇街检查");
        using var second = await RateAsync(await app.SignedInAsync(Role.County), filer, "70", "县级复查");

        using var response = await RateAsync(office, filer, "95", "镇街再评", seen);

        var page = await response.PageAsync(HttpStatusCode.UnprocessableEntity);
        Assert.AreEqual("管理评价刚刚被其他人修改，请核对后再保存。", page.QuerySelector(".error-summary li")!.TextContent);
        StringAssert.Contains(page.Body!.TextContent, "合格（70 分）");
        Assert.AreEqual("95", page.GetElementById("score")!.GetAttribute("value"));
        Assert.AreEqual("2", page.QuerySelector("form[action$='/management'] input[name=version]")!.GetAttribute("value"));
        Assert.AreEqual("70 2 县级复查", await app.Database.ScalarAsync<string>("SELECT CONCAT(Score, ' ', Version, ' ', ChangeReason) FROM ManagementRating"));
    }

    [TestMethod]
    [DataRow(Role.County, "320581")]
    [DataRow(Role.Township, "320581001")]
    [DataRow(Role.Township, "320583101")]
    public async Task An_office_of_elsewhere_finds_nothing_and_writes_nothing(Role role, string region)
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        var office = await app.SignedInAsync(role, region);

        using var response = await office.SubmitAsync("/imports", Address(filer) + "/management", ("version", "0"), ("score", "0"), ("reason", "外地检查"));

        Assert.AreEqual(HttpStatusCode.NotFound, response.StatusCode);
        Assert.AreEqual(0, await RatingsAsync(app));
    }

    [TestMethod]
    public async Task A_year_without_a_report_cannot_be_rated()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        var office = await app.SignedInAsync(Role.Township);

        using var response = await office.SubmitAsync(
            "/imports", $"/enterprises/{filer.EnterpriseId}/declarations/2020/management", ("version", "0"), ("score", "80"), ("reason", "检查"));

        Assert.AreEqual(HttpStatusCode.NotFound, response.StatusCode);
        Assert.AreEqual(0, await RatingsAsync(app));
    }

    [TestMethod]
    public async Task The_enterprise_and_the_auditor_see_the_rating_and_no_form()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        await (await ReportForm.OpenAsync(filer.Client)).Nil().SubmitAsync(filer.Client);
        Assert.DoesNotContain("管理评价", (await filer.Client.PageAsync(ReportForm.Result)).Body!.TextContent);

        using var response = await RateAsync(await app.SignedInAsync(Role.City), filer, "80", "市级抽查");

        Assert.AreEqual(HttpStatusCode.Redirect, response.StatusCode);
        foreach (var page in new[] { await filer.Client.PageAsync(ReportForm.Result), await (await app.SignedInAsync(Role.Auditor)).PageAsync(Address(filer)) })
        {
            StringAssert.Contains(page.Body!.TextContent, "良好（80 分）");
            Assert.IsEmpty(page.QuerySelectorAll("main form"));
        }
    }

    private static string Address(Filer filer) => $"/enterprises/{filer.EnterpriseId}/declarations/2026";

    /// <summary>Through the form of the page; seen: the version it carries, unless given.</summary>
    private static async Task<HttpResponseMessage> RateAsync(HttpClient office, Filer filer, string score, string reason, string? seen = null)
    {
        var page = await office.PageAsync(Address(filer));
        seen ??= page.QuerySelector("form[action$='/management'] input[name=version]")!.GetAttribute("value");
        return await office.SubmitAsync(Address(filer), Address(filer) + "/management", ("version", seen), ("score", score), ("reason", reason));
    }

    private static Task<int> RatingsAsync(TestApp app) => app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM ManagementRating");

    /// <summary>Every column of the report, its risks and its history.</summary>
    private async Task<string> ReportAsync(Database database)
    {
        await using var connection = await database.OpenAsync(TestContext.CancellationToken);
        var rows = new List<object>();
        foreach (var sql in new[] { "SELECT * FROM Declaration", "SELECT * FROM RiskItem", "SELECT * FROM DeclarationEvent" })
            rows.AddRange(await connection.QueryAsync(sql));
        return JsonSerializer.Serialize(rows);
    }
}
