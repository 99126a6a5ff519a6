using ClosedXML.Excel;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using RiskReport.Domain.Imports;
using RiskReport.Domain.Roster;
using RiskReport.Domain.Tables;
using RiskReport.Reports;
using RiskReport.Reports.Xlsx;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Unit.Xlsx;

/// <summary>The rosters of risks and the statistics as workbooks and as CSV.</summary>
[TestClass]
public sealed class RosterFilesTests
{
    public required TestContext TestContext { get; set; }

    [TestMethod]
    public async Task The_workbook_of_risks_holds_what_was_declared()
    {
        var file = await RisksAsync(RiskRosterColumns.All, RiskSample.Row);

        AssertValid(file);
        using var book = WorkbookReader.Open(new MemoryStream(file), WorkbookLimits.Default);
        CollectionAssert.AreEqual(new[] { "风险清单", "说明" }, book.Sheets.Select(s => s.Name).ToArray());
        var rows = book.Rows("风险清单").ToList();
        Assert.AreEqual("序号 统一社会信用代码 企业名称", string.Join(' ', rows[0].Cells.Take(3).Select(c => c.Text)));
        CollectionAssert.IsSubsetOf(
            new[] { "昆山华盛精密机械有限公司", "抛光粉尘爆炸", "直接判定", "FC-01", "较大(橙)", "180.5", "除尘系统单独设置\n每班清扫", "0512-57301234" },
            rows[1].Cells.Select(c => c.Text).ToArray());
    }

    [TestMethod]
    public async Task Chosen_columns_alone_are_written_with_the_number_first()
    {
        var columns = RiskRosterColumns.All.Chosen(["owner", "risk"]);

        using var book = WorkbookReader.Open(new MemoryStream(await RisksAsync(columns, RiskSample.Row)), WorkbookLimits.Default);
        var csv = await CsvAsync(columns, RiskSample.Row);

        CollectionAssert.AreEqual(new[] { "序号 责任人 风险名称", "1 李强 抛光粉尘爆炸" }, book.Rows("风险清单").Select(r => string.Join(' ', r.Cells.Select(c => c.Text))).ToArray());
        Assert.AreEqual("序号,责任人,风险名称\r\n1,李强,抛光粉尘爆炸\r\n", csv);
    }

    [TestMethod]
    [DataRow("=1+1")]
    [DataRow("+1")]
    [DataRow("-1")]
    [DataRow("@SUM(A1)")]
    [DataRow("\t=1")]
    [DataRow("\r=1")]
    public async Task No_text_of_a_risk_can_run(string text)
    {
        var row = RiskSample.Row with
        {
            EnterpriseName = text,
            Name = text,
            RiskPoint = text,
            Location = text,
            AccidentType = text,
            Consequence = text,
            CatalogueCode = text,
            Reason = text,
            Controls = text,
            Emergency = text,
            Department = text,
            Owner = text,
            Phone = text,
        };
        var columns = RiskRosterColumns.All.Where(c => (c.Value(row) as string) == text).ToList();
        Assert.HasCount(13, columns);

        var file = await RisksAsync(columns, row);
        var csv = await CsvAsync(columns, row);

        AssertValid(file);
        using var book = WorkbookReader.Open(new MemoryStream(file), WorkbookLimits.Default);
        Assert.IsTrue(book.Rows("风险清单").Last().Cells.Skip(1).All(c => c == new Cell(CellKind.Text, text)));
        using var closed = new XLWorkbook(new MemoryStream(file));
        Assert.IsTrue(closed.Worksheet("风险清单").Row(2).CellsUsed().Skip(1).All(c => !c.HasFormula && c.Style.IncludeQuotePrefix));
        var field = text.Contains('\r', StringComparison.Ordinal) ? $"\"'{text}\"" : $"'{text}";
        Assert.EndsWith($"\r\n1{string.Concat(Enumerable.Repeat("," + field, 13))}\r\n", csv);
    }

    [TestMethod]
    public async Task The_cover_says_whether_telephones_are_masked_and_where_to_check()
    {
        foreach (var (reason, note) in new[] { (null, "电话已隐去部分号码"), ("事故应急联络", "电话为完整号码，仅限用于：事故应急联络") })
        {
            var cover = RosterSample.Cover with { Phones = RosterCover.PhoneNote(reason), VerifyAddress = "https://risk.example/verify/X" };

            using var book = WorkbookReader.Open(new MemoryStream(await RisksAsync(RiskRosterColumns.All, cover, RiskSample.Row)), WorkbookLimits.Default);

            var lines = book.Rows("说明").Skip(1).ToDictionary(r => r[0].Text, r => r[1].Text);
            Assert.AreEqual(note, lines["联系电话"]);
            Assert.AreEqual("https://risk.example/verify/X", lines["核验地址"]);
        }
    }

