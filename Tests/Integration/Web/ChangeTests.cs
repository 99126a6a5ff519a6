using System.Net;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;
using RiskReport.Tests.Unit.Pdf;

namespace RiskReport.Tests.Integration.Web;

/// <summary>Changes of an accepted report: it holds until its change is accepted, whatever becomes of the change.</summary>
[TestClass]
public sealed class ChangeTests
{
    [TestMethod]
    public async Task The_accepted_report_holds_until_the_change_is_accepted_and_each_receipt_says_where_it_stands()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await AcceptedAsync(app);
        await BeginAsync(filer);
        Assert.AreEqual("有效", await VerifyAsync(app, 1));

        await (await ReportForm.OpenAsync(filer.Client)).With(("Items[0].LEC.C", "100"), ("Basics.Address", "新地址1号"), ("Committed", "true")).SubmitAsync(filer.Client);

        Assert.AreEqual("4 3 270", await StateAsync(app));
        Assert.AreEqual("昆山样板机械有限公司", await app.Database.ScalarAsync<string>("SELECT Address FROM Enterprise"), "the roll follows what is accepted");
        Assert.AreEqual("有效 变更已提交，接受后生效", $"{await VerifyAsync(app, 1)} {await VerifyAsync(app, 2)}");
        var own = (await filer.Client.PageAsync(ReportForm.Result)).Body!.TextContent;
        StringAssert.Contains(own, "变更报告已提交，等待所在镇（街道）审核");
        var office = await app.SignedInAsync(Role.Township);
        StringAssert.Contains((await office.PageAsync("/reviews")).QuerySelector(".waiting tbody tr")!.TextContent, "变更");
        var review = await office.PageAsync(Address(filer));
        StringAssert.Contains(review.Body!.TextContent, "新地址1号");
        Assert.IsNotNull(review.QuerySelector(".verdict-card .risk-orange"));
        Assert.Contains("1800", new PdfFile(await office.GetByteArrayAsync(Address(filer) + "/change.pdf")).AllText);
        Assert.DoesNotContain("1800", new PdfFile(await office.GetByteArrayAsync(Address(filer) + "/report.pdf")).AllText);

        await app.AcceptAsync(filer);

