using System.Globalization;
using System.IO.Compression;
using System.Security;
using System.Text;
using RiskReport.Data.Seeding;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Reference;

namespace RiskReport.Tests.Benchmarks;

/// <summary>An import workbook as Excel saves one, with a table of shared strings, of the enterprises of the synthetic city.</summary>
internal static class ImportFileMaker
{
    public const int Seed = 7;

    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006";

    public static byte[] Make(ReferenceData reference, int enterprises, int risks, int year)
    {
        var synthetic = new SyntheticEnterprise(reference, reference.Rules(new DateOnly(year, 1, 1))!, year, Seed);
        var strings = new Dictionary<string, int>();
        var filings = Enumerable.Range(0, enterprises).Select(n => synthetic.Create(n, risks)).DistinctBy(f => f.Facts.CreditCode).ToList();
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Write(zip, "[Content_Types].xml", $"""<Types xmlns="{Package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>""");
            Write(zip, "_rels/.rels", $"""<Relationships xmlns="{Package}/relationships"><Relationship Id="rId1" Type="{Office}/officeDocument" Target="xl/workbook.xml"/></Relationships>""");
            Write(zip, "xl/workbook.xml", $"""<workbook xmlns="{Main}" xmlns:r="{Office}"><sheets><sheet name="企业信息" sheetId="1" r:id="rId1"/><sheet name="安全风险" sheetId="2" r:id="rId2"/></sheets></workbook>""");
            Write(zip, "xl/_rels/workbook.xml.rels", $"""<Relationships xmlns="{Package}/relationships"><Relationship Id="rId1" Type="{Office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{Office}/worksheet" Target="worksheets/sheet2.xml"/><Relationship Id="rId3" Type="{Office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>""");
            WriteSheet(zip, 1, EnterpriseFields.All, filings.Select(f => ReportText.Of(f.Facts, f.HasMajorRisk)), strings);
            WriteSheet(zip, 2, RiskFields.All, filings.SelectMany(f => f.Risks.Select(r =>
                new Dictionary<Field, string>(ReportText.Of(r)) { [RiskFields.CreditCode] = f.Facts.CreditCode })), strings);
            using var part = new StreamWriter(zip.CreateEntry("xl/sharedStrings.xml", CompressionLevel.Fastest).Open());
            part.Write($"""<sst xmlns="{Main}">""");
            foreach (var (text, _) in strings)
                part.Write($"<si><t>{SecurityElement.Escape(text)}</t></si>");
            part.Write("</sst>");
        }

        return file.ToArray();
    }

    private static void WriteSheet(ZipArchive zip, int number, IReadOnlyList<Field> fields, IEnumerable<IReadOnlyDictionary<Field, string>> rows, Dictionary<string, int> strings)
    {
        using var part = new StreamWriter(zip.CreateEntry($"xl/worksheets/sheet{number}.xml", CompressionLevel.Fastest).Open(), new UTF8Encoding(false), 1 << 16);
        part.Write($"""<worksheet xmlns="{Main}"><sheetData>""");
        var row = 1;
        WriteRow(part, row, fields.Select(f => (f, f.Heading, false)), strings);
        foreach (var answers in rows)
            WriteRow(part, ++row, fields.Select(f => (f, answers.GetValueOrDefault(f, ""), f.Kind is FieldKind.Whole or FieldKind.Fraction)), strings);
        part.Write("</sheetData></worksheet>");
    }

    private static void WriteRow(StreamWriter part, int row, IEnumerable<(Field Field, string Text, bool IsNumber)> cells, Dictionary<string, int> strings)
    {
        part.Write($"""<row r="{row}">""");
        var column = 0;
        foreach (var (_, text, isNumber) in cells)
        {
            var place = Letters(column++) + row.ToString(CultureInfo.InvariantCulture);
            if (text.Length == 0)
                continue;
            if (!isNumber && !strings.TryGetValue(text, out _))
                strings.Add(text, strings.Count);
            part.Write(isNumber ? $"""<c r="{place}"><v>{text}</v></c>""" : $"""<c r="{place}" t="s"><v>{strings[text]}</v></c>""");
        }

        part.Write("</row>");
    }

    private static string Letters(int column) => column < 26 ? ((char)('A' + column)).ToString() : $"{(char)('A' + (column / 26) - 1)}{(char)('A' + (column % 26))}";

    private static void Write(ZipArchive zip, string name, string xml)
    {
        using var part = new StreamWriter(zip.CreateEntry(name).Open());
        part.Write(xml);
    }
}
