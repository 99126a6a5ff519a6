using System.Net;
using Microsoft.Extensions.DependencyInjection;
using RiskReport.Data.Enterprises;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Web;

/// <summary>Being taken off the duty to report: asked for by the enterprise, decided by the office.</summary>
[TestClass]
public sealed class WriteOffPagesTests
{
    private const string Page = ReportForm.Address + "/write-off";

    [TestMethod]
    public async Task An_application_that_is_granted_ends_the_duty_of_this_year_and_the_next()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        using (await AskAsync(filer)) { }
        StringAssert.Contains((await filer.Client.PageAsync(ReportForm.Result)).Body!.TextContent, "核销申请已提交，等待所在镇（街道）审核");
        using (var closed = await filer.Client.GetAsync(ReportForm.Part("basics")))
            Assert.AreEqual(ReportForm.Result, closed.Headers.Location!.OriginalString);
        var office = await app.SignedInAsync(Role.Township);
        StringAssert.Contains((await office.PageAsync("/reviews")).QuerySelector(".waiting tbody tr")!.TextContent, "核销");
        StringAssert.Contains((await office.PageAsync(Address(filer))).Body!.TextContent, "搬迁，2026-11-01：搬到浙江嘉兴");

        await app.AcceptAsync(filer);

        Assert.AreEqual("5 5", await app.Database.ScalarAsync<string>("SELECT CONCAT(Status, ' ', Type) FROM Declaration"));
        Assert.AreEqual(0, await app.Services.GetRequiredService<YearStore>().OpenAsync(2027, new Actor("test", "test", "test"), CancellationToken.None));
        StringAssert.Contains((await filer.Client.PageAsync("/")).Body!.TextContent, "核销");
        using var county = await DecideAsync(await app.SignedInAsync(Role.County), filer, "restore", "查明仍在生产");
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT Status FROM Declaration"));
        StringAssert.Contains(await app.Database.ScalarAsync<string>("SELECT ChangeReason FROM Declaration"), "查明仍在生产");
    }

    [TestMethod]
    public async Task An_accepted_report_is_accepted_again_when_its_write_off_was_a_mistake()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        await (await ReportForm.OpenAsync(filer.Client)).Filled(true, Risk.Lec("3", "6", "15")).SubmitAsync(filer.Client);
        await app.AcceptAsync(filer);
        using (await AskAsync(filer)) { }
        await app.AcceptAsync(filer);
        var code = await app.Database.ScalarAsync<string>("SELECT Code FROM DeclarationVersion");
        Assert.AreEqual("已核销", await VerifyAsync(app, code));

        using var restored = await DecideAsync(await app.SignedInAsync(Role.County), filer, "restore", "误办");

        Assert.AreEqual("4 1 3", await app.Database.ScalarAsync<string>("SELECT CONCAT(Status, ' ', Type, ' ', Colour) FROM Declaration"));
        Assert.AreEqual("有效", await VerifyAsync(app, code));
    }

    [TestMethod]
    public async Task An_application_can_be_refused_with_a_reason_or_taken_back_and_the_draft_is_still_there()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        await (await ReportForm.OpenAsync(filer.Client)).With(("Basics.Address", "草稿地址")).SaveAsync(filer.Client);
        using (await AskAsync(filer)) { }
        var office = await app.SignedInAsync(Role.Township);

        using var silent = await DecideAsync(office, filer, "write-off/refuse", " ");
        using var refused = await DecideAsync(office, filer, "write-off/refuse", "仍在经营");

        StringAssert.Contains((await silent.PageAsync(HttpStatusCode.UnprocessableEntity)).QuerySelector(".error-summary")!.TextContent, "请说明理由");
        Assert.AreEqual(HttpStatusCode.Redirect, refused.StatusCode);
        Assert.AreEqual("草稿地址", (await ReportForm.OpenAsync(filer.Client))["Basics.Address"]);
        StringAssert.Contains((await filer.Client.PageAsync(ReportForm.Address)).Body!.TextContent, "申请核销");
        using (await AskAsync(filer)) { }
        var version = await app.Database.ScalarAsync<int>("SELECT Version FROM Declaration");
        using var taken = await filer.Client.SubmitAsync(ReportForm.Result, ReportForm.Address + "/withdraw", ("version", $"{version}"));
        Assert.AreEqual("草稿地址", (await ReportForm.OpenAsync(filer.Client))["Basics.Address"]);
    }

    [TestMethod]
    public async Task An_office_writes_off_in_two_steps_who_has_gone_without_a_word()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        var office = await app.SignedInAsync(Role.Township);
        using var wrong = await office.SubmitAsync(Address(filer), Address(filer) + "/write-off", ("version", "0"), ("Detail", "人去楼空"));
        var page = await wrong.PageAsync(HttpStatusCode.UnprocessableEntity);
        Assert.HasCount(2, page.QuerySelectorAll(".error-summary a"));
        Assert.AreEqual("人去楼空", page.GetElementById("Detail")!.TextContent.Trim());
        using var foreign = await (await app.SignedInAsync(Role.Township, "320581001")).SubmitAsync("/reviews", Address(filer) + "/write-off", ("version", "0"), ("Kind", "关闭或停产"), ("On", "2026-05-01"), ("Detail", "人去楼空"));
        Assert.AreEqual(HttpStatusCode.NotFound, foreign.StatusCode);

        using var asked = await office.SubmitAsync(Address(filer), Address(filer) + "/write-off", ("version", "0"), ("Kind", "关闭或停产"), ("On", "2026-05-01"), ("Detail", "人去楼空"));
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT Status FROM Declaration"));
        await app.AcceptAsync(filer);

        Assert.AreEqual(5, await app.Database.ScalarAsync<int>("SELECT Status FROM Declaration"));
    }

    [TestMethod]
    public async Task Only_the_newest_year_is_written_off_and_coming_back_opens_the_years_again()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        var store = app.Services.GetRequiredService<YearStore>();
        var actor = new Actor("test", "test", "test");
        await store.OpenAsync(2027, actor, CancellationToken.None);
        using var old = await AskAsync(filer);
        StringAssert.Contains((await old.PageAsync(HttpStatusCode.UnprocessableEntity)).QuerySelector(".error-summary")!.TextContent, "核销在最新年度的报告上申请");
        await app.Database.ScalarAsync<int>("DELETE FROM Declaration WHERE Year = 2027; UPDATE Declaration SET Status = 5; SELECT 0");
        Assert.AreEqual(0, await store.OpenAsync(2027, actor, CancellationToken.None));
        // an office has imported it again since
        await app.Database.ScalarAsync<int>("""
            INSERT INTO Declaration (EnterpriseId, Year, TownshipCode, Scale, Name, CreditCode, Status, ChangedAt, ChangedBy, ChangedFrom, ChangeReason)
            SELECT EnterpriseId, 2028, TownshipCode, Scale, Name, CreditCode, 0, ChangedAt, ChangedBy, ChangedFrom, ChangeReason FROM Declaration;
            SELECT 0
            """);

        Assert.AreEqual(1, await store.OpenAsync(2029, actor, CancellationToken.None));
    }

    [TestMethod]
    public async Task What_was_filed_and_never_accepted_is_to_be_corrected_when_it_is_restored()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        await (await ReportForm.OpenAsync(filer.Client)).Nil().SubmitAsync(filer.Client);
        await app.Database.ScalarAsync<int>("UPDATE Declaration SET Status = 5; SELECT 0");

        using var restored = await DecideAsync(await app.SignedInAsync(Role.County), filer, "restore", "误办");

        Assert.AreEqual(3, await app.Database.ScalarAsync<int>("SELECT Status FROM Declaration"));
    }

    [TestMethod]
    public async Task What_the_undo_of_an_import_took_back_is_to_be_filed_when_it_is_restored()
    {
        await using var app = await TestApp.StartAsync();
        var code = Enterprises.NewCreditCode();
        var filer = await Filer.SignedInAsync(app, creditCode: code);
        var office = await app.SignedInAsync(Role.Township);
        var import = await office.ImportAsync(app, ImportFile.OfNil(code));
        using (await office.DecideAsync(import, "undo", ("Reason", "错误的文件"))) { }
        await app.WorkAsync();
        await app.Database.ScalarAsync<int>("UPDATE Declaration SET Status = 5; SELECT 0");
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM DeclarationVersion"));

        using var restored = await DecideAsync(await app.SignedInAsync(Role.County), filer, "restore", "误办");

        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT Status FROM Declaration"));
    }

    [TestMethod]
    public async Task What_is_wrong_is_said_at_once_and_kept()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);

        using var response = await AskAsync(filer, ("Kind", "合并"), ("On", "2027-01-01"), ("Detail", ""), ("Successor", "123"));

        var page = await response.PageAsync(HttpStatusCode.UnprocessableEntity);
        Assert.HasCount(3, page.QuerySelectorAll(".error-summary a"));
        Assert.AreEqual("123", page.GetElementById("Successor")!.GetAttribute("value"));
        StringAssert.StartsWith(page.Title, "错误：");
    }

    [TestMethod]
    public async Task An_old_page_a_submitted_report_and_another_office_change_nothing()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        using var stale = await AskAsync(filer, ("version", "77"));
        StringAssert.Contains((await stale.PageAsync(HttpStatusCode.UnprocessableEntity)).Body!.TextContent, "报告刚刚在别处修改过");
        using (await AskAsync(filer)) { }
        var version = await app.Database.ScalarAsync<int>("SELECT Version FROM Declaration");
        using var foreign = await (await app.SignedInAsync(Role.Township, "320581001")).SubmitAsync("/reviews", Address(filer) + "/accept", ("version", $"{version}"));
        Assert.AreEqual(HttpStatusCode.NotFound, foreign.StatusCode);
        var other = await Filer.SignedInAsync(app);
        await (await ReportForm.OpenAsync(other.Client)).Nil().SubmitAsync(other.Client);

        using var filed = await other.Client.GetAsync(Page);

        Assert.AreEqual(ReportForm.Result, filed.Headers.Location!.OriginalString);
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Declaration WHERE Status = 5"));
    }

    private static async Task<HttpResponseMessage> AskAsync(Filer filer, params (string Name, string Value)[] typed)
    {
        var form = PageForm.On(await filer.Client.PageAsync(Page)).With([("Kind", "搬迁"), ("On", "2026-11-01"), ("Detail", "搬到浙江嘉兴"), .. typed]);
        return await filer.Client.PostAsync(Page, new FormUrlEncodedContent(form.Answers));
    }

    private static async Task<HttpResponseMessage> DecideAsync(HttpClient office, Filer filer, string deed, string reason)
    {
        var version = (await office.PageAsync(Address(filer))).QuerySelector("input[name=version]")!.GetAttribute("value");
        return await office.SubmitAsync(Address(filer), Address(filer) + "/" + deed, ("version", version), ("why", reason));
    }

    private static string Address(Filer filer) => $"/enterprises/{filer.EnterpriseId}/declarations/2026";

    private static async Task<string> VerifyAsync(TestApp app, string code) =>
        (await app.Anonymous().PageAsync($"/verify/{code}")).QuerySelector(".verdict strong")!.TextContent;
}
