using System.IO.Compression;
using System.Text;

namespace RiskReport.Tests.Support;

/// <summary>A tiny workbook made by hand: one sheet, and only the parts a test is about.</summary>
internal sealed record WorkbookParts
{
    public const string FirstSheet = "xl/worksheets/sheet1.xml";
    public const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    /// <summary>What stands between the sheetData tags.</summary>
    public string Rows { get; init; } = "";

    /// <summary>The whole sheet part, where more than its rows matters.</summary>
    public string? Sheet { get; init; }
    public string? Strings { get; init; }
    public string? Styles { get; init; }
    public string Book { get; init; } = """<sheets><sheet name="表一" sheetId="1" r:id="rId1"/></sheets>""";
    public string SheetTarget { get; init; } = "worksheets/sheet1.xml";
    public string Namespace { get; init; } = Main;
    public string Relations { get; init; } = Office;

    /// <summary>Further parts by name; one that stands here already is replaced, an empty one left out.</summary>
    public Dictionary<string, string> Others { get; init; } = [];

    public MemoryStream Zip() => Zip(Parts());

    /// <summary>The file with another main part.</summary>
    public byte[] Zip(string mainPart, string content) => (this with
    {
        Others = new() { ["_rels/.rels"] = Related(("rId1", "officeDocument", mainPart)), [mainPart] = content },
    }).Zip().ToArray();

    public IEnumerable<(string Name, Action<Stream> Write)> Parts()
    {
        var parts = new Dictionary<string, string>
        {
            ["[Content_Types].xml"] = """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>""",
            ["_rels/.rels"] = Related(("rId1", "officeDocument", "xl/workbook.xml")),
            ["xl/workbook.xml"] = $"""<workbook xmlns="{Namespace}" xmlns:r="{Relations}">{Book}</workbook>""",
            ["xl/_rels/workbook.xml.rels"] = Related(
                ("rId1", "worksheet", SheetTarget), ("rId2", "sharedStrings", "sharedStrings.xml"), ("rId3", "styles", "styles.xml")),
            [FirstSheet] = Sheet ?? $"""<worksheet xmlns="{Namespace}"><sheetData>{Rows}</sheetData></worksheet>""",
            ["xl/sharedStrings.xml"] = Strings ?? $"""<sst xmlns="{Namespace}"/>""",
            ["xl/styles.xml"] = $"""<styleSheet xmlns="{Namespace}">{Styles}</styleSheet>""",
        };
        foreach (var (name, xml) in Others)
            parts[name] = xml;

        return parts.Where(p => p.Value.Length > 0).Select(p => (p.Key, (Action<Stream>)(s => s.Write(Encoding.UTF8.GetBytes(p.Value)))));
    }

    public static MemoryStream Zip(IEnumerable<(string Name, Action<Stream> Write)> parts)
    {
        var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, write) in parts)
            {
                using var part = zip.CreateEntry(name).Open();
                write(part);
            }
        }

        file.Position = 0;
        return file;
    }

    /// <summary>With a part of nothing but blanks, of which a megabyte packs to one kilobyte.</summary>
    public byte[] Bomb(string part, int megabytes)
    {
        var block = new byte[1 << 20];
        block.AsSpan().Fill((byte)' ');
        return Zip(Parts().Where(p => p.Name != part).Append((part, Fill))).ToArray();

        void Fill(Stream stream)
        {
            for (var i = 0; i < megabytes; i++)
                stream.Write(block);
        }
    }

    /// <summary>Has the zip say that a part is smaller than it is.</summary>
    public static byte[] Declare(byte[] zip, int actual, int declared)
    {
        var sought = BitConverter.GetBytes(actual);
        for (var at = zip.AsSpan().IndexOf(sought); at >= 0; at = zip.AsSpan().IndexOf(sought))
            BitConverter.GetBytes(declared).CopyTo(zip, at);
        return zip;
    }

    public string Related(params (string Id, string Type, string Target)[] relationships) =>
        $"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{string.Concat(relationships.Select(r =>
            $"""<Relationship Id="{r.Id}" Type="{Relations}/{r.Type}" Target="{r.Target}"/>"""))}</Relationships>""";
}
