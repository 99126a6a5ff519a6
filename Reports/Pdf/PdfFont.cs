namespace RiskReport.Reports.Pdf;

/// <summary>
/// A font as one document uses it: each character drawn gets the next number. Characters the font does not
/// have get a number too, drawn as the box .notdef, so that they are seen, searched and copied as themselves.
/// </summary>
internal sealed class PdfFont(TrueTypeFont outlines, string resource, int objectNumber)
{
    /// <summary>Glyph numbers have 16 bits, and parts of composite glyphs need some as well.</summary>
    private const int MaxNumbers = 60_000;
    private const int BlockSize = 256;

    private readonly ushort[]?[] _numbers = new ushort[0x110000 / BlockSize][];
    private readonly List<int> _glyphs = [0];
    private readonly List<int> _codePoints = [0];

    public TrueTypeFont Outlines => outlines;
    public string Resource => resource;
    public int ObjectNumber => objectNumber;

    /// <summary>By number; the first is .notdef and stands for no character.</summary>
    public IReadOnlyList<int> Glyphs => _glyphs;
    public IReadOnlyList<int> CodePoints => _codePoints;

    public int NumberOf(int codePoint)
    {
        var block = _numbers[codePoint / BlockSize] ??= new ushort[BlockSize];
        ref var number = ref block[codePoint % BlockSize];
        if (number == 0 && _glyphs.Count < MaxNumbers)
        {
            number = (ushort)_glyphs.Count;
            _glyphs.Add(outlines.GlyphOf(codePoint));
            _codePoints.Add(codePoint);
        }

        return number;
    }
}
