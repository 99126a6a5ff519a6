using System.Net;
using System.Text;

namespace RiskReport.Reports.Xlsx;

/// <summary>One start tag as its bytes, to look at its attributes and to write it again with one of them changed.</summary>
/// <param name="nameEnd">Where the attributes begin.</param>
internal readonly ref struct XmlTag(ReadOnlySpan<byte> raw, int nameEnd)
{
    private readonly ReadOnlySpan<byte> raw = raw;
    private readonly int nameEnd = nameEnd;

    public static string Decoded(ReadOnlySpan<byte> stored)
    {
        var text = Encoding.UTF8.GetString(stored);
        return text.Contains('&', StringComparison.Ordinal) ? WebUtility.HtmlDecode(text) : text;
    }

    /// <summary>The attribute as it stands in the file; a prefix other than xmlns does not matter.</summary>
    public bool TryAttribute(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        var isThere = Find(name, out var found);
        value = isThere ? raw[found.Value] : default;
        return isThere;
    }

    /// <summary>The address that this tag gives to its own prefix; null if an element around it did.</summary>
    public string? Namespace(ReadOnlySpan<byte> prefix)
    {
        var sought = prefix.IsEmpty ? "xmlns" : "xmlns:" + Encoding.UTF8.GetString(prefix[..^1]);
        for (var at = nameEnd; Next(ref at, out var found);)
        {
            if (Encoding.UTF8.GetString(raw[found.Name]) == sought)
                return Decoded(raw[found.Value]);
        }

        return null;
    }

    /// <summary>Writes the tag with one attribute changed, added or, without a value, left out.</summary>
    /// <param name="opened">An empty element becomes one that is closed later.</param>
    public void Write(Utf8Xml output, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, bool opened = false)
    {
        var tail = opened && raw[^2] == '/' ? raw[..^2] : raw;
        var rest = nameEnd;
        output.Raw(raw[..nameEnd]);
        if (!name.IsEmpty && Find(name, out var found))
        {
            output.Raw(raw[nameEnd..found.Before]);
            rest = found.Value.End.Value + 1;
        }

        if (!value.IsEmpty)
            output.Raw(" "u8).Raw(name).Raw("=\""u8).Raw(value).Raw("\""u8);
        output.Raw(tail[rest..]);
        if (tail.Length < raw.Length)
            output.Raw(">"u8);
    }

    private bool Find(ReadOnlySpan<byte> name, out (int Before, Range Name, Range Value) found)
    {
        for (var at = nameEnd; Next(ref at, out found);)
        {
            var full = raw[found.Name];
            var colon = full.IndexOf((byte)':');
            if (full[(colon + 1)..].SequenceEqual(name) && (colon < 0 || !full[..colon].SequenceEqual("xmlns"u8)))
                return true;
        }

        return false;
    }

    private bool Next(ref int at, out (int Before, Range Name, Range Value) found)
    {
        found = default;
        var equals = raw[at..].IndexOf((byte)'=');
        if (equals < 0)
            return false;

        var nameStart = at + equals - raw.Slice(at, equals).TrimStart(" \t\r\n"u8).Length;
        var nameLength = raw[nameStart..(at + equals)].TrimEnd(" \t\r\n"u8).Length;
        var quote = at + equals + 1;
        while (quote < raw.Length && raw[quote] is not ((byte)'"' or (byte)'\''))
            quote++;
        var length = quote < raw.Length ? raw[(quote + 1)..].IndexOf(raw[quote]) : -1;
        if (length < 0 || nameLength == 0)
            throw WorkbookException.Corrupt();

        found = (at, nameStart..(nameStart + nameLength), (quote + 1)..(quote + 1 + length));
        at = quote + length + 2;
        return true;
    }
}
