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

    public static IEnumerable<object[]> UnusableFiles =>
    [
        ["图片.xlsx", new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3 }, "文件是图片(PNG)，不是 Excel 工作簿"],
        ["空.xlsx", Array.Empty<byte>(), "请选择目录工作簿（.xlsx）。"],
        ["错表.xlsx", new CatalogueFile { Sheet = "Sheet1" }.Item("YX-01").Bytes(), "工作簿中没有工作表“目录”"],
        ["缺列.xlsx", new CatalogueFile { Headings = ["目录编号", "名称", "类别", "等级"] }.Item("YX-01").Bytes(), "缺少或重复了列标题：判定条件、事故类型"],
        ["重列.xlsx", new CatalogueFile { Headings = ["目录编号", "类别", "名称", "等级", "等级", "判定条件", "事故类型"] }.Item("YX-01").Bytes(), "缺少或重复了列标题：等级"],
        ["无行.xlsx", new CatalogueFile().Bytes(), "工作表“目录”没有数据行"],
    ];

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
    [DynamicData(nameof(UnusableFiles))]
    public async Task A_file_that_cannot_be_used_is_refused_with_a_sentence(string name, byte[] file, string sentence)
    {
        await using var app = await TestApp.StartAsync();
        var admin = await app.SignedInAsync(Role.Admin);

        using var response = await CatalogueFile.UploadAsync(admin, file, name: name);

        var page = await response.PageAsync(HttpStatusCode.UnprocessableEntity);
        StringAssert.Contains(page.QuerySelectorAll(".error-summary li").Single().TextContent, sentence);
        StringAssert.Contains(page.QuerySelector("#file-problem")!.TextContent, sentence);
        Assert.AreEqual(Official, page.QuerySelector("#edition")!.GetAttribute("value"));
        Assert.AreEqual("2026-11-25", page.QuerySelector("#effectiveFrom")!.GetAttribute("value"));
        await AssertNothingWrittenAsync(app);
    }

    [TestMethod]
    public async Task Every_bad_cell_is_found_at_once_with_its_row_and_nothing_is_taken()
    {
        await using var app = await TestApp.StartAsync();
        var admin = await app.SignedInAsync(Role.Admin);
        var file = new CatalogueFile()
            .Item("ZX-01")
            .Item("ZX-02", ("等级", "一般"))
            .Item("ZX-03", ("事故类型", "火灾；走火入魔"))
            .Item("zx-01", ("名称", ""))
            .Item("ZX-05", ("判定条件", new string('长', 401)))
            .Item(6)
            .Item("ZX-07", ("类别", new ImportFile.Formula("A1")));

        using var response = await CatalogueFile.UploadAsync(admin, file.Bytes());

        var page = await response.PageAsync(HttpStatusCode.UnprocessableEntity);
        StringAssert.Contains(page.QuerySelector(".error-summary")!.TextContent, "工作簿有 7 处问题，见下表；没有导入任何内容。");
        var faults = page.QuerySelectorAll("[aria-label='工作簿的问题'] tbody tr").Select(r => r.Children.Select(c => c.TextContent).ToArray()).ToList();
        Assert.AreEqual(
            """
            3 等级 NOT_IN_LIST
            4 事故类型 NOT_IN_LIST
            5 名称 REQUIRED
            5 目录编号 DUPLICATE_IN_FILE
            6 判定条件 TOO_LONG
            7 目录编号 NUMERIC_CODE
            8 类别 FORMULA
            """,
            string.Join('\n', faults.Select(f => $"{f[0]} {f[1]} {f[4]}")));
        Assert.AreEqual("一般 “等级”只能填写重大、较大，现为“一般”。", $"{faults[0][2]} {faults[0][3]}");
        StringAssert.Contains(faults[1][3], "事故类型“走火入魔”不在");
        Assert.AreEqual("目录编号“ZX-01”与第 2 行重复，请只保留正确的一行。", faults[3][3]);
        await AssertNothingWrittenAsync(app);
    }

    [TestMethod]
    [DataRow("", "2026-11-25", "edition", "请填写版本名称（不超过 40 个字）")]
    [DataRow("这一批较大以上安全生产风险目录的版本名称实在是长得超过了数据库中为它预留的四十个字", "2026-11-25", "edition", "请填写版本名称（不超过 40 个字）")]
    [DataRow(Sample, "2026-11-25", "edition", $"已有名为“{Sample}”或在同一天施行的目录，请另取一个名称或另选一天。")]
    [DataRow(Official, "", "effectiveFrom", "请填写施行日期。")]
    [DataRow(Official, "明年元旦", "effectiveFrom", "请填写施行日期。")]
    [DataRow(Official, "2026-11-24", "effectiveFrom", "施行日期应在 2026-11-25 至 2031-11-24 之间：最早明天，不能追溯。")]
    [DataRow(Official, "2021-02-01", "effectiveFrom", "施行日期应在 2026-11-25 至 2031-11-24 之间：最早明天，不能追溯。")]
    [DataRow(Official, "2031-11-25", "effectiveFrom", "施行日期应在 2026-11-25 至 2031-11-24 之间：最早明天，不能追溯。")]
    public async Task A_name_or_day_that_cannot_be_is_refused_at_its_field_and_kept(string edition, string effectiveFrom, string field, string sentence)
    {
        await using var app = await TestApp.StartAsync();
        var admin = await app.SignedInAsync(Role.Admin);

        using var response = await CatalogueFile.UploadAsync(admin, new CatalogueFile().Item("ZX-01").Bytes(), edition, effectiveFrom);

        var page = await response.PageAsync(HttpStatusCode.UnprocessableEntity);
        StringAssert.StartsWith(page.QuerySelectorAll(".error-summary li").Single().QuerySelector($"a[href='#{field}']")!.TextContent, sentence);
        Assert.AreEqual(edition, page.QuerySelector("#edition")!.GetAttribute("value"));
        Assert.AreEqual(effectiveFrom, page.QuerySelector("#effectiveFrom")!.GetAttribute("value"));
        await AssertNothingWrittenAsync(app);
    }

    [TestMethod]
    public async Task Two_editions_cannot_begin_on_one_day()
    {
        await using var app = await TestApp.StartAsync();
        var admin = await app.SignedInAsync(Role.Admin);
        using var first = await CatalogueFile.UploadAsync(admin, new CatalogueFile().Item("ZX-01").Bytes());

        using var response = await CatalogueFile.UploadAsync(admin, new CatalogueFile().Item("ZX-02").Bytes(), "正式目录(第二批)");

        var page = await response.PageAsync(HttpStatusCode.UnprocessableEntity);
        Assert.AreEqual("已有目录在 2026-11-25 施行，请另选一天。", page.QuerySelector(".error-summary a[href='#effectiveFrom']")!.TextContent);
        Assert.AreEqual(2, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM CatalogueEdition"));
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM CatalogueItem WHERE Code = 'ZX-02'"));
    }

    [TestMethod]
    public async Task What_is_wrong_with_the_form_and_with_the_workbook_is_said_together()
    {
        await using var app = await TestApp.StartAsync();
        var admin = await app.SignedInAsync(Role.Admin);

        using var response = await CatalogueFile.UploadAsync(admin, new CatalogueFile().Item("ZX-01", ("等级", "一般")).Bytes(), "", "");
        using var nothing = await CatalogueFile.UploadAsync(admin, null, "", "");

        var page = await response.PageAsync(HttpStatusCode.UnprocessableEntity);
        Assert.AreEqual("#edition #effectiveFrom #file", Links(page));
        Assert.HasCount(1, page.QuerySelectorAll("[aria-label='工作簿的问题'] tbody tr"));
        Assert.AreEqual("#edition #effectiveFrom #file", Links(await nothing.PageAsync(HttpStatusCode.UnprocessableEntity)));
        await AssertNothingWrittenAsync(app);
    }

    [TestMethod]
    public async Task Two_instances_do_not_take_two_editions_for_one_day()
    {
        await using var app = await TestApp.StartAsync();
        await using var second = app.Second();
        var name = await app.AddAccountAsync(Role.Admin);
        var (admin, elsewhere) = (app.Anonymous(), second.Anonymous());
        await admin.SignInAsync(name);
        await elsewhere.SignInAsync(name);
        using var first = await CatalogueFile.UploadAsync(admin, new CatalogueFile().Item("ZX-01").Bytes());

        using var response = await CatalogueFile.UploadAsync(elsewhere, new CatalogueFile().Item("ZX-02").Bytes(), "正式目录(第二批)");

        Assert.AreEqual(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.AreEqual(2, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM CatalogueEdition"));
    }

    [TestMethod]
    [DataRow("；")]
    [DataRow("、 ;")]
    public async Task Separators_alone_are_no_accident_type(string accidentTypes)
    {
        await using var app = await TestApp.StartAsync();
        var admin = await app.SignedInAsync(Role.Admin);

        using var response = await CatalogueFile.UploadAsync(admin, new CatalogueFile().Item("ZX-01", ("事故类型", accidentTypes)).Bytes());

        Assert.AreEqual(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        await AssertNothingWrittenAsync(app);
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

    private static async Task AssertNothingWrittenAsync(TestApp app)
    {
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM CatalogueEdition"));
        Assert.AreEqual(30, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM CatalogueItem"));
    }

    /// <summary>The first row of a table, cell by cell.</summary>
    private static string Row(IHtmlDocument page, string table) => string.Join(' ', page.QuerySelector($"[aria-label='{table}'] tbody tr")!.Children.Select(c => c.TextContent.Trim()));

    private static string[] Items(IHtmlDocument page) =>
        [.. page.QuerySelectorAll("[aria-label='目录内容'] tbody tr").Select(r => string.Join(' ', r.Children.Select(c => c.TextContent)))];

    private static string Links(IHtmlDocument page) => string.Join(' ', page.QuerySelectorAll(".error-summary a").Select(a => a.GetAttribute("href")));
}
