using System.IO.Compression;
using System.Xml.Linq;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using RiskReport.Domain.Imports;
using RiskReport.Reports.Xlsx;

namespace RiskReport.Tests.Support;

/// <summary>Workbooks to be annotated, and what came of them.</summary>
internal static class Annotating
{
    public const string Fill = "FFFFC7CF";
    public const string SheetPart = "xl/worksheets/sheet1.xml";
    public const string SummaryPart = "xl/worksheets/sheet2.xml";

    private const string Types = "application/vnd.openxmlformats-officedocument.spreadsheetml";

    public static readonly XNamespace Main = WorkbookParts.Main;

    /// <summary>Four formats: plain, a date on yellow, a bordered amount, a bold heading.</summary>
    public const string Styles = """
        <numFmts count="1"><numFmt numFmtId="164" formatCode="0.00"/></numFmts>
        <fonts count="2"><font><sz val="11"/><name val="宋体"/></font><font><b/><sz val="12"/><name val="黑体"/></font></fonts>
        <fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFFFFF00"/></patternFill></fill></fills>
        <borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border><left style="thin"/><right/><top/><bottom/><diagonal/></border></borders>
        <cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
        <cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="14" fontId="0" fillId="2" borderId="0" xfId="0" applyNumberFormat="1" applyFill="1"/><xf numFmtId="164" fontId="1" fillId="0" borderId="1" xfId="0" applyAlignment="1"><alignment horizontal="right"/></xf><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0"/></cellXfs>
        <cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>
        """;

    /// <summary>Headings 甲, 乙, 丙 and two rows.</summary>
    public const string Rows = """
        <row r="1" spans="1:3"><c r="A1" s="3" t="inlineStr"><is><t>甲</t></is></c><c r="B1" s="3" t="inlineStr"><is><t>乙</t></is></c><c r="C1" s="3" t="inlineStr"><is><t>丙</t></is></c></row>
        <row r="2" spans="1:3"><c r="A2" t="inlineStr"><is><t>一</t></is></c><c r="B2" s="1"><v>45000</v></c><c r="C2" s="2"><f>1+1</f><v>2</v></c></row>
        <row r="3" spans="1:3"><c r="A3" t="inlineStr"><is><t>二</t></is></c><c r="C3" s="2"><v>3</v></c></row>
        """;

    public static WorkbookParts Book(string rows = Rows, string before = "", string behind = "", string ns = WorkbookParts.Main, params (string Part, string Type)[] types) => new()
    {
        Namespace = ns,
        Sheet = $"""<worksheet xmlns="{ns}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">{before}<sheetData>{rows}</sheetData>{behind}</worksheet>""",
        Styles = Styles,
        Others = new()
        {
            ["[Content_Types].xml"] = $"""
                <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
                <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>
                <Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/><Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>
                <Override PartName="/xl/workbook.xml" ContentType="{Types}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="{Types}.styles+xml"/>
                <Override PartName="/xl/sharedStrings.xml" ContentType="{Types}.sharedStrings+xml"/><Override PartName="/{SheetPart}" ContentType="{Types}.worksheet+xml"/>
                {string.Concat(types.Select(t => $"""<Override PartName="/{t.Part}" ContentType="{Types}.{t.Type}+xml"/>"""))}
                </Types>
                """,
        },
    };

    public static WorkbookParts With(this WorkbookParts book, params (string Part, string Content)[] parts) => book with
    {
        Others = book.Others.Select(o => (o.Key, o.Value)).Concat(parts).GroupBy(p => p.Item1).ToDictionary(p => p.Key, p => p.Last().Item2),
    };

    /// <summary>Notes for the sheet 表一.</summary>
    public static WorkbookNotes Notes(params (int Row, string Summary, CellNote[] Cells)[] rows) => new(
        [new SheetNotes("表一", rows.ToDictionary(r => r.Row, r => new RowNotes(r.Summary, r.Cells)))],
        [("文件", "测试.xlsx"), ("问题数", "1")],
        [.. rows.SelectMany(r => r.Cells.Select(c => new SummaryLine("表一", r.Row, CellReference.Of(c.Column, r.Row), "列名", "=1+1", "E01", c.Text)))]);