    [TestMethod]
    public async Task Statistics_make_a_workbook_to_print()
    {
        var output = new AsyncOnlyStream();
        var statistics = StatisticsSample.Of(counties: 10, divisions: 31);

        var lines = await StatisticsWorkbook.WriteAsync(statistics, RosterSample.Cover with { MadeBy = "=1+1" }, output, TestContext.CancellationToken);

        AssertValid(output.Written);
        Assert.AreEqual(10 + 1 + 31 + 1, lines);
        using var book = new XLWorkbook(new MemoryStream(output.Written));
        CollectionAssert.AreEqual(new[] { "按县(市、区)", "按行业大类", "说明" }, book.Worksheets.Select(s => s.Name).ToArray());
        var sheet = book.Worksheet(1);
        Assert.AreEqual(XLPageOrientation.Landscape, sheet.PageSetup.PageOrientation);
        Assert.AreEqual((4, 4), (sheet.PageSetup.FirstRowToRepeatAtTop, sheet.PageSetup.LastRowToRepeatAtTop));
        Assert.AreEqual("$A$1:$Q$15", sheet.PageSetup.PrintAreas.Single().RangeAddress.ToString());
        Assert.AreEqual("合计", sheet.Cell(15, 3).GetString());
        Assert.AreEqual(statistics.Counties.Sum.Total, sheet.Cell(15, 4).GetDouble());
        Assert.AreEqual(statistics.Counties.Sum.Total, Enumerable.Range(5, 10).Sum(r => sheet.Cell(r, 4).GetDouble()));
        Assert.IsFalse(book.Worksheets.SelectMany(s => s.CellsUsed()).Any(c => c.HasFormula));
    }

    [TestMethod]
    public async Task Statistics_as_csv_say_of_each_line_which_table_it_is_of()
    {
        var output = new AsyncOnlyStream();

        await StatisticsCsv.WriteAsync(StatisticsSample.Of(counties: 1, divisions: 2), output, TestContext.CancellationToken);

        CollectionAssert.AreEqual(
            new[]
            {
                "序号,统计口径,代码,名称,企业数,占全部(%),重大(红),较大(橙),一般(黄),低(蓝),未评,较大以上占比(%),未报告,草稿,已提交,退回,已接受,核销",
                "1,县(市、区),320508,姑苏区,58,100,2,14,14,14,14,27.6,14,0,0,0,44,0",
                "2,县(市、区),,合计,58,100,2,14,14,14,14,27.6,14,0,0,0,44,0",
                "3,行业大类,06,煤炭开采和洗选业,29,50,1,7,7,7,7,27.6,7,0,0,0,22,0",
            },
            System.Text.Encoding.UTF8.GetString(output.Written[3..]).Split("\r\n").Take(4).ToArray());
    }

    private Task<byte[]> RisksAsync(IReadOnlyList<TableColumn<RiskRosterRow>> columns, params RiskRosterRow[] rows) => RisksAsync(columns, RosterSample.Cover, rows);

    private async Task<byte[]> RisksAsync(IReadOnlyList<TableColumn<RiskRosterRow>> columns, RosterCover cover, params RiskRosterRow[] rows)
    {
        var output = new AsyncOnlyStream();
        Assert.AreEqual(rows.Length, await RosterWorkbook.WriteAsync(RosterWorkbook.Items, columns, rows.ToAsyncEnumerable(), cover, output, TestContext.CancellationToken));
        return output.Written;
    }

    private async Task<string> CsvAsync(IReadOnlyList<TableColumn<RiskRosterRow>> columns, params RiskRosterRow[] rows)
    {
        var output = new AsyncOnlyStream();
        await TableCsv.WriteAsync(columns, rows.ToAsyncEnumerable(), output, TestContext.CancellationToken);
        return System.Text.Encoding.UTF8.GetString(output.Written[3..]);
    }

    private static void AssertValid(byte[] file)
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(file), isEditable: false);
        var errors = new OpenXmlValidator(FileFormatVersions.Office2019).Validate(document).Select(e => $"{e.Path?.XPath}: {e.Description}").ToList();
        Assert.IsEmpty(errors, string.Join("\n", errors));
    }
}
