using System.Xml.Linq;
using RiskReport.Reports.Xlsx;
using RiskReport.Tests.Support;
using static RiskReport.Tests.Support.Annotating;

namespace RiskReport.Tests.Unit.Xlsx;

/// <summary>Comments of the office itself, of an earlier annotation, and far too many.</summary>
[TestClass]
public sealed class AnnotatedWorkbookCommentTests
{
    private const string Comments = "xl/comments1.xml";
    private const string Drawing = "xl/drawings/vmlDrawing1.vml";

    private static readonly WorkbookNotes Bad = Notes((2, "两处", [new CellNote(0, "名称不对"), new CellNote(1, "日期不对")]));

    [TestMethod]
    public async Task A_comment_of_the_office_stays_and_ours_stands_below_it()
    {
        var file = await Commented("<text><t>请核对</t></text>").AnnotateAsync(Bad);

        CollectionAssert.AreEqual(new[] { "A2: 请核对\n【导入检查】名称不对", "B2: 【导入检查】日期不对" }, CommentsOf(file));
        CollectionAssert.AreEqual(new[] { "Button", "Note 1 0", "Note 1 1" }, Shapes(file));
        Assert.HasCount(2, Parts(file).Where(p => p.Contains("comments", StringComparison.Ordinal) || p.Contains("vmlDrawing", StringComparison.Ordinal)));
        Assert.AreEqual("王芳 导入检查", string.Join(' ', Part(file, Comments).Descendants(Main + "author").Select(a => a.Value)));
        Assert.AreEqual("1,2", Vml(file).Single(e => e.Name.LocalName == "idmap").Attribute("data")!.Value);
        Assert.HasCount(Vml(file).Count(e => e.Name.LocalName == "shape"), Vml(file).Where(e => e.Name.LocalName == "shape").Select(e => e.Attribute("id")!.Value).Distinct());
        Assert.HasCount(1, Part(file, SheetPart).Elements(Main + "legacyDrawing"));
    }

    [TestMethod]
    [DataRow("<text><r><rPr><b/><sz val=\"9\"/></rPr><t>王芳:</t></r><r><t xml:space=\"preserve\">\n请核对</t></r></text>", "王芳:\n请核对")]
    [DataRow("<text><t>请核对</t><phoneticPr fontId=\"0\"/></text>", "请核对")]
    public async Task Our_part_of_a_comment_goes_when_the_cell_is_right(string text, string expected)
    {
        var annotated = await Commented(text).AnnotateAsync(Bad);
        var again = await AnnotateAsync(annotated, Bad);
        var clean = await AnnotateAsync(again, Notes());

        CollectionAssert.AreEqual(new[] { $"A2: {expected}\n【导入检查】名称不对", "B2: 【导入检查】日期不对" }, CommentsOf(again));
        CollectionAssert.AreEqual(new[] { "Button", "Note 1 0", "Note 1 1" }, Shapes(again));
        CollectionAssert.AreEqual(new[] { $"A2: {expected}" }, CommentsOf(clean));
        CollectionAssert.AreEqual(new[] { "Button", "Note 1 0" }, Shapes(clean));
    }

    [TestMethod]
    public async Task A_drawing_with_tags_that_are_never_closed_is_copied_as_it_is()
    {
        var book = Commented("<text><t>请核对</t></text>");
        var broken = book.With((Drawing, book.Others[Drawing].Replace("<div>按钮</div>", "<div>第一行<br>第二行</div>", StringComparison.Ordinal)));

        var file = await WriteAsync(broken.Zip().ToArray(), Bad);

        var vml = Text(file, Drawing);
        StringAssert.Contains(vml, "<div>第一行<br>第二行</div>");
        StringAssert.Contains(vml, "<x:Row>1</x:Row><x:Column>1</x:Column>");
        StringAssert.EndsWith(vml, "</v:shape></xml>");
    }

