using System.Text;

namespace RiskReport.Reports.Pdf;

/// <summary>Writes a font as the five objects PDF wants: Type0, CIDFontType2, descriptor, outlines, ToUnicode.</summary>
internal static class PdfFontObjects
{
    private const int UsualWidth = 1000;
    private const int MaxPairsInBlock = 100;

    public static void Write(PdfObjects objects, PdfFont font)
    {
        var (descendant, descriptor, file, toUnicode) = (objects.Reserve(), objects.Reserve(), objects.Reserve(), objects.Reserve());
        var name = $"{Tag(font.CodePoints)}+{font.Outlines.PostScriptName}";

        objects.Begin(font.ObjectNumber).Write($"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H")
            .Write($"/DescendantFonts[{descendant} 0 R]/ToUnicode {toUnicode} 0 R>>");
        objects.End();
        WriteDescendant(objects.Begin(descendant), font, name, descriptor);
        objects.End();
        WriteDescriptor(objects.Begin(descriptor), font.Outlines, name, file);
        objects.End();

        var subset = TrueTypeSubset.Build(font.Outlines, font.Glyphs);
        objects.Stream(file, $"/Length1 {subset.Length}", subset);
        objects.Stream(toUnicode, "", ToUnicode(font.CodePoints).Span);
    }

    private static void WriteDescendant(ByteBuffer target, PdfFont font, string name, int descriptor)
    {
        target.Write($"<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}/CIDToGIDMap/Identity")
            .Write("/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"u8)
            .Write($"/FontDescriptor {descriptor} 0 R/DW {UsualWidth}/W[");
        var open = false;
        for (var number = 0; number < font.Glyphs.Count; number++)
        {
            var width = font.Outlines.AdvanceOf(font.Glyphs[number]);
            if (width == UsualWidth)
            {
                target.Write(open ? "]"u8 : []);
                open = false;
                continue;
            }

            if (!open)
                target.Write($"{number}[");

            open = true;
            target.Write($"{width} ");
        }

        target.Write(open ? "]]>>"u8 : "]>>"u8);
    }

    private static void WriteDescriptor(ByteBuffer target, TrueTypeFont font, string name, int file)
    {
        const int Symbolic = 4;   // the subset has no standard encoding
        var box = font.Box;
        // PDF asks for the thickness of stems, which TrueType does not record; this is the usual estimate
        var stem = 50 + (font.Weight * font.Weight / (65 * 65));
        target.Write($"<</Type/FontDescriptor/FontName/{name}/Flags {Symbolic}/ItalicAngle 0/StemV {stem}")
            .Write($"/Ascent {font.Ascent}/Descent {font.Descent}/CapHeight {font.CapHeight}")
            .Write($"/FontBBox[{box.Left} {box.Bottom} {box.Right} {box.Top}]/FontFile2 {file} 0 R>>");
    }

    /// <summary>
    /// Maps back to the characters that were written. A map made from the font's cmap would find radicals:
    /// 风 and U+2EDB share a glyph.
    /// </summary>
    private static ByteBuffer ToUnicode(IReadOnlyList<int> codePoints)
    {
        var map = new ByteBuffer(32 * codePoints.Count);
        map.Write("""
            /CIDInit/ProcSet findresource begin 12 dict begin begincmap
            /CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def
            /CMapName/Adobe-Identity-UCS def/CMapType 2 def
            1 begincodespacerange <0000><FFFF> endcodespacerange

            """u8);
        for (var first = 1; first < codePoints.Count; first += MaxPairsInBlock)
        {
            var end = Math.Min(first + MaxPairsInBlock, codePoints.Count);
            map.Write($"{end - first} beginbfchar\n");
            for (var number = first; number < end; number++)
                WritePair(map, number, new Rune(codePoints[number]));

            map.Write("endbfchar\n"u8);
        }

        return map.Write("endcmap CMapName currentdict/CMap defineresource pop end end\n"u8);
    }

    private static void WritePair(ByteBuffer map, int number, Rune character)
    {
        Span<char> units = stackalloc char[2];
        var count = character.EncodeToUtf16(units);
        map.Write("<"u8).WriteHex(number).Write("><"u8);
        foreach (var unit in units[..count])
            map.WriteHex(unit);

        map.Write(">\n"u8);
    }

    /// <summary>Six letters that tell subsets apart; from the characters, so that the same input makes the same file.</summary>
    private static string Tag(IReadOnlyList<int> codePoints)
    {
        var hash = 2166136261u;
        foreach (var codePoint in codePoints)
            hash = unchecked((hash ^ (uint)codePoint) * 16777619);

        return string.Create(6, hash, (tag, rest) =>
        {
            foreach (ref var letter in tag)
            {
                letter = (char)('A' + (rest % 26));
                rest /= 26;
            }
        });
    }
}
