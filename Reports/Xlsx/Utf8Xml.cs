using System.Globalization;
using System.Text;

namespace RiskReport.Reports.Xlsx;

/// <summary>Formats XML as UTF-8 bytes in one buffer, with no string in between, and empties it into the stream.</summary>
internal sealed class Utf8Xml(Stream output)
{
    // room for any number, and for a chunk of text at its longest escape
    private const int Reserve = 512;
    private const int LongestPerCharacter = 7;

    private readonly byte[] buffer = new byte[32 * 1024];
    private int length;

    public Utf8Xml Raw(ReadOnlySpan<byte> xml)
    {
        if (xml.Length > buffer.Length - length)
            Flush();
        if (xml.Length > buffer.Length)
        {
            output.Write(xml);
            return this;
        }

        xml.CopyTo(buffer.AsSpan(length));
        length += xml.Length;
        return this;
    }

    public Utf8Xml Number<T>(T value) where T : IUtf8SpanFormattable
    {
        Need(Reserve);
        value.TryFormat(buffer.AsSpan(length), out var written, default, CultureInfo.InvariantCulture);
        length += written;
        return this;
    }

    /// <summary>
    /// Text of an element or an attribute. What XML 1.0 cannot hold is written as Excel does, <c>_x0007_</c>;
    /// half a surrogate pair becomes U+FFFD.
    /// </summary>
    public Utf8Xml Text(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            Need(LongestPerCharacter);
            var c = text[i];
            if (c is >= ' ' and < '\x7F' and not ('&' or '<' or '>' or '"' or '_'))
                buffer[length++] = (byte)c;
            else if (c < 0x80)
                Ascii(c, text[(i + 1)..]);
            else if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                Character(new Rune(c, text[++i]));
            else
                Character(c is '\uFFFE' or '\uFFFF' || !Rune.TryCreate(c, out var rune) ? Rune.ReplacementChar : rune);
        }

        return this;
    }

    public void Flush()
    {
        output.Write(buffer, 0, length);
        length = 0;
    }

    private void Ascii(char c, ReadOnlySpan<char> rest) => Raw(c switch
    {
        '&' => "&amp;"u8,
        '<' => "&lt;"u8,
        '>' => "&gt;"u8,
        '"' => "&quot;"u8,
        '\t' => "\t"u8,
        '\n' => "\n"u8,
        // Excel would read the text _x0041_ as the letter A
        '_' => LooksLikeEscape(rest) ? "_x005F_"u8 : "_"u8,
        '\x7F' => "\x7F"u8,
        _ => [(byte)'_', (byte)'x', (byte)'0', (byte)'0', Hex(c >> 4), Hex(c & 15), (byte)'_'],
    });

    private static bool LooksLikeEscape(ReadOnlySpan<char> rest) =>
        rest.Length >= 6 && rest[0] == 'x' && rest[5] == '_'
        && char.IsAsciiHexDigit(rest[1]) && char.IsAsciiHexDigit(rest[2])
        && char.IsAsciiHexDigit(rest[3]) && char.IsAsciiHexDigit(rest[4]);

    private static byte Hex(int digit) => (byte)"0123456789ABCDEF"[digit];

    private void Character(Rune rune) => length += rune.EncodeToUtf8(buffer.AsSpan(length));

    private void Need(int bytes)
    {
        if (bytes > buffer.Length - length)
            Flush();
    }
}
