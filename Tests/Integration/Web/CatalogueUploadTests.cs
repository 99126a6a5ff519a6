using System.Net;
using AngleSharp.Html.Dom;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Web;

/// <summary>What of a workbook cannot be an edition of the catalogue is refused with all that is wrong, and nothing is written.</summary>
[TestClass]
public sealed class CatalogueUploadTests
{
    private const string Sample = "较大以上安全风险目录(示例)";
    private const string Official = "正式目录(第一批)";

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

    private static async Task AssertNothingWrittenAsync(TestApp app)
    {
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM CatalogueEdition"));
        Assert.AreEqual(30, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM CatalogueItem"));
    }

    private static string Links(IHtmlDocument page) => string.Join(' ', page.QuerySelectorAll(".error-summary a").Select(a => a.GetAttribute("href")));
}
