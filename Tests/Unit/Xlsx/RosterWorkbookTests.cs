using System.Globalization;
using System.IO.Compression;
using System.Xml.Linq;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Imports;
using RiskReport.Domain.Roster;
using RiskReport.Reports;
using RiskReport.Reports.Xlsx;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Unit.Xlsx;

[TestClass]
public sealed class RosterWorkbookTests
{
    private static readonly XNamespace Main = WorkbookParts.Main;

    public required TestContext TestContext { get; set; }

    // not data rows: an attribute is stored as UTF-8, which cannot hold half a character
    public static IEnumerable<object[]> NoCharacters =>
    [
        ["高\uD842", "高\uFFFD"],
        ["\uDFB7低", "\uFFFD低"],
        ["\uD842甲", "\uFFFD甲"],
        ["非\uFFFE\uFFFF字", "非\uFFFD\uFFFD字"],
    ];

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(500)]
    public async Task Every_workbook_is_valid(int count)
    {
        var rows = Enumerable.Range(0, count).Select(i => i % 2 == 0 ? RosterSample.Row : RosterSample.NotFiled);

        AssertValid(await WriteAsync([.. rows]));
    }

    [TestMethod]
    public async Task Headings_and_values_come_back_as_they_were()
    {
        var rows = Read(await WriteAsync([RosterSample.Row]), "名册");

        CollectionAssert.AreEqual(
            new[] { "序号" }.Concat(RosterColumns.All.Select(c => c.Heading)).ToArray(), rows[0].Cells.Select(c => c.Text).ToArray());
        CollectionAssert.AreEqual(
            new Cell[]
            {
                new(CellKind.Number, "1"), Text("91320583MA1X29QD6X"), Text("昆山华盛精密机械有限公司"), Text("昆山市"), Text("玉山镇"),
                Text("0311"), Text("金属结构制造"), Text("规上"), new(CellKind.Number, "2026"), Text("定期"), Text("已接受"),
                new(CellKind.Date, "2026-11-24T00:30:00"), Text("重大(红)"), new(CellKind.Number, "322.5"), new(CellKind.Number, "1"),
                new(CellKind.Number, "2"), new(CellKind.Number, "3"), new(CellKind.Number, "4"), Text("粉尘爆炸"), Text("张伟"), Text("13812345678"),
            },
            rows[1].Cells.ToArray());
    }

    [TestMethod]
    public async Task What_is_unknown_stays_empty_and_ungraded_is_said_in_words()
    {
        var row = Read(await WriteAsync([RosterSample.NotFiled]), "名册")[1];

        Assert.AreEqual(Cell.Empty, row[6]);
        Assert.AreEqual(Cell.Empty, row[9]);
        Assert.AreEqual("未报告", row[10].Text);
        Assert.AreEqual(Cell.Empty, row[11]);
        Assert.AreEqual("未评", row[12].Text);
        Assert.AreEqual(Cell.Empty, row[18]);
    }

    [TestMethod]
    public async Task The_cover_says_what_the_roster_holds()
    {
        var rows = Read(await WriteAsync([RosterSample.Row, RosterSample.Row]), "说明");

        Assert.AreEqual("苏州市企业安全风险名册", rows[0][0].Text);
        CollectionAssert.AreEqual(
            new[] { "筛选条件", "行数", "制作时间", "制作人", "核验码" }, rows.Skip(1).Select(r => r[0].Text).ToArray());
        CollectionAssert.AreEqual(
            new[] { "2026 年度;昆山市;较大(橙)、重大(红)", "2", "2026-11-24T09:02:03", "王芳(市级)", "7F3K-92QD-A1B2" },
            rows.Skip(1).Select(r => r[1].Text).ToArray());
    }

    [TestMethod]
    [DataRow(RiskColour.Red, "FFC62828", "FFFFFFFF")]
    [DataRow(RiskColour.Orange, "FFFF9800", "FF000000")]
    [DataRow(RiskColour.Yellow, "FFFFD600", "FF000000")]
    [DataRow(RiskColour.Blue, "FF1565C0", "FFFFFFFF")]
    [DataRow(null, null, "FF000000")]
    public async Task The_colour_fills_its_cell(RiskColour? colour, string? fill, string text)
    {
        var file = await WriteAsync([RosterSample.Row with { Colour = colour }]);

        var style = StyleOf(file, "M2");
        Assert.AreEqual(fill, Indexed(file, "fills", style, "fillId").Descendants(Main + "fgColor").SingleOrDefault()?.Attribute("rgb")?.Value);
        Assert.AreEqual(text, Indexed(file, "fonts", style, "fontId").Element(Main + "color")!.Attribute("rgb")!.Value);
    }

    [TestMethod]
    public async Task Headings_are_bold_filled_frozen_and_filtered_over_the_real_range()
    {
        var file = await WriteAsync([RosterSample.Row, RosterSample.Row, RosterSample.Row]);
        var sheet = Part(file, "xl/worksheets/sheet1.xml");
        var heading = StyleOf(file, "A1");

        var pane = sheet.Descendants(Main + "pane").Single();
        Assert.AreEqual("frozen", pane.Attribute("state")!.Value);
        Assert.AreEqual("1", pane.Attribute("ySplit")!.Value);
        Assert.AreEqual("A1:U4", sheet.Descendants(Main + "autoFilter").Single().Attribute("ref")!.Value);
        Assert.HasCount(RosterColumns.All.Count + 1, sheet.Descendants(Main + "col"));
        Assert.IsNotNull(Indexed(file, "fonts", heading, "fontId").Element(Main + "b"));
        Assert.AreNotEqual("0", heading.Attribute("fillId")!.Value);
    }

    [TestMethod]
    public async Task The_credit_code_is_formatted_as_text_and_the_time_as_a_date()
    {
        var file = await WriteAsync([RosterSample.Row]);

        Assert.AreEqual("49", StyleOf(file, "B2").Attribute("numFmtId")!.Value);
        Assert.AreEqual("164", StyleOf(file, "L2").Attribute("numFmtId")!.Value);
        Assert.AreEqual(@"yyyy\-mm\-dd\ hh:mm", Part(file, "xl/styles.xml").Descendants(Main + "numFmt").First().Attribute("formatCode")!.Value);
    }

    [TestMethod]
    [DataRow("=1+1")]
    [DataRow("+1")]
    [DataRow("-1")]
    [DataRow("@SUM(A1)")]
    [DataRow("\t=1")]
    [DataRow("\r=1")]
    [DataRow("=HYPERLINK(\"http://x\",\"点击\")")]
    public async Task Text_that_begins_like_a_formula_stays_text(string name)
    {
        var file = await WriteAsync([RosterSample.Row with { Name = name }]);

        AssertValid(file);
        Assert.AreEqual(Text(name), Read(file, "名册")[1][2]);
        Assert.AreEqual("inlineStr", CellAt(file, "C2").Attribute("t")!.Value);
        Assert.AreEqual("1", StyleOf(file, "C2").Attribute("quotePrefix")?.Value);
        Assert.IsNull(StyleOf(file, "D2").Attribute("quotePrefix"));
        Assert.IsEmpty(Part(file, "xl/worksheets/sheet1.xml").Descendants(Main + "f"));
    }

    [TestMethod]
    [DataRow("<a href=\"x\">&amp;</a>")]
    [DataRow("  前后有空格  ")]
    [DataRow("两\n行")]
    [DataRow("回车\r\n")]
    [DataRow("控制\u0001\u001F字符")]
    [DataRow("_x0041_ 原样")]
    [DataRow("_x_ _x00")]
    [DataRow("𠮷野家 😀")]
    [DataRow("\u007F\u0085\u2028")]
    public async Task Any_text_comes_back_as_it_was(string name)
    {
        var file = await WriteAsync([RosterSample.Row with { Name = name }]);

        AssertValid(file);
        Assert.AreEqual(name, Read(file, "名册")[1][2].Text);
    }

    [TestMethod]
    [DynamicData(nameof(NoCharacters))]
    public async Task What_is_no_character_is_replaced(string name, string expected)
    {
        var file = await WriteAsync([RosterSample.Row with { Name = name }]);

        AssertValid(file);
        Assert.AreEqual(expected, Read(file, "名册")[1][2].Text);
    }

    [TestMethod]
    public async Task A_text_longer_than_a_cell_is_cut_between_characters()
    {
        var plain = await WriteAsync([RosterSample.Row with { Name = new string('长', 40_000) }]);
        var pair = await WriteAsync([RosterSample.Row with { Name = new string('长', 32_766) + "𠮷" }]);

        Assert.AreEqual(new string('长', 32_767), Read(plain, "名册")[1][2].Text);
        Assert.AreEqual(new string('长', 32_766), Read(pair, "名册")[1][2].Text);
    }

    [TestMethod]
    public async Task A_longer_roster_than_a_sheet_continues_on_another()
    {
        var output = new MemoryStream();
        var rows = RosterSample.Stream(Enumerable.Repeat(RosterSample.Row, 7));

        var count = await RosterWorkbook.WriteAsync(RosterWorkbook.Enterprises, RosterColumns.All, rows, RosterSample.Cover, output, rowsPerSheet: 3, TestContext.CancellationToken);

        AssertValid(output.ToArray());
        using var book = WorkbookReader.Open(output, WorkbookLimits.Default);
        Assert.AreEqual(7, count);
        CollectionAssert.AreEqual(new[] { "名册", "名册(2)", "名册(3)", "说明" }, book.Sheets.Select(s => s.Name).ToArray());
        CollectionAssert.AreEqual(
            new[] { "1", "2", "3", "4", "5", "6", "7" },
            book.Sheets.SkipLast(1).SelectMany(s => book.Rows(s.Name).Skip(1)).Select(r => r[0].Text).ToArray());
    }

    [TestMethod]
    public async Task The_first_bytes_leave_before_the_first_row_is_known()
    {
        var output = new AsyncOnlyStream();
        var atFirstRow = 0;
        var atLastRow = 0;

        async IAsyncEnumerable<RosterRow> Rows()
        {
            await Task.Yield();
            atFirstRow = output.Count;
            for (var i = 0; i < 20_000; i++)
                yield return RosterSample.Row with { CreditCode = (i * 7919L).ToString(CultureInfo.InvariantCulture) };
            atLastRow = output.Count;
        }

        await RosterWorkbook.WriteAsync(RosterWorkbook.Enterprises, RosterColumns.All, Rows(), RosterSample.Cover, output, TestContext.CancellationToken);

        Assert.IsGreaterThan(0, atFirstRow);
        Assert.IsGreaterThan(output.Count / 2, atLastRow);
    }

    [TestMethod]
    public async Task The_same_roster_gives_the_same_file() =>
        CollectionAssert.AreEqual(await WriteAsync([RosterSample.Row]), await WriteAsync([RosterSample.Row]));

    [TestMethod]
    public async Task A_failing_source_leaves_no_file_that_looks_whole()
    {
        var output = new AsyncOnlyStream();

        static async IAsyncEnumerable<RosterRow> Rows()
        {
            await Task.Yield();
            yield return RosterSample.Row;
            throw new InvalidOperationException("database gone");
        }

        await Assert.ThrowsExactlyAsync<InvalidOperationException>(
            () => RosterWorkbook.WriteAsync(RosterWorkbook.Enterprises, RosterColumns.All, Rows(), RosterSample.Cover, output, TestContext.CancellationToken));

        Assert.ThrowsExactly<InvalidDataException>(() => new ZipArchive(new MemoryStream(output.Written)));
    }

    private async Task<byte[]> WriteAsync(List<RosterRow> rows)
    {
        var output = new AsyncOnlyStream();
        var count = await RosterWorkbook.WriteAsync(RosterWorkbook.Enterprises, RosterColumns.All, RosterSample.Stream(rows), RosterSample.Cover, output, TestContext.CancellationToken);
        Assert.AreEqual(rows.Count, count);
        return output.Written;
    }

    private static void AssertValid(byte[] file)
    {
        foreach (var version in new[] { FileFormatVersions.Office2016, FileFormatVersions.Office2019 })
        {
            using var document = SpreadsheetDocument.Open(new MemoryStream(file), isEditable: false);
            var errors = new OpenXmlValidator(version).Validate(document).Select(e => $"{e.Path?.XPath}: {e.Description}").ToList();
            Assert.IsEmpty(errors, string.Join("\n", errors));
        }
    }

    private static List<WorkbookRow> Read(byte[] file, string sheet)
    {
        using var book = WorkbookReader.Open(new MemoryStream(file), WorkbookLimits.Default);
        return [.. book.Rows(sheet)];
    }

    private static Cell Text(string text) => new(CellKind.Text, text);

    private static XElement Part(byte[] file, string name)
    {
        using var zip = new ZipArchive(new MemoryStream(file));
        using var part = zip.GetEntry(name)!.Open();
        return XElement.Load(part);
    }

    private static XElement CellAt(byte[] file, string reference) =>
        Part(file, "xl/worksheets/sheet1.xml").Descendants(Main + "c").Single(c => c.Attribute("r")!.Value == reference);

    private static XElement StyleOf(byte[] file, string reference) =>
        Part(file, "xl/styles.xml").Element(Main + "cellXfs")!.Elements().ElementAt((int)CellAt(file, reference).Attribute("s")!);

    private static XElement Indexed(byte[] file, string list, XElement style, string id) =>
        Part(file, "xl/styles.xml").Element(Main + list)!.Elements().ElementAt((int)style.Attribute(id)!);
}
