namespace RiskReport.Reports.Pdf;

internal readonly record struct PdfColour(byte Red, byte Green, byte Blue)
{
    public static readonly PdfColour Black = new(0, 0, 0);
    public static readonly PdfColour White = new(255, 255, 255);

    /// <summary>Written as on the web: 0xC62828.</summary>
    public static PdfColour Of(int rgb) => new((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb);
}
