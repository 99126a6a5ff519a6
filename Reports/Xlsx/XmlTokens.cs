using System.Buffers;
using System.Text;
using System.Xml;

namespace RiskReport.Reports.Xlsx;

internal enum XmlToken
{
    /// <summary>Text, a comment, CDATA or an instruction.</summary>
    Other,
    Start,
    Empty,
    End,
}

/// <summary>
/// Cuts one XML part into tags and what stands between them, as the bytes they are, so that a part can be copied
/// with a few tags changed and everything else left exactly as it was. It does not mind tags that are never closed,
/// which the drawings of old comments have.
/// </summary>
internal sealed class XmlTokens(Stream part) : IDisposable
{
    private const int LongestToken = 4 << 20;

    private static readonly SearchValues<byte> NameEnds = SearchValues.Create(" \t\r\n/>"u8);

    private byte[] buffer = new byte[64 * 1024];
    private int start;
    private int end;
    private int filled;
    private int open;
    private int nameStart;
    private int nameEnd;
    private int localStart;

    public XmlToken Kind { get; private set; }

    /// <summary>Zero for the root; what stands between tags has the depth of the tags around it.</summary>
    public int Depth { get; private set; }

    public ReadOnlySpan<byte> Raw => buffer.AsSpan(start, end - start);

    public XmlTag Tag => new(Raw, nameEnd);

    public bool Opens => Kind is XmlToken.Start or XmlToken.Empty;

    /// <summary>The prefix of the tag with its colon; empty if it has none.</summary>
    public ReadOnlySpan<byte> Prefix => buffer.AsSpan(start + nameStart, localStart - nameStart);

    public ReadOnlySpan<byte> LocalName => buffer.AsSpan(start + localStart, nameEnd - localStart);

    public bool Next()
    {
        start = end;
        if (!Has(0))
            return false;

        // UTF-16, where no tag would be recognised
        if (buffer[start] is 0xFE or 0xFF)
            throw WorkbookException.Corrupt();
        if (buffer[start] != '<')
            TakeText();
        else if (!Has(1))
            throw WorkbookException.Corrupt();
        else if (buffer[start + 1] == '!')
            TakeDeclaration();
        else if (buffer[start + 1] == '?')
            TakeUntil("?>"u8);
        else
            TakeTag();
        return true;
    }

    /// <summary>Whether this tag opens an element of this name, with or without a prefix.</summary>
    public bool Opening(ReadOnlySpan<byte> name) => Opens && LocalName.SequenceEqual(name);

    public bool Closing(ReadOnlySpan<byte> name) => Kind == XmlToken.End && LocalName.SequenceEqual(name);

    public string? Attribute(ReadOnlySpan<byte> name) => Tag.TryAttribute(name, out var value) ? XmlTag.Decoded(value) : null;

    /// <summary>The text of this token when it stands between tags.</summary>
    public string Text() => Raw.StartsWith("<![CDATA["u8) ? Encoding.UTF8.GetString(Raw[9..^3]) : Raw[0] == '<' ? "" : XmlTag.Decoded(Raw);

    private void TakeText()
    {
        Kind = XmlToken.Other;
        Depth = open;
        var length = 0;
        while (true)
        {
            var found = buffer.AsSpan(start + length, filled - start - length).IndexOf((byte)'<');
            if (found >= 0)
            {
                end = start + length + found;
                return;
            }

            length = filled - start;
            if (!Has(length))
            {
                end = filled;
                return;
            }
        }
    }

    private void TakeDeclaration()
    {
        if (Has(3) && buffer.AsSpan(start, 4).SequenceEqual("<!--"u8))
            TakeUntil("-->"u8);
        else if (Has(8) && buffer.AsSpan(start, 9).SequenceEqual("<![CDATA["u8))
            TakeUntil("]]>"u8);
        else
            throw WorkbookException.UnsafeXml(new XmlException("DTD"));
    }

    private void TakeUntil(ReadOnlySpan<byte> mark)
    {
        Kind = XmlToken.Other;
        Depth = open;
        var length = mark.Length - 1;
        while (Has(length))
        {
            if (buffer.AsSpan(start, length + 1).EndsWith(mark))
            {
                end = start + length + 1;
                return;
            }

            length++;
        }

        throw WorkbookException.Corrupt();
    }

    private void TakeTag()
    {
        var length = 1;
        while (true)
        {
            if (!Has(length))
                throw WorkbookException.Corrupt();
            var found = buffer.AsSpan(start + length, filled - start - length).IndexOfAny((byte)'>', (byte)'"', (byte)'\'');
            if (found < 0)
            {
                length = filled - start;
                continue;
            }

            length += found;
            if (buffer[start + length] == '>')
                break;
            length = BehindQuote(length);
        }

        end = start + length + 1;
        Name();
        Count();
    }

    private int BehindQuote(int from)
    {
        var length = from + 1;
        while (Has(length))
        {
            var found = buffer.AsSpan(start + length, filled - start - length).IndexOf(buffer[start + from]);
            if (found >= 0)
                return length + found + 1;
            length = filled - start;
        }

        throw WorkbookException.Corrupt();
    }

    private void Name()
    {
        var raw = Raw;
        Kind = raw[1] == '/' ? XmlToken.End : raw[^2] == '/' ? XmlToken.Empty : XmlToken.Start;
        nameStart = Kind == XmlToken.End ? 2 : 1;
        var length = raw[nameStart..].IndexOfAny(NameEnds);
        if (length < 1)
            throw WorkbookException.Corrupt();
        nameEnd = nameStart + length;
        localStart = nameStart + raw[nameStart..nameEnd].IndexOf((byte)':') + 1;
    }

    private void Count() => Depth = Kind switch
    {
        XmlToken.Start => open++,
        XmlToken.End => --open,
        _ => open,
    };

    /// <summary>Whether the part goes on at least to this place behind the start of the token.</summary>
    private bool Has(int place)
    {
        while (start + place >= filled)
        {
            if (start > 0)
            {
                buffer.AsSpan(start, filled - start).CopyTo(buffer);
                filled -= start;
                end -= start;
                start = 0;
            }

            if (filled == buffer.Length)
            {
                if (filled >= LongestToken)
                    throw WorkbookException.InflatesTooFar();
                Array.Resize(ref buffer, filled * 2);
            }

            var read = Read();
            if (read == 0)
                return false;
            filled += read;
        }

        return true;
    }

    private int Read()
    {
        try
        {
            return part.Read(buffer, filled, buffer.Length - filled);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw WorkbookException.Corrupt(e);
        }
    }

    public void Dispose() => part.Dispose();
}
