using System.Buffers.Binary;
using RiskReport.Reports.Pdf;

namespace RiskReport.Tests.Unit.Pdf;

[TestClass]
public sealed class CharacterMapTests
{
    [TestMethod]
    public void Both_formats_of_the_table_agree()
    {
        var table = NotoSansSc.Regular.Table("cmap").ToArray();
        var rich = CharacterMap.Parse(table);
        for (var record = 4; record < 4 + (8 * BinaryPrimitives.ReadUInt16BigEndian(table.AsSpan(2))); record += 8)
        {
            var format = table.AsSpan(BinaryPrimitives.ReadInt32BigEndian(table.AsSpan(record + 4)), 2);
            if (BinaryPrimitives.ReadUInt16BigEndian(format) == 12)
                format[1] = 99;   // unknown, so that format 4 is read
        }

        var plain = CharacterMap.Parse(table);

        Assert.AreNotEqual(0, plain['风']);
        for (var codePoint = 0; codePoint < 0xFFFF; codePoint++)
            Assert.AreEqual(rich[codePoint], plain[codePoint], $"U+{codePoint:X4}");
    }

    [TestMethod]
    public void A_character_the_font_has_not_is_glyph_zero() => Assert.AreEqual(0, NotoSansSc.Regular.GlyphOf(0x20BB8));
}
