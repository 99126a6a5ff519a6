using RiskReport.Reports.Xlsx;
using RiskReport.Tests.Support;
using static RiskReport.Tests.Support.Annotating;

namespace RiskReport.Tests.Unit.Xlsx;

/// <summary>The sheet that lists all problems, and one of its name that is there already.</summary>
[TestClass]
public sealed class AnnotatedWorkbookSummaryTests
{
    private const string Sheets = """<sheets><sheet name="导入问题汇总" sheetId="4" state="hidden" r:id="rId9"/><sheet name="表一" sheetId="1" r:id="rId1"/></sheets>""";

    private static readonly WorkbookNotes Bad = Notes((2, "不对", [new CellNote(1, "日期不对")]));

    [TestMethod]
    public async Task An_earlier_summary_is_replaced_where_it_stands_and_shown()
    {
        var file = await WithSecond("worksheet").AnnotateAsync(Bad);

        CollectionAssert.AreEqual(
            new[] { "导入问题汇总  rId9", "表一  rId1" },
            Part(file, "xl/workbook.xml").Descendants(Main + "sheet").Select(s => $"{s.Attribute("name")!.Value} {s.Attribute("state")?.Value} {s.Attributes().Last().Value}").ToArray());
        CollectionAssert.AreEqual(
            new[] { "0 '导入问题汇总'!$A$4:$G$5", "1 '表一'!$A$1:$D$3" },
            Part(file, "xl/workbook.xml").Descendants(Main + "definedName").Select(d => $"{d.Attribute("localSheetId")!.Value} {d.Value}").ToArray());
        Assert.IsFalse(Text(file, SummaryPart).Contains('旧'));
        Assert.IsFalse(Parts(file).Contains("xl/worksheets/_rels/sheet2.xml.rels"));
    }

    [TestMethod]
    public async Task A_chart_of_that_name_stays_and_the_summary_takes_another()
    {
        var file = await WriteAsync(WithSecond("chartsheet").Zip().ToArray(), Bad);

        Assert.AreEqual("导入问题汇总 表一 导入问题汇总(2)", string.Join(' ', Part(file, "xl/workbook.xml").Descendants(Main + "sheet").Select(s => s.Attribute("name")!.Value)));
        StringAssert.Contains(Text(file, SummaryPart), "旧");
        StringAssert.Contains(Text(file, "xl/worksheets/sheet3.xml"), "问题与改正办法");
    }

    [TestMethod]
    public async Task A_name_with_an_apostrophe_is_quoted_in_links_and_names()
    {
        var book = Book() with { Book = """<sheets><sheet name="a'b &amp; c" sheetId="1" r:id="rId1"/></sheets>""" };
        var notes = new WorkbookNotes([Bad.Sheets[0] with { Sheet = "a'b & c" }], [], [new("a'b & c", 2, "B2", "乙", "", "E01", "不对"), new("a'b & c", 2, "整行", "", "", "E02", "不对")]);

        var file = await book.AnnotateAsync(notes);

        Assert.AreEqual("'a''b & c'!B2", Part(file, SummaryPart).Descendants(Main + "hyperlink").Single().Attribute("location")!.Value);
        Assert.AreEqual("'a''b & c'!$A$1:$D$3", Part(file, "xl/workbook.xml").Descendants(Main + "definedName").First().Value);
        Assert.AreEqual("A2:G4", Part(file, SummaryPart).Element(Main + "autoFilter")!.Attribute("ref")!.Value);
    }

    [TestMethod]
    public async Task More_links_than_a_sheet_bears_are_left_out()
    {
        var lines = Enumerable.Range(2, 66_000).Select(i => new SummaryLine("表一", i, $"A{i}", "甲", "", "E01", "不对")).ToList();

        var file = await WriteAsync(Book().Zip().ToArray(), Bad with { Lines = lines });

        Assert.HasCount(65_000, Part(file, SummaryPart).Descendants(Main + "hyperlink"));
        Assert.HasCount(66_004 - 1, Part(file, SummaryPart).Descendants(Main + "row"));
    }

    private static WorkbookParts WithSecond(string type)
    {
        var book = Book(types: (SummaryPart, type));
        return book.With(
            ("xl/workbook.xml", $"""<workbook xmlns="{Main}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">{Sheets}</workbook>"""),
            (SummaryPart, $"""<worksheet xmlns="{Main}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>旧</t></is></c></row></sheetData></worksheet>"""),
            ("xl/worksheets/_rels/sheet2.xml.rels", book.Related()),
            ("xl/_rels/workbook.xml.rels", book.Related(("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId3", "styles", "styles.xml"), ("rId9", type, "worksheets/sheet2.xml"))));
    }
}
