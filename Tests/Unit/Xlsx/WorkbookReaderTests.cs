using RiskReport.Domain.Imports;
using RiskReport.Reports.Xlsx;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Unit.Xlsx;

[TestClass]
public sealed class WorkbookReaderTests
{
    private static readonly Cell TextA = new(CellKind.Text, "甲");

    [TestMethod]
    public void Shared_strings_are_read_and_the_same_instance_is_shared()
    {
        var rows = Read(new WorkbookParts
        {
            Rows = """<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row>""",
            Strings = $"""<sst xmlns="{WorkbookParts.Main}"><si><t>乙</t></si><si><t>甲</t></si></sst>""",
        });

        Assert.AreEqual(TextA, rows[0][0]);
        Assert.AreEqual("乙", rows[0][1].Text);
        Assert.AreSame(rows[0][0].Text, rows[0][2].Text);
    }

    [TestMethod]
    public void Rich_text_is_joined_without_its_phonetic_guide()
    {
        var rows = Read(new WorkbookParts
        {
            Rows = """<row><c t="s"><v>0</v></c><c t="inlineStr"><is><r><t>有限</t></r><r><t xml:space="preserve"> 空间</t></r></is></c></row>""",
            Strings = $"""<sst xmlns="{WorkbookParts.Main}"><si><r><t>昆山</t></r><rPh sb="0" eb="2"><t>コンザン</t></rPh><r><t>市</t></r><phoneticPr fontId="1"/></si></sst>""",
        });

        Assert.AreEqual("昆山市", rows[0][0].Text);
        Assert.AreEqual("有限 空间", rows[0][1].Text);
    }

    [TestMethod]
    public void Rows_and_cells_without_a_reference_follow_the_one_before()
    {
        var rows = Read(new WorkbookParts
        {
            Rows = """<row r="3"><c r="B3"><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>""",
        });

        Assert.AreEqual(3, rows[0].Number);
        Assert.AreEqual(Cell.Empty, rows[0][0]);
        Assert.AreEqual("2", rows[0][2].Text);
        Assert.AreEqual(4, rows[1].Number);
        Assert.AreEqual("3", rows[1][0].Text);
        Assert.AreEqual(Cell.Empty, rows[1][200]);
    }

    [TestMethod]
    public void Rows_out_of_order_come_as_they_stand_in_the_file()
    {
        var rows = Read(new WorkbookParts { Rows = """<row r="9"><c><v>1</v></c></row><row r="2"><c><v>2</v></c></row>""" });

        CollectionAssert.AreEqual(new[] { 9, 2 }, rows.Select(r => r.Number).ToArray());
    }

    [TestMethod]
    public void Rows_without_a_value_are_left_out()
    {
        var rows = Read(new WorkbookParts
        {
            Rows = """<row r="1"/><row r="2"><c r="A2" s="1"/><c r="B2" t="inlineStr"><is><t xml:space="preserve">  </t></is></c></row><row r="5"><c r="A5"><v>1</v></c></row>""",
        });

        Assert.HasCount(1, rows);
        Assert.AreEqual(5, rows[0].Number);
    }

    [TestMethod]
    public void Namespace_prefixes_make_no_difference()
    {
        var rows = Read(new WorkbookParts
        {
            Sheet = $"""<x:worksheet xmlns:x="{WorkbookParts.Main}"><x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>甲</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>""",
        });

        Assert.AreEqual(TextA, rows[0][0]);
    }

    [TestMethod]
    public void Strict_workbooks_are_read()
    {
        var rows = Read(new WorkbookParts
        {
            Namespace = "http://purl.oclc.org/ooxml/spreadsheetml/main",
            Relations = "http://purl.oclc.org/ooxml/officeDocument/relationships",
            Rows = """<row r="1"><c r="A1" t="inlineStr"><is><t>甲</t></is></c><c r="B1" t="d"><v>2026-11-24T08:30:00</v></c><c r="C1" t="d"><v>2026-11-24</v></c></row>""",
        });

        Assert.AreEqual(TextA, rows[0][0]);
        Assert.AreEqual(new Cell(CellKind.Date, "2026-11-24T08:30:00"), rows[0][1]);
        Assert.AreEqual(new Cell(CellKind.Date, "2026-11-24"), rows[0][2]);
    }

    [TestMethod]
    [DataRow("/xl/worksheets/sheet1.xml")]
    [DataRow("worksheets/sheet1.xml")]
    [DataRow("../xl/./worksheets/sheet1.xml")]
    public void Targets_may_be_absolute_or_relative(string target)
    {
        var rows = Read(new WorkbookParts { SheetTarget = target, Rows = "<row><c><v>1</v></c></row>" });

        Assert.HasCount(1, rows);
    }