    [TestMethod]
    public async Task A_drawing_of_buttons_alone_gets_the_boxes_too()
    {
        var book = Commented("");
        var file = await WriteAsync(book.With(
            (Comments, ""), (Drawing, book.Others[Drawing].Replace("\"Note\"", "\"Checkbox\"", StringComparison.Ordinal)),
            (WorkbookPackage.RelationshipsOf(SheetPart), book.Related(("rId1", "vmlDrawing", "../drawings/vmlDrawing1.vml")))).Zip().ToArray(), Bad);

        CollectionAssert.AreEqual(new[] { "Button", "Checkbox 1 0", "Note 1 0", "Note 1 1" }, Shapes(file));
        Assert.HasCount(2, Part(file, "xl/comments1.xml").Descendants(Main + "comment"));
    }

    [TestMethod]
    public async Task Two_notes_on_one_cell_are_one_comment()
    {
        var file = await Book().AnnotateAsync(Notes((2, "两处", [new CellNote(1, "日期不对"), new CellNote(1, "日期太早\u0001\r\n请改")])));

        Assert.AreEqual("【导入检查】日期不对\n日期太早\uFFFD\n请改", Part(file, "xl/comments1.xml").Descendants(Main + "comment").Single().Value);
    }

    [TestMethod]
    public async Task More_comments_than_a_sheet_bears_are_left_out_and_the_marks_stay()
    {
        var rows = string.Concat(Enumerable.Range(2, 6_000).Select(i => $"<row r=\"{i}\"><c r=\"A{i}\"><v>1</v></c></row>"));

        var file = await WriteAsync(Book(rows).Zip().ToArray(), Notes([.. Enumerable.Range(2, 6_000).Select(i => (i, "不对", new[] { new CellNote(0, "不对") }))]));

        Assert.HasCount(5_000, Part(file, "xl/comments1.xml").Descendants(Main + "comment"));
        var vml = Part(file, "xl/drawings/vmlDrawing1.vml").Descendants().ToList();
        Assert.HasCount(5_000, vml.Where(e => e.Name.LocalName == "shape").Select(e => e.Attribute("id")!.Value).Distinct());
        Assert.AreEqual("1,2,3,4,5", vml.Single(e => e.Name.LocalName == "idmap").Attribute("data")!.Value);
        Assert.IsTrue(IsMarked(file, "A6001"));
        Assert.AreEqual("不对", TextAt(file, "B6001"));
    }

    /// <summary>A2 has a comment, and the sheet a button.</summary>
    private static WorkbookParts Commented(string text)
    {
        var book = Book(behind: "<legacyDrawing r:id=\"rId1\"/>", types: ("xl/comments1.xml", "comments"));
        return book.With(
            (WorkbookPackage.RelationshipsOf(SheetPart), book.Related(("rId1", "vmlDrawing", "../drawings/vmlDrawing1.vml"), ("rId2", "comments", "../comments1.xml"))),
            (Comments, $"""<comments xmlns="{Main}"><authors><author>王芳</author></authors><commentList><comment ref="A2" authorId="0">{text}</comment></commentList></comments>"""),
            (Drawing, """
                <xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel">
                <o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>
                <v:shape id="_x0000_s1025" type="#_x0000_t201"><v:textbox><div>按钮</div></v:textbox><x:ClientData ObjectType="Button"><x:Anchor>1, 2, 3, 4, 5, 6, 7, 8</x:Anchor></x:ClientData></v:shape>
                <v:shape id="_x0000_s1026" type="#_x0000_t202"><x:ClientData ObjectType="Note"><x:Row>1</x:Row><x:Column>0</x:Column></x:ClientData></v:shape></xml>
                """));
    }

    private static string[] CommentsOf(byte[] file) =>
        [.. Part(file, Comments).Descendants(Main + "comment").Select(c => $"{c.Attribute("ref")!.Value}: {string.Concat(c.Descendants(Main + "t").Select(t => t.Value))}")];

    private static List<XElement> Vml(byte[] file) => [.. Part(file, Drawing).Descendants()];

    private static string[] Shapes(byte[] file) => [.. Vml(file).Where(e => e.Name.LocalName == "ClientData").Select(c => string.Join(' ',
        c.Elements().Where(e => e.Name.LocalName is "Row" or "Column").Select(e => e.Value).Prepend(c.Attribute("ObjectType")!.Value)))];
}
