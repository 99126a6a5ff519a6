using System.Globalization;
using RiskReport.Domain;
using RiskReport.Reports.Pdf;

namespace RiskReport.Reports.Outputs;

/// <summary>The pages of a document that hangs on a wall or lies in a file: running head, page x of y, and the place reached.</summary>
internal sealed class Paper
{
    // the sides of a size: its own and that of the next smaller one
    public const double A3 = 1190.55;
    public const double A4 = 841.89;
    public const double A5 = 595.28;

    public static readonly PdfColour Ink = PdfColour.Of(0x1F2933);
    public static readonly PdfColour Muted = PdfColour.Of(0x51606F);
    public static readonly PdfColour Deep = PdfColour.Of(0x0B3A6F);
    public static readonly PdfColour Grid = PdfColour.Of(0xA9B5C2);

    private const double Lead = 1.5;
    private const double FooterSize = 8;

    private readonly PdfForm pageTotal;
    private readonly string title;
    private readonly string madeAt;
    private readonly string? note;

    /// <param name="title">Of the document; stands small at the head of every further page.</param>
    /// <param name="sheet">When it was made, and what it leaves out, which stands small at the foot of every page.</param>
    public Paper(Stream output, string title, OutputSheet sheet, double width, double height, double margin)
    {
        this.title = title;
        madeAt = ChinaTime.FromUtc(sheet.MadeAt.UtcDateTime).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        note = sheet.Hidden;
        (Width, Height, Margin) = (width, height, margin);
        Document = new PdfDocument(output, new PdfProperties(title, sheet.MadeAt), width, height);
        Regular = Document.AddFont(NotoSansSc.Regular);
        Bold = Document.AddFont(NotoSansSc.Bold);
        pageTotal = Document.ReserveForm();
        Y = margin;
    }

    public PdfDocument Document { get; }
    public PdfCanvas Page => Document.Page;
    public PdfFont Regular { get; }
    public PdfFont Bold { get; }
    public double Width { get; }
    public double Height { get; }
    public double Margin { get; }
    public double Left => Margin;
    public double Right => Width - Margin;
    public double Bottom => Height - Margin - 14;

    /// <summary>How far down the page is taken.</summary>
    public double Y { get; set; }

    public double Next => Margin + 12;

    public static double WidthOf(string text, PdfFont font, double size) => Characters.Measure(text, font.Outlines) * size / 1000;

    public static List<string> Wrap(string text, PdfFont font, double size, double width) =>
        TextWrap.All(text, font.Outlines, (int)(width * 1000 / size));

    /// <summary>Writes all of a text below what stands there already; for what surely has room.</summary>
    public void Write(string text, PdfFont font, double size, PdfColour colour, double x, double width)
    {
        foreach (var line in Wrap(text, font, size, width))
        {
            Page.Text(font, size, colour, x, Y + size, line);
            Y += size * Lead;
        }
    }

    public void Centre(string text, PdfFont font, double size, PdfColour colour, double x, double width, double baseLine) =>
        Page.Text(font, size, colour, x + ((width - WidthOf(text, font, size)) / 2), baseLine, text);

    public async ValueTask TurnPageAsync(CancellationToken ct)
    {
        await EndPageAsync(ct);
        Page.Text(Regular, FooterSize, Muted, Left, Margin + 2, title);
        Y = Next;
    }

    public async Task FinishAsync(CancellationToken ct)
    {
        var pages = Document.PageNumber;
        await EndPageAsync(ct);
        Document.DrawForm(pageTotal, form => form.Text(Regular, FooterSize, Muted, 0, 0, $"{pages} 页"));
        await Document.FinishAsync(ct);
    }

    private ValueTask EndPageAsync(CancellationToken ct)
    {
        var (page, y) = ($"第 {Document.PageNumber} 页，共 ", Height - Margin + 4);
        Page.Text(Regular, FooterSize, Muted, (Width / 2) - WidthOf(page, Regular, FooterSize) + 8, y, page);
        Page.Form(pageTotal, (Width / 2) + 8, y);   // the number follows when the last page is done
        Page.Text(Regular, FooterSize, Muted, Left, y, $"制作时间：{madeAt}");
        if (note is not null)
            Page.Text(Regular, FooterSize, Muted, Left, y + (FooterSize * Lead), note);
        return Document.EndPageAsync(ct);
    }
}
