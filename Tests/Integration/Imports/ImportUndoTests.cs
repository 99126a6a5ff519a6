using System.Net;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Imports;

/// <summary>A whole import is taken back within 30 days; what anybody has worked on since stays and says why.</summary>
[TestClass]
public sealed class ImportUndoTests
{
    private const string Everything = """
        SELECT CONCAT((SELECT COUNT(*) FROM Enterprise), ' ', (SELECT COUNT(*) FROM Declaration), ' ', (SELECT COUNT(*) FROM RiskItem), ' ',
            (SELECT COUNT(*) FROM DeclarationVersion), ' ', (SELECT COUNT(*) FROM DeclarationEvent))
        """;

    [TestMethod]
    public async Task What_it_put_on_the_roll_leaves_it_and_the_file_can_be_imported_again()
    {
        await using var app = await TestApp.StartAsync();
        var office = await app.SignedInAsync(Role.Township);
        var code = Enterprises.NewCreditCode();
        var file = new ImportFile().Enterprise(code, cells: ("有无较大以上风险", "有")).Risk(code, ("C", 40)).Bytes();
        var import = await office.ImportAsync(app, file);

        await UndoAsync(app, office, import);

        Assert.AreEqual("0 0 0 0 0", await app.Database.ScalarAsync<string>(Everything));
        StringAssert.Contains((await office.PageAsync(import)).QuerySelector("main [role=status]")!.TextContent, "已撤销。已撤销 1 家。");
        await office.ImportAsync(app, file);
        Assert.AreEqual("1 1 1 1 1", await app.Database.ScalarAsync<string>(Everything));
    }

