using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Imports;
using RiskReport.Reports.Xlsx;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Imports;

/// <summary>The office gets its own workbook back with what was found in it, corrects it and sends it again.</summary>
[TestClass]
public sealed class AnnotatedImportTests
{
    public required TestContext TestContext { get; set; }

    [TestMethod]
    public async Task The_sample_comes_back_with_every_problem_at_its_row_and_can_be_sent_again()
    {
        await using var test = await TestDatabase.CreateAsync();
        var target = Path.Combine(test.Folder, "标注.xlsx");

        var first = await test.ImportAsync(await File.ReadAllBytesAsync(Importing.Sample, TestContext.CancellationToken), "320583", "昆山.xlsx", "--json", "--annotated", target);
        var bytes = await File.ReadAllBytesAsync(target, TestContext.CancellationToken);
        var again = await test.ImportAsync(bytes, "320583", "标注.xlsx", "--json");

        var problems = JsonNode.Parse(first.Output)!["problems"]!.AsArray();
        using var book = WorkbookReader.Open(new MemoryStream(bytes), WorkbookLimits.Default);
        CollectionAssert.AreEqual(new[] { EnterpriseFields.Sheet, RiskFields.Sheet, AnnotatedWorkbook.SummarySheet }, book.Sheets.Select(s => s.Name).ToArray());
        foreach (var sheet in new[] { EnterpriseFields.Sheet, RiskFields.Sheet })
        {
            var rows = book.Rows(sheet).ToDictionary(r => r.Number);
            var column = rows[1].Cells.ToList().FindIndex(c => c.Text == SheetHeadings.ProblemsColumn);
            foreach (var problem in problems.Where(p => (string)p!["sheet"]! == sheet))
                StringAssert.Contains(rows[(int)problem!["row"]!][column].Text, (string)problem["message"]!);
        }

        var summary = book.Rows(AnnotatedWorkbook.SummarySheet).ToList();
        foreach (var problem in problems)
            Assert.IsTrue(summary.Exists(r => r.Cells.Any(c => c.Text == (string)problem!["message"]!)), (string)problem!["message"]!);
        var second = JsonNode.Parse(again.Output)!;
        Assert.AreEqual((int)JsonNode.Parse(first.Output)!["enterprises"]!["new"]!, (int)second["enterprises"]!["unchanged"]!);
        Assert.AreEqual(problems.Count, second["problems"]!.AsArray().Count, "our own column is not reported");
    }

    [TestMethod]
    [DataRow("企业.xlsx")]
    [DataRow("./企业.xlsx")]
    [DataRow("链接.xlsx")]
    public async Task The_file_that_came_in_is_not_overwritten(string target)
    {
        await using var test = await TestDatabase.CreateAsync();
        var bytes = new ImportFile().Enterprise(Enterprises.NewCreditCode(), cells: ("从业人数", "很多")).Bytes();
        File.CreateSymbolicLink(Path.Combine(test.Folder, "链接.xlsx"), Path.Combine(test.Folder, "企业.xlsx"));

        var run = await test.ImportAsync(bytes, "320583", "企业.xlsx", "--annotated", Path.Combine(test.Folder, target));

        Assert.AreEqual(2, run.Status);
        StringAssert.Contains(run.Error, "原文件会被覆盖");
        CollectionAssert.AreEqual(bytes, await File.ReadAllBytesAsync(Path.Combine(test.Folder, "企业.xlsx"), TestContext.CancellationToken));
        Assert.AreEqual(0, await test.ScalarAsync<int>("SELECT COUNT(*) FROM ImportJob"));
    }

    [TestMethod]
    public async Task What_stays_out_with_its_enterprise_says_so()
    {
        await using var app = await TestApp.StartAsync();
        var office = await app.SignedInAsync(Role.Township);
        var code = Enterprises.NewCreditCode();
        var import = await office.CheckAsync(app, new ImportFile().Enterprise(code).Risk(code, ("责任人", "")).Risk(code).Bytes(), "企业.xlsm");

        using var answer = await office.GetAsync($"{import}/annotated");

        Assert.AreEqual($"企业-检查结果-{answer.Headers.GetValues("Verification-Code").Single()}.xlsm", answer.Content.Headers.ContentDisposition!.FileNameStar);
        using var book = WorkbookReader.Open(new MemoryStream(await answer.Content.ReadAsByteArrayAsync(TestContext.CancellationToken)), WorkbookLimits.Default);
        Assert.AreEqual("本企业未导入：“安全风险”第 2 行有问题。", book.Rows(EnterpriseFields.Sheet).Last().Cells[^1].Text);
        var risks = book.Rows(RiskFields.Sheet).Select(r => r.Cells[^1].Text).ToList();
        CollectionAssert.AreEqual(new[] { "错误说明", "“责任人”不能为空，请填写。", "本行没有问题，但所属企业（“企业信息”第 2 行）未导入。" }, risks);
    }

