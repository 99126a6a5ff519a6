using System.Net;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Fields;
using RiskReport.Reports;
using RiskReport.Reports.Uploads;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Imports;

/// <summary>The roll follows the newest report; a report of an older year is compared with itself and given out as it was.</summary>
[TestClass]
public sealed class OlderYearTests
{
    [TestMethod]
    public async Task A_report_of_an_older_year_is_compared_with_itself_and_leaves_the_roll_alone()
    {
        await using var app = await TestApp.StartAsync();
        var (office, code) = await BothYearsAsync(app);

        var same = await office.CheckAsync(app, Of(code, 7), answers: ("Year", "2025"));
        var other = await office.CheckAsync(app, Of(code, 20), answers: ("Year", "2025"));

        StringAssert.Contains((await office.PageAsync(same)).QuerySelector("main [role=status]")!.TextContent, "文件内容与系统一致");
        Assert.AreEqual("从业人数：7 → 20", (await office.PageAsync($"{other}?tab=outcomes")).QuerySelector(".changes li")!.TextContent.Trim());
        Assert.AreEqual(20, await app.Database.ScalarAsync<int>("SELECT Employees FROM Enterprise"));
    }

    [TestMethod]
    public async Task The_roll_of_an_older_year_holds_what_was_said_then_and_handed_in_changes_nothing()
    {
        await using var app = await TestApp.StartAsync();
        var (office, _) = await BothYearsAsync(app);

        var roll = await office.GetByteArrayAsync("/imports/roll?year=2025");
        await office.ImportAsync(app, roll, answers: ("Year", "2025"));

        Assert.AreEqual("7", Employees(roll));
        Assert.AreEqual("20", Employees(await office.GetByteArrayAsync("/imports/roll?year=2026")));
        Assert.AreEqual("文件内容与系统一致，没有任何变化。", await app.Database.ScalarAsync<string>("SELECT Message FROM ImportJob WHERE Id = 3"));
    }

    [TestMethod]
    public async Task A_roll_that_no_sheet_holds_is_refused_before_anything_is_sent()
    {
        await using var app = await TestApp.StartAsync();
        var (office, _) = await BothYearsAsync(app);
        await app.Database.ScalarAsync<int>("UPDATE Declaration SET BlueItems = 1048575 WHERE Year = 2026; SELECT 0");
        using var fits = await office.GetAsync("/imports/roll?year=2026");
        await app.Database.ScalarAsync<int>("UPDATE Declaration SET RedItems = 1 WHERE Year = 2026; SELECT 0");

        using var refused = await office.GetAsync("/imports/roll?year=2026");

        Assert.AreEqual(HttpStatusCode.OK, fits.StatusCode);
        StringAssert.Contains((await refused.PageAsync(HttpStatusCode.UnprocessableEntity)).QuerySelector("main [role=alert]")!.TextContent, "名册有 1 家企业、1,048,576 项风险，超过一个工作表的 1,048,575 行");
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM RosterExport"), "nothing left");
    }

    /// <summary>Seven people in 2025, twenty in 2026, which was filed first.</summary>
    private static async Task<(HttpClient Office, string Code)> BothYearsAsync(TestApp app)
    {
        var office = await app.SignedInAsync(Role.Township);
        var code = Enterprises.NewCreditCode();
        await office.ImportAsync(app, Of(code, 20));
        await office.ImportAsync(app, Of(code, 7), answers: ("Year", "2025"));
        return (office, code);
    }

    private static byte[] Of(string code, int employees) => new ImportFile().Enterprise(code, cells: ("从业人数", employees)).Bytes();

    private static string Employees(byte[] roll)
    {
        using var book = ImportWorkbook.Open([new UploadedFile("名册.xlsx", new MemoryStream(roll))]);
        return book.Enterprises.Single()[EnterpriseFields.Employees].Text;
    }
}