        Assert.AreEqual("4 4 1800", await StateAsync(app));
        Assert.AreEqual("新地址1号", await app.Database.ScalarAsync<string>("SELECT Address FROM Enterprise"));
        Assert.AreEqual("已被新报告替代 有效", $"{await VerifyAsync(app, 1)} {await VerifyAsync(app, 2)}");
        Assert.AreEqual("3 2", await app.Database.ScalarAsync<string>("SELECT CONCAT(Type, ' ', AcceptedVersion) FROM Declaration"));
        Assert.AreEqual(100, await app.Database.ScalarAsync<int>("SELECT C FROM RiskItem"));
        var told = (await filer.Client.PageAsync("/inbox")).QuerySelectorAll(".inbox li h2 a").Select(a => a.TextContent);
        Assert.AreEqual("2026 年度变更报告已被接受;2026 年度报告已被接受", string.Join(';', told));
        StringAssert.Contains((await filer.Client.PageAsync(ReportForm.Address + "/versions")).Body!.TextContent, "新地址1号");
    }

    [TestMethod]
    public async Task A_report_that_is_free_of_greater_risks_stays_so_on_the_board_when_it_is_changed()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        await (await ReportForm.OpenAsync(filer.Client)).Nil().SubmitAsync(filer.Client);
        await app.AcceptAsync(filer);
        await BeginAsync(filer);
        await (await ReportForm.OpenAsync(filer.Client)).With(("Basics.Address", "新地址1号"), ("Committed", "true")).SubmitAsync(filer.Client);
        await app.AcceptAsync(filer);

        Assert.AreEqual("新地址1号", await app.Database.ScalarAsync<string>("SELECT Address FROM Enterprise"));
        var nil = (await (await app.SignedInAsync(Role.City)).PageAsync("/board?year=2026")).QuerySelectorAll(".tiles li").Single(t => t.TextContent.Contains("零风险确认", StringComparison.Ordinal));
        Assert.AreEqual("1", nil.QuerySelector("strong")!.TextContent);
        Assert.AreEqual(3, await app.Database.ScalarAsync<int>("SELECT Type FROM DeclarationVersion WHERE Number = 2"), "what was filed was a change");
    }

    [TestMethod]
    public async Task A_change_that_is_returned_goes_on_from_what_was_filed_with_the_reason_at_the_field()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await AcceptedAsync(app);
        await BeginAsync(filer);
        await (await ReportForm.OpenAsync(filer.Client)).With(("Items[0].LEC.C", "100"), ("Basics.Address", "新地址1号"), ("Committed", "true")).SubmitAsync(filer.Client);
        var office = await app.SignedInAsync(Role.Township);

        using var returned = await DecideAsync(office, filer, "return", ("reasons[0].target", "1:Controls"), ("reasons[0].message", "请写明检查频次"), ("dueOn", "2026-12-10"));

        Assert.AreEqual(HttpStatusCode.Redirect, returned.StatusCode);
        Assert.AreEqual("4 3 270", await StateAsync(app));
        Assert.AreEqual("有效 已退回，尚未重新提交", $"{await VerifyAsync(app, 1)} {await VerifyAsync(app, 2)}");
        StringAssert.Contains((await filer.Client.PageAsync("/")).Body!.TextContent, "请写明检查频次");
        var told = (await filer.Client.PageAsync("/inbox")).QuerySelector(".inbox li")!.TextContent;
        StringAssert.Contains(told, "2026 年度变更报告被退回，请更正");
        StringAssert.Contains(told, "理由：管控措施：请写明检查频次。请于 2026 年 12 月 10 日前更正");
        var form = await ReportForm.OpenAsync(filer.Client);
        Assert.AreEqual("100 新地址1号", $"{form["Items[0].LEC.C"]} {form["Basics.Address"]}");
        Assert.AreEqual("退回意见：请写明检查频次", (await filer.Client.PageAsync(form.RiskPages[0])).GetElementById("Item-Controls-notice")!.TextContent);
        await form.With(("Items[0].Controls", "每班检查"), ("Committed", "true")).SubmitAsync(filer.Client);
        await app.AcceptAsync(filer);
        Assert.AreEqual("4 4 1800", await StateAsync(app));
        Assert.AreEqual(3, await app.Database.ScalarAsync<int>("SELECT AcceptedVersion FROM Declaration"));
    }

    [TestMethod]
    public async Task A_change_that_is_given_up_leaves_no_trace_but_its_events()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await AcceptedAsync(app);
        var before = await StateAsync(app);
        await BeginAsync(filer);
        await (await ReportForm.OpenAsync(filer.Client)).With(("Items[0].LEC.C", "100")).SaveAsync(filer.Client);

        using var given = await SubmitAsync(filer, ReportForm.Address, "/withdraw");

        Assert.AreEqual(before, await StateAsync(app));
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Declaration WHERE PendingType IS NOT NULL OR Draft IS NOT NULL OR Pending IS NOT NULL"));
        await BeginAsync(filer);
        Assert.AreEqual("15", (await ReportForm.OpenAsync(filer.Client))["Items[0].LEC.C"]);
    }

    [TestMethod]
    public async Task A_change_that_is_given_up_after_its_return_leaves_the_accepted_receipt_valid()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await AcceptedAsync(app);
        await BeginAsync(filer);
        await (await ReportForm.OpenAsync(filer.Client)).With(("Items[0].LEC.C", "100"), ("Committed", "true")).SubmitAsync(filer.Client);
        var office = await app.SignedInAsync(Role.Township);
        using (await DecideAsync(office, filer, "return", ("reasons[0].message", "请核对"), ("dueOn", "2026-12-10"))) { }

        using var given = await SubmitAsync(filer, ReportForm.Address, "/withdraw");

        Assert.AreEqual("有效 变更已放弃，原报告有效", $"{await VerifyAsync(app, 1)} {await VerifyAsync(app, 2)}");
        var code = await app.Database.ScalarAsync<string>("SELECT Code FROM DeclarationVersion WHERE Number = 1");
        Assert.AreEqual($"/verify/{code}", (await filer.Client.PageAsync(ReportForm.Result)).QuerySelector("a[href^='/verify/']")!.GetAttribute("href"));
        await BeginAsync(filer);
        await (await ReportForm.OpenAsync(filer.Client)).With(("Items[0].LEC.C", "40"), ("Committed", "true")).SubmitAsync(filer.Client);
        StringAssert.Contains(string.Concat((await office.PageAsync(Address(filer))).QuerySelectorAll("[aria-label='变化'] td").Select(c => c.TextContent)), "C1540", "held against what is in force");
    }

    [TestMethod]
    [DataRow("change", "该企业正在变更已接受的报告，导入不予覆盖")]
    [DataRow("write-off", "该企业已申请核销，导入不予覆盖")]
    [DataRow("written off", "该企业已核销，导入不予办理")]
    public async Task An_import_leaves_alone_what_is_on_its_way(string what, string sentence)
    {
        await using var app = await TestApp.StartAsync();
        var filer = await AcceptedAsync(app);
        await app.Database.ScalarAsync<int>(what switch
        {
            "change" => "UPDATE Declaration SET PendingType = 3, PendingStatus = 1; SELECT 0",
            "write-off" => "UPDATE Declaration SET PendingType = 5, PendingStatus = 2; SELECT 0",
            _ => "UPDATE Declaration SET Status = 5; SELECT 0",
        });
        var office = await app.SignedInAsync(Role.Township);

        var import = await office.ImportAsync(app, ImportFile.OfNil(await app.Database.ScalarAsync<string>("SELECT CreditCode FROM Enterprise")));

        StringAssert.Contains((await office.PageAsync(import)).Body!.TextContent, sentence);
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM DeclarationVersion"));
        Assert.AreEqual("昆山样板机械有限公司", await app.Database.ScalarAsync<string>("SELECT Name FROM Enterprise"));
    }

    [TestMethod]
    public async Task An_unfinished_change_keeps_no_office_from_reopening_and_its_draft_goes_on()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await AcceptedAsync(app);
        await BeginAsync(filer);
        await (await ReportForm.OpenAsync(filer.Client)).With(("Basics.Address", "改到一半")).SaveAsync(filer.Client);
        var county = await app.SignedInAsync(Role.County);

        using var reopened = await DecideAsync(county, filer, "reopen", ("reasons[0].message", "抽查发现不实"), ("dueOn", "2026-12-10"));

        Assert.AreEqual(HttpStatusCode.Redirect, reopened.StatusCode);
        Assert.AreEqual("3", await app.Database.ScalarAsync<string>("SELECT CONCAT(Status, PendingType, AcceptedVersion) FROM Declaration"));
        Assert.AreEqual("改到一半", (await ReportForm.OpenAsync(filer.Client))["Basics.Address"]);
        Assert.AreEqual("已退回，尚未重新提交", await VerifyAsync(app, 1));
    }

    [TestMethod]
    public async Task An_old_change_sets_back_neither_a_newer_roll_nor_the_township()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await AcceptedAsync(app);
        await BeginAsync(filer);
        await (await ReportForm.OpenAsync(filer.Client)).With(("Basics.Phone", "0512-57000001"), ("Committed", "true")).SubmitAsync(filer.Client);
        await app.Database.ScalarAsync<int>("""
            UPDATE Enterprise SET Phone = '0512-57999999', TownshipCode = '320583101';
            UPDATE Declaration SET TownshipCode = '320583101';
            INSERT INTO Declaration (EnterpriseId, Year, TownshipCode, Scale, Name, CreditCode, Status, Colour, RuleSet, SubmittedAt, Basics, ChangedAt, ChangedBy, ChangedFrom, ChangeReason)
            SELECT EnterpriseId, 2027, TownshipCode, Scale, Name, CreditCode, 2, Colour, RuleSet, SubmittedAt, Basics, ChangedAt, ChangedBy, ChangedFrom, ChangeReason FROM Declaration;
            SELECT 0
            """);
        var county = await app.SignedInAsync(Role.County);

        using var accepted = await DecideAsync(county, filer, "accept");

        Assert.AreEqual(HttpStatusCode.Redirect, accepted.StatusCode, await accepted.Content.ReadAsStringAsync());
        Assert.AreEqual("0512-57999999 320583101", await app.Database.ScalarAsync<string>("SELECT CONCAT(Phone, ' ', TownshipCode) FROM Enterprise"));
        StringAssert.Contains(await app.Database.ScalarAsync<string>("SELECT Basics FROM Declaration WHERE Year = 2026"), "0512-57000001");
    }

    [TestMethod]
    public async Task The_inbox_does_not_show_the_old_main_risk_beside_the_new_colour()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await AcceptedAsync(app);
        await BeginAsync(filer);
        await (await ReportForm.OpenAsync(filer.Client)).With(("Items[0].Name", "新的风险"), ("Items[0].LEC.C", "100"), ("Committed", "true")).SubmitAsync(filer.Client);

        var row = (await (await app.SignedInAsync(Role.Township)).PageAsync("/reviews")).QuerySelector(".waiting tbody tr")!;

        Assert.IsNotNull(row.QuerySelector(".risk-red"));
        Assert.DoesNotContain("行车吊物坠落", row.TextContent);
    }

    [TestMethod]
    public async Task A_change_begins_only_from_what_is_accepted()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        await (await ReportForm.OpenAsync(filer.Client)).Filled(true, Risk.Lec("3", "6", "15")).SubmitAsync(filer.Client);
        var version = await app.Database.ScalarAsync<int>("SELECT Version FROM Declaration");

        using var response = await filer.Client.SubmitAsync("/", ReportForm.Address + "/change", ("version", $"{version}"));

        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Declaration WHERE PendingType IS NOT NULL"));
    }

    [TestMethod]
    public async Task Fifty_submits_of_one_change_leave_one_receipt_and_fifty_acceptances_one_report()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await AcceptedAsync(app);
        await BeginAsync(filer);
        var form = await (await ReportForm.OpenAsync(filer.Client)).With(("Items[0].LEC.C", "100"), ("Committed", "true")).SaveAsync(filer.Client);

        await form.PressAsync(filer.Client, 50);
        Assert.AreEqual(2, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM DeclarationVersion"));
        var office = await app.SignedInAsync(Role.Township);
        var token = await office.TokenAsync(Address(filer));
        var version = await app.Database.ScalarAsync<int>("SELECT Version FROM Declaration");
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => office.PostAsync(Address(filer) + "/accept",
            new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("version", $"{version}")]))));

        Assert.AreEqual("4 4 1800", await StateAsync(app));
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM RiskItem"));
        Assert.AreEqual(2, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM DeclarationEvent WHERE Status = 4"));
    }

    [TestMethod]
    public async Task Neither_an_office_elsewhere_nor_one_with_an_old_page_decides_about_a_change()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await AcceptedAsync(app);
        await BeginAsync(filer);
        await (await ReportForm.OpenAsync(filer.Client)).With(("Items[0].LEC.C", "100"), ("Committed", "true")).SubmitAsync(filer.Client);
        var elsewhere = await app.SignedInAsync(Role.Township, "320581001");
        var version = await app.Database.ScalarAsync<int>("SELECT Version FROM Declaration");

        using var foreign = await elsewhere.SubmitAsync("/reviews", Address(filer) + "/accept", ("version", $"{version}"));
        using var stale = await (await app.SignedInAsync(Role.Township)).SubmitAsync(Address(filer), Address(filer) + "/accept", ("version", $"{version - 1}"));

        Assert.AreEqual(HttpStatusCode.NotFound, foreign.StatusCode);
        Assert.AreEqual(HttpStatusCode.UnprocessableEntity, stale.StatusCode);
        Assert.AreEqual("4 3 270", await StateAsync(app));
    }

    [TestMethod]
    public async Task Last_years_accepted_report_fills_in_this_years_and_what_differs_is_marked()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await AcceptedAsync(app);
        await app.Database.ScalarAsync<int>("""
            UPDATE Declaration SET Year = 2025;
            INSERT INTO Declaration (EnterpriseId, Year, TownshipCode, Scale, Name, CreditCode, Status, ChangedAt, ChangedBy, ChangedFrom, ChangeReason)
            SELECT EnterpriseId, 2026, TownshipCode, Scale, Name, CreditCode, 0, ChangedAt, ChangedBy, ChangedFrom, ChangeReason FROM Declaration;
            SELECT 0
            """);
        StringAssert.Contains((await filer.Client.PageAsync(ReportForm.Address)).Body!.TextContent, "与 2025 年度一致，仅确认变化");
        var form = await ReportForm.OpenAsync(filer.Client);
        Assert.AreEqual("行车吊物坠落 15 有", $"{form["Items[0].Name"]} {form["Items[0].LEC.C"]} {form["Basics.HasMajorRisk"]}");

        await form.With(("Basics.Employees", "25"), ("Items[0].LEC.C", "40")).SaveAsync(filer.Client);

        Assert.AreEqual("2025 年度报告：10", (await filer.Client.PageAsync(ReportForm.Part("safety"))).GetElementById("Basics-Employees-was")!.TextContent);
        var check = await filer.Client.PageAsync(ReportForm.Check);
        var changes = check.QuerySelectorAll("[aria-label='变化'] tbody tr").Select(r => string.Join(' ', r.Children.Select(c => c.TextContent))).ToList();
        CollectionAssert.Contains(changes, "企业信息 从业人数 10 25");
        CollectionAssert.Contains(changes, "风险“行车吊物坠落” C 15 40");
        using var filed = await form.With(("Committed", "true")).PressAsync(filer.Client);
        Assert.AreEqual(2, await app.Database.ScalarAsync<int>("SELECT Type FROM Declaration WHERE Year = 2026"));
    }

    private static async Task<Filer> AcceptedAsync(TestApp app)
    {
        var filer = await Filer.SignedInAsync(app);
        await (await ReportForm.OpenAsync(filer.Client)).Filled(true, Risk.Lec("3", "6", "15")).SubmitAsync(filer.Client);
        await app.AcceptAsync(filer);
        return filer;
    }

    private static async Task BeginAsync(Filer filer)
    {
        using var response = await SubmitAsync(filer, ReportForm.Result, "/change");
        Assert.AreEqual(ReportForm.Address, response.Headers.Location!.OriginalString);
    }

    private static async Task<HttpResponseMessage> SubmitAsync(Filer filer, string page, string deed)
    {
        var version = (await filer.Client.PageAsync(page)).QuerySelector($"form[action='{ReportForm.Address}{deed}'] input[name=version]")!.GetAttribute("value");
        return await filer.Client.SubmitAsync(page, ReportForm.Address + deed, ("version", version));
    }

    private static async Task<HttpResponseMessage> DecideAsync(HttpClient office, Filer filer, string deed, params (string, string?)[] fields)
    {
        var version = (await office.PageAsync(Address(filer))).QuerySelector("input[name=version]")!.GetAttribute("value");
        return await office.SubmitAsync(Address(filer), Address(filer) + "/" + deed, [.. fields, ("version", version)]);
    }

    private static string Address(Filer filer) => $"/enterprises/{filer.EnterpriseId}/declarations/2026";

    private static Task<string> StateAsync(TestApp app) => app.Database.ScalarAsync<string>("SELECT CONCAT(Status, ' ', Colour, ' ', CAST(TopScore AS INT)) FROM Declaration");

    private static async Task<string> VerifyAsync(TestApp app, int number)
    {
        var code = await app.Database.ScalarAsync<string>("SELECT Code FROM DeclarationVersion WHERE Number = @Number", new { Number = number });
        return (await app.Anonymous().PageAsync($"/verify/{code}")).QuerySelector(".verdict strong")!.TextContent;
    }
}
