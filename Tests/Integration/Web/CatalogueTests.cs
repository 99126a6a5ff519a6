using System.Net;
using System.Security.Cryptography;
using AngleSharp.Html.Dom;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Web;

/// <summary>Editions of the catalogue: read, taken out, brought in, and what reports are graded by.</summary>
[TestClass]
public sealed class CatalogueTests
{
    private const string Sample = "较大以上安全风险目录(示例)";
    private const string Official = "正式目录(第一批)";

    public required TestContext TestContext { get; set; }

    [TestMethod]
    public async Task The_page_shows_what_ships_and_warns_that_it_is_a_sample()
    {
        await using var app = await TestApp.StartAsync();
        var office = await app.SignedInAsync(Role.Township);

        var page = await office.PageAsync("/catalogue");

        Assert.AreEqual($"{Sample} 2021-02-01 现行，示例 30 随程序提供", Row(page, "目录版本"));
        StringAssert.Contains(page.QuerySelector("[role=note]")!.TextContent, "示例，不是正式目录");
        Assert.HasCount(30, Items(page));
        CollectionAssert.Contains(Items(page), "FC-01 粉尘涉爆 单班作业30人及以上的涉爆粉尘场所 重大(红) 同一时间现场作业人数大于等于30 其他爆炸");
        Assert.IsEmpty(page.QuerySelectorAll("main form"));
    }

    [TestMethod]
    [DataRow("/catalogue?edition=没有的目录")]
    [DataRow("/catalogue/export.xlsx?edition=没有的目录")]
    public async Task An_edition_that_does_not_exist_is_not_found(string address)
    {
        await using var app = await TestApp.StartAsync();
        var office = await app.SignedInAsync(Role.Township);

        await office.PageAsync(address, HttpStatusCode.NotFound);
    }

