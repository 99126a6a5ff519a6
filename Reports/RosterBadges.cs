using RiskReport.Domain.Grading;
using RiskReport.Reports.Pdf;

namespace RiskReport.Reports;

/// <summary>The grades as coloured labels with their words, drawn once in a document and put into every row.</summary>
internal sealed class RosterBadges
{
    public const double Width = 40;
    public const double Height = 10.5;
    private const double FontSize = 6.8;
    private const double Radius = 2.5;

    private static readonly PdfColour Grey = PdfColour.Of(0x6B7280);
    private readonly PdfForm[] _forms;

    public RosterBadges(PdfDocument document, PdfFont regular, PdfFont bold)
    {
        RiskColour?[] colours = [null, .. Enum.GetValues<RiskColour>()];
        _forms = new PdfForm[colours.Length];
        foreach (var colour in colours)
        {
            var form = document.ReserveForm();
            document.DrawForm(form, canvas => Draw(canvas, colour, colour is null ? regular : bold));
            _forms[Index(colour)] = form;
        }
    }

    public PdfForm this[RiskColour? colour] => _forms[Index(colour)];

    private static int Index(RiskColour? colour) => colour is { } graded ? (int)graded : 0;

    private static void Draw(PdfCanvas canvas, RiskColour? colour, PdfFont font)
    {
        if (colour is { } graded)
            canvas.FillRounded(RiskPaint.Fill(graded), 0, 0, Width, Height, Radius);
        else
            canvas.StrokeRounded(Grey, 0.6, 0.3, 0.3, Width - 0.6, Height - 0.6, Radius);

        var word = colour.Word();
        var width = Characters.Measure(word, font.Outlines) * FontSize / 1000;
        canvas.Text(font, FontSize, colour is { } known ? RiskPaint.Ink(known) : Grey, (Width - width) / 2, (Height / 2) + (FontSize * 0.37), word);
    }
}