    [TestMethod]
    public void Numbers_keep_the_digits_that_were_stored()
    {
        var rows = Read(new WorkbookParts { Rows = "<row><c><v>9.13205505550025E+017</v></c><c t=\"n\"><v>0.10</v></c></row>" });

        Assert.AreEqual(new Cell(CellKind.Number, "9.13205505550025E+017"), rows[0][0]);
        Assert.AreEqual(new Cell(CellKind.Number, "0.10"), rows[0][1]);
    }

    [TestMethod]
    public void Booleans_and_errors_are_told_from_text()
    {
        var rows = Read(new WorkbookParts
        {
            Rows = """<row><c t="b"><v>1</v></c><c t="b"><v>0</v></c><c t="e"><v>#N/A</v></c></row>""",
        });

        Assert.AreEqual(new Cell(CellKind.Boolean, "TRUE"), rows[0][0]);
        Assert.AreEqual(new Cell(CellKind.Boolean, "FALSE"), rows[0][1]);
        Assert.AreEqual(new Cell(CellKind.Error, "#N/A"), rows[0][2]);
    }

    [TestMethod]
    public void Formulas_give_their_stored_result_or_themselves()
    {
        var rows = Read(new WorkbookParts
        {
            Rows = """
                <row><c t="str"><f>B1&amp;C1</f><v>甲</v></c><c><f>1+1</f><v>2</v></c><c><f>SUM(A1:A9)</f></c>
                <c><f>NOW()</f><v></v></c><c t="str"><f>""</f><v></v></c></row>
                """,
        });

        Assert.AreEqual(TextA, rows[0][0]);
        Assert.AreEqual(new Cell(CellKind.Number, "2"), rows[0][1]);
        Assert.AreEqual(new Cell(CellKind.Formula, "=SUM(A1:A9)"), rows[0][2]);
        Assert.AreEqual(new Cell(CellKind.Formula, "=NOW()"), rows[0][3]);
        Assert.AreEqual(Cell.Empty, rows[0][4]);
    }

    [TestMethod]
    public void Of_merged_cells_only_the_first_has_the_value()
    {
        var rows = Read(new WorkbookParts
        {
            Sheet = $"""
                <worksheet xmlns="{WorkbookParts.Main}"><sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>
                <row r="2"><c r="A2" s="1"/><c r="B2"><v>3</v></c></row></sheetData><mergeCells count="1"><mergeCell ref="A1:A2"/></mergeCells></worksheet>
                """,
        });

        Assert.AreEqual("1", rows[0][0].Text);
        Assert.AreEqual(Cell.Empty, rows[1][0]);
    }

    [TestMethod]
    public void Escaped_characters_are_restored()
    {
        var rows = Read(new WorkbookParts
        {
            Rows = """<row><c t="inlineStr"><is><t>a_x000D_b_x005F_x000D_c_x00_</t></is></c></row>""",
        });

        Assert.AreEqual("a\rb_x000D_c_x00_", rows[0][0].Text);
    }

    [TestMethod]
    public void Sheets_are_listed_with_the_hidden_ones_marked()
    {
        using var book = Open(new WorkbookParts
        {
            Book = """
                <sheets><sheet name="企业信息" sheetId="1" r:id="rId1"/><sheet name="字典" sheetId="2" state="hidden" r:id="rId1"/>
                <sheet name="参数" sheetId="3" state="veryHidden" r:id="rId1"/></sheets>
                """,
        });

        CollectionAssert.AreEqual(
            new[] { new WorkbookSheet("企业信息", false), new WorkbookSheet("字典", true), new WorkbookSheet("参数", true) }, book.Sheets.ToArray());
    }

    [TestMethod]
    public void Macros_are_no_obstacle()
    {
        var rows = Read(new WorkbookParts
        {
            Rows = "<row><c><v>1</v></c></row>",
            Others = { ["xl/vbaProject.bin"] = "macros" },
        });

        Assert.HasCount(1, rows);
    }

    [TestMethod]
    public void A_byte_order_mark_and_comments_are_passed_over()
    {
        var rows = Read(new WorkbookParts
        {
            Sheet = $"\uFEFF<?xml version=\"1.0\"?><!-- made elsewhere --><worksheet xmlns=\"{WorkbookParts.Main}\"><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>",
        });

        Assert.HasCount(1, rows);
    }

    [TestMethod]
    public void A_sheet_can_be_read_again_and_beside_another_reading()
    {
        using var book = Open(new WorkbookParts { Rows = "<row><c><v>1</v></c></row><row><c><v>2</v></c></row>" });

        var pairs = book.Rows("表一").Zip(book.Rows("表一")).Select(p => p.First[0].Text + p.Second[0].Text).ToArray();

        CollectionAssert.AreEqual(new[] { "11", "22" }, pairs);
    }

    private static WorkbookReader Open(WorkbookParts parts) => WorkbookReader.Open(parts.Zip(), WorkbookLimits.Default);

    private static List<WorkbookRow> Read(WorkbookParts parts)
    {
        using var book = Open(parts);
        return [.. book.Rows("表一")];
    }
}
