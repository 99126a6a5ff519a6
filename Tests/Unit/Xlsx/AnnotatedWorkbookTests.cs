using RiskReport.Reports.Xlsx;
using RiskReport.Tests.Support;
using static RiskReport.Tests.Support.Annotating;

namespace RiskReport.Tests.Unit.Xlsx;

[TestClass]
public sealed class AnnotatedWorkbookTests
{
    private static readonly WorkbookNotes BadDate = Notes((2, "乙：日期不对", [new CellNote(1, "日期不对")]));

    [TestMethod]
    public async Task A_bad_cell_keeps_its_format_on_another_ground()
    {
        var file = await Book().AnnotateAsync(Notes((2, "两处", [new CellNote(1, "日期不对"), new CellNote(2, "算式不对")])));

        Assert.IsTrue(IsMarked(file, "B2"));
        Assert.AreEqual("14", StyleOf(file, "B2").Attribute("numFmtId")!.Value);
        Assert.IsTrue(IsMarked(file, "C2"));
        Assert.AreEqual("164 1 1", string.Join(' ', new[] { "numFmtId", "fontId", "borderId" }.Select(a => StyleOf(file, "C2").Attribute(a)!.Value)));
        Assert.AreEqual("right", StyleOf(file, "C2").Elements().Single().Attribute("horizontal")!.Value);
        Assert.AreEqual("1+1", CellAt(file, "C2")!.Element(Main + "f")!.Value);
        Assert.IsFalse(IsMarked(file, "A2"));
        Assert.AreEqual("2", CellAt(file, "C3")!.Attribute("s")!.Value);
    }

    [TestMethod]
    public async Task The_text_of_each_row_stands_in_a_column_behind_the_last()
    {
        var file = await Book().AnnotateAsync(BadDate);

        Assert.AreEqual("错误说明", TextAt(file, "D1"));
        Assert.AreEqual("乙：日期不对", TextAt(file, "D2"));
        Assert.IsNull(CellAt(file, "D3"));
        Assert.AreEqual(StyleOf(file, "C1").Attribute("fontId")!.Value, StyleOf(file, "D1").Attribute("fontId")!.Value);
        var column = Part(file, SheetPart).Descendants(Main + "col").Single();
        Assert.AreEqual("4 4 60", $"{column.Attribute("min")!.Value} {column.Attribute("max")!.Value} {column.Attribute("width")!.Value}");
        Assert.AreEqual("A1:D3", Part(file, SheetPart).Element(Main + "autoFilter")!.Attribute("ref")!.Value);
        StringAssert.Contains(Text(file, "xl/workbook.xml"), "name=\"_xlnm._FilterDatabase\" localSheetId=\"0\" hidden=\"1\">'表一'!$A$1:$D$3<");
    }

    [TestMethod]
    public async Task A_comment_says_what_is_wrong_with_the_cell()
    {
        var file = await Book().AnnotateAsync(BadDate);

        var comment = Part(file, "xl/comments1.xml").Descendants(Main + "comment").Single();
        Assert.AreEqual("B2", comment.Attribute("ref")!.Value);
        Assert.AreEqual("【导入检查】日期不对", comment.Value);
        var box = Part(file, "xl/drawings/vmlDrawing1.vml").Descendants().Single(e => e.Name.LocalName == "ClientData");
        Assert.AreEqual("1 1", $"{box.Elements().Single(e => e.Name.LocalName == "Row").Value} {box.Elements().Single(e => e.Name.LocalName == "Column").Value}");
        StringAssert.EndsWith(Names(Part(file, SheetPart)), "legacyDrawing");
    }

    [TestMethod]
    public async Task An_empty_cell_that_must_be_filled_in_is_put_at_its_place()
    {
        var file = await Book().AnnotateAsync(Notes((3, "乙必填", [new CellNote(1, "必填"), new CellNote(4, "必填")])));

        Assert.IsTrue(IsMarked(file, "B3"));
        Assert.AreEqual("A3 B3 C3 E3 F3", string.Join(' ', Part(file, SheetPart).Descendants(Main + "row").ElementAt(2).Elements().Select(c => c.Attribute("r")!.Value)));
        Assert.IsNull(Part(file, SheetPart).Descendants(Main + "row").ElementAt(2).Attribute("spans"));
        Assert.AreEqual("1:3", Part(file, SheetPart).Descendants(Main + "row").ElementAt(1).Attribute("spans")!.Value);
    }

    [TestMethod]
    public async Task The_summary_lists_every_problem_with_a_link()
    {
        var file = await Book().AnnotateAsync(BadDate);

        using var book = WorkbookReader.Open(new MemoryStream(file), WorkbookLimits.Default);
        CollectionAssert.AreEqual(new[] { "表一", "导入问题汇总" }, book.Sheets.Select(s => s.Name).ToArray());
        CollectionAssert.AreEqual(
            new[]
            {
                "文件|测试.xlsx", "问题数|1", "工作表|行号|单元格|列|单元格内容|代码|问题与改正办法", "表一|2|B2|列名|=1+1|E01|日期不对",
            },
            book.Rows("导入问题汇总").Select(r => string.Join('|', r.Cells.Select(c => c.Text))).ToArray());
        var sheet = Part(file, SummaryPart);
        Assert.AreEqual("'表一'!B2", sheet.Descendants(Main + "hyperlink").Single().Attribute("location")!.Value);
        Assert.AreEqual("C5", sheet.Descendants(Main + "hyperlink").Single().Attribute("ref")!.Value);
        Assert.AreEqual("A4:G5", sheet.Element(Main + "autoFilter")!.Attribute("ref")!.Value);
        Assert.AreEqual("4", sheet.Descendants(Main + "pane").Single().Attribute("ySplit")!.Value);
        Assert.IsEmpty(sheet.Descendants(Main + "f"));
    }
}
