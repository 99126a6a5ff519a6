using System.IO.Compression;
using System.Net;
using System.Text;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Imports;

/// <summary>Files that cannot be used are answered at once, in a sentence, and leave no job behind.</summary>
[TestClass]
public sealed class BadUploadTests
{
    public static IEnumerable<object[]> Files =>
    [
        ["图片.xlsx", new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3 }, "文件是图片(PNG)，不是 Excel 工作簿"],
        ["空.xlsx", Array.Empty<byte>(), "文件是空的"],
        ["加密.xlsx", Ole("EncryptedPackage"), "设置了打开密码"],
        ["损坏.xls", Ole("Workbook"), "已损坏"],
        ["加密.xls", OfficeSample.Bytes("locked.xls"), "设置了打开密码"],
        ["表格.xls", "<html><table></table></html>"u8.ToArray(), "文件是网页"],
        ["表格.ods", OfficeSample.Bytes("office.ods"), "OpenDocument"],
        ["名单.csv", "统一社会信用代码,姓名\r\n"u8.ToArray(), "文件“名单.csv”的列标题既不是“企业信息”也不是“安全风险”的"],
        ["截断.xlsx", ImportFile.OfNil(Enterprises.NewCreditCode())[..400], "已损坏"],
        ["错表.xlsx", new ImportFile { EnterpriseSheet = "Sheet1" }.Enterprise(Enterprises.NewCreditCode()).Bytes(), "没有工作表“企业信息”，现有工作表：“Sheet1”、“安全风险”"],
        ["缺列.xlsx", new ImportFile { EnterpriseHeadings = ["统一社会信用代码", "企业名称"] }.Enterprise(Enterprises.NewCreditCode()).Bytes(), "缺少必填列“所属镇街代码”"],
        ["无行.xlsx", new ImportFile().Bytes(), "没有数据行"],
        ["炸弹.xlsx", Bomb(), "过大"],
    ];

    [TestMethod]
    [DynamicData(nameof(Files))]
    public async Task A_file_that_cannot_be_used_is_refused_with_a_sentence(string name, byte[] content, string sentence)
    {
        await using var app = await TestApp.StartAsync();
        var client = await app.SignedInAsync(Role.County);

        using var response = await client.UploadAsync(new ByteArrayContent(content), name);

        var page = await response.PageAsync(HttpStatusCode.UnprocessableEntity);
        StringAssert.Contains(page.QuerySelector(".error-summary")!.TextContent, sentence);
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM ImportJob"));
    }

    [TestMethod]
    public async Task Sixty_megabytes_are_refused_with_the_limit()
    {
        await using var app = await TestApp.StartAsync();
        var client = await app.SignedInAsync(Role.County);

        using var response = await client.UploadAsync(new ByteArrayContent(new byte[60 << 20]), "大.xlsx");

        var page = await response.PageAsync(HttpStatusCode.UnprocessableEntity);
        StringAssert.Contains(page.QuerySelector(".error-summary")!.TextContent, "文件有 60 MB，超过 50 MB 的上限");
    }

    [TestMethod]
    public async Task No_file_and_a_wrong_year_are_asked_for()
    {
        await using var app = await TestApp.StartAsync();
        var client = await app.SignedInAsync(Role.County);

        using var nothing = await client.UploadAsync(null);
        using var wrongYear = await client.UploadAsync(new ByteArrayContent(ImportFile.OfNil(Enterprises.NewCreditCode())), "企业.xlsx", ("Year", "1999"));

        StringAssert.Contains((await nothing.PageAsync(HttpStatusCode.UnprocessableEntity)).QuerySelector(".error-summary")!.TextContent, "请选择要导入的工作簿");
        StringAssert.Contains((await wrongYear.PageAsync(HttpStatusCode.UnprocessableEntity)).QuerySelector(".error-summary")!.TextContent, "请选择报告年度");
    }

    [TestMethod]
    public async Task A_formula_without_a_result_refuses_its_enterprise_alone()
    {
        await using var app = await TestApp.StartAsync();
        var client = await app.SignedInAsync(Role.County);
        var file = new ImportFile()
            .Enterprise(Enterprises.NewCreditCode(), cells: ("从业人数", new ImportFile.Formula("A1+1")))
            .Enterprise(Enterprises.NewCreditCode());

        var page = await client.PageAsync(await client.ImportAsync(app, file.Bytes()));

        StringAssert.Contains(page.Body!.TextContent, "FORMULA");
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Enterprise"));
    }

    /// <summary>A cell merged over several rows leaves all but the first of them empty.</summary>
    [TestMethod]
    public async Task A_risk_without_its_code_is_asked_for_it_and_not_given_the_one_above()
    {
        await using var app = await TestApp.StartAsync();
        var client = await app.SignedInAsync(Role.County);
        var code = Enterprises.NewCreditCode();
        var file = new ImportFile().Enterprise(code).Risk(code).Risk("");

        var page = await client.PageAsync(await client.ImportAsync(app, file.Bytes()));

        StringAssert.Contains(page.Body!.TextContent, "“统一社会信用代码”不能为空，请填写。");
    }

    [TestMethod]
    public async Task Xls_and_csv_are_taken_like_xlsx()
    {
        await using var app = await TestApp.StartAsync();
        var client = await app.SignedInAsync(Role.County);

        foreach (var name in new[] { "office.xlsx", "office.xls", "enterprises.csv" })
        {
            var page = await client.PageAsync(await client.ImportAsync(app, OfficeSample.Bytes(name), name));
            // the codes of the sample are invented and do not check
            StringAssert.Contains(page.Body!.TextContent, "USCC_CHECK", name);
        }
    }

    private static byte[] Ole(string stream)
    {
        var file = new byte[4096];
        new byte[] { 0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1 }.CopyTo(file, 0);
        Encoding.Unicode.GetBytes(stream).CopyTo(file, 1024);
        return file;
    }

    /// <summary>A workbook whose string table unpacks to 400 MB of blanks.</summary>
    private static byte[] Bomb()
    {
        using var file = new MemoryStream();
        file.Write(ImportFile.OfNil(Enterprises.NewCreditCode()));
        using (var zip = new ZipArchive(file, ZipArchiveMode.Update, leaveOpen: true))
        {
            zip.GetEntry("xl/sharedStrings.xml")?.Delete();
            using var part = zip.CreateEntry("xl/sharedStrings.xml", CompressionLevel.Fastest).Open();
            var blanks = new byte[1 << 20];
            for (var i = 0; i < 400; i++)
                part.Write(blanks);
        }

        return file.ToArray();
    }
}
