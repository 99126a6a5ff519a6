using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace RiskReport.Reports.Pdf;

/// <summary>Text as the code points that can be drawn.</summary>
internal static class Characters
{
    public const int Invisible = -1;

    /// <summary>
    /// The code point at <paramref name="index"/>, which moves behind it. Controls become spaces, half a
    /// surrogate pair becomes U+FFFD, and what has no shape of its own is <see cref="Invisible"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Next(ReadOnlySpan<char> text, ref int index)
    {
        var unit = text[index];
        if (unit is >= ' ' and <= '~' or >= '\u3000' and < '\uD800')
        {
            index++;
            return unit;
        }

        return NextUnusual(text, ref index);
    }

    /// <summary>In thousandths of the font size.</summary>
    public static int Measure(ReadOnlySpan<char> text, TrueTypeFont font)
    {
        var width = 0;
        for (var i = 0; i < text.Length;)
            width += WidthOf(Next(text, ref i), font);

        return width;
    }

    public static int WidthOf(int codePoint, TrueTypeFont font) =>
        codePoint == Invisible ? 0 : font.AdvanceOf(font.GlyphOf(codePoint));

    private static int NextUnusual(ReadOnlySpan<char> text, ref int index)
    {
        Rune.DecodeFromUtf16(text[index..], out var rune, out var units);
        index += units;
        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.Control or UnicodeCategory.SpaceSeparator
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => ' ',
            UnicodeCategory.Format => Invisible,
            _ => IsVariationSelector(rune.Value) ? Invisible : rune.Value,
        };
    }

    private static bool IsVariationSelector(int codePoint) => codePoint is >= 0xFE00 and <= 0xFE0F or >= 0xE0100 and <= 0xE01EF;
}
