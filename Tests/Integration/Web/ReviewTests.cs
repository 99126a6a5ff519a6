using System.Net;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Web;

/// <summary>What an office answers to a filed report, and what the enterprise then sees.</summary>
[TestClass]
public sealed class ReviewTests
{
    private const string Changshu = "320581";

    [TestMethod]
    public async Task What_is_filed_waits_until_the_office_accepts_it()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await FiledAsync(app, Risk.Lec("3", "6", "15"));
        var office = await app.SignedInAsync(Role.Township);
        Assert.HasCount(1, (await office.PageAsync("/reviews")).QuerySelectorAll(".waiting tbody tr"));

        using var response = await PostAsync(office, filer, "accept");

        Assert.AreEqual(HttpStatusCode.Redirect, response.StatusCode);
        Assert.IsEmpty((await office.PageAsync("/reviews")).QuerySelectorAll(".waiting tbody tr"));
        Assert.AreEqual(4, await app.Database.ScalarAsync<int>("SELECT Status FROM Declaration"));
        Assert.AreEqual("审核通过", await app.Database.ScalarAsync<string>("SELECT ChangeReason FROM DeclarationEvent WHERE Status = 4"));
        StringAssert.Contains((await filer.Client.PageAsync(ReportForm.Result)).Body!.TextContent, "已接受");
    }

    [TestMethod]
    public async Task A_return_says_why_at_the_very_field_and_by_when_until_it_is_filed_again()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await FiledAsync(app, Risk.Lec("3", "6", "15"), Risk.Ls("2", "2"));
        var office = await app.SignedInAsync(Role.Township);

        await ReturnAsync(office, filer, ("2:Controls", "请写明检查频次"), ("0:Phone", "电话打不通"), ("", "请补充承诺书"));

        var home = (await filer.Client.PageAsync("/")).Body!.TextContent;
        foreach (var words in new[] { "2026 年 12 月 10 日", "风险 2 “管控措施”：请写明检查频次", "“联系电话”：电话打不通", "请补充承诺书" })
            StringAssert.Contains(home, words);
        var form = await ReportForm.OpenAsync(filer.Client);
        await form.With(("Items[0].Name", "别的"), ("Basics.Address", "新地址")).SaveAsync(filer.Client);
        var page = await filer.Client.PageAsync(form.RiskPages[1]);
        Assert.AreEqual("退回意见：请写明检查频次", page.GetElementById("Item-Controls-notice")!.TextContent);
        StringAssert.Contains(page.GetElementById("Item-Controls")!.GetAttribute("aria-describedby"), "Item-Controls-notice");
        Assert.AreEqual("退回意见：电话打不通", (await filer.Client.PageAsync(ReportForm.Part("basics"))).GetElementById("Basics-Phone-notice")!.TextContent);
        Assert.IsNull((await filer.Client.PageAsync(form.RiskPages[0])).GetElementById("Item-Controls-notice"));
    }

    [TestMethod]
    public async Task A_reason_stays_with_its_risk_when_another_is_taken_out()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await FiledAsync(app, Risk.Lec("3", "6", "15"), Risk.Ls("2", "2"));
        await ReturnAsync(await app.SignedInAsync(Role.Township), filer, ("2:Controls", "请写明检查频次"));

        using var removed = await filer.Client.SubmitAsync(ReportForm.Risks, (await ReportForm.OpenAsync(filer.Client)).RiskPages[0] + "/remove");

        var left = (await ReportForm.OpenAsync(filer.Client)).RiskPages.Single();
        Assert.IsNotNull((await filer.Client.PageAsync(left)).GetElementById("Item-Controls-notice"), "what was the second risk is now the first");
    }

    [TestMethod]
    public async Task A_correction_shows_what_changed_and_is_first_in_the_inbox()
    {
        await using var app = await TestApp.StartAsync();
        var office = await app.SignedInAsync(Role.Township);
        var corrected = await FiledAsync(app, Risk.Lec("3", "6", "15"));
        await FiledAsync(app, Risk.Lec("10", "10", "100"));
        await ReturnAsync(office, corrected, ("1:Controls", "请写明检查频次"));

        await (await ReportForm.OpenAsync(corrected.Client)).With(("Items[0].Controls", "每班检查"), ("Committed", "true")).SubmitAsync(corrected.Client);

        var rows = (await office.PageAsync("/reviews")).QuerySelectorAll(".waiting tbody tr");
        Assert.HasCount(2, rows);
        StringAssert.Contains(rows[0].TextContent, "第 2 次提交");
        var page = (await office.PageAsync(Address(corrected))).Body!.TextContent;
        StringAssert.Contains(page, "风险 1 “管控措施”：请写明检查频次");
        StringAssert.Contains(page, "每班检查");
        var history = await corrected.Client.PageAsync("/declarations/2026/versions");
        Assert.HasCount(1, history.QuerySelectorAll("table tbody tr"));
        StringAssert.Contains(history.QuerySelector("table tbody")!.TextContent, "每班检查");
    }

    [TestMethod]
    public async Task A_return_without_a_reason_or_a_day_is_refused_and_keeps_what_was_typed()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await FiledAsync(app, Risk.Lec("3", "6", "15"));
        var office = await app.SignedInAsync(Role.Township);

        using var empty = await PostAsync(office, filer, "return");
        var page = await empty.PageAsync(HttpStatusCode.UnprocessableEntity);
        using var late = await PostAsync(office, filer, "return", ("reasons[0].target", "0:Phone"), ("reasons[0].message", "电话打不通"), ("dueOn", "2026-11-24"));
        var kept = await late.PageAsync(HttpStatusCode.UnprocessableEntity);

        Assert.HasCount(2, page.QuerySelectorAll(".error-summary li"));
        StringAssert.Contains(kept.QuerySelector(".error-summary")!.TextContent, "应在 2026-11-25 至 2027-02-22 之间");
        Assert.AreEqual("电话打不通", kept.GetElementById("message-0")!.GetAttribute("value"));
        Assert.AreEqual("0:Phone", ((AngleSharp.Html.Dom.IHtmlSelectElement)kept.GetElementById("target-0")!).Value);
        Assert.AreEqual(2, await app.Database.ScalarAsync<int>("SELECT Status FROM Declaration"));
    }

    [TestMethod]
    public async Task An_answer_to_a_report_that_has_changed_meanwhile_is_refused()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await FiledAsync(app, Risk.Lec("3", "6", "15"));
        var office = await app.SignedInAsync(Role.Township);

        foreach (var deed in new[] { "accept", "return" })
        {
            using var response = await PostAsync(office, filer, deed, ("version", "99"), ("reasons[0].message", "请核对"), ("dueOn", "2026-12-10"));
            var page = await response.PageAsync(HttpStatusCode.UnprocessableEntity);
            StringAssert.Contains(page.QuerySelector(".error-summary")!.TextContent, "刚刚有变化");
        }

        Assert.AreEqual(2, await app.Database.ScalarAsync<int>("SELECT Status FROM Declaration"));
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM ReturnReason"));
    }

    [TestMethod]
    public async Task What_is_accepted_only_the_county_opens_again()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await FiledAsync(app, Risk.Lec("3", "6", "15"));
        using (await PostAsync(await app.SignedInAsync(Role.Township), filer, "accept")) { }
        var county = await app.SignedInAsync(Role.County);

        using var returned = await PostAsync(county, filer, "return", ("reasons[0].message", "抽查发现不实"), ("dueOn", "2026-12-10"));
        Assert.AreEqual(HttpStatusCode.UnprocessableEntity, returned.StatusCode, "accepted reports are not simply returned");
        using var reopened = await PostAsync(county, filer, "reopen", ("reasons[0].message", "抽查发现不实"), ("dueOn", "2026-12-10"));

        Assert.AreEqual(HttpStatusCode.Redirect, reopened.StatusCode, await reopened.Content.ReadAsStringAsync());
        Assert.AreEqual(3, await app.Database.ScalarAsync<int>("SELECT Status FROM Declaration"));
        StringAssert.Contains((await filer.Client.PageAsync("/")).Body!.TextContent, "抽查发现不实");
    }

    [TestMethod]
    public async Task The_office_of_another_county_finds_nothing_and_changes_nothing()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await FiledAsync(app, Risk.Lec("3", "6", "15"));
        var stranger = await app.SignedInAsync(Role.County, Changshu);

        foreach (var deed in new[] { "accept", "return", "reopen" })
        {
            using var response = await stranger.SubmitAsync("/reviews", Address(filer) + "/" + deed, ("version", "1"), ("reasons[0].message", "请核对"), ("dueOn", "2026-12-10"));
            Assert.AreEqual(HttpStatusCode.NotFound, response.StatusCode, deed);
        }

        Assert.IsEmpty((await stranger.PageAsync("/reviews")).QuerySelectorAll(".waiting tbody tr"));
        await stranger.PageAsync(Address(filer) + "/versions", HttpStatusCode.NotFound);
        await stranger.PageAsync(Address(filer) + "/report.pdf", HttpStatusCode.NotFound);
        Assert.AreEqual(2, await app.Database.ScalarAsync<int>("SELECT Status FROM Declaration"));
    }

    [TestMethod]
    public async Task Nil_reports_are_accepted_together_but_for_a_sample_that_stays_one()
    {
        const string Waiting = "SELECT COUNT(*) FROM Declaration WHERE Status = 2 AND Colour = 1 AND TownshipCode = '320583100'";
        await using var app = await TestApp.StartAsync();
        var county = await app.SignedInAsync(Role.County);
        var file = new ImportFile();
        for (var i = 0; i < 25; i++)
            file.Enterprise(Enterprises.NewCreditCode(), cells: ("行业代码", "3911"));
        var yellow = Enterprises.NewCreditCode();
        file.Enterprise(yellow).Risk(yellow);
        await county.ImportAsync(app, file.Bytes());
        await (await app.SignedInAsync(Role.County, Changshu)).ImportAsync(app, new ImportFile().Enterprise(Enterprises.NewCreditCode(), "320581001").Enterprise(Enterprises.NewCreditCode(), "320581001").Bytes());

        using var response = await county.SubmitAsync("/reviews", "/reviews/nil");

        Assert.AreEqual(HttpStatusCode.Redirect, response.StatusCode);
        var (accepted, keptBack) = (await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Declaration WHERE Status = 4"), await app.Database.ScalarAsync<int>(Waiting));
        Assert.AreEqual((25, true), (accepted + keptBack, keptBack is 2 or 3));
        StringAssert.Contains((await county.PageAsync("/reviews")).QuerySelector(".notice")!.TextContent, $"已接受 {accepted} 家的零风险确认；抽样留下的还有 {keptBack} 家");
        Assert.IsNull((await county.PageAsync("/reviews")).QuerySelector("form[action='/reviews/nil']"));
        using (await county.SubmitAsync("/reviews", "/reviews/nil"))
            Assert.AreEqual(keptBack, await app.Database.ScalarAsync<int>(Waiting), "asking again accepts nothing of the sample");
        Assert.AreEqual(2, await app.Database.ScalarAsync<int>("SELECT Status FROM Declaration WHERE CreditCode = @Code", new { Code = yellow }));
        Assert.AreEqual(2, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Declaration WHERE Status = 2 AND TownshipCode = '320581001'"));
        Assert.AreEqual(accepted, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM DeclarationEvent WHERE Status = 4"));
    }

    private static async Task<Filer> FiledAsync(TestApp app, params Risk[] risks)
    {
        var filer = await Filer.SignedInAsync(app);
        await (await ReportForm.OpenAsync(filer.Client)).Filled(true, risks).SubmitAsync(filer.Client);
        return filer;
    }

    private static string Address(Filer filer) => $"/enterprises/{filer.EnterpriseId}/declarations/2026";

    /// <summary>From the page as it is now, unless another version is given.</summary>
    private static async Task<HttpResponseMessage> PostAsync(HttpClient office, Filer filer, string deed, params (string Name, string? Value)[] fields)
    {
        var version = (await office.PageAsync(Address(filer))).QuerySelector("input[name=version]")?.GetAttribute("value");
        return await office.SubmitAsync(Address(filer), Address(filer) + "/" + deed, fields.Any(f => f.Name == "version") ? fields : [.. fields, ("version", version)]);
    }

    private static async Task ReturnAsync(HttpClient office, Filer filer, params (string Target, string Message)[] reasons)
    {
        using var response = await PostAsync(office, filer, "return",
        [
            ("dueOn", "2026-12-10"),
            .. reasons.SelectMany((r, i) => new (string, string?)[] { ($"reasons[{i}].target", r.Target), ($"reasons[{i}].message", r.Message) }),
        ]);
        Assert.AreEqual(HttpStatusCode.Redirect, response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
