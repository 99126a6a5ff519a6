using System.Net;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Web;

/// <summary>The enterprise's report through the page, and what the database then holds.</summary>
[TestClass]
public sealed class DeclarationTests
{
    [TestMethod]
    public async Task A_nil_report_is_blue()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);

        await (await ReportForm.OpenAsync(filer.Client)).Nil().SubmitAsync(filer.Client);

        var result = await filer.Client.PageAsync(ReportForm.Result);
        Assert.IsNotNull(result.QuerySelector(".verdict .risk-blue"));
        StringAssert.Contains(result.Body!.TextContent, "企业确认无较大以上安全风险");
    }

    [TestMethod]
    public async Task Every_method_gives_its_colour_score_and_sentence_on_the_page_and_in_the_database()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);

        await (await ReportForm.OpenAsync(filer.Client))
            .Filled(true, Risk.Lec("3", "6", "15"), Risk.Ls("2", "2"), Risk.Direct("FC-01")).SubmitAsync(filer.Client);

        var result = await filer.Client.PageAsync(ReportForm.Result);
        Assert.IsNotNull(result.QuerySelector(".verdict .risk-red"));
        var rows = result.QuerySelectorAll("table tbody tr");
        Assert.HasCount(3, rows);
        Assert.IsNotNull(rows[0].QuerySelector(".risk-orange"));
        StringAssert.Contains(rows[0].TextContent, "= 270，不低于较大界限 160");
        Assert.IsNotNull(rows[1].QuerySelector(".risk-blue"));
        Assert.IsNotNull(rows[2].QuerySelector(".risk-red"));
        StringAssert.Contains(rows[2].TextContent, "示例");
        Assert.AreEqual("2021-A", await app.Database.ScalarAsync<string>("SELECT RuleSet FROM Declaration"));
        Assert.AreEqual("2021-A/LEC/orange", await app.Database.ScalarAsync<string>("SELECT RuleName FROM RiskItem WHERE Position = 1"));
        Assert.AreEqual(270, await app.Database.ScalarAsync<int>("SELECT Score FROM RiskItem WHERE Position = 1"));
    }

    [TestMethod]
    public async Task All_problems_come_at_once_link_to_their_fields_and_lose_nothing()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        var form = (await ReportForm.OpenAsync(filer.Client))
            .Filled(true, Risk.Lec("4", "6", "15"), Risk.Ls("5", "5").With("Owner", ""))
            .With(("Basics.Employees", "约三十"), ("Basics.Address", ""), ("Committed", ""));

        var page = await form.RefusedAsync(filer.Client);

        var links = page.QuerySelectorAll(".error-summary a");
        Assert.HasCount(5, links);
        foreach (var target in links.Select(l => l.GetAttribute("href")!.Split('#')))
            Assert.IsNotNull((target[0].Length == 0 ? page : await filer.Client.PageAsync(target[0])).GetElementById(target[1]), target[1]);
        StringAssert.StartsWith(page.Title, "错误：");
        StringAssert.Contains(string.Concat(page.QuerySelectorAll(".error-summary").Select(e => e.TextContent)), "只能取 10、6、3、1、0.5、0.2、0.1");
        var again = await ReportForm.OpenAsync(filer.Client);
        Assert.AreEqual("约三十", again["Basics.Employees"]);
        Assert.AreEqual("叉车碰撞", again["Items[1].Name"]);
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM RiskItem"));
    }

    [TestMethod]
    [DataRow(true, "1", "1", "1", "所列风险均未达到较大")]
    [DataRow(false, "10", "10", "100", "已确认无较大以上安全风险")]
    public async Task A_contradiction_is_refused(bool hasMajorRisk, string l, string e, string c, string sentence)
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);

        var page = await (await ReportForm.OpenAsync(filer.Client)).Filled(hasMajorRisk, Risk.Lec(l, e, c)).RefusedAsync(filer.Client);

        StringAssert.Contains(page.QuerySelector(".error-summary")!.TextContent, sentence);
    }

    [TestMethod]
    public async Task A_draft_is_kept_right_or_wrong_and_found_again()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        await (await ReportForm.OpenAsync(filer.Client)).Filled(true, Risk.Lec("3", "6", "15")).With(("Basics.Employees", "约三十")).SaveAsync(filer.Client);

        var elsewhere = await app.SignedInAsync(Role.Enterprise, TestApp.KunshanTownship, filer.EnterpriseId);
        var found = await ReportForm.OpenAsync(elsewhere);
        Assert.AreEqual("约三十", found["Basics.Employees"]);
        Assert.AreEqual("15", found["Items[0].LEC.C"]);
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT Status FROM Declaration"));
    }

    [TestMethod]
    public async Task Submitting_in_parallel_files_one_report()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        var form = await (await ReportForm.OpenAsync(filer.Client)).Filled(true, Risk.Lec("3", "6", "15")).SaveAsync(filer.Client);

        var answers = await form.PressAsync(filer.Client, 50);

        foreach (var answer in answers)
            Assert.AreEqual(ReportForm.Result, answer.Headers.Location?.OriginalString, answer.StatusCode.ToString());
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM DeclarationEvent WHERE Status = 2"));
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM RiskItem"));
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM DeclarationVersion"));
    }

    [TestMethod]
    public async Task A_second_report_for_the_year_is_refused_by_the_database()
    {
        await using var app = await TestApp.StartAsync();
        await Filer.SignedInAsync(app);

        await Assert.ThrowsExactlyAsync<Microsoft.Data.Sqlite.SqliteException>(() => app.Database.ScalarAsync<int>("""
            INSERT INTO Declaration (EnterpriseId, Year, TownshipCode, Scale, Name, CreditCode, Status, ChangedAt, ChangedBy, ChangedFrom, ChangeReason)
            SELECT EnterpriseId, Year, TownshipCode, Scale, Name, CreditCode, 0, ChangedAt, ChangedBy, ChangedFrom, ChangeReason FROM Declaration
            """));
    }

    [TestMethod]
    public async Task What_else_is_posted_changes_nothing()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        var before = await app.Database.ScalarAsync<string>("SELECT CreditCode FROM Enterprise");

        await (await ReportForm.OpenAsync(filer.Client)).Nil().With(
            ("Basics.CreditCode", "914403001922038216"), ("Basics.Township", "320581001"), ("TownshipCode", "320581001"), ("EnterpriseId", "99"),
            ("Status", "4"), ("Colour", "4"), ("Year", "2020"), ("RuleSet", "x")).SubmitAsync(filer.Client);

        Assert.AreEqual(before, await app.Database.ScalarAsync<string>("SELECT CreditCode FROM Enterprise"));
        Assert.AreEqual(TestApp.KunshanTownship, await app.Database.ScalarAsync<string>("SELECT TownshipCode FROM Declaration"));
        Assert.AreEqual(2, await app.Database.ScalarAsync<int>("SELECT Status FROM Declaration WHERE Year = 2026"));
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT Colour FROM Declaration WHERE Year = 2026"));
    }

    [TestMethod]
    public async Task The_basics_bring_the_roll_up_to_date_and_its_copies_stay_equal()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);

        await (await ReportForm.OpenAsync(filer.Client)).Nil().With(("Basics.Name", "昆山改名有限公司"), ("Basics.Scale", "规上")).SubmitAsync(filer.Client);

        Assert.AreEqual("昆山改名有限公司", await app.Database.ScalarAsync<string>("SELECT Name FROM Enterprise"));
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("""
            SELECT COUNT(*) FROM Declaration d JOIN Enterprise e ON e.Id = d.EnterpriseId
            WHERE d.Name <> e.Name OR d.Scale <> e.Scale OR d.TownshipCode <> e.TownshipCode OR d.CreditCode <> e.CreditCode
            """));
    }

    [TestMethod]
    public async Task A_returned_report_can_be_filed_again_and_an_accepted_one_cannot()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        await (await ReportForm.OpenAsync(filer.Client)).Nil().SubmitAsync(filer.Client);
        await app.Database.ScalarAsync<int>("UPDATE Declaration SET Status = 3, Version = Version + 1, ChangeReason = '请补充电话'; SELECT 0");

        var page = await filer.Client.PageAsync(ReportForm.Address);
        StringAssert.Contains(page.Body!.TextContent, "请补充电话");
        await (await ReportForm.OpenAsync(filer.Client)).Nil().SubmitAsync(filer.Client);
        await app.Database.ScalarAsync<int>("UPDATE Declaration SET Status = 4; SELECT 0");
        using var closed = await filer.Client.GetAsync(ReportForm.Address);

        Assert.AreEqual(ReportForm.Result, closed.Headers.Location?.OriginalString);
    }

    [TestMethod]
    public async Task Script_in_an_answer_is_shown_as_text()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);

        await (await ReportForm.OpenAsync(filer.Client)).Filled(true, Risk.Lec("3", "6", "15", "<script>alert(1)</script>")).SubmitAsync(filer.Client);

        var result = await filer.Client.PageAsync(ReportForm.Result);
        Assert.IsEmpty(result.QuerySelectorAll("main script"));
        StringAssert.Contains(result.Body!.TextContent, "<script>alert(1)</script>");
    }

    [TestMethod]
    [DataRow("/declarations/2020")]
    [DataRow("/declarations/2020/result")]
    [DataRow("/declarations/x")]
    public async Task A_year_without_a_duty_is_not_found(string address)
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);

        await filer.Client.PageAsync(address, HttpStatusCode.NotFound);
    }
}
