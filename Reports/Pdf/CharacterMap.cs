using System.Buffers.Binary;

namespace RiskReport.Reports.Pdf;

/// <summary>Which glyph a TrueType font shows for a code point (its cmap table, formats 4 and 12).</summary>
internal sealed class CharacterMap
{
    private readonly ushort[] _basic = new ushort[0x10000];
    private readonly Dictionary<int, ushort> _beyond = [];

    public int this[int codePoint] => codePoint < _basic.Length
        ? _basic[codePoint]
        : _beyond.GetValueOrDefault(codePoint);

    public static CharacterMap Parse(ReadOnlySpan<byte> cmap)
    {
        var map = new CharacterMap();
        var tables = U16(cmap, 2);
        foreach (var format in new[] { 12, 4 })
        {
            for (var i = 0; i < tables; i++)
            {
                var record = cmap[(4 + (8 * i))..];
                var table = cmap[(int)BinaryPrimitives.ReadUInt32BigEndian(record[4..])..];
                if (!IsUnicode(U16(record, 0), U16(record, 2)) || U16(table, 0) != format)
                    continue;

                if (format == 12)
                    map.ReadFormat12(table);
                else
                    map.ReadFormat4(table);
                return map;
            }
        }

        throw new InvalidDataException("The font has no Unicode character map of format 4 or 12.");
    }

    private static bool IsUnicode(int platform, int encoding) => platform == 0 || (platform == 3 && encoding is 1 or 10);

    private void ReadFormat12(ReadOnlySpan<byte> table)
    {
        var groups = BinaryPrimitives.ReadInt32BigEndian(table[12..]);
        for (var i = 0; i < groups; i++)
        {
            var group = table[(16 + (12 * i))..];
            var first = BinaryPrimitives.ReadInt32BigEndian(group);
            var last = BinaryPrimitives.ReadInt32BigEndian(group[4..]);
            var glyph = BinaryPrimitives.ReadInt32BigEndian(group[8..]);
            for (var codePoint = first; codePoint <= last; codePoint++)
                Set(codePoint, (ushort)(glyph + codePoint - first));
        }
    }

    private void ReadFormat4(ReadOnlySpan<byte> table)
    {
        var size = U16(table, 6);
        var ends = table[14..];
        var starts = table[(16 + size)..];
        var deltas = table[(16 + (2 * size))..];
        var offsets = table[(16 + (3 * size))..];
        for (var at = 0; at < size; at += 2)
        {
            var offset = U16(offsets, at);
            for (int codePoint = U16(starts, at); codePoint <= U16(ends, at) && codePoint < 0xFFFF; codePoint++)
            {
                // the offset counts from its own place in the table
                var glyph = offset == 0 ? codePoint : U16(offsets, at + offset + (2 * (codePoint - U16(starts, at))));
                if (glyph != 0)
                    Set(codePoint, (ushort)(glyph + U16(deltas, at)));
            }
        }
    }

    private void Set(int codePoint, ushort glyph)
    {
        if (codePoint < _basic.Length)
            _basic[codePoint] = glyph;
        else
            _beyond[codePoint] = glyph;
    }

    private static int U16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);
}
