using System.IO.Compression;
using System.Text.RegularExpressions;
using RiskReport.Reports.Xlsx;
using RiskReport.Tests.Support;
using static RiskReport.Tests.Support.Annotating;

namespace RiskReport.Tests.Unit.Xlsx;

/// <summary>The many ways to write one workbook, and all that is to stay as it was.</summary>
[TestClass]
public sealed class AnnotatedWorkbookFormatTests
{
    private const string Strict = "http://purl.oclc.org/ooxml/spreadsheetml/main";

    private static readonly WorkbookNotes Bad = Notes((2, "不对", [new CellNote(1, "必填"), new CellNote(2, "不对")]), (5, "缺行", [new CellNote(0, "必填")]));

    [TestMethod]
    public async Task Rows_and_cells_without_an_address_are_counted()
    {
        var file = await Book("""<row><c t="inlineStr"><is><t>甲</t></is></c><c s="3"><v>7</v></c></row><row><c><v>1</v></c><c r="C2"><v>3</v></c></row><row/><row><c><v>4</v></c></row>""").AnnotateAsync(Bad);

        Assert.AreEqual("错误说明", TextAt(file, "D1"));
        Assert.IsTrue(IsMarked(file, "B2"));
        Assert.IsTrue(IsMarked(file, "C2"));
        Assert.AreEqual("不对", TextAt(file, "D2"));
        Assert.AreEqual("缺行", TextAt(file, "D5"));
        Assert.IsTrue(IsMarked(file, "A5"));
        Assert.AreEqual("A1:D5", Part(file, SheetPart).Element(Main + "autoFilter")!.Attribute("ref")!.Value);
    }

    [TestMethod]
    public async Task New_elements_have_the_prefix_of_the_sheet_and_the_styles()
    {
        var book = Book() with
        {
            Sheet = $"""<x:worksheet xmlns:x="{Main}"><x:sheetData><x:row r="2"><x:c r="A2"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>""",
        };
        var styles = $"""<s:styleSheet xmlns:s="{Main}">{Regex.Replace(Styles, @"<(/?)(\w)", "<$1s:$2")}</s:styleSheet>""";

        var file = await book.With(
            ("xl/styles.xml", styles),
            ("xl/workbook.xml", $"""
                <b:workbook xmlns:b="{Main}" xmlns:q="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
                <b:sheets><b:sheet name="表一" sheetId="1" q:id="rId1"/></b:sheets></b:workbook>
                """)).AnnotateAsync(Bad);

        foreach (var part in new[] { SheetPart, "xl/styles.xml", "xl/workbook.xml" })
            Assert.IsEmpty(Part(file, part).Descendants().Where(e => e.Name.Namespace != Main), part);
        Assert.IsTrue(IsMarked(file, "B2"));
        Assert.AreEqual("错误说明", TextAt(file, "D1"));
    }

    [TestMethod]
    public async Task A_strict_workbook_stays_strict()
    {
        var book = Book(ns: Strict) with { Relations = "http://purl.oclc.org/ooxml/officeDocument/relationships" };

        var file = await WriteAsync(book.Zip().ToArray(), Bad);

        using var read = WorkbookReader.Open(new MemoryStream(file), WorkbookLimits.Default);
        Assert.AreEqual("不对", read.Rows("表一").Single(r => r.Number == 2)[3].Text);
        Assert.HasCount(6, read.Rows("导入问题汇总"));
        foreach (var part in Parts(file).Where(p => p.EndsWith(".xml", StringComparison.Ordinal) && p.StartsWith("xl/", StringComparison.Ordinal)))
            Assert.IsFalse(Text(file, part).Contains(WorkbookParts.Main, StringComparison.Ordinal), part);
        StringAssert.Contains(Text(file, "xl/worksheets/_rels/sheet1.xml.rels"), "http://purl.oclc.org/ooxml/officeDocument/relationships/comments");
        StringAssert.Contains(Text(file, SheetPart), "<legacyDrawing xmlns:r=\"http://purl.oclc.org/ooxml/officeDocument/relationships\" r:id=\"rId2\"/>");
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("<fonts/><cellXfs/>")]
    [DataRow("<numFmts count=\"1\"><numFmt numFmtId=\"170\" formatCode=\"0\"/></numFmts><fills count=\"1\"><fill><patternFill patternType=\"none\"/></fill></fills><dxfs count=\"0\"/>")]
    public async Task Styles_that_lack_almost_everything_are_made_whole(string styles)
    {
        var file = await WriteAsync((Book("""<row r="2"><c r="A2"><v>1</v></c></row>""") with { Styles = styles }).Zip().ToArray(), Notes((2, "不对", [new CellNote(0, "不对")])));

        Assert.IsEmpty(Errors(file));
        Assert.IsTrue(IsMarked(file, "A2"));
    }

    [TestMethod]
    public async Task A_workbook_without_styles_gets_some()
    {
        var book = Book("""<row r="2"><c r="A2"><v>1</v></c></row>""");

        var file = await WriteAsync(book.With(
            ("xl/styles.xml", ""), ("xl/_rels/workbook.xml.rels", book.Related(("rId1", "worksheet", "worksheets/sheet1.xml"))),
            ("[Content_Types].xml", book.Others["[Content_Types].xml"].Replace("/xl/styles.xml", "/xl/gone.xml", StringComparison.Ordinal))).Zip().ToArray(), Notes((2, "不对", [new CellNote(0, "不对")])));

        StringAssert.Contains(Text(file, "xl/styles1.xml"), Fill);
        StringAssert.Contains(Text(file, "xl/_rels/workbook.xml.rels"), "\"styles1.xml\"");
        StringAssert.Contains(Text(file, "[Content_Types].xml"), "PartName=\"/xl/styles1.xml\"");
    }

