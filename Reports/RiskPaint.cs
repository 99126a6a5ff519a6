using RiskReport.Domain.Grading;
using RiskReport.Reports.Pdf;

namespace RiskReport.Reports;

/// <summary>The four colours on paper, and the ink that can be read on them.</summary>
internal static class RiskPaint
{
    public static PdfColour Fill(RiskColour colour) => colour switch
    {
        RiskColour.Red => PdfColour.Of(0xC62828),
        RiskColour.Orange => PdfColour.Of(0xFF9800),
        RiskColour.Yellow => PdfColour.Of(0xFFD600),
        RiskColour.Blue => PdfColour.Of(0x1565C0),
        _ => throw new ArgumentOutOfRangeException(nameof(colour), colour, null),
    };

    /// <summary>White on orange or yellow cannot be read.</summary>
    public static PdfColour Ink(RiskColour colour) => colour is RiskColour.Red or RiskColour.Blue ? PdfColour.White : PdfColour.Black;
}
