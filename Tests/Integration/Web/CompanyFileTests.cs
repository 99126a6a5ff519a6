using System.Net;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Web;

/// <summary>一企一档: all years, risks, events and imports of one enterprise, and its telephone number only for a reason.</summary>
[TestClass]
public sealed class CompanyFileTests
{
    private const string Changshu = "320581";
    private const string Phone = "051257301234";
    private const string Masked = "0512******34";

    [TestMethod]
    public async Task The_file_tells_of_years_risks_receipts_returns_and_ratings()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        await (await ReportForm.OpenAsync(filer.Client)).Filled(true, Risk.Lec("3", "6", "15"), Risk.Ls("2", "2")).SubmitAsync(filer.Client);
        var office = await app.SignedInAsync(Role.Township);
        var report = $"/enterprises/{filer.EnterpriseId}/declarations/2026";
        using var rated = await office.SubmitAsync(report, report + "/management", ("score", "81"), ("reason", "年度检查"), ("version", "0"));
        using var returned = await office.SubmitAsync(report, report + "/return", ("version", await VersionAsync(app)), ("dueOn", "2026-12-10"), ("reasons[0].target", "2:Controls"), ("reasons[0].message", "请写明检查频次"));
        Assert.AreEqual("/reviews", returned.Headers.Location!.OriginalString);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await (await ReportForm.OpenAsync(filer.Client)).With(("Committed", "true")).SubmitAsync(filer.Client);
        using var accepted = await office.SubmitAsync(report, report + "/accept", ("version", await VersionAsync(app)));

        var file = await office.PageAsync($"/enterprises/{filer.EnterpriseId}");
        var years = file.QuerySelector("table tbody")!;
        var events = file.QuerySelector(".events")!.TextContent;

