namespace RiskReport.Reports.Pdf;

/// <summary>A stretch of a text that fits on one line, and its width, ellipsis included, in thousandths of the font size.</summary>
internal readonly record struct TextLine(int Start, int End, int Width, bool IsCut)
{
    public const string Ellipsis = "…";

    public ReadOnlySpan<char> Of(ReadOnlySpan<char> text) => text[Start..End];
}
