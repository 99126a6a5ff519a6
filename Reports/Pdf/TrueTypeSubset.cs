using System.Buffers.Binary;
using System.Text;

namespace RiskReport.Reports.Pdf;

/// <summary>
/// Cuts a font down to the glyphs asked for, renumbered in that order. The parts of composite glyphs
/// follow behind. There is no cmap: a PDF addresses glyphs by number.
/// </summary>
internal static class TrueTypeSubset
{
    private const int ArgumentsAreWords = 0x0001;
    private const int HasScale = 0x0008;
    private const int MoreComponents = 0x0020;
    private const int HasTwoScales = 0x0040;
    private const int HasMatrix = 0x0080;
    private const uint WholeFontSum = 0xB1B0AFBA;

    /// <summary>A glyph may be asked for twice; both numbers then show it.</summary>
    public static byte[] Build(TrueTypeFont font, IReadOnlyList<int> glyphs)
    {
        var all = new List<int>(glyphs);
        var numbers = new Dictionary<int, int>();
        for (var i = 0; i < all.Count; i++)
            numbers.TryAdd(all[i], i);

        using var glyf = new MemoryStream();
        var offsets = new List<int> { 0 };
        for (var i = 0; i < all.Count; i++)   // grows while it runs: a composite appends its parts
        {
            var outline = font.Outline(all[i]).ToArray();
            RenumberParts(outline, all, numbers);
            glyf.Write(outline);
            glyf.SetLength((glyf.Length + 3) & ~3);
            glyf.Position = glyf.Length;
            offsets.Add((int)glyf.Length);
        }

        var tables = new SortedDictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["glyf"] = glyf.ToArray(),
            ["head"] = Head(font),
            ["hhea"] = WithCount(font.Table("hhea"), 34, all.Count),
            ["hmtx"] = Hmtx(font, all),
            ["loca"] = Loca(offsets),
            ["maxp"] = WithCount(font.Table("maxp"), 4, all.Count),
        };
        foreach (var hinting in new[] { "cvt ", "fpgm", "prep" })
        {
            if (!font.Table(hinting).IsEmpty)
                tables[hinting] = font.Table(hinting).ToArray();
        }

        return Assemble(tables);
    }

    private static void RenumberParts(Span<byte> outline, List<int> all, Dictionary<int, int> numbers)
    {
        if (outline.Length < 10 || BinaryPrimitives.ReadInt16BigEndian(outline) >= 0)
            return;

        var at = 10;
        int flags;
        do
        {
            flags = BinaryPrimitives.ReadUInt16BigEndian(outline[at..]);
            int part = BinaryPrimitives.ReadUInt16BigEndian(outline[(at + 2)..]);
            if (!numbers.TryGetValue(part, out var number))
            {
                number = all.Count;
                all.Add(part);
                numbers.Add(part, number);
            }

            BinaryPrimitives.WriteUInt16BigEndian(outline[(at + 2)..], (ushort)number);
            at += 4 + ((flags & ArgumentsAreWords) != 0 ? 4 : 2);
            at += (flags & HasScale) != 0 ? 2 : (flags & HasTwoScales) != 0 ? 4 : (flags & HasMatrix) != 0 ? 8 : 0;
        }
        while ((flags & MoreComponents) != 0);
    }

    private static byte[] Head(TrueTypeFont font)
    {
        var head = font.Table("head").ToArray();
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(8), 0);   // the checksum is taken with this at zero
        BinaryPrimitives.WriteInt16BigEndian(head.AsSpan(50), 1);
        return head;
    }

    private static byte[] WithCount(ReadOnlySpan<byte> table, int at, int count)
    {
        var copy = table.ToArray();
        BinaryPrimitives.WriteUInt16BigEndian(copy.AsSpan(at), (ushort)count);
        return copy;
    }

    private static byte[] Hmtx(TrueTypeFont font, List<int> glyphs)
    {
        var hmtx = new byte[4 * glyphs.Count];
        for (var i = 0; i < glyphs.Count; i++)
        {
            var (advance, bearing) = font.Metrics(glyphs[i]);
            BinaryPrimitives.WriteUInt16BigEndian(hmtx.AsSpan(4 * i), advance);
            BinaryPrimitives.WriteInt16BigEndian(hmtx.AsSpan((4 * i) + 2), bearing);
        }

        return hmtx;
    }

    private static byte[] Loca(List<int> offsets)
    {
        var loca = new byte[4 * offsets.Count];
        for (var i = 0; i < offsets.Count; i++)
            BinaryPrimitives.WriteInt32BigEndian(loca.AsSpan(4 * i), offsets[i]);

        return loca;
    }

    private static byte[] Assemble(SortedDictionary<string, byte[]> tables)
    {
        var start = 12 + (16 * tables.Count);
        var font = new byte[start + tables.Values.Sum(t => (t.Length + 3) & ~3)];
        var power = (int)Math.Log2(tables.Count);
        BinaryPrimitives.WriteUInt32BigEndian(font, 0x00010000);
        BinaryPrimitives.WriteUInt16BigEndian(font.AsSpan(4), (ushort)tables.Count);
        BinaryPrimitives.WriteUInt16BigEndian(font.AsSpan(6), (ushort)(16 << power));
        BinaryPrimitives.WriteUInt16BigEndian(font.AsSpan(8), (ushort)power);
        BinaryPrimitives.WriteUInt16BigEndian(font.AsSpan(10), (ushort)(16 * (tables.Count - (1 << power))));

        var (record, offset, head) = (12, start, 0);
        foreach (var (tag, table) in tables)
        {
            table.CopyTo(font, offset);
            Encoding.ASCII.GetBytes(tag, font.AsSpan(record));
            BinaryPrimitives.WriteUInt32BigEndian(font.AsSpan(record + 4), Sum(font.AsSpan(offset, (table.Length + 3) & ~3)));
            BinaryPrimitives.WriteInt32BigEndian(font.AsSpan(record + 8), offset);
            BinaryPrimitives.WriteInt32BigEndian(font.AsSpan(record + 12), table.Length);
            head = tag == "head" ? offset : head;
            record += 16;
            offset += (table.Length + 3) & ~3;
        }

        BinaryPrimitives.WriteUInt32BigEndian(font.AsSpan(head + 8), unchecked(WholeFontSum - Sum(font)));
        return font;
    }

    private static uint Sum(ReadOnlySpan<byte> words)
    {
        var sum = 0u;
        for (var at = 0; at < words.Length; at += 4)
            sum = unchecked(sum + BinaryPrimitives.ReadUInt32BigEndian(words[at..]));

        return sum;
    }
}