        foreach (var words in new[] { "2026", "已接受", "270", "企业填报", "SZ2026-00000002-2" })
            StringAssert.Contains(years.TextContent, words);
        foreach (var link in new[] { report, report + "/report.pdf", report + "/versions" })
            Assert.IsNotNull(years.QuerySelector($"a[href='{link}']"), link);
        Assert.HasCount(2, file.QuerySelectorAll("table")[1].QuerySelectorAll("tbody tr"));
        StringAssert.Contains(file.QuerySelectorAll("table")[1].TextContent, "270");
        StringAssert.Contains(events, "风险 2 “管控措施”：请写明检查频次");
        StringAssert.Contains(events, "审核通过");
        StringAssert.Contains(file.QuerySelector(".verdict-card")!.TextContent, "81 分");
        Assert.IsNotNull((await office.PageAsync(report)).QuerySelector($"a[href='/enterprises/{filer.EnterpriseId}']"), "the report leads to the file");
    }

    [TestMethod]
    public async Task The_enterprise_itself_sees_its_own_file_with_its_own_addresses_and_no_others()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        var neighbour = await Filer.SignedInAsync(app);
        await (await ReportForm.OpenAsync(filer.Client)).Nil().SubmitAsync(filer.Client);

        var file = await filer.Client.PageAsync($"/enterprises/{filer.EnterpriseId}");

        StringAssert.Contains(file.GetElementById("phone")!.TextContent, await app.Database.ScalarAsync<string>("SELECT Phone FROM Enterprise WHERE Id = @Id", new { Id = filer.EnterpriseId }));
        Assert.IsNotNull(file.QuerySelector("a[href='/declarations/2026/result']"));
        Assert.IsNotNull((await filer.Client.PageAsync("/")).QuerySelector($"a[href='/enterprises/{filer.EnterpriseId}']"));
        await filer.Client.PageAsync($"/enterprises/{neighbour.EnterpriseId}", HttpStatusCode.NotFound);
    }

    [TestMethod]
    public async Task Another_region_finds_neither_the_file_nor_the_number()
    {
        await using var app = await TestApp.StartAsync();
        var id = await Enterprises.AddAsync(app.Database, TestApp.KunshanTownship);
        foreach (var stranger in new[] { await app.SignedInAsync(Role.County, Changshu), await app.SignedInAsync(Role.Township, "320583101") })
        {
            await stranger.PageAsync($"/enterprises/{id}", HttpStatusCode.NotFound);
            using var asked = await stranger.SubmitAsync("/roster", $"/enterprises/{id}/phone", ("reason", "想知道"));
            Assert.AreEqual(HttpStatusCode.NotFound, asked.StatusCode);
        }

        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM PhoneShown"));
    }

    [TestMethod]
    public async Task The_number_is_shown_for_a_reason_for_ten_minutes_to_who_gave_it()
    {
        await using var app = await TestApp.StartAsync();
        var id = await Enterprises.AddAsync(app.Database, TestApp.KunshanTownship);
        var (name, office) = await app.OfficeAsync(Role.County);
        var colleague = await app.SignedInAsync(Role.County);
        var file = $"/enterprises/{id}";
        Assert.DoesNotContain(Phone, await office.GetStringAsync(file));

        using var asked = await office.SubmitAsync(file, file + "/phone", ("reason", "催报 2026 年度报告"));

        Assert.AreEqual($"{file}#phone", asked.Headers.Location!.OriginalString);
        StringAssert.Contains((await office.PageAsync(file)).GetElementById("phone")!.TextContent, Phone);
        StringAssert.Contains((await colleague.PageAsync(file)).GetElementById("phone")!.TextContent, Masked);
        StringAssert.Contains((await colleague.PageAsync(file)).Body!.TextContent, $"{name}：催报 2026 年度报告");
        Assert.AreEqual($"{name} 网页 催报 2026 年度报告", await app.Database.ScalarAsync<string>("SELECT ShownBy || ' ' || ShownFrom || ' ' || ShowReason FROM PhoneShown WHERE EnterpriseId = 1"));
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        StringAssert.Contains((await office.PageAsync(file)).GetElementById("phone")!.TextContent, Masked);
    }

    [TestMethod]
    public async Task Without_a_reason_the_number_stays_hidden_and_an_auditor_may_not_ask()
    {
        await using var app = await TestApp.StartAsync();
        var id = await Enterprises.AddAsync(app.Database, TestApp.KunshanTownship);
        var office = await app.SignedInAsync(Role.Township);
        var auditor = await app.SignedInAsync(Role.Auditor);

        using var refused = await office.SubmitAsync($"/enterprises/{id}", $"/enterprises/{id}/phone", ("reason", " "));
        using var forbidden = await auditor.SubmitAsync("/roster", $"/enterprises/{id}/phone", ("reason", "审计"));

        var page = await refused.PageAsync(HttpStatusCode.UnprocessableEntity);
        StringAssert.Contains(page.QuerySelector(".error-summary")!.TextContent, "请说明查看联系电话的理由");
        Assert.DoesNotContain(Phone, page.Body!.TextContent);
        Assert.AreEqual(HttpStatusCode.Forbidden, forbidden.StatusCode);
        Assert.IsNull((await auditor.PageAsync($"/enterprises/{id}")).QuerySelector("form[action$='/phone']"));
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM PhoneShown"));
    }

    [TestMethod]
    public async Task The_report_shows_an_office_no_more_of_the_number_than_the_file()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        await (await ReportForm.OpenAsync(filer.Client)).Nil().SubmitAsync(filer.Client);
        var phone = await app.Database.ScalarAsync<string>("SELECT Phone FROM Enterprise WHERE Id = @Id", new { Id = filer.EnterpriseId });

        Assert.DoesNotContain(phone, await (await app.SignedInAsync(Role.County)).GetStringAsync($"/enterprises/{filer.EnterpriseId}/declarations/2026"));
        Assert.Contains(phone, await filer.Client.GetStringAsync(ReportForm.Result));
    }

    [TestMethod]
    public async Task Imports_that_had_it_are_listed_but_for_checks_and_those_of_a_wider_region()
    {
        await using var app = await TestApp.StartAsync();
        var (township, county) = (await app.SignedInAsync(Role.Township), await app.SignedInAsync(Role.County));
        var code = Enterprises.NewCreditCode();
        await township.ImportAsync(app, ImportFile.OfNil(code), "镇里.xlsx");
        await county.ImportAsync(app, ImportFile.OfNil(code), "县里.xlsx");
        await township.CheckAsync(app, ImportFile.OfNil(code), "只检查.xlsx");
        await township.ImportAsync(app, ImportFile.OfNil(Enterprises.NewCreditCode()), "别家.xlsx");

        var ofTownship = (await township.PageAsync("/enterprises/1")).Body!.TextContent;
        var ofCounty = (await county.PageAsync("/enterprises/1")).Body!.TextContent;

        Assert.Contains("镇里.xlsx", ofTownship);
        Assert.DoesNotContain("县里.xlsx", ofTownship);
        Assert.Contains("县里.xlsx", ofCounty);
        foreach (var page in new[] { ofTownship, ofCounty })
        {
            Assert.DoesNotContain("只检查.xlsx", page);
            Assert.DoesNotContain("别家.xlsx", page);
        }
    }

    [TestMethod]
    public async Task A_long_life_has_pages_and_a_write_off_says_why()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        await app.Database.ExecuteAsync("""
            INSERT INTO DeclarationEvent (DeclarationId, At, Status, ChangedBy, ChangedFrom, ChangeReason)
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 31)
            SELECT d.Id, '2026-02-01 00:00:00', 0, 'test', 'test', '第 ' || i || ' 步' FROM Declaration d, n WHERE d.EnterpriseId = @Id
            """, new { Id = filer.EnterpriseId });
        var office = await app.SignedInAsync(Role.Township);
        var report = $"/enterprises/{filer.EnterpriseId}/declarations/2026";
        using var asked = await office.SubmitAsync(report, report + "/write-off", ("version", await VersionAsync(app)), ("kind", "关闭或停产"), ("on", "2026-11-01"), ("detail", "已拆除设备"));
        Assert.AreEqual(report, asked.Headers.Location!.OriginalString);

        var first = await office.PageAsync($"/enterprises/{filer.EnterpriseId}");
        var second = await office.PageAsync($"/enterprises/{filer.EnterpriseId}?page=2");

        StringAssert.Contains(first.QuerySelector(".alert-warning")!.TextContent, "核销申请待审核：关闭或停产，2026-11-01：已拆除设备");
        Assert.HasCount(30, first.QuerySelectorAll(".events > li"));
        Assert.DoesNotContain("第 1 步", first.QuerySelector(".events")!.TextContent);
        StringAssert.Contains(second.QuerySelector(".events")!.TextContent, "第 1 步");
    }

    private static async Task<string> VersionAsync(TestApp app) => (await app.Database.ScalarAsync<int>("SELECT Version FROM Declaration WHERE Year = 2026 ORDER BY Id")).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
