using System.IO.Compression;
using System.Text;

namespace RiskReport.Reports.Xlsx;

/// <summary>What the properties of the file say.</summary>
internal sealed record WorkbookProperties(string Title, string Author, DateTimeOffset MadeAt);

/// <summary>
/// Writes an .xlsx front to back, one sheet after the other; the parts that list the sheets come last, when their
/// number and length are known.
/// </summary>
internal sealed class WorkbookWriter : IDisposable
{
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006";
    private const string Types = "application/vnd.openxmlformats-officedocument.spreadsheetml";

    private readonly ZipArchive zip;
    private readonly WorkbookProperties properties;
    private readonly List<SheetWriter> sheets = [];

    public WorkbookWriter(Stream output, WorkbookProperties properties)
    {
        this.properties = properties;
        zip = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true);

        // first, because programs that tell a file by its beginning look for it there
        Write("_rels/.rels", $"""
            <Relationships xmlns="{Package}/relationships">
            <Relationship Id="rId1" Type="{Office}/officeDocument" Target="xl/workbook.xml"/>
            <Relationship Id="rId2" Type="{Package}/relationships/metadata/core-properties" Target="docProps/core.xml"/>
            <Relationship Id="rId3" Type="{Office}/extended-properties" Target="docProps/app.xml"/>
            </Relationships>
            """);
        using var styles = Part("xl/styles.xml");
        styles.Write(StylesPart.Xml);
    }

    /// <summary>The sheet before it must be closed.</summary>
    public SheetWriter AddSheet(string name, IReadOnlyList<double> widths, bool isTable)
    {
        var sheet = new SheetWriter(Part($"xl/worksheets/sheet{sheets.Count + 1}.xml"), name, widths, isTable);
        sheets.Add(sheet);
        return sheet;
    }

    public void Complete()
    {
        Write("xl/workbook.xml", $"""
            <workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{Office}">
            <bookViews><workbookView activeTab="0"/></bookViews>
            <sheets>{Each((s, n) => $"""<sheet name="{Escaped(s.Name)}" sheetId="{n}" r:id="rId{n}"/>""")}</sheets>
            <definedNames>{Each(FilterName)}{Each(TitleName)}</definedNames>
            </workbook>
            """);
        Write("xl/_rels/workbook.xml.rels", $"""
            <Relationships xmlns="{Package}/relationships">
            {Each((_, n) => $"""<Relationship Id="rId{n}" Type="{Office}/worksheet" Target="worksheets/sheet{n}.xml"/>""")}
            <Relationship Id="rId{sheets.Count + 1}" Type="{Office}/styles" Target="styles.xml"/>
            </Relationships>
            """);
        WriteProperties();
        Write("[Content_Types].xml", $"""
            <Types xmlns="{Package}/content-types">
            <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
            <Default Extension="xml" ContentType="application/xml"/>
            <Override PartName="/xl/workbook.xml" ContentType="{Types}.sheet.main+xml"/>
            <Override PartName="/xl/styles.xml" ContentType="{Types}.styles+xml"/>
            {Each((_, n) => $"""<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{Types}.worksheet+xml"/>""")}
            <Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>
            <Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/>
            </Types>
            """);
    }

    private void WriteProperties()
    {
        Write("docProps/core.xml", $"""
            <cp:coreProperties xmlns:cp="{Package}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
            <dc:title>{Escaped(properties.Title)}</dc:title><dc:creator>{Escaped(properties.Author)}</dc:creator>
            <dcterms:created xsi:type="dcterms:W3CDTF">{properties.MadeAt.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}</dcterms:created>
            </cp:coreProperties>
            """);
        Write("docProps/app.xml", """
            <Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>RiskReport</Application></Properties>
            """);
    }

    // Excel finds a filter by this hidden name; without it a filter is lost when the rows are sorted
    private static string FilterName(SheetWriter sheet, int number) => sheet.FilterRange is null ? ""
        : $"""<definedName name="_xlnm._FilterDatabase" localSheetId="{number - 1}" hidden="1">'{Escaped(sheet.Name)}'!{sheet.FilterRange}</definedName>""";

    private static string TitleName(SheetWriter sheet, int number) => sheet.FilterRange is null ? ""
        : $"""<definedName name="_xlnm.Print_Titles" localSheetId="{number - 1}">'{Escaped(sheet.Name)}'!$1:$1</definedName>""";

    private string Each(Func<SheetWriter, int, string> part) => string.Concat(sheets.Select((s, i) => part(s, i + 1)));

    private void Write(string name, string xml)
    {
        using var part = Part(name);
        part.Write("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"u8);
        part.Write(Encoding.UTF8.GetBytes(xml));
    }

    private Stream Part(string name)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.Optimal);
        entry.LastWriteTime = properties.MadeAt;
        return entry.Open();
    }

    private static string Escaped(string text)
    {
        using var bytes = new MemoryStream();
        var xml = new Utf8Xml(bytes);
        xml.Text(text).Flush();
        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    public void Dispose() => zip.Dispose();
}