    [TestMethod]
    public async Task What_comes_out_goes_in_again_as_the_next_edition_with_the_same_items()
    {
        await using var app = await TestApp.StartAsync();
        using var exported = await (await app.SignedInAsync(Role.Township)).GetAsync("/catalogue/export.xlsx");
        var file = await exported.Content.ReadAsByteArrayAsync(TestContext.CancellationToken);
        var admin = await app.SignedInAsync(Role.Admin);
        var before = Items(await admin.PageAsync("/catalogue"));

        using var response = await CatalogueFile.UploadAsync(admin, file, Official, "2026-12-01", "目录（修订）.xlsx");

        Assert.AreEqual($"{Sample}.xlsx", exported.Content.Headers.ContentDisposition!.FileNameStar);
        Assert.AreEqual(HttpStatusCode.Redirect, response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.CancellationToken));
        var page = await admin.PageAsync(response.Headers.Location!.OriginalString);
        Assert.AreEqual($"《{Official}》已导入，共 30 项，2026-12-01 起施行。", page.QuerySelector("[role=status]")!.TextContent);
        CollectionAssert.AreEqual(before, Items(page));
        Assert.AreEqual(Official, page.QuerySelector("section:last-of-type h2")!.TextContent);
        Assert.IsNull(page.QuerySelector("[role=note]"));
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(file));
        StringAssert.StartsWith(Row(page, "目录版本"), $"{Official} 2026-12-01 待施行 30 目录（修订）.xlsx，");
        StringAssert.EndsWith(Row(page, "目录版本"), $"SHA-256 {sha256}");
        Assert.AreEqual($"目录（修订）.xlsx {sha256} 0 导入目录 30", await app.Database.ScalarAsync<string>("""
            SELECT CONCAT(FileName, ' ', FileSha256, ' ', IsSample, ' ', ChangeReason, ' ', (SELECT COUNT(*) FROM CatalogueItem i WHERE i.Edition = c.Edition))
            FROM CatalogueEdition c WHERE FileName IS NOT NULL
            """));
        Assert.HasCount(30, Items(await admin.PageAsync("/catalogue")));
        Assert.IsNotNull((await admin.PageAsync("/catalogue")).QuerySelector("[role=note]"));
    }

    [TestMethod]
    public async Task Spellings_that_mean_the_same_are_taken()
    {
        await using var app = await TestApp.StartAsync();
        var admin = await app.SignedInAsync(Role.Admin);
        var file = new CatalogueFile()
            .Item(" zx-０1 ", ("等级", "重大"))
            .Item("ZX-02", ("等级", "重大（红）"), ("事故类型", "火灾、容器爆炸;泄漏"))
            .Item("ZX-03", ("等级", "较大(橙)"));

        using var response = await CatalogueFile.UploadAsync(admin, file.Bytes());

        Assert.AreEqual(HttpStatusCode.Redirect, response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.CancellationToken));
        CollectionAssert.AreEqual(
            new[]
            {
                "ZX-01 有限空间 污水池清理作业 重大(红) 每年开展清理 中毒和窒息、淹溺",
                "ZX-02 有限空间 污水池清理作业 重大(红) 每年开展清理 火灾、容器爆炸、泄漏",
                "ZX-03 有限空间 污水池清理作业 较大(橙) 每年开展清理 中毒和窒息、淹溺",
            },
            Items(await admin.PageAsync(response.Headers.Location!.OriginalString)));
    }

    [TestMethod]
    public async Task From_its_day_on_an_edition_replaces_the_one_before_and_earlier_reports_keep_theirs()
    {
        await using var app = await TestApp.StartAsync();
        var admin = await app.SignedInAsync(Role.Admin);
        using var imported = await CatalogueFile.UploadAsync(admin, new CatalogueFile().Item("ZX-01").Item("FC-02", ("等级", "重大")).Bytes());
        Assert.AreEqual(HttpStatusCode.Redirect, imported.StatusCode);
        var early = await Filer.SignedInAsync(app);
        await RefusedAsync(early, "ZX-01");
        await (await ReportForm.OpenAsync(early.Client)).Filled(true, Risk.Direct("FC-02")).SubmitAsync(early.Client);

        app.ComeTo(new DateOnly(2026, 11, 25));

        var late = await Filer.SignedInAsync(app);
        await RefusedAsync(late, "FC-01");
        await (await ReportForm.OpenAsync(late.Client)).Filled(true, Risk.Direct("zx-01"), Risk.Direct("FC-02")).SubmitAsync(late.Client);
        Assert.AreEqual($"4 {Official}", await GradeOfAsync(app, late));
        var result = await late.Client.PageAsync(ReportForm.Result);
        Assert.IsNotNull(result.QuerySelector("tbody tr .risk-orange"));
        StringAssert.Contains(result.Body!.TextContent, $"直接判定：符合《{Official}》ZX-01“污水池清理作业”（每年开展清理），判定为较大(橙)");
        Assert.AreEqual($"3 {Sample}", await GradeOfAsync(app, early));
        var again = await (await app.SignedInAsync(Role.Enterprise, TestApp.KunshanTownship, early.EnterpriseId)).PageAsync(ReportForm.Result);
        Assert.IsNotNull(again.QuerySelector(".verdict .risk-orange"));
        StringAssert.Contains(again.Body!.TextContent, $"直接判定：符合《{Sample}》FC-02");
        var page = await (await app.SignedInAsync(Role.Auditor)).PageAsync("/catalogue");
        Assert.AreEqual("现行;已被取代，示例", string.Join(';', page.QuerySelectorAll("[aria-label='目录版本'] tbody tr").Select(r => r.Children[2].TextContent)));
        Assert.HasCount(2, Items(page));
    }

    [TestMethod]
    public async Task A_file_name_longer_than_its_column_is_cut_and_a_path_is_no_name()
    {
        await using var app = await TestApp.StartAsync();
        var admin = await app.SignedInAsync(Role.Admin);

        using var longName = await CatalogueFile.UploadAsync(admin, new CatalogueFile().Item("ZX-01").Bytes(), name: new string('长', 230) + ".xlsx");
        using var path = await CatalogueFile.UploadAsync(admin, new CatalogueFile().Item("ZX-01").Bytes(), "正式目录(第二批)", "2026-11-26", @"C:\文件\目录.xlsx");

        Assert.IsLessThanOrEqualTo(200, await app.Database.ScalarAsync<int>("SELECT MAX(LENGTH(FileName)) FROM CatalogueEdition"));
        Assert.AreEqual("目录.xlsx", await app.Database.ScalarAsync<string>("SELECT FileName FROM CatalogueEdition WHERE EffectiveFrom > '2026-11-26'"));
    }

    [TestMethod]
    public async Task The_link_from_the_rules_leads_to_the_edition_whatever_its_name()
    {
        await using var app = await TestApp.StartAsync();
        const string Name = "目录 #2 & 增补+修订";
        using var imported = await CatalogueFile.UploadAsync(await app.SignedInAsync(Role.Admin), new CatalogueFile().Item("ZX-01").Bytes(), Name);
        app.ComeTo(new DateOnly(2026, 11, 25));
        var office = await app.SignedInAsync(Role.Township);

        var link = (await office.PageAsync("/rules/2021-A")).QuerySelector("dl.facts a")!.GetAttribute("href")!;

        Assert.AreEqual(Name, (await office.PageAsync(link)).QuerySelector("section:last-of-type h2")!.TextContent);
    }

    private static async Task RefusedAsync(Filer filer, string code)
    {
        var page = await (await ReportForm.OpenAsync(filer.Client)).Filled(true, Risk.Direct(code)).RefusedAsync(filer.Client);

        var problem = page.QuerySelectorAll(".error-summary a").Single();
        StringAssert.EndsWith(problem.GetAttribute("href"), "#Item-CatalogueCode");
        StringAssert.Contains(problem.TextContent, $"的目录编号“{code}”不在现行目录中");
        using var removed = await filer.Client.SubmitAsync(ReportForm.Risks, (await ReportForm.OpenAsync(filer.Client)).RiskPages.Single() + "/remove");
    }

    private static Task<string> GradeOfAsync(TestApp app, Filer filer) => app.Database.ScalarAsync<string>(
        "SELECT CONCAT(Colour, ' ', CatalogueEdition) FROM Declaration WHERE EnterpriseId = @EnterpriseId AND Year = 2026", new { filer.EnterpriseId });

    /// <summary>The first row of a table, cell by cell.</summary>
    private static string Row(IHtmlDocument page, string table) => string.Join(' ', page.QuerySelector($"[aria-label='{table}'] tbody tr")!.Children.Select(c => c.TextContent.Trim()));

    private static string[] Items(IHtmlDocument page) =>
        [.. page.QuerySelectorAll("[aria-label='目录内容'] tbody tr").Select(r => string.Join(' ', r.Children.Select(c => c.TextContent)))];
}
