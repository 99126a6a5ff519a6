using System.Net;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Fields;
using RiskReport.Reports;
using RiskReport.Reports.Uploads;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Imports;

/// <summary>The office takes its template or its roll, changes it or not, and hands it in.</summary>
[TestClass]
public sealed class RollTests
{
    [TestMethod]
    public async Task The_roll_handed_in_as_it_was_taken_changes_nothing()
    {
        await using var app = await TestApp.StartAsync();
        await SampleCounty.FillAsync(app.Database);
        var before = await SampleCounty.DumpAsync(app.Database);
        var office = await app.SignedInAsync(Role.County);

        var file = await office.GetByteArrayAsync("/imports/roll?year=2026");
        await office.ImportAsync(app, file);

        var enterprises = await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Enterprise");
        Assert.IsGreaterThan(100, enterprises);
        Assert.AreEqual("文件内容与系统一致，没有任何变化。", await app.Database.ScalarAsync<string>("SELECT Message FROM ImportJob"));
        Assert.AreEqual(enterprises, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM ImportOutcome WHERE Outcome = 3"));
        CollectionAssert.AreEqual(before, await SampleCounty.DumpAsync(app.Database));
    }

    [TestMethod]
    public async Task What_an_enterprise_has_filed_itself_counts_as_unchanged_too()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        await (await ReportForm.OpenAsync(filer.Client)).Filled(true, Risk.Ls("4", "4")).SubmitAsync(filer.Client);
        var office = await app.SignedInAsync(Role.Township);

        await office.ImportAsync(app, await office.GetByteArrayAsync("/imports/roll?year=2026"));

        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM ImportOutcome WHERE Outcome = 3"));
    }

    [TestMethod]
    public async Task A_changed_cell_changes_its_enterprise_alone()
    {
        await using var app = await TestApp.StartAsync();
        var office = await app.SignedInAsync(Role.County);
        await office.ImportAsync(app, new ImportFile().Enterprise(Enterprises.NewCreditCode()).Enterprise(Enterprises.NewCreditCode()).Bytes());
        await app.Database.ExecuteAsync("UPDATE Enterprise SET Employees = 7 WHERE Id = 2");
        var roll = await office.GetByteArrayAsync("/imports/roll?year=2026");
        await app.Database.ExecuteAsync("UPDATE Enterprise SET Employees = 20 WHERE Id = 2");

        await office.ImportAsync(app, roll);

        Assert.AreEqual("3 2", $"{await OutcomeAsync(app, 2)} {await OutcomeAsync(app, 3)}");
        Assert.AreEqual(7, await app.Database.ScalarAsync<int>("SELECT Employees FROM Enterprise WHERE Id = 2"));
    }

    [TestMethod]
    public async Task A_new_year_begins_with_the_last_accepted_report_and_without_one_with_empty_cells()
    {
        await using var app = await TestApp.StartAsync();
        var office = await app.SignedInAsync(Role.County);
        var (accepted, submitted, never, gone) = (Enterprises.NewCreditCode(), Enterprises.NewCreditCode(), Enterprises.NewCreditCode(), Enterprises.NewCreditCode());
        var file = new ImportFile();
        foreach (var code in new[] { accepted, submitted, gone })
            file.Enterprise(code, cells: ("有无较大以上风险", "有")).Risk(code, ("C", 15));
        await office.ImportAsync(app, file.Bytes());
        await Enterprises.AddAsync(app.Database, TestApp.KunshanTownship, never);
        await app.Database.ExecuteAsync("UPDATE Declaration SET Status = 4 WHERE CreditCode = @Code", new { Code = accepted });
        await app.Database.ExecuteAsync("UPDATE Declaration SET Status = 5 WHERE CreditCode = @Code", new { Code = gone });

        var next = await ReadAsync(office, "/imports/roll?year=2027");
        var thisYear = await ReadAsync(office, "/imports/roll?year=2026");

        Assert.AreEqual($"{accepted} 有 1, {submitted}  0, {never}  0", next);
        Assert.AreEqual($"{accepted} 有 1, {submitted} 有 1, {never}  0", thisYear);
    }

    [TestMethod]
    public async Task Nobody_gets_what_is_not_of_his_region()
    {
        await using var app = await TestApp.StartAsync();
        var (own, neighbour, other) = (Enterprises.NewCreditCode(), Enterprises.NewCreditCode(), Enterprises.NewCreditCode());
        await Enterprises.AddAsync(app.Database, TestApp.KunshanTownship, own);
        await Enterprises.AddAsync(app.Database, "320583102", neighbour);
        await Enterprises.AddAsync(app.Database, "320581101", other);

        foreach (var (role, expected) in new[] { (Role.Township, new[] { own }), (Role.County, [own, neighbour]), (Role.City, [own, neighbour, other]) })
        {
            var office = await app.SignedInAsync(role);
            using var book = ImportWorkbook.Open([new UploadedFile("名册.xlsx", new MemoryStream(await office.GetByteArrayAsync("/imports/roll")))]);
            CollectionAssert.AreEqual(expected, book.Enterprises.Select(r => r[EnterpriseFields.CreditCode].Text).ToArray(), role.ToString());
        }
    }

