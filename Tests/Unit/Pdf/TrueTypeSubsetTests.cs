using System.Buffers.Binary;
using System.Text;
using RiskReport.Reports.Pdf;

namespace RiskReport.Tests.Unit.Pdf;

[TestClass]
public sealed class TrueTypeSubsetTests
{
    private static readonly TrueTypeFont Font = NotoSansSc.Regular;

    [TestMethod]
    public void The_tables_are_sorted_and_their_checksums_right()
    {
        var bytes = TrueTypeSubset.Build(Font, [0, Font.GlyphOf('风'), Font.GlyphOf('险')]);

        var tags = new List<string>();
        for (var at = 12; at < 12 + (16 * BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(4))); at += 16)
        {
            var tag = Encoding.ASCII.GetString(bytes, at, 4);
            var offset = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at + 8));
            var table = bytes.AsSpan(offset, (BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at + 12)) + 3) & ~3).ToArray();
            if (tag == "head")
                table.AsSpan(8, 4).Clear();

            Assert.AreEqual(0, offset % 4, tag);
            Assert.AreEqual(BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at + 4)), Sum(table), tag);
            tags.Add(tag);
        }

        CollectionAssert.AreEqual(tags.Order(StringComparer.Ordinal).ToArray(), tags);
        Assert.AreEqual(0xB1B0AFBA, Sum(bytes));
    }

    [TestMethod]
    public void Each_glyph_keeps_its_outline_and_width_under_its_new_number()
    {
        int[] glyphs = [0, Font.GlyphOf('黄'), Font.GlyphOf('山'), Font.GlyphOf('黄')];
        var subset = new Tables(TrueTypeSubset.Build(Font, glyphs));

        for (var i = 0; i < glyphs.Length; i++)
        {
            Assert.IsTrue(subset.Outline(i).AsSpan().StartsWith(Font.Outline(glyphs[i])), $"glyph {i}");
            Assert.AreEqual(Font.Metrics(glyphs[i]).Advance, BinaryPrimitives.ReadUInt16BigEndian(subset["hmtx"].AsSpan(4 * i)));
        }
    }

    [TestMethod]
    public void The_parts_of_a_composite_come_along_renumbered()
    {
        var composite = Enumerable.Range(0, Font.GlyphCount)
            .First(g => Font.Outline(g) is { Length: > 10 } o && BinaryPrimitives.ReadInt16BigEndian(o) < 0);
        var part = BinaryPrimitives.ReadUInt16BigEndian(Font.Outline(composite)[12..]);
        var subset = new Tables(TrueTypeSubset.Build(Font, [0, composite]));

        Assert.AreEqual(2, BinaryPrimitives.ReadUInt16BigEndian(subset.Outline(1).AsSpan(12)));
        Assert.IsTrue(subset.Outline(2).AsSpan()[..10].SequenceEqual(Font.Outline(part)[..10]));
    }

    [TestMethod]
    public void The_box_for_missing_characters_has_an_outline() => Assert.IsFalse(Font.Outline(0).IsEmpty);

    private static uint Sum(byte[] bytes) =>
        bytes.Chunk(4).Aggregate(0u, (sum, word) => unchecked(sum + BinaryPrimitives.ReadUInt32BigEndian(word)));

    private sealed class Tables(byte[] bytes)
    {
        public byte[] this[string tag]
        {
            get
            {
                var record = 12;
                while (Encoding.ASCII.GetString(bytes, record, 4) != tag)
                    record += 16;

                return bytes.AsSpan(BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(record + 8)), BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(record + 12))).ToArray();
            }
        }

        public byte[] Outline(int glyph)
        {
            var loca = this["loca"];
            return this["glyf"][BinaryPrimitives.ReadInt32BigEndian(loca.AsSpan(4 * glyph))..BinaryPrimitives.ReadInt32BigEndian(loca.AsSpan((4 * glyph) + 4))];
        }
    }
}
