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
        var filer = await ChangedReport.AcceptedAsync(app);
        await filer.BeginChangeAsync();
        Assert.AreEqual("有效", await app.VerifiedAsync(1));

        await (await ReportForm.OpenAsync(filer.Client)).With(("Items[0].LEC.C", "100"), ("Basics.Address", "新地址1号"), ("Committed", "true")).SubmitAsync(filer.Client);

        Assert.AreEqual("4 3 270", await app.ChangedStateAsync());
        Assert.AreEqual("昆山样板机械有限公司", await app.Database.ScalarAsync<string>("SELECT Address FROM Enterprise"), "the roll follows what is accepted");
        Assert.AreEqual("有效 变更已提交，接受后生效", $"{await app.VerifiedAsync(1)} {await app.VerifiedAsync(2)}");
        var own = (await filer.Client.PageAsync(ReportForm.Result)).Body!.TextContent;
        StringAssert.Contains(own, "变更报告已提交，等待所在镇（街道）审核");
        var office = await app.SignedInAsync(Role.Township);
        StringAssert.Contains((await office.PageAsync("/reviews")).QuerySelector(".waiting tbody tr")!.TextContent, "变更");
        var review = await office.PageAsync(ChangedReport.Address(filer));
        StringAssert.Contains(review.Body!.TextContent, "新地址1号");
        Assert.IsNotNull(review.QuerySelector(".verdict-card .risk-orange"));
        Assert.Contains("1800", new PdfFile(await office.GetByteArrayAsync(ChangedReport.Address(filer) + "/change.pdf")).AllText);
        Assert.DoesNotContain("1800", new PdfFile(await office.GetByteArrayAsync(ChangedReport.Address(filer) + "/report.pdf")).AllText);

        await app.AcceptAsync(filer);

        Assert.AreEqual("4 4 1800", await app.ChangedStateAsync());
        Assert.AreEqual("新地址1号", await app.Database.ScalarAsync<string>("SELECT Address FROM Enterprise"));
        Assert.AreEqual("已被新报告替代 有效", $"{await app.VerifiedAsync(1)} {await app.VerifiedAsync(2)}");
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
        await filer.BeginChangeAsync();
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
        var filer = await ChangedReport.AcceptedAsync(app);
        await filer.BeginChangeAsync();
        await (await ReportForm.OpenAsync(filer.Client)).With(("Items[0].LEC.C", "100"), ("Basics.Address", "新地址1号"), ("Committed", "true")).SubmitAsync(filer.Client);
        var office = await app.SignedInAsync(Role.Township);

        using var returned = await office.DecideAsync(filer, "return", ("reasons[0].target", "1:Controls"), ("reasons[0].message", "请写明检查频次"), ("dueOn", "2026-12-10"));

        Assert.AreEqual(HttpStatusCode.Redirect, returned.StatusCode);
        Assert.AreEqual("4 3 270", await app.ChangedStateAsync());
        Assert.AreEqual("有效 已退回，尚未重新提交", $"{await app.VerifiedAsync(1)} {await app.VerifiedAsync(2)}");
        StringAssert.Contains((await filer.Client.PageAsync("/")).Body!.TextContent, "请写明检查频次");
        var told = (await filer.Client.PageAsync("/inbox")).QuerySelector(".inbox li")!.TextContent;
        StringAssert.Contains(told, "2026 年度变更报告被退回，请更正");
        StringAssert.Contains(told, "理由：管控措施：请写明检查频次。请于 2026 年 12 月 10 日前更正");
        var form = await ReportForm.OpenAsync(filer.Client);
        Assert.AreEqual("100 新地址1号", $"{form["Items[0].LEC.C"]} {form["Basics.Address"]}");
        Assert.AreEqual("退回意见：请写明检查频次", (await filer.Client.PageAsync(form.RiskPages[0])).GetElementById("Item-Controls-notice")!.TextContent);
        await form.With(("Items[0].Controls", "每班检查"), ("Committed", "true")).SubmitAsync(filer.Client);
        await app.AcceptAsync(filer);
        Assert.AreEqual("4 4 1800", await app.ChangedStateAsync());
        Assert.AreEqual(3, await app.Database.ScalarAsync<int>("SELECT AcceptedVersion FROM Declaration"));
    }

    [TestMethod]
    public async Task A_change_that_is_given_up_leaves_no_trace_but_its_events()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await ChangedReport.AcceptedAsync(app);
        var before = await app.ChangedStateAsync();
        await filer.BeginChangeAsync();
        await (await ReportForm.OpenAsync(filer.Client)).With(("Items[0].LEC.C", "100")).SaveAsync(filer.Client);

        using var given = await filer.PressAsync(ReportForm.Address, "/withdraw");

        Assert.AreEqual(before, await app.ChangedStateAsync());
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Declaration WHERE PendingType IS NOT NULL OR Draft IS NOT NULL OR Pending IS NOT NULL"));
        await filer.BeginChangeAsync();
        Assert.AreEqual("15", (await ReportForm.OpenAsync(filer.Client))["Items[0].LEC.C"]);
    }

    [TestMethod]
    public async Task A_change_that_is_given_up_after_its_return_leaves_the_accepted_receipt_valid()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await ChangedReport.AcceptedAsync(app);
        await filer.BeginChangeAsync();
        await (await ReportForm.OpenAsync(filer.Client)).With(("Items[0].LEC.C", "100"), ("Committed", "true")).SubmitAsync(filer.Client);
        var office = await app.SignedInAsync(Role.Township);
        using (await office.DecideAsync(filer, "return", ("reasons[0].message", "请核对"), ("dueOn", "2026-12-10"))) { }

        using var given = await filer.PressAsync(ReportForm.Address, "/withdraw");

        Assert.AreEqual("有效 变更已放弃，原报告有效", $"{await app.VerifiedAsync(1)} {await app.VerifiedAsync(2)}");
        var code = await app.Database.ScalarAsync<string>("SELECT Code FROM DeclarationVersion WHERE Number = 1");
        Assert.AreEqual($"/verify/{code}", (await filer.Client.PageAsync(ReportForm.Result)).QuerySelector("a[href^='/verify/']")!.GetAttribute("href"));
        await filer.BeginChangeAsync();
        await (await ReportForm.OpenAsync(filer.Client)).With(("Items[0].LEC.C", "40"), ("Committed", "true")).SubmitAsync(filer.Client);
        StringAssert.Contains(string.Concat((await office.PageAsync(ChangedReport.Address(filer))).QuerySelectorAll("[aria-label='变化'] td").Select(c => c.TextContent)), "C1540", "held against what is in force");
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
    public async Task Last_years_accepted_report_fills_in_this_years_and_what_differs_is_marked()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await ChangedReport.AcceptedAsync(app);
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
}
