using RiskReport.Reports.Xlsx;
using RiskReport.Tests.Support;
using static RiskReport.Tests.Support.Annotating;

namespace RiskReport.Tests.Unit.Xlsx;

/// <summary>The added column: its place, its width, and the filter or table that takes it in.</summary>
[TestClass]
public sealed class AnnotatedWorkbookFilterTests
{
    private static readonly WorkbookNotes Bad = Notes((2, "不对", [new CellNote(1, "日期不对")]));

    [TestMethod]
    public async Task A_filter_that_is_there_grows_and_keeps_what_it_filters()
    {
        const string Filter = """<autoFilter ref="A1:C3"><filterColumn colId="0"><filters><filter val="一"/></filters></filterColumn></autoFilter>""";
        var book = Book(behind: Filter) with
        {
            Book = """<sheets><sheet name="表一" sheetId="1" r:id="rId1"/></sheets><definedNames><definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">表一!$A$1:$C$3</definedName><definedName name="起点">表一!$A$1</definedName></definedNames><calcPr calcId="1"/>""",
        };

        var file = await book.AnnotateAsync(Bad);

        Assert.AreEqual(Filter.Replace("A1:C3", "A1:D3", StringComparison.Ordinal), Text(file, SheetPart)[Text(file, SheetPart).IndexOf("<autoFilter", StringComparison.Ordinal)..(Text(file, SheetPart).IndexOf("</autoFilter>", StringComparison.Ordinal) + 13)]);
        CollectionAssert.AreEqual(
            new[] { "_xlnm._FilterDatabase 0 '表一'!$A$1:$D$3", "起点  表一!$A$1", "_xlnm._FilterDatabase 1 '导入问题汇总'!$A$4:$G$5" },
            Part(file, "xl/workbook.xml").Descendants(Main + "definedName").Select(d => $"{d.Attribute("name")!.Value} {d.Attribute("localSheetId")?.Value} {d.Value}").ToArray());
        Assert.AreEqual("sheets definedNames calcPr", Names(Part(file, "xl/workbook.xml")));
    }

    [TestMethod]
    public async Task A_new_filter_and_drawing_stand_where_the_format_wants_them()
    {
        var file = await Book(
            before: """<sheetPr/><dimension ref="A1:C3"/><sheetViews><sheetView workbookViewId="0"/></sheetViews><sheetFormatPr defaultRowHeight="15"/>""",
            behind: """
                <sheetProtection sheet="1"/><mergeCells count="1"><mergeCell ref="A5:B5"/></mergeCells><conditionalFormatting sqref="A1"><cfRule type="expression" priority="1"><formula>1</formula></cfRule></conditionalFormatting>
                <dataValidations count="1"><dataValidation type="list" sqref="A2"><formula1>"一,二"</formula1></dataValidation></dataValidations><pageMargins left="1" right="1" top="1" bottom="1" header="1" footer="1"/><extLst/>
                """).AnnotateAsync(Bad);

        Assert.AreEqual(
            "sheetPr sheetViews sheetFormatPr cols sheetData sheetProtection autoFilter mergeCells conditionalFormatting dataValidations pageMargins legacyDrawing extLst",
            Names(Part(file, SheetPart)));
    }

    [TestMethod]
    [DataRow("<cols><col min=\"1\" max=\"16384\" width=\"9\"/></cols>", "1-16384 9")]
    [DataRow("<cols><col min=\"1\" max=\"2\" width=\"9\"/></cols>", "1-2 9, 4-4 60")]
    [DataRow("<cols><col min=\"1\" max=\"2\" width=\"9\"></col><col min=\"6\" max=\"7\" width=\"8\"/></cols>", "1-2 9, 4-4 60, 6-7 8")]
    [DataRow("<cols><col min=\"3\" max=\"16384\" width=\"9\" hidden=\"1\"/></cols>", "3-3 9, 4-4 60, 5-16384 9")]
    [DataRow("<cols><col min=\"4\" max=\"4\" width=\"9\" hidden=\"true\"></col></cols>", "4-4 60")]
    [DataRow("", "4-4 60")]
    public async Task The_column_is_wide_enough_unless_the_office_has_said_how_wide(string columns, string expected)
    {
        var file = await Book(before: columns).AnnotateAsync(Bad);

        Assert.AreEqual(expected, string.Join(", ", Part(file, SheetPart).Descendants(Main + "col").Select(c =>
            $"{c.Attribute("min")!.Value}-{c.Attribute("max")!.Value} {c.Attribute("width")!.Value}")));
    }

    [TestMethod]
    public async Task A_table_takes_the_column_in()
    {
        var file = await Tabled("A1:C3", "").AnnotateAsync(Bad);

        var table = Part(file, "xl/tables/table1.xml");
        Assert.AreEqual("A1:D3", table.Attribute("ref")!.Value);
        Assert.AreEqual("A1:D3", table.Element(Main + "autoFilter")!.Attribute("ref")!.Value);
        Assert.AreEqual("4", table.Element(Main + "tableColumns")!.Attribute("count")!.Value);
        Assert.AreEqual("1 甲, 2 乙, 7 丙, 8 错误说明", string.Join(", ", table.Descendants(Main + "tableColumn").Select(c => $"{c.Attribute("id")!.Value} {c.Attribute("name")!.Value}")));
        Assert.IsNull(Part(file, SheetPart).Element(Main + "autoFilter"));
    }

