using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace RiskReport.Tests.Unit.Pdf;

/// <summary>Reads back what our writer writes: objects by their offsets, streams, and text through ToUnicode.</summary>
internal sealed partial class PdfFile
{
    private readonly byte[] _bytes;
    private readonly string _latin;
    private readonly Dictionary<string, Dictionary<string, string>> _fonts;

    public PdfFile(byte[] bytes)
    {
        _bytes = bytes;
        _latin = Encoding.Latin1.GetString(bytes);
        Offsets = [.. OffsetLine().Matches(_latin[XrefStart..]).Select(m => int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture))];
        var root = Object(Reference(Object(Reference(Trailer, "Root")), "Pages"));
        Pages = [.. Kids(root).SelectMany(group => Kids(Object(group)))];
        _fonts = FontName().Matches(Object(Reference(root, "Font"))).ToDictionary(
            m => m.Groups[1].Value, m => ToUnicode(Reference(Object(Number(m.Groups[2].Value)), "ToUnicode")));
        Forms = FormName().Matches(root).ToDictionary(m => m.Groups[1].Value, m => Number(m.Groups[2].Value));
    }

    public IReadOnlyList<int> Offsets { get; }
    public IReadOnlyList<int> Pages { get; }
    public Dictionary<string, int> Forms { get; }
    public string Trailer => _latin[_latin.LastIndexOf("trailer", StringComparison.Ordinal)..];
    public string Catalog => Object(Reference(Trailer, "Root"));
    private int XrefStart => Number(Regex.Match(Trailer, @"startxref\s+(\d+)").Groups[1].Value);

    public bool HasObjectAt(int number) =>
        string.CompareOrdinal(_latin, Offsets[number - 1], $"{number} 0 obj\n", 0, $"{number} 0 obj\n".Length) == 0;

    public string Object(int number) =>
        _latin[Offsets[number - 1].._latin.IndexOf("endobj", Offsets[number - 1], StringComparison.Ordinal)];

    public byte[] Stream(int number)
    {
        var start = _latin.IndexOf("stream\n", Offsets[number - 1], StringComparison.Ordinal) + "stream\n".Length;
        var length = Number(Regex.Match(_latin[Offsets[number - 1]..start], @"/Length (\d+)").Groups[1].Value);
        using var inflated = new MemoryStream();
        using var zlib = new ZLibStream(new MemoryStream(_bytes, start, length), CompressionMode.Decompress);
        zlib.CopyTo(inflated);
        return inflated.ToArray();
    }

    public string PageText(int index) => Text(Encoding.Latin1.GetString(Stream(Reference(Object(Pages[index]), "Contents"))));

    /// <summary>How many rectangles a page fills.</summary>
    public int Fills(int index) => Regex.Count(Encoding.Latin1.GetString(Stream(Reference(Object(Pages[index]), "Contents"))), " re f\n");

    /// <summary>The bookmarks as they stand below one another: two blanks before the inner ones, the number of the page behind.</summary>
    public IReadOnlyList<string> Outline => Catalog.Contains("/Outlines", StringComparison.Ordinal) ? [.. Bookmarks(Reference(Catalog, "Outlines"), "")] : [];

    public string Information => Object(Reference(Trailer, "Info"));

    /// <summary>The XMP packet, which stands in the file as it is.</summary>
    public XDocument Metadata
    {
        get
        {
            var number = Reference(Catalog, "Metadata");
            var start = _latin.IndexOf("stream\n", Offsets[number - 1], StringComparison.Ordinal) + "stream\n".Length;
            var length = Number(Regex.Match(Object(number), @"/Length (\d+)").Groups[1].Value);
            return XDocument.Parse(Encoding.UTF8.GetString(_bytes, start, length));
        }
    }

    public static string TextString(string text) => $"<FEFF{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text))}>";

    private IEnumerable<string> Bookmarks(int parent, string indent)
    {
        var node = Object(parent);
        if (!node.Contains("/First", StringComparison.Ordinal))
            yield break;
        for (var at = Reference(node, "First"); ; at = Reference(Object(at), "Next"))
        {
            var entry = Object(at);
            var title = Encoding.BigEndianUnicode.GetString(Convert.FromHexString(Regex.Match(entry, "/Title <FEFF([0-9A-F]*)>").Groups[1].Value));
            yield return $"{indent}{title} {Pages.ToList().IndexOf(Number(Regex.Match(entry, @"/Dest\[(\d+) 0 R").Groups[1].Value)) + 1}";
            foreach (var inner in Bookmarks(at, indent + "  "))
                yield return inner;
            if (at == Reference(node, "Last"))
                yield break;
        }
    }

    public string AllText => string.Concat(Enumerable.Range(0, Pages.Count).Select(PageText));

    /// <summary>Each text on a line of its own, but a form goes on where the line before it ended.</summary>
    private string Text(string content)
    {
        var text = new StringBuilder();
        var font = "";
        foreach (Match token in Token().Matches(content))
        {
            if (token.Groups["font"].Success)
                font = token.Groups["font"].Value;
            else if (token.Groups["form"].Success)
                text.Append(Text(Encoding.Latin1.GetString(Stream(Forms[token.Groups["form"].Value]))).TrimStart('\n'));
            else
                text.Append('\n').AppendJoin("", token.Groups["hex"].Value.Chunk(4).Select(c => _fonts[font][new string(c)]));
        }

        return text.ToString();
    }

    private Dictionary<string, string> ToUnicode(int number) => Pair().Matches(Encoding.Latin1.GetString(Stream(number))).ToDictionary(
        m => m.Groups[1].Value, m => Encoding.BigEndianUnicode.GetString(Convert.FromHexString(m.Groups[2].Value)));

    private static IEnumerable<int> Kids(string node) =>
        Regex.Match(node, @"/Kids\[(.*?)\]").Groups[1].Value.Split(" 0 R ", StringSplitOptions.RemoveEmptyEntries).Select(Number);

    private static int Reference(string dictionary, string key) => Number(Regex.Match(dictionary, $@"/{key} (\d+) 0 R").Groups[1].Value);

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(\d{10}) 00000 n $", RegexOptions.Multiline)]
    private static partial Regex OffsetLine();

    [GeneratedRegex(@"/(F\d+) (\d+) 0 R")]
    private static partial Regex FontName();

    [GeneratedRegex(@"/(X\d+) (\d+) 0 R")]
    private static partial Regex FormName();

    [GeneratedRegex(@"/(?<font>F\d+) [\d.]+ Tf|<(?<hex>[0-9A-F]*)> Tj|/(?<form>X\d+) Do")]
    private static partial Regex Token();

    [GeneratedRegex(@"^<([0-9A-F]{4})><([0-9A-F]+)>$", RegexOptions.Multiline)]
    private static partial Regex Pair();
}
