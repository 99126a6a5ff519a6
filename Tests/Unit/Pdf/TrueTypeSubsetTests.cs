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
        var (composite, mountain, yellow) = (Font.GlyphOf('风'), Font.GlyphOf('山'), Font.GlyphOf('黄'));
        var subset = new Tables(TrueTypeSubset.Build(WithComposite(composite, yellow, mountain), [0, composite, mountain]));

        var outline = subset.Outline(1);
        Assert.AreEqual(3, BinaryPrimitives.ReadUInt16BigEndian(outline.AsSpan(12)));   // new, behind those asked for
        Assert.AreEqual(2, BinaryPrimitives.ReadUInt16BigEndian(outline.AsSpan(20)));
        Assert.IsTrue(subset.Outline(3).AsSpan().StartsWith(Font.Outline(yellow)));
    }

    [TestMethod]
    public void The_box_for_missing_characters_has_an_outline() => Assert.IsFalse(Font.Outline(0).IsEmpty);

    /// <summary>Noto Sans SC has no composite glyphs, so one of its outlines is overwritten with one.</summary>
    private static TrueTypeFont WithComposite(int glyph, int first, int second)
    {
        var bytes = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "fonts", "NotoSansSC-Regular.ttf"));
        var outline = bytes.AsSpan(bytes.AsSpan().IndexOf(Font.Outline(glyph)));
        short[] words = [-1, 0, 0, 1000, 1000, 0x0021, (short)first, 0, 0, 0x0008, (short)second, 0, 0x4000];
        for (var i = 0; i < words.Length; i++)
            BinaryPrimitives.WriteInt16BigEndian(outline[(2 * i)..], words[i]);

        return new TrueTypeFont(bytes);
    }

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
