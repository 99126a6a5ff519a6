using System.Globalization;
using RiskReport.Domain;
using RiskReport.Domain.Roster;
using RiskReport.Reports.Pdf;

namespace RiskReport.Reports;

/// <summary>The sheets the roster is printed on: title, footer, summary and signatures around the table.</summary>
internal sealed class RosterPaper
{
    public const double Left = 24;
    public const double Right = Width - Left;
    private const double Width = 841.89;   // A4, landscape
    private const double Height = 595.28;
    private const double FirstTop = 28;
    private const double NextTop = 38;
    private const double Bottom = Height - 34;
    private const double SummaryHeight = 66;
    private const int MaxTitleLines = 2;
    private const int MaxFilterLines = 6;

    private static readonly PdfColour Ink = PdfColour.Of(0x1F2933);
    private static readonly PdfColour Muted = PdfColour.Of(0x5B6673);
    private static readonly PdfColour Rule = PdfColour.Of(0x1F3A5F);

    private readonly PdfDocument _document;
    private readonly PdfFont _regular;
    private readonly PdfFont _bold;
    private readonly PdfForm _pageTotal;
    private readonly RosterTable _table;
    private readonly RosterTally _tally = new();
    private readonly RosterCover _cover;
    private readonly string _madeAt;
    private double _y;

    public RosterPaper(Stream output, RosterCover cover)
    {
        var madeAt = ChinaTime.FromUtc(cover.MadeAt.UtcDateTime);
        _cover = cover;
        _madeAt = madeAt.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        _document = new PdfDocument(output, new PdfProperties(cover.Title, madeAt), Width, Height);
        _regular = _document.AddFont(NotoSansSc.Regular);
        _bold = _document.AddFont(NotoSansSc.Bold);
        _pageTotal = _document.ReserveForm();
        _table = new RosterTable(_document, _regular, _bold);
        DrawTitle();
        _y = _table.DrawHeadings(_y);
    }

    public async ValueTask AddAsync(RosterRow row, bool isLast, CancellationToken ct)
    {
        _tally.Add(row.Colour);
        var height = _table.Measure(row, _tally.Total);
        if (_y + height + (isLast ? SummaryHeight : 0) > Bottom)
            await TurnPageAsync(ct);

        _y = _table.DrawRow(row, _y, height);
    }

    public async Task<int> FinishAsync(CancellationToken ct)
    {
        _table.Close(_y);
        if (_tally.Total == 0)
            _y = _table.DrawNothing("没有符合条件的企业", _y);

        DrawSummary();
        DrawFooter();
        var pages = _document.PageNumber;
        await _document.EndPageAsync(ct);
        _document.DrawForm(_pageTotal, form => form.Text(_regular, 8, Muted, 0, 0, $"{pages} 页"));
        await _document.FinishAsync(ct);
        return _tally.Total;
    }

    private async ValueTask TurnPageAsync(CancellationToken ct)
    {
        _table.Close(_y);
        DrawFooter();
        await _document.EndPageAsync(ct);
        var lines = new TextLine[1];
        Paragraph(lines, _cover.Title, _regular, 8, Muted, NextTop - 6, lead: 0);
        _y = _table.DrawHeadings(NextTop);
    }

    private void DrawTitle()
    {
        _y = Paragraph(new TextLine[MaxTitleLines], _cover.Title, _bold, 18, Ink, FirstTop + 18, lead: 24, centred: true) - 15;
        _document.Page.Line(Rule, 1.2, Left, _y, Right, _y);
        _document.Page.Line(Rule, 0.4, Left, _y + 2, Right, _y + 2);
        _y = Paragraph(new TextLine[MaxFilterLines], $"筛选条件：{_cover.Filter}", _regular, 9, Ink, _y + 16, lead: 13);
        _y = Paragraph(
            new TextLine[2], $"制表人：{_cover.MadeBy}    制表时间：{_madeAt}    核验码：{_cover.Code}", _regular, 9, Muted, _y, lead: 13) - 6;
    }

    private void DrawSummary()
    {
        var y = _y + 19;
        _document.Page.Text(_bold, 9.5, Ink, Left, y, _tally.Sentence);
        y += 33;
        var x = Left;
        foreach (var label in new[] { "制表人（签字）：", "单位（盖章）：", "日期：" })
        {
            _document.Page.Text(_regular, 9.5, Ink, x, y, label);
            var line = x + (Characters.Measure(label, _regular.Outlines) * 9.5 / 1000) + 4;
            _document.Page.Line(Muted, 0.5, line, y + 2.5, line + 150, y + 2.5);
            x = line + 190;
        }
    }

    private void DrawFooter()
    {
        var y = Height - 18;
        var page = $"第 {_document.PageNumber} 页，共 ";
        _document.Page.Text(_regular, 8, Muted, (Width / 2) - WidthOf(page, 8) + 8, y, page);
        _document.Page.Form(_pageTotal, (Width / 2) + 8, y);   // the number follows when the last page is done
        FooterPart($"制表人：{_cover.MadeBy}    {_madeAt}", y, atRight: false);
        FooterPart($"核验码：{_cover.Code}", y, atRight: true);
    }

    private void FooterPart(string text, double y, bool atRight)
    {
        const double size = 7;
        var lines = new TextLine[1];
        if (TextWrap.Fill(lines, text, _regular.Outlines, (int)(Width / 3 * 1000 / size)) == 0)
            return;

        var x = atRight ? Right - (lines[0].Width * size / 1000) : Left;
        _document.Page.Text(_regular, size, Muted, x, y, lines[0].Of(text), lines[0].IsCut);
    }

    /// <summary>Returns the base line that follows.</summary>
    private double Paragraph(
        TextLine[] lines, string text, PdfFont font, double size, PdfColour colour, double y, double lead, bool centred = false)
    {
        var count = TextWrap.Fill(lines, text, font.Outlines, (int)((Right - Left) * 1000 / size));
        foreach (var line in lines.AsSpan(0, count))
        {
            var x = centred ? (Width - (line.Width * size / 1000)) / 2 : Left;
            _document.Page.Text(font, size, colour, x, y, line.Of(text), line.IsCut);
            y += lead;
        }

        return y;
    }

    private double WidthOf(string text, double size) => Characters.Measure(text, _regular.Outlines) * size / 1000;
}