    [TestMethod]
    public async Task A_workbook_that_can_be_read_but_not_written_into_gets_a_sentence()
    {
        await using var app = await TestApp.StartAsync();
        var office = await app.SignedInAsync(Role.Township);
        using var file = new MemoryStream();
        file.Write(new ImportFile().Enterprise(Enterprises.NewCreditCode(), cells: ("从业人数", "很多")).Bytes());
        using (var zip = new System.IO.Compression.ZipArchive(file, System.IO.Compression.ZipArchiveMode.Update, leaveOpen: true))
        {
            // the heading row behind the other: read by its number, but in no order that marks can be put into
            var part = zip.GetEntry("xl/worksheets/sheet1.xml")!;
            string xml;
            using (var reader = new StreamReader(part.Open()))
                xml = await reader.ReadToEndAsync(TestContext.CancellationToken);
            var second = xml.IndexOf("<row r=\"2\"", StringComparison.Ordinal);
            var first = xml.IndexOf("<row r=\"1\"", StringComparison.Ordinal);
            var end = xml.IndexOf("</sheetData>", StringComparison.Ordinal);
            part.Delete();
            await using var writer = new StreamWriter(zip.CreateEntry("xl/worksheets/sheet1.xml").Open());
            await writer.WriteAsync(xml[..first] + xml[second..end] + xml[first..second] + xml[end..]);
        }

        var import = await office.CheckAsync(app, file.ToArray());
        using var answer = await office.GetAsync($"{import}/annotated", TestContext.CancellationToken);

        var page = await answer.PageAsync(HttpStatusCode.UnprocessableEntity);
        StringAssert.Contains(page.QuerySelector(".error-summary")!.TextContent, "不能在这个工作簿中标出问题");
    }

    [TestMethod]
    public async Task Two_csv_files_are_one_import_and_come_back_as_a_workbook()
    {
        await using var app = await TestApp.StartAsync();
        var office = await app.SignedInAsync(Role.Township);
        var code = Enterprises.NewCreditCode();
        var enterprises = $"统一社会信用代码,企业名称,所属镇街代码,行业代码,规模,经营地址,法定代表人,安全负责人,联系电话,从业人数,上年营业收入(万元),有无较大以上风险\n{code},昆山表格有限公司,320583100,3911,规下,长江路1号,王伟,李芳,0512-57301234,很多,1800,无\n";
        var risks = $"统一社会信用代码,风险名称,所在位置,事故类型,可能后果,评估方法,L,E,C,管控措施,应急措施,责任部门,责任人\n{code},夹伤,车间,机械伤害,致残,LEC,1,1,1,防护,送医,生产部,张磊\n";
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        using var form = new MultipartFormDataContent
        {
            { Csv(Encoding.UTF8.GetBytes(risks)), "File", "风险.csv" },
            { Csv(Encoding.GetEncoding("GB18030").GetBytes(enterprises)), "File", "企业.csv" },
            { new StringContent("2026"), "Year" },
            { new StringContent(await office.TokenAsync("/imports")), "__RequestVerificationToken" },
        };

        using var response = await office.PostAsync("/imports", form, TestContext.CancellationToken);
        await app.WorkAsync();
        var import = response.Headers.Location!.OriginalString;

        StringAssert.Contains((await office.PageAsync(import)).Body!.TextContent, "“从业人数”应为数字，现为“很多”");
        using var book = WorkbookReader.Open(new MemoryStream(await office.GetByteArrayAsync($"{import}/annotated", TestContext.CancellationToken)), WorkbookLimits.Default);
        StringAssert.Contains(book.Rows(EnterpriseFields.Sheet).Last().Cells[^1].Text, "“从业人数”应为数字");
        Assert.AreEqual(risks, await office.GetStringAsync($"{import}/file", TestContext.CancellationToken));
        using var none = await office.GetAsync($"{import}/file?number=3", TestContext.CancellationToken);
        Assert.AreEqual(HttpStatusCode.NotFound, none.StatusCode);
    }

    [TestMethod]
    [DataRow("annotated")]
    [DataRow("file")]
    public async Task The_files_of_another_region_are_not_there(string what)
    {
        await using var app = await TestApp.StartAsync();
        var import = await (await app.SignedInAsync(Role.Township)).CheckAsync(app, ImportFile.OfNil(Enterprises.NewCreditCode()));

        using var answer = await (await app.SignedInAsync(Role.Township, "320585100")).GetAsync($"{import}/{what}");

        Assert.AreEqual(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private static ByteArrayContent Csv(byte[] content)
    {
        var file = new ByteArrayContent(content);
        file.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        return file;
    }
}
