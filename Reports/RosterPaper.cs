using System.Globalization;
using RiskReport.Domain;
using RiskReport.Domain.Roster;
using RiskReport.Reports.Pdf;

namespace RiskReport.Reports;

/// <summary>The sheets a roster is printed on: title with QR code, running head, footer, and the place for signature and seal.</summary>
internal sealed class RosterPaper
{
    public const double Left = 24;
    public const double Right = Width - Left;
    public const double NextTop = 38;
    public const double Bottom = Height - 34;
    public const double SignatureHeight = 66;
    private const double Width = 841.89;   // A4, landscape
    private const double Height = 595.28;
    private const double FirstTop = 28;
    private const double QrSize = 56;
    private const int MaxTitleLines = 2;
    private const int MaxFilterLines = 6;
    private const int MaxNoteLines = 4;

    public static readonly PdfColour Ink = PdfColour.Of(0x1F2933);
    public static readonly PdfColour Muted = PdfColour.Of(0x5B6673);
    public static readonly PdfColour Rule = PdfColour.Of(0x1F3A5F);

    private readonly PdfForm _pageTotal;
    private readonly RosterCover _cover;
    private readonly string _madeAt;

    public RosterPaper(Stream output, RosterCover cover)
    {
        var madeAt = ChinaTime.FromUtc(cover.MadeAt.UtcDateTime);
        _cover = cover;
        _madeAt = madeAt.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        Document = new PdfDocument(output, new PdfProperties(cover.Title, madeAt) { Author = cover.MadeBy, Subject = cover.Filter }, Width, Height);
        Regular = Document.AddFont(NotoSansSc.Regular);
        Bold = Document.AddFont(NotoSansSc.Bold);
        _pageTotal = Document.ReserveForm();
        DrawTitle();
    }

    public PdfDocument Document { get; }
    public PdfCanvas Page => Document.Page;
    public PdfFont Regular { get; }
    public PdfFont Bold { get; }

    /// <summary>How far down the page is taken.</summary>
    public double Y { get; set; }

    /// <summary>A sentence or two under a heading.</summary>
    public void AddNote(string text) => Y = Paragraph(new TextLine[MaxNoteLines], text, Regular, 8, Muted, Y + 7, lead: 11) - 3;

    public async ValueTask TurnPageAsync(CancellationToken ct)
    {
        DrawFooter();
        await Document.EndPageAsync(ct);
        Paragraph(new TextLine[1], _cover.Title, Regular, 8, Muted, NextTop - 6, lead: 0);
        Y = NextTop;
    }

    /// <param name="summary">Stands over the signatures.</param>
    public async Task FinishAsync(string summary, CancellationToken ct)
    {
        if (Y + SignatureHeight > Bottom)
            await TurnPageAsync(ct);

        DrawSignatures(summary);
        DrawFooter();
        var pages = Document.PageNumber;
        await Document.EndPageAsync(ct);
        Document.DrawForm(_pageTotal, form => form.Text(Regular, 8, Muted, 0, 0, $"{pages} 页"));
        await Document.FinishAsync(ct);
    }

    private void DrawTitle()
    {
        Y = Paragraph(new TextLine[MaxTitleLines], _cover.Title, Bold, 18, Ink, FirstTop + 18, lead: 24, centred: true) - 15;
        Page.Line(Rule, 1.2, Left, Y, Right, Y);
        Page.Line(Rule, 0.4, Left, Y + 2, Right, Y + 2);
        var (top, aside) = (Y + 7, 0d);
        if (_cover.VerifyAddress is { } address)
        {
            QrCode.Draw(Page, address, Right - QrSize, top, QrSize);
            aside = QrSize + 10;
        }

        Y = Paragraph(new TextLine[MaxFilterLines], $"筛选条件：{_cover.Filter}", Regular, 9, Ink, Y + 16, lead: 13, aside: aside);
        Y = Paragraph(new TextLine[2], $"制表人：{_cover.MadeBy}    制表时间：{_madeAt}    核验码：{_cover.Code}", Regular, 9, Muted, Y, lead: 13, aside: aside);
        if (_cover.Phones is { } phones)
            Y = Paragraph(new TextLine[2], $"说明：{phones}", Regular, 9, Muted, Y, lead: 13, aside: aside);
        foreach (var note in _cover.Notes)
            Y = Paragraph(new TextLine[MaxNoteLines], $"说明：{note}", Regular, 9, Muted, Y, lead: 13, aside: aside);
        if (aside > 0)
            Y = Paragraph(new TextLine[2], $"核验：扫描二维码，或访问 {_cover.VerifyAddress}", Regular, 9, Muted, Y, lead: 13, aside: aside);
        Y = Math.Max(Y - 6, aside > 0 ? top + QrSize + 6 : 0);
    }

    private void DrawSignatures(string summary)
    {
        var y = Y + 19;
        Page.Text(Bold, 9.5, Ink, Left, y, summary);
        y += 33;
        var x = Left;
        foreach (var label in new[] { "制表人（签字）：", "单位（盖章）：", "日期：" })
        {
            Page.Text(Regular, 9.5, Ink, x, y, label);
            var line = x + WidthOf(label, 9.5) + 4;
            Page.Line(Muted, 0.5, line, y + 2.5, line + 150, y + 2.5);
            x = line + 190;
        }
    }

    private void DrawFooter()
    {
        var y = Height - 18;
        var page = $"第 {Document.PageNumber} 页，共 ";
        Page.Text(Regular, 8, Muted, (Width / 2) - WidthOf(page, 8) + 8, y, page);
        Page.Form(_pageTotal, (Width / 2) + 8, y);   // the number follows when the last page is done
        FooterPart($"制表人：{_cover.MadeBy}    {_madeAt}", y, atRight: false);
        FooterPart($"核验码：{_cover.Code}", y, atRight: true);
    }

    private void FooterPart(string text, double y, bool atRight)
    {
        const double size = 7;
        var lines = new TextLine[1];
        if (TextWrap.Fill(lines, text, Regular.Outlines, (int)(Width / 3 * 1000 / size)) == 0)
            return;

        var x = atRight ? Right - (lines[0].Width * size / 1000) : Left;
        Page.Text(Regular, size, Muted, x, y, lines[0].Of(text), lines[0].IsCut);
    }

    /// <summary>Returns the base line that follows.</summary>
    private double Paragraph(
        TextLine[] lines, string text, PdfFont font, double size, PdfColour colour, double y, double lead, bool centred = false, double aside = 0)
    {
        var count = TextWrap.Fill(lines, text, font.Outlines, (int)((Right - Left - aside) * 1000 / size));
        foreach (var line in lines.AsSpan(0, count))
        {
            var x = centred ? (Width - (line.Width * size / 1000)) / 2 : Left;
            Page.Text(font, size, colour, x, y, line.Of(text), line.IsCut);
            y += lead;
        }

        return y;
    }

    private double WidthOf(string text, double size) => Characters.Measure(text, Regular.Outlines) * size / 1000;
}
