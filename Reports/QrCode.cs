using QRCoder;
using RiskReport.Reports.Pdf;

namespace RiskReport.Reports;

internal static class QrCode
{
    /// <summary>As squares, so that it is sharp at any size; a row of dark modules is one rectangle.</summary>
    public static void Draw(PdfCanvas page, string text, double x, double top, double side)
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var matrix = code.ModuleMatrix;
        var size = side / matrix.Count;
        for (var row = 0; row < matrix.Count; row++)
        {
            for (var column = 0; column < matrix.Count; column++)
            {
                var start = column;
                while (column < matrix.Count && matrix[row][column])
                    column++;
                if (column > start)
                    page.FillRectangle(PdfColour.Black, x + (start * size), top + (row * size), (column - start) * size, size);
            }
        }
    }
}
