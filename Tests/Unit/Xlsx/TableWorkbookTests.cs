using ClosedXML.Excel;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using RiskReport.Domain.Analysis;
using RiskReport.Domain.Maps;
using RiskReport.Domain.Tables;
using RiskReport.Reports;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Unit.Xlsx;

/// <summary>Tables of figures as an independent reader finds them: what they count stands with them, and their sums stay at the end.</summary>
[TestClass]
public sealed class TableWorkbookTests
{
    public required TestContext TestContext { get; set; }

    [TestMethod]
    public async Task Sums_have_no_number_and_stay_below_when_the_table_is_filtered_and_the_notes_stand_on_the_last_sheet()
    {
        using var output = new MemoryStream();
        Assert.AreEqual(6, await AnalysisFile.WriteAsync("xlsx", [Table("甲表", "甲表的说明"), Table("乙表", "乙表的说明")], RosterSample.Cover, output, TestContext.CancellationToken));

        AssertValid(output.ToArray());
        using var book = new XLWorkbook(output);
        CollectionAssert.AreEqual(new[] { "甲表", "乙表", "说明" }, book.Worksheets.Select(s => s.Name).ToArray());
        foreach (var sheet in book.Worksheets.Take(2))
        {
            Assert.AreEqual("A1:D3", sheet.AutoFilter.Range.RangeAddress.ToString());
            CollectionAssert.AreEqual(new[] { "1|相城区|5|2.5", "2|=姑苏区|0|0", "|合计|5|" }, sheet.RowsUsed().Skip(1).Select(r => string.Join('|', Enumerable.Range(1, 4).Select(c => r.Cell(c).GetString()))).ToArray());
            Assert.IsTrue(sheet.Range("A4:D4").Cells().All(c => c.Style.Fill.BackgroundColor == XLColor.FromHtml("#FFD9E2EC") && c.Style.Font.Bold));
            Assert.AreEqual(XLColor.FromHtml("#FFC62828"), sheet.Cell("C1").Style.Fill.BackgroundColor, "a colour stands at the head of its column");
            Assert.AreEqual(XLColor.FromHtml("#FFD9E2EC"), sheet.Cell("D1").Style.Fill.BackgroundColor);
        }

        var notes = book.Worksheet("说明").RowsUsed().Where(r => r.Cell(1).GetString() == "说明").Select(r => r.Cell(2)).ToList();
        CollectionAssert.AreEqual(new[] { "甲表：甲表的说明", "乙表：乙表的说明" }, notes.ConvertAll(c => c.GetString()));
        Assert.IsTrue(notes.TrueForAll(c => c.Style.Alignment.WrapText), "a sentence that is longer than its column is read all the same");
    }

    [TestMethod]
    public async Task Degrees_are_numbers_with_their_four_places()
    {
        using var output = new MemoryStream();
        var cell = CellTotals.Of([new CellCount { X = 11471, Y = 3470, TownshipCode = "320506101", Enterprises = 3, Red = 1, Orange = 0, Yellow = 0, Blue = 2, MajorRisks = 1 }], 1)[0];
        await RosterWorkbook.WriteAsync("方格", DensityColumns.All, new[] { new DensityLine(cell, "吴中区", "长桥街道") }.ToAsyncEnumerable(), RosterSample.Cover, output, TestContext.CancellationToken);

        AssertValid(output.ToArray());
        using var book = new XLWorkbook(output);
        var (west, south) = (book.Worksheets.First().Cell("D2"), book.Worksheets.First().Cell("E2"));
        Assert.AreEqual((120.4455, 31.23), (west.GetDouble(), south.GetDouble()));
        Assert.IsTrue(new[] { west, south }.All(c => c.Style.NumberFormat.Format == "0.0000_ "));
    }

    private static AnalysisTable Table(string heading, string note) => new()
    {
        Id = "t",
        Heading = heading,
        Note = note,
        Columns = [AnalysisTable.Column(0, "地区", ValueKind.Text, 22), AnalysisTable.Column(1, "2026 年度重大(红)", ValueKind.Whole, 12), AnalysisTable.Column(2, "每百家", ValueKind.Fraction, 12)],
        Lines =
        [
            new([new AnalysisCell("相城区"), new AnalysisCell(5L), new AnalysisCell(2.5m)]),
            new([new AnalysisCell("=姑苏区"), new AnalysisCell(0L), new AnalysisCell(0m)]),
            new([new AnalysisCell("合计"), new AnalysisCell(5L), new AnalysisCell(null)], IsSum: true),
        ],
    };

    private static void AssertValid(byte[] file)
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(file), isEditable: false);
        var errors = new OpenXmlValidator(FileFormatVersions.Office2019).Validate(document).Select(e => $"{e.Path?.XPath}: {e.Description}").ToList();
        Assert.IsEmpty(errors, string.Join("\n", errors));
    }
}
