using System.Buffers.Binary;
using System.Text;

namespace RiskReport.Reports.Pdf;

/// <summary>A TrueType font with glyf outlines, read once and shared by all documents; it never changes.</summary>
internal sealed class TrueTypeFont
{
    private const int PostScriptNameId = 6;
    private const int WindowsPlatform = 3;

    private readonly byte[] _bytes;
    private readonly Dictionary<string, Range> _tables = [];
    private readonly CharacterMap _characters;
    private readonly ushort[] _advances;
    private readonly bool _longOffsets;

    public TrueTypeFont(byte[] bytes)
    {
        _bytes = bytes;
        var count = BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(4));
        for (var i = 0; i < count; i++)
        {
            var record = bytes.AsSpan(12 + (16 * i), 16);
            var offset = BinaryPrimitives.ReadInt32BigEndian(record[8..]);
            var length = BinaryPrimitives.ReadInt32BigEndian(record[12..]);
            _tables[Encoding.ASCII.GetString(record[..4])] = offset..(offset + length);
        }

        UnitsPerEm = U16("head", 18);
        _longOffsets = U16("head", 50) == 1;
        GlyphCount = U16("maxp", 4);
        _characters = CharacterMap.Parse(Table("cmap"));
        _advances = ReadAdvances();
        PostScriptName = ReadPostScriptName();
    }

    public string PostScriptName { get; }
    public int GlyphCount { get; }
    public int UnitsPerEm { get; }

    /// <summary>1 to 1000; 400 is regular and 700 bold.</summary>
    public int Weight => U16("OS/2", 4);
    public int Ascent => Scaled("OS/2", 68);
    public int Descent => Scaled("OS/2", 70);
    public int CapHeight => Scaled("OS/2", 88);
    public (int Left, int Bottom, int Right, int Top) Box =>
        (Scaled("head", 36), Scaled("head", 38), Scaled("head", 40), Scaled("head", 42));

    public ReadOnlySpan<byte> Table(string tag) => _tables.TryGetValue(tag, out var range) ? _bytes.AsSpan(range) : default;

    /// <summary>Zero, the glyph .notdef, when the font does not have the character.</summary>
    public int GlyphOf(int codePoint) => _characters[codePoint];

    /// <summary>In thousandths of the font size, whatever unit the font counts in.</summary>
    public int AdvanceOf(int glyph) => _advances[glyph];

    public ReadOnlySpan<byte> Outline(int glyph)
    {
        var loca = Table("loca");
        var (start, end) = _longOffsets
            ? (BinaryPrimitives.ReadInt32BigEndian(loca[(4 * glyph)..]), BinaryPrimitives.ReadInt32BigEndian(loca[((4 * glyph) + 4)..]))
            : (2 * BinaryPrimitives.ReadUInt16BigEndian(loca[(2 * glyph)..]), 2 * BinaryPrimitives.ReadUInt16BigEndian(loca[((2 * glyph) + 2)..]));
        return Table("glyf")[start..end];
    }

    /// <summary>Advance and left side bearing, in the font's own units.</summary>
    public (ushort Advance, short Bearing) Metrics(int glyph)
    {
        var hmtx = Table("hmtx");
        var pairs = U16("hhea", 34);
        var advance = BinaryPrimitives.ReadUInt16BigEndian(hmtx[(4 * Math.Min(glyph, pairs - 1))..]);
        var bearing = glyph < pairs ? (4 * glyph) + 2 : (4 * pairs) + (2 * (glyph - pairs));
        return (advance, BinaryPrimitives.ReadInt16BigEndian(hmtx[bearing..]));
    }

    private ushort[] ReadAdvances()
    {
        var advances = new ushort[GlyphCount];
        for (var glyph = 0; glyph < advances.Length; glyph++)
            advances[glyph] = (ushort)(Metrics(glyph).Advance * 1000 / UnitsPerEm);

        return advances;
    }

    private string ReadPostScriptName()
    {
        var name = Table("name");
        var texts = name[BinaryPrimitives.ReadUInt16BigEndian(name[4..])..];
        for (var i = 0; i < BinaryPrimitives.ReadUInt16BigEndian(name[2..]); i++)
        {
            var record = name.Slice(6 + (12 * i), 12);
            if (BinaryPrimitives.ReadUInt16BigEndian(record) == WindowsPlatform
                && BinaryPrimitives.ReadUInt16BigEndian(record[6..]) == PostScriptNameId)
            {
                var length = BinaryPrimitives.ReadUInt16BigEndian(record[8..]);
                var offset = BinaryPrimitives.ReadUInt16BigEndian(record[10..]);
                return Encoding.BigEndianUnicode.GetString(texts.Slice(offset, length));
            }
        }

        throw new InvalidDataException("The font has no PostScript name.");
    }

    private int U16(string table, int at) => BinaryPrimitives.ReadUInt16BigEndian(Table(table)[at..]);

    private int Scaled(string table, int at) => BinaryPrimitives.ReadInt16BigEndian(Table(table)[at..]) * 1000 / UnitsPerEm;
}