    [TestMethod]
    public async Task An_inserted_cell_takes_the_format_of_its_row_or_column()
    {
        var file = await Book(
            """<row r="2" s="1" customFormat="1"><c r="A2"><v>1</v></c></row><row r="3"><c r="A3"><v>1</v></c></row>""",
            before: """<cols><col min="2" max="2" width="9" style="2"/></cols>""").AnnotateAsync(Notes((2, "不对", [new CellNote(1, "必填")]), (3, "不对", [new CellNote(1, "必填")])));

        Assert.AreEqual("14", StyleOf(file, "B2").Attribute("numFmtId")!.Value);
        Assert.AreEqual("164", StyleOf(file, "B3").Attribute("numFmtId")!.Value);
    }

    [TestMethod]
    public async Task Everything_else_comes_back_byte_for_byte()
    {
        var book = Book(
            before: """<!-- eigen --><cols><col min="1" max="1" width="9" hidden="1"/></cols>""",
            rows: Rows.Replace("<row r=\"3\"", "<row r=\"3\" hidden=\"1\" outlineLevel='1'", StringComparison.Ordinal)).With(("xl/vbaProject.bin", new string('\0', 3_000_000) + "\u0001宏"), ("xl/media/image1.png", "\u0089PNG<<<"), ("docProps/app.xml", "<Properties/>"));
        var original = book.Zip().ToArray();

        var file = await WriteAsync(original, Notes((2, "不对", [new CellNote(1, "不对")])));

        foreach (var part in new[] { "xl/vbaProject.bin", "xl/media/image1.png", "docProps/app.xml", "xl/sharedStrings.xml" })
            Assert.AreEqual(Text(original, part), Text(file, part), part);
        StringAssert.Contains(Text(file, SheetPart), """<!-- eigen --><cols><col min="1" max="1" width="9" hidden="1"/>""");
        StringAssert.Contains(Text(file, SheetPart), """<row r="3" hidden="1" outlineLevel='1' spans="1:3"><c r="A3" t="inlineStr"><is><t>二</t></is></c><c r="C3" s="2"><v>3</v></c></row>""");
    }

    [TestMethod]
    public async Task A_sheet_nobody_speaks_of_is_not_touched()
    {
        var book = Book();
        var notes = Bad with { Sheets = [new SheetNotes("别的表", Bad.Sheets[0].Rows)] };

        var file = await book.AnnotateAsync(notes);

        Assert.AreEqual(Text(book.Zip().ToArray(), SheetPart), Text(file, SheetPart));
    }

    [TestMethod]
    [DataRow("=cmd|' /C calc'!A0")]
    [DataRow("@SUM(A1)")]
    [DataRow("-1")]
    public async Task No_text_of_ours_is_calculated(string text)
    {
        var file = await Book().AnnotateAsync(Notes((2, text, [new CellNote(1, text)])) with { Lines = [new("表一", 2, null, text, text, text, text)] });

        Assert.AreEqual("inlineStr", CellAt(file, "D2")!.Attribute("t")!.Value);
        Assert.AreEqual("1", StyleOf(file, "D2").Attribute("quotePrefix")!.Value);
        Assert.IsEmpty(Part(file, SummaryPart).Descendants(Main + "f"));
        Assert.IsEmpty(Part(file, SummaryPart).Descendants(Main + "hyperlinks"));
        Assert.AreEqual("1", StyleOf(file, "E5", SummaryPart).Attribute("quotePrefix")!.Value);
    }

    [TestMethod]
    [DataRow("""<row r="2"><c r="B2"/><c r="A2"/></row>""")]
    [DataRow("""<row r="2"/><row r="2"/>""")]
    [DataRow("""<row r="2"><c r="??"/></row>""")]
    [DataRow("""<row r="x"/>""")]
    [DataRow("<row r=\"1")]
    public async Task What_cannot_be_annotated_is_refused_before_the_first_byte(string rows)
    {
        var output = new AsyncOnlyStream();

        var refusal = await Assert.ThrowsExactlyAsync<WorkbookException>(() => AnnotatedWorkbook.WriteAsync(Book(rows).Zip(), Bad, output, CancellationToken.None));

        Assert.AreEqual("CORRUPT", refusal.Code);
        Assert.AreEqual(0, output.Count);
    }

    [TestMethod]
    public async Task A_sheet_with_entities_is_refused()
    {
        var book = Book() with { Sheet = "<!DOCTYPE a [<!ENTITY b 'c'>]><worksheet/>" };

        var refusal = await Assert.ThrowsExactlyAsync<WorkbookException>(() => WriteAsync(book.Zip().ToArray(), Bad));

        Assert.AreEqual("UNSAFE_XML", refusal.Code);
    }

    [TestMethod]
    public async Task A_write_that_fails_leaves_nothing_that_looks_whole()
    {
        using var gone = new CancellationTokenSource();
        var output = new MemoryStream();
        var rows = string.Concat(Enumerable.Range(1, 50_000).Select(i => $"<row r=\"{i}\"><c r=\"A{i}\"><v>{i * 7919}</v></c></row>"));

        await Assert.ThrowsAsync<OperationCanceledException>(() => AnnotatedWorkbook.WriteAsync(Book(rows).Zip(), Bad, new CancellingStream(output, gone), gone.Token));

        Assert.ThrowsExactly<InvalidDataException>(() => new ZipArchive(new MemoryStream(output.ToArray())));
    }

    private sealed class CancellingStream(MemoryStream inner, CancellationTokenSource source) : MemoryStream
    {
        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await inner.WriteAsync(buffer, cancellationToken);
            await source.CancelAsync();
        }
    }
}