    [TestMethod]
    public async Task More_than_one_query_holds_is_complete()
    {
        await using var app = await TestApp.StartAsync();
        await SampleCounty.FillAsync(app.Database);
        await SampleCounty.MultiplyAsync(app.Database, 3);
        var office = await app.SignedInAsync(Role.County);

        using var book = ImportWorkbook.Open([new UploadedFile("名册.xlsx", new MemoryStream(await office.GetByteArrayAsync("/imports/roll")))]);

        Assert.AreEqual(await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Enterprise"), book.Enterprises.Count());
        Assert.AreEqual(await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM RiskItem"), book.Risks.Count());
    }

    [TestMethod]
    public async Task The_roll_that_leaves_is_recorded()
    {
        await using var app = await TestApp.StartAsync();
        await Enterprises.AddAsync(app.Database, TestApp.KunshanTownship);
        var office = await app.SignedInAsync(Role.County);

        using var response = await office.GetAsync("/imports/roll?year=2027");

        StringAssert.StartsWith(response.Content.Headers.ContentDisposition!.FileNameStar, "企业名册-昆山市-2027-");
        await response.Content.ReadAsByteArrayAsync();
        Assert.AreEqual("企业名册（导入格式），2027 年度，昆山市 1",
            await app.Database.ScalarAsync<string>("SELECT Filter FROM RosterExport") + " " + await app.Database.ScalarAsync<int>("SELECT RowsMade FROM RosterExport"));
    }

    [TestMethod]
    public async Task The_page_leads_to_the_template_and_the_roll_of_each_open_year()
    {
        await using var app = await TestApp.StartAsync();
        var office = await app.SignedInAsync(Role.County);
        var links = (await office.PageAsync("/imports")).QuerySelectorAll("a[href*='year=']").Select(a => a.GetAttribute("href")!).ToList();

        Assert.HasCount(6, links);
        foreach (var link in links)
        {
            using var response = await office.GetAsync(link);
            Assert.AreEqual(HttpStatusCode.OK, response.StatusCode, link);
            Assert.AreEqual("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", response.Content.Headers.ContentType!.MediaType);
        }
    }

    [TestMethod]
    [DataRow("template", 2024)]
    [DataRow("template", 2028)]
    [DataRow("roll", 2024)]
    [DataRow("roll", 2028)]
    public async Task Of_another_year_there_is_none(string file, int year)
    {
        await using var app = await TestApp.StartAsync();
        var office = await app.SignedInAsync(Role.County);

        using var response = await office.GetAsync($"/imports/{file}?year={year}");

        Assert.AreEqual(HttpStatusCode.NotFound, response.StatusCode);
    }

    [TestMethod]
    public async Task The_template_is_for_the_office_and_is_refused_while_it_is_empty()
    {
        await using var app = await TestApp.StartAsync();
        var office = await app.SignedInAsync(Role.Township);

        using var template = await office.GetAsync("/imports/template?year=2026");
        using var answer = await office.UploadAsync(new ByteArrayContent(await template.Content.ReadAsByteArrayAsync()));

        StringAssert.StartsWith(template.Content.Headers.ContentDisposition!.FileNameStar, "企业安全风险导入模板-");
        StringAssert.Contains((await answer.PageAsync(HttpStatusCode.UnprocessableEntity)).QuerySelector("#File-problem")!.TextContent, "没有数据行");
    }

    private static async Task<string> ReadAsync(HttpClient office, string address)
    {
        using var book = ImportWorkbook.Open([new UploadedFile("名册.xlsx", new MemoryStream(await office.GetByteArrayAsync(address)))]);
        var risks = book.Risks.ToLookup(r => r[RiskFields.CreditCode].Text);
        return string.Join(", ", book.Enterprises.Select(r => r[EnterpriseFields.CreditCode].Text)
            .Zip(book.Enterprises.Select(r => r[EnterpriseFields.HasMajorRisk].Text), (code, answer) => $"{code} {answer} {risks[code].Count()}"));
    }

    private static Task<int> OutcomeAsync(TestApp app, int row) =>
        app.Database.ScalarAsync<int>("SELECT Outcome FROM ImportOutcome WHERE ImportId = 2 AND RowNumber = @Row", new { Row = row });
}