    [TestMethod]
    [DataRow("A1:B3", "")]
    [DataRow("A2:C3", "")]
    [DataRow("A1:C3", "tableType=\"queryTable\"")]
    [DataRow("A1:C3", "headerRowCount=\"0\"")]
    public async Task A_table_that_cannot_take_it_in_stays_and_there_is_no_second_filter(string range, string attributes)
    {
        var book = Tabled(range, attributes);

        var file = await WriteAsync(book.Zip().ToArray(), Bad);

        Assert.AreEqual(book.Others["xl/tables/table1.xml"], Text(file, "xl/tables/table1.xml"));
        Assert.IsNull(Part(file, SheetPart).Element(Main + "autoFilter"));
        Assert.AreEqual("不对", TextAt(file, "D2"));
    }

    [TestMethod]
    [DataRow("错误说明")]
    [DataRow(" 错误 说明＊* ")]
    public async Task A_column_that_is_there_is_used_again(string heading)
    {
        var rows = $"""
            <row r="1"><c r="A1" t="inlineStr"><is><t>甲</t></is></c><c r="B1" t="inlineStr"><is><t>{heading}</t></is></c><c r="C1" t="inlineStr"><is><t>丙</t></is></c></row>
            <row r="2"><c r="A2"><v>1</v></c><c r="B2" t="inlineStr"><is><t>旧</t></is></c><c r="C2"><v>2</v></c></row>
            <row r="3"><c r="A3"><v>1</v></c><c r="B3" t="s"><v>0</v></c><c r="C3"><v>2</v></c></row>
            """;

        var file = await WriteAsync((Book(rows) with { Strings = $"<sst xmlns=\"{Main}\"><si><t>旧</t></si></sst>" }).Zip().ToArray(), Notes((3, "新", [new CellNote(2, "不对")])));

        Assert.AreEqual(heading, TextAt(file, "B1"));
        Assert.AreEqual("", TextAt(file, "B2"));
        Assert.AreEqual("新", TextAt(file, "B3"));
        Assert.AreEqual("2", TextAt(file, "C3"));
        Assert.IsNull(CellAt(file, "D1"));
        Assert.IsTrue(IsMarked(file, "C3"));
    }

    [TestMethod]
    public async Task A_heading_among_the_shared_strings_is_found()
    {
        var rows = """<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row><row><c><v>1</v></c><c t="s"><v>0</v></c></row>""";

        var file = await WriteAsync((Book(rows) with { Strings = $"<sst xmlns=\"{Main}\"><si><t>甲</t></si><si><r><t>错误</t></r><r><t>说明*</t></r></si></sst>" }).Zip().ToArray(), Notes((2, "新", [])));

        Assert.AreEqual("新", TextAt(file, "B2"));
    }

    [TestMethod]
    public async Task Formulas_in_a_column_that_is_cleared_leave_the_order_of_calculation()
    {
        var rows = """<row r="1"><c r="A1" t="inlineStr"><is><t>错误说明</t></is></c></row><row r="2"><c r="A2"><f>1</f><v>1</v></c></row>""";
        var book = Book(rows, types: ("xl/calcChain.xml", "calcChain"));
        var file = await WriteAsync(book.With(
            ("xl/calcChain.xml", $"<calcChain xmlns=\"{Main}\"><c r=\"A2\" i=\"1\"/></calcChain>"),
            ("xl/_rels/workbook.xml.rels", book.Related(("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId3", "styles", "styles.xml"), ("rId4", "calcChain", "calcChain.xml")))).Zip().ToArray(), Notes((3, "新", [])));

        Assert.IsEmpty(Errors(file));
        Assert.IsFalse(Parts(file).Contains("xl/calcChain.xml"));
        Assert.IsFalse(Text(file, "xl/_rels/workbook.xml.rels").Contains("calcChain", StringComparison.Ordinal));
        Assert.IsFalse(Text(file, "[Content_Types].xml").Contains("calcChain", StringComparison.Ordinal));
    }

    [TestMethod]
    public async Task Merged_cells_are_stepped_over_and_no_column_is_added_beyond_what_can_be_read()
    {
        var merged = await Book(behind: """<mergeCells count="1"><mergeCell ref="A1:E1"/></mergeCells>""").AnnotateAsync(Bad);
        var wide = await Book(Rows + """<row r="4"><c r="IV4"><v>1</v></c></row>""").AnnotateAsync(Bad);

        Assert.AreEqual("错误说明", TextAt(merged, "F1"));
        Assert.IsFalse(Text(wide, SheetPart).Contains("错误说明", StringComparison.Ordinal));
        Assert.IsTrue(IsMarked(wide, "B2"));
    }

    private static WorkbookParts Tabled(string range, string attributes)
    {
        var book = Book(behind: """<tableParts count="1"><tablePart r:id="rId1"/></tableParts>""", types: ("xl/tables/table1.xml", "table"));
        return book.With(
            (WorkbookPackage.RelationshipsOf(SheetPart), book.Related(("rId1", "table", "../tables/table1.xml"))),
            ("xl/tables/table1.xml", $"""<table xmlns="{Main}" id="1" name="表1" displayName="表1" ref="{range}" {attributes}><autoFilter ref="{range}"/><tableColumns count="3"><tableColumn id="1" name="甲"/><tableColumn id="2" name="乙"/><tableColumn id="7" name="丙"/></tableColumns></table>"""));
    }
}
