using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Imports;

/// <summary>What an undone import leaves behind: receipts that are known as withdrawn, numbers that never come back, and nothing by half.</summary>
[TestClass]
public sealed class WithdrawnImportTests
{
    [TestMethod]
    public async Task A_receipt_taken_back_says_so_with_the_day_and_its_number_is_never_given_again()
    {
        await using var app = await TestApp.StartAsync();
        var office = await app.SignedInAsync(Role.Township);
        var file = ImportFile.OfNil(Enterprises.NewCreditCode());
        var import = await office.ImportAsync(app, file);
        var (code, id) = (await CodeAsync(app), await app.Database.ScalarAsync<long>("SELECT Id FROM DeclarationVersion"));
        var before = (await app.Anonymous().PageAsync($"/verify/{code}")).Body!.TextContent;
        app.Clock.Advance(TimeSpan.FromMinutes(5));

        await UndoAsync(app, office, import);
        var withdrawn = (await app.Anonymous().PageAsync($"/verify/{code}")).Body!.TextContent;
        await office.ImportAsync(app, file);

        StringAssert.Contains(before, "核验结果：有效");
        foreach (var words in new[] { "核验结果：已撤销", $"SZ2026-{id:D8}-1", "2026-11-24 10:00:00", "撤销时间2026-11-24 10:05:00" })
            StringAssert.Contains(withdrawn, words);
        Assert.DoesNotContain("上传了错误的文件", withdrawn, "why, and by whom, is not for everybody");
        Assert.IsGreaterThan(id, await app.Database.ScalarAsync<long>("SELECT Id FROM DeclarationVersion"));
        StringAssert.Contains(await app.Database.ScalarAsync<string>("SELECT WithdrawReason FROM WithdrawnReceipt"), "上传了错误的文件");
    }

    [TestMethod]
    public async Task A_year_that_had_not_even_the_duty_has_none_again()
    {
        await using var app = await TestApp.StartAsync();
        var office = await app.SignedInAsync(Role.Township);
        var code = Enterprises.NewCreditCode();
        await office.ImportAsync(app, ImportFile.OfNil(code));
        var import = await office.ImportAsync(app, new ImportFile().Enterprise(code, cells: ("从业人数", 7)).Bytes(), answers: ("Year", "2025"));
        var receipt = await app.Database.ScalarAsync<string>("SELECT v.Code FROM DeclarationVersion v JOIN Declaration d ON d.Id = v.DeclarationId WHERE d.Year = 2025");

        await UndoAsync(app, office, import);

        StringAssert.Contains(await StatusAsync(office, import), "已撤销 1 家。");
        Assert.AreEqual("2026", await app.Database.ScalarAsync<string>("SELECT GROUP_CONCAT(Year) FROM Declaration"));
        Assert.AreEqual("20 1 1", await app.Database.ScalarAsync<string>("SELECT CONCAT(Employees, ' ', (SELECT COUNT(*) FROM DeclarationVersion), ' ', (SELECT COUNT(*) FROM DeclarationEvent)) FROM Enterprise"));
        StringAssert.Contains((await app.Anonymous().PageAsync($"/verify/{receipt}")).Body!.TextContent, "核验结果：已撤销");
    }

    [TestMethod]
    [DataRow("2025")]
    [DataRow("2026")]
    public async Task What_has_left_the_region_is_kept_and_says_so(string year)
    {
        await using var app = await TestApp.StartAsync();
        var office = await app.SignedInAsync(Role.Township);
        var code = Enterprises.NewCreditCode();
        if (year == "2025")
            await office.ImportAsync(app, ImportFile.OfNil(code));
        var import = await office.ImportAsync(app, ImportFile.OfNil(code), answers: ("Year", year));
        var reports = await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Declaration");
        await app.Database.ScalarAsync<int>("UPDATE Enterprise SET TownshipCode = '320581101'; UPDATE Declaration SET TownshipCode = '320581101'; SELECT 0");

        await UndoAsync(app, office, import);

        StringAssert.Contains(await StatusAsync(office, import), "已撤销 0 家，保留 1 家");
        StringAssert.Contains((await office.PageAsync($"{import}?tab=outcomes&undone=Kept")).QuerySelector("[aria-label='每家企业的结果']")!.TextContent, "企业已不在本次导入的地区内");
        Assert.AreEqual(reports, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Declaration"));
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM WithdrawnReceipt"));
    }

    [TestMethod]
    public async Task What_cannot_be_restored_whole_is_not_restored_by_half()
    {
        await using var app = await TestApp.StartAsync();
        var office = await app.SignedInAsync(Role.Township);
        var code = Enterprises.NewCreditCode();
        await office.ImportAsync(app, ImportFile.OfNil(code));
        var import = await office.ImportAsync(app, new ImportFile().Enterprise(code, cells: ("从业人数", 99)).Bytes());
        // as if filed by the enterprise itself: the roll could be put back, the report could not
        await app.Database.ScalarAsync<int>("UPDATE Declaration SET Source = 1; SELECT 0");

        await UndoAsync(app, office, import);

        StringAssert.Contains(await StatusAsync(office, import), "处理时发生意外错误");
        Assert.AreEqual(99, await app.Database.ScalarAsync<int>("SELECT Employees FROM Enterprise"));
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM ImportOutcome WHERE Undone IS NOT NULL"));
    }

    [TestMethod]
    public async Task What_an_older_version_of_the_program_imported_cannot_be_undone_and_is_not_offered()
    {
        await using var app = await TestApp.StartAsync();
        var office = await app.SignedInAsync(Role.Township);
        var import = await office.ImportAsync(app, ImportFile.OfNil(Enterprises.NewCreditCode()));
        var offered = (await office.PageAsync(import)).QuerySelector("form[action$='/undo']");
        await app.Database.ScalarAsync<int>("UPDATE ImportOutcome SET EnterpriseId = NULL, VersionAfter = NULL; SELECT 0");

        var page = await office.PageAsync(import);
        using var answer = await office.DecideAsync(import, "undo", ("Reason", "错误的文件"));

        Assert.IsNotNull(offered);
        Assert.IsNull(page.QuerySelector("form[action$='/undo']"));
        StringAssert.Contains((await answer.PageAsync(System.Net.HttpStatusCode.UnprocessableEntity)).QuerySelector(".error-summary")!.TextContent, "没有留下原来的内容");
        Assert.AreEqual(2, await app.Database.ScalarAsync<int>("SELECT Stage FROM ImportJob"));
    }

    private static async Task UndoAsync(TestApp app, HttpClient office, string import)
    {
        using var answer = await office.DecideAsync(import, "undo", ("Reason", "上传了错误的文件"));
        Assert.AreEqual(System.Net.HttpStatusCode.Redirect, answer.StatusCode, await answer.Content.ReadAsStringAsync());
        await app.WorkAsync();
    }

    private static async Task<string> StatusAsync(HttpClient office, string import) => (await office.PageAsync(import)).QuerySelector("main [role=status]")!.TextContent;

    private static Task<string> CodeAsync(TestApp app) => app.Database.ScalarAsync<string>("SELECT Code FROM DeclarationVersion");
}