    public static Task<byte[]> AnnotateAsync(this WorkbookParts book, WorkbookNotes notes) => AnnotateAsync(book.Zip().ToArray(), notes);

    /// <summary>Annotates, and holds the result to being as valid as the original and to keeping every value.</summary>
    public static async Task<byte[]> AnnotateAsync(byte[] original, WorkbookNotes notes)
    {
        var annotated = await WriteAsync(original, notes);
        var errors = Errors(annotated).Except(Errors(original)).ToList();
        Assert.IsEmpty(errors, string.Join("\n", errors));
        AssertSameValues(original, annotated);
        return annotated;
    }

    public static async Task<byte[]> WriteAsync(byte[] original, WorkbookNotes notes)
    {
        var output = new AsyncOnlyStream();
        await AnnotatedWorkbook.WriteAsync(new MemoryStream(original), notes, output, CancellationToken.None);
        return output.Written;
    }

    public static List<string> Errors(byte[] file)
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(file), isEditable: false);
        return [.. new OpenXmlValidator(FileFormatVersions.Office2019) { MaxNumberOfErrors = 0 }.Validate(document).Select(e => $"{e.Part?.Uri}: {e.Description}").Distinct()];
    }

    public static XElement Part(byte[] file, string name) => XElement.Parse(Text(file, name), LoadOptions.PreserveWhitespace);

    public static string Text(byte[] file, string name)
    {
        using var zip = new ZipArchive(new MemoryStream(file));
        using var reader = new StreamReader((zip.GetEntry(name) ?? throw new AssertFailedException($"There is no part {name}.")).Open());
        return reader.ReadToEnd();
    }

    public static List<string> Parts(byte[] file)
    {
        using var zip = new ZipArchive(new MemoryStream(file));
        return [.. zip.Entries.Select(e => e.FullName)];
    }

    public static XElement? CellAt(byte[] file, string reference, string part = SheetPart) =>
        Part(file, part).Descendants().SingleOrDefault(c => c.Name.LocalName == "c" && c.Attribute("r")?.Value == reference);

    public static string TextAt(byte[] file, string reference, string part = SheetPart) => CellAt(file, reference, part)?.Value ?? "";

    public static XElement StyleOf(byte[] file, string reference, string part = SheetPart) =>
        Listed(file, "cellXfs", (int?)CellAt(file, reference, part)!.Attribute("s") ?? 0);

    public static XElement Listed(byte[] file, string list, int place) =>
        Part(file, "xl/styles.xml").Elements().Single(e => e.Name.LocalName == list).Elements().ElementAt(place);

    public static bool IsMarked(byte[] file, string reference) =>
        Listed(file, "fills", (int)StyleOf(file, reference).Attribute("fillId")!).Descendants().Any(c => c.Attribute("rgb")?.Value == Fill);

    public static string Names(XElement parent) => string.Join(' ', parent.Elements().Select(e => e.Name.LocalName));

    private static void AssertSameValues(byte[] original, byte[] annotated)
    {
        using var before = WorkbookReader.Open(new MemoryStream(original), WorkbookLimits.Default);
        using var after = WorkbookReader.Open(new MemoryStream(annotated), WorkbookLimits.Default);
        foreach (var sheet in before.Sheets.Where(s => s.Name != AnnotatedWorkbook.SummarySheet))
        {
            var heading = before.Rows(sheet.Name).FirstOrDefault(r => r.Number == 1)?.Cells.ToList().FindIndex(c => c.Text.Trim('*', ' ') == AnnotatedWorkbook.NoteHeading) ?? -1;
            var width = heading >= 0 ? heading : before.Rows(sheet.Name).Select(r => r.Cells.Count).DefaultIfEmpty(0).Max();
            CollectionAssert.AreEqual(Values(before, sheet.Name, width), Values(after, sheet.Name, width));
        }
    }

    private static List<(int Row, int Column, Cell Cell)> Values(WorkbookReader book, string sheet, int width) =>
        [.. book.Rows(sheet).SelectMany(r => r.Cells.Take(width).Select((c, i) => (r.Number, i, c))).Where(c => c.c.Kind != CellKind.Empty)];
}
