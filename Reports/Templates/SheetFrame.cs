using System.Text;
using System.Xml.Linq;

namespace RiskReport.Reports.Templates;

/// <summary>A sheet of the template without its rows: what stands before them, the styles of its columns, and what stands behind.</summary>
internal sealed class SheetFrame
{
    private const string EndOfRows = "</sheetData>";
    private static readonly XNamespace Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    private readonly XDocument sheet;

    public SheetFrame(string part, Stream content)
    {
        Part = part;
        sheet = XDocument.Load(content);
        var root = sheet.Root!;

        // ClosedXML writes a prefix before every name, and the rows to come have none
        root.Attributes().Where(a => a.IsNamespaceDeclaration && a.Value == Main.NamespaceName).Remove();
        root.SetAttributeValue("xmlns", Main.NamespaceName);
        root.Element(Main + "dimension")?.Remove();
        root.Element(Main + "sheetData")!.Elements().Skip(1).Remove();
        Styles = [.. root.Descendants(Main + "col").SelectMany(c => Enumerable.Repeat((int)c.Attribute("style")!, (int)c.Attribute("max")! - (int)c.Attribute("min")! + 1))];
    }

    public string Part { get; }

    /// <summary>Column by column, for the cells that are written into it.</summary>
    public IReadOnlyList<int> Styles { get; }

    /// <summary>From the beginning to the end of the headings.</summary>
    public ReadOnlySpan<byte> Opening => Encoding.UTF8.GetBytes(Text() is var text ? text[..text.IndexOf(EndOfRows, StringComparison.Ordinal)] : "");

    /// <summary>From the end of the rows on; filter and drop-downs reach to the last row.</summary>
    public ReadOnlySpan<byte> Closing(int lastRow)
    {
        foreach (var range in sheet.Descendants().Attributes().Where(a => a.Name.LocalName is "ref" or "sqref"))
            range.Value = Stretched(range.Value, lastRow);
        var text = Text();
        return Encoding.UTF8.GetBytes(text[text.IndexOf(EndOfRows, StringComparison.Ordinal)..]);
    }

    /// <summary>A range that reached to the end of the template reaches to the end of the rows, where that is farther.</summary>
    public static string Stretched(string range, int lastRow)
    {
        var end = FieldGuide.LastRow.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return lastRow > FieldGuide.LastRow && range.EndsWith(end, StringComparison.Ordinal) ? $"{range[..^end.Length]}{lastRow}" : range;
    }

    private string Text() => sheet.Declaration + sheet.ToString(SaveOptions.DisableFormatting);
}