    [TestMethod]
    public async Task What_was_imported_before_is_filed_again_as_it_was()
    {
        await using var app = await TestApp.StartAsync();
        var office = await app.SignedInAsync(Role.Township);
        var code = Enterprises.NewCreditCode();
        await office.ImportAsync(app, new ImportFile().Enterprise(code, cells: ("有无较大以上风险", "有")).Risk(code, ("C", 40)).Bytes());
        const string State = "SELECT CONCAT(d.Status, d.Colour, ' ', d.Name, ' ', e.Employees, ' ', d.Reasons, d.Basics, d.TopScore, (SELECT GROUP_CONCAT(i.Name || i.C || i.Reason) FROM RiskItem i)) FROM Declaration d JOIN Enterprise e ON e.Id = d.EnterpriseId";
        var before = await app.Database.ScalarAsync<string>(State);
        var import = await office.ImportAsync(app, new ImportFile().Enterprise(code, cells: [("企业名称", "改名机械有限公司"), ("从业人数", 99)]).Bytes());
        var between = await app.Database.ScalarAsync<string>(State);

        await UndoAsync(app, office, import);

        Assert.AreNotEqual(before, between);
        Assert.AreEqual(before, await app.Database.ScalarAsync<string>(State));
        Assert.AreEqual(3, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM DeclarationVersion"), "no version disappears from under a later one");
        var words = new List<string>();
        for (var number = 1; number <= 3; number++)
            words.Add((await app.Anonymous().PageAsync($"/verify/{await app.Database.ScalarAsync<string>("SELECT Code FROM DeclarationVersion WHERE Number = @Number", new { Number = number })}")).QuerySelector(".verdict strong")!.TextContent);
        CollectionAssert.AreEqual(new[] { "已被新报告替代", "已撤销", "有效" }, words);
    }

    [TestMethod]
    public async Task A_draft_that_the_import_had_passed_over_comes_back()
    {
        await using var app = await TestApp.StartAsync();
        var code = Enterprises.NewCreditCode();
        await Filer.SignedInAsync(app, creditCode: code);
        await app.Database.ScalarAsync<int>("""UPDATE Declaration SET Status = 1, Draft = '{"Basics":{}}', Version = 3; SELECT 0""");
        var office = await app.SignedInAsync(Role.Township);
        var import = await office.ImportAsync(app, ImportFile.OfNil(code));

        await UndoAsync(app, office, import);

        Assert.AreEqual("""1 {"Basics":{}} - 0""", await app.Database.ScalarAsync<string>("SELECT CONCAT(Status, ' ', Draft, ' ', COALESCE(Colour, '-'), ' ', BlueItems) FROM Declaration"));
        var receipt = await app.Database.ScalarAsync<string>("SELECT Code FROM DeclarationVersion");
        StringAssert.Contains((await app.Anonymous().PageAsync($"/verify/{receipt}")).Body!.TextContent, "已撤销");
    }

    [TestMethod]
    public async Task A_returned_report_is_returned_again_with_its_reasons()
    {
        await using var app = await TestApp.StartAsync();
        var code = Enterprises.NewCreditCode();
        var filer = await Filer.SignedInAsync(app, creditCode: code);
        await (await ReportForm.OpenAsync(filer.Client)).Nil().SubmitAsync(filer.Client);
        var office = await app.SignedInAsync(Role.Township);
        await app.Database.ScalarAsync<int>("""
            UPDATE Declaration SET Status = 3, ReturnDueOn = '2026-12-10', Version = Version + 1;
            INSERT INTO ReturnReason (DeclarationId, VersionNumber, Position, Item, FieldKey, Message) SELECT Id, 1, 1, 0, 'Phone', '电话打不通' FROM Declaration; SELECT 0
            """);
        var import = await office.ImportAsync(app, new ImportFile().Enterprise(code, cells: ("从业人数", 77)).Bytes());

        await UndoAsync(app, office, import);

        Assert.AreEqual("3 1 2026-12-10", await app.Database.ScalarAsync<string>("SELECT CONCAT(Status, ' ', Source, ' ', SUBSTR(ReturnDueOn, 1, 10)) FROM Declaration"));
        StringAssert.Contains((await filer.Client.PageAsync("/declarations/2026")).Body!.TextContent, "电话打不通");
    }

    [TestMethod]
    public async Task What_another_system_has_filed_alike_and_been_given_the_receipt_of_is_kept()
    {
        await using var app = await TestApp.StartAsync();
        var office = await app.SignedInAsync(Role.Township);
        var (code, other) = (Enterprises.NewCreditCode(), Enterprises.NewCreditCode());
        var import = await office.ImportAsync(app, new ImportFile().Enterprise(code, cells: ("有无较大以上风险", "无")).Enterprise(other, cells: ("有无较大以上风险", "无")).Bytes());
        var system = await app.SystemAsync(ApiSample.ReadWrite);
        var report = (await system.JsonAsync(ApiSample.Declaration(code))).AsObject();
        using var filed = await system.FileAsync(code, report, "key");
        var receipt = await filed.JsonAsync(HttpStatusCode.OK);

        await UndoAsync(app, office, import);

        Assert.AreEqual(code, await app.Database.ScalarAsync<string>("SELECT GROUP_CONCAT(CreditCode) FROM Enterprise"));
        StringAssert.Contains((await office.PageAsync($"{import}?tab=outcomes&undone=Kept")).QuerySelector("[aria-label='每家企业的结果']")!.TextContent, "其他系统报送了同样的内容");
        Assert.AreEqual("有效", (await app.Anonymous().PageAsync($"/verify/{receipt["verificationCode"]}")).QuerySelector(".verdict strong")!.TextContent);
    }

    [TestMethod]
    [DataRow("UPDATE Declaration SET Status = 4, Version = Version + 1, AcceptedVersion = 1; SELECT 0", "导入后报告已被接受")]
    [DataRow("UPDATE Declaration SET Status = 3, Version = Version + 1; SELECT 0", "导入后报告已被退回")]
    [DataRow("UPDATE Declaration SET Version = Version + 1, ChangedBy = '王五', ChangeReason = '重新评级'; SELECT 0", "导入后又有改动（王五：重新评级）")]
    [DataRow("INSERT INTO ManagementRating (EnterpriseId, Year, Score, Rating, RuleSet, Version, ChangedAt, ChangedBy, ChangedFrom, ChangeReason) SELECT Id, 2026, 80, 2, '2021-A', 1, '2026-11-24', 'a', 'b', 'c' FROM Enterprise; SELECT 0", "导入后已有账户、激活码或其他年度的报告")]
    public async Task What_was_worked_on_since_is_kept_and_listed(string work, string why)
    {
        await using var app = await TestApp.StartAsync();
        var office = await app.SignedInAsync(Role.Township);
        var import = await office.ImportAsync(app, ImportFile.OfNil(Enterprises.NewCreditCode()));
        await app.Database.ScalarAsync<int>(work);

        await UndoAsync(app, office, import);

        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Enterprise"));
        StringAssert.Contains((await office.PageAsync(import)).QuerySelector("main [role=status]")!.TextContent, "已撤销 0 家，保留 1 家");
        StringAssert.Contains((await office.PageAsync($"{import}?tab=outcomes&undone=Kept")).QuerySelector("[aria-label='每家企业的结果']")!.TextContent, why);
    }

    [TestMethod]
    public async Task What_is_still_the_import_s_is_held_before_it_is_looked_at()
    {
        await using var app = await TestApp.StartAsync();
        var office = await app.SignedInAsync(Role.Township);
        var import = await office.ImportAsync(app, new ImportFile().Enterprise(Enterprises.NewCreditCode()).Enterprise(Enterprises.NewCreditCode()).Enterprise(Enterprises.NewCreditCode()).Bytes());
        // 3 has left the region; on SQL Server the update locks what it touches, here a trigger tells
        await app.Database.ScalarAsync<int>("""
            INSERT INTO Declaration (EnterpriseId, Year, TownshipCode, Scale, Name, CreditCode, IndustryCode, DivisionCode, SpecialSubjects, SafetyOfficer, OwedSince, Status, Version, ChangedAt, ChangedBy, ChangedFrom, ChangeReason)
            SELECT EnterpriseId, 2027, TownshipCode, Scale, Name, CreditCode, IndustryCode, DivisionCode, SpecialSubjects, SafetyOfficer, OwedSince, 1, 7, ChangedAt, ChangedBy, ChangedFrom, ChangeReason FROM Declaration WHERE Id = 2;
            UPDATE Declaration SET TownshipCode = '320581101' WHERE Id = 3; UPDATE Enterprise SET TownshipCode = '320581101' WHERE Id = 3;
            CREATE TABLE Held (Id TEXT NOT NULL);
            CREATE TRIGGER Holding AFTER UPDATE OF ChangedAt ON Declaration WHEN old.Version = new.Version BEGIN INSERT INTO Held VALUES (new.Id); END;
            CREATE TRIGGER HoldingToo AFTER UPDATE OF ChangedAt ON Enterprise BEGIN INSERT INTO Held VALUES ('E' || new.Id); END;
            SELECT 0
            """);

        await UndoAsync(app, office, import);

        Assert.AreEqual("1,2,4,E1,E2", await app.Database.ScalarAsync<string>("SELECT GROUP_CONCAT(Id) FROM (SELECT DISTINCT Id FROM Held ORDER BY Id)"), "with the reports of other years");
        Assert.AreEqual(2, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Enterprise"));
    }

    [TestMethod]
    public async Task It_needs_a_reason_and_comes_too_late_after_thirty_days()
    {
        await using var app = await TestApp.StartAsync();
        var office = await app.SignedInAsync(Role.Township);
        var import = await office.ImportAsync(app, ImportFile.OfNil(Enterprises.NewCreditCode()));

        using var silent = await office.DecideAsync(import, "undo", ("Reason", " "));
        app.Clock.Advance(TimeSpan.FromDays(31));
        office = await app.SignedInAsync(Role.Township);
        using var late = await office.DecideAsync(import, "undo", ("Reason", "错误的文件"));
        await app.WorkAsync();

        StringAssert.Contains((await silent.PageAsync(HttpStatusCode.UnprocessableEntity)).QuerySelector(".error-summary")!.TextContent, "请填写撤销的理由");
        StringAssert.Contains((await late.PageAsync(HttpStatusCode.UnprocessableEntity)).QuerySelector(".error-summary")!.TextContent, "已超过 30 天");
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Enterprise"));
    }

    private static async Task UndoAsync(TestApp app, HttpClient office, string import)
    {
        using var answer = await office.DecideAsync(import, "undo", ("Reason", "上传了错误的文件"));
        Assert.AreEqual(HttpStatusCode.Redirect, answer.StatusCode, await answer.Content.ReadAsStringAsync());
        await app.WorkAsync();
    }
}
