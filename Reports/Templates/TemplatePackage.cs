using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using RiskReport.Domain.Fields;
using RiskReport.Reports.Xlsx;

namespace RiskReport.Reports.Templates;

/// <summary>A template taken apart, so that the rows of its two sheets can be written in while they are read.</summary>
internal sealed class TemplatePackage : IDisposable
{
    private const string Book = "xl/workbook.xml";

    private readonly ZipArchive source;

    public TemplatePackage(byte[] template)
    {
        source = new ZipArchive(new MemoryStream(template, writable: false));
        using var reader = WorkbookReader.Open(new MemoryStream(template, writable: false), WorkbookLimits.Default);
        Enterprises = Frame(reader.PartOf(EnterpriseFields.Sheet));
        Risks = Frame(reader.PartOf(RiskFields.Sheet));
    }

    /// <summary>The same without the empty cells that ClosedXML leaves below the headings where their comments are shown.</summary>
    public static byte[] Tidied(byte[] template)
    {
        using var package = new TemplatePackage(template);
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            package.CopyTo(zip);
            foreach (var sheet in new[] { package.Enterprises, package.Risks })
            {
                using var part = zip.CreateEntry(sheet.Part).Open();
                part.Write(sheet.Opening);
                part.Write(sheet.Closing(lastRow: 1));
            }

            package.CopyBookTo(zip, enterprises: 1, risks: 1);
        }

        return file.ToArray();
    }

    public SheetFrame Enterprises { get; }

    public SheetFrame Risks { get; }

    /// <summary>Everything that stays as it is.</summary>
    public void CopyTo(ZipArchive target)
    {
        foreach (var entry in source.Entries.Where(e => e.FullName != Enterprises.Part && e.FullName != Risks.Part && e.FullName != Book))
        {
            using var from = entry.Open();
            using var to = target.CreateEntry(entry.FullName).Open();
            from.CopyTo(to);
        }
    }

    /// <summary>The list of the sheets, whose hidden names of the filters reach to the last rows.</summary>
    public void CopyBookTo(ZipArchive target, int enterprises, int risks)
    {
        using var from = source.GetEntry(Book)!.Open();
        var book = XDocument.Load(from);
        foreach (var name in book.Descendants().Where(e => e.Name.LocalName == "definedName"))
            name.Value = SheetFrame.Stretched(name.Value, name.Value.StartsWith(EnterpriseFields.Sheet, StringComparison.Ordinal) ? enterprises : risks);
        using var to = target.CreateEntry(Book).Open();
        to.Write(Encoding.UTF8.GetBytes(book.Declaration + book.ToString(SaveOptions.DisableFormatting)));
    }

    private SheetFrame Frame(string part)
    {
        using var content = source.GetEntry(part)!.Open();
        return new SheetFrame(part, content);
    }

    public void Dispose() => source.Dispose();
}
