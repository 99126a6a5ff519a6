using System.Globalization;
using RiskReport.Domain.Tables;
using RiskReport.Reports.Pdf;

namespace RiskReport.Reports;

/// <summary>
/// The table of a roster: headings on every page, shaded rows, and the rules between them. Texts are cut after two lines, or where
/// they flow are given whole: a row then moves to the next page where it fits there, and goes on over pages where it does not.
/// </summary>
internal sealed class RosterTable<T>
{
    private const double FontSize = 7;
    private const double Lead = 8.6;
    private const double Padding = 2;
    private const double RowPadding = 4.6;
    private const double HeadingHeight = 26;
    private const int MostLines = 2;
    private const int FewestLines = 4;

    private static readonly PdfColour Ink = PdfColour.Of(0x1F2933);
    private static readonly PdfColour Muted = PdfColour.Of(0x6B7785);
    private static readonly PdfColour Rule = PdfColour.Of(0x1F3A5F);
    private static readonly PdfColour Grid = PdfColour.Of(0xC3CCD6);
    private static readonly PdfColour HeadingFill = PdfColour.Of(0xDFE7F1);
    private static readonly PdfColour Shade = PdfColour.Of(0xF4F7FA);

    private readonly RosterPaper _paper;
    private readonly PdfCanvas _page;
    private readonly RosterPdfColumn<T>[] _columns;
    private readonly RosterBadges _badges;
    private readonly bool _flows;
    private readonly string?[] _texts;
    private readonly int[] _counts;
    private readonly TextLine[][] _lines;
    private double _top;
    private bool _shaded;

    public RosterTable(RosterPaper paper, IReadOnlyList<RosterPdfColumn<T>> columns, bool flows)
    {
        (_paper, _page, _flows) = (paper, paper.Page, flows);
        _columns = [new(TableColumns.Number, RosterPdfColumns.NumberWidth, RosterAlign.Right, _ => null, null), .. columns];
        _badges = new RosterBadges(paper.Document, paper.Regular, paper.Bold);
        _texts = new string?[_columns.Length];
        _counts = new int[_columns.Length];
        _lines = [.. _columns.Select(_ => new TextLine[MostLines])];
        DrawHeadings();
    }

    /// <param name="below">How much room must be left below the row.</param>
    /// <param name="starts">Called when the place is known where the row begins.</param>
    public async ValueTask AddAsync(T row, long number, double below, Action<T> starts, CancellationToken ct)
    {
        var lines = Measure(row, number);
        var height = HeightOf(lines);
        var isShort = RosterPaper.NextTop + HeadingHeight + height <= RosterPaper.Bottom;
        if (_paper.Y + height + (isShort ? below : 0) > RosterPaper.Bottom && (isShort || LinesFrom(_paper.Y) < FewestLines))
            await TurnPageAsync(ct);

        starts(row);
        for (var first = 0; first < lines;)
        {
            if (first > 0)
                await TurnPageAsync(ct);
            var count = Math.Min(lines - first, LinesFrom(_paper.Y));
            DrawPart(row, first, count);
            first += count;
        }

        _shaded = !_shaded;
    }

    public void DrawNothing(string sentence)
    {
        const double height = 60;
        const double size = 11;
        var width = Characters.Measure(sentence, _paper.Regular.Outlines) * size / 1000;
        _page.Text(_paper.Regular, size, Ink, (RosterPaper.Left + RosterPaper.Right - width) / 2, _paper.Y + (height / 2) + 4, sentence);
        _page.StrokeRectangle(Rule, 0.8, RosterPaper.Left, _paper.Y, RosterPaper.Right - RosterPaper.Left, height);
        _paper.Y += height;
    }

    /// <summary>Draws the upright rules and the frame, once the table's height on this page is known.</summary>
    public void Close()
    {
        var (x, bottom) = (RosterPaper.Left, _paper.Y);
        for (var i = 0; i < _columns.Length - 1; i++)
        {
            x += _columns[i].Width;
            var isWithinGroup = _columns[i].Group is not null && _columns[i].Group == _columns[i + 1].Group;
            _page.Line(Grid, 0.4, x, isWithinGroup ? _top + (HeadingHeight / 2) : _top, x, bottom);
        }

        _page.StrokeRectangle(Rule, 0.8, RosterPaper.Left, _top, RosterPaper.Right - RosterPaper.Left, bottom - _top);
    }

    private async ValueTask TurnPageAsync(CancellationToken ct)
    {
        Close();
        await _paper.TurnPageAsync(ct);
        DrawHeadings();
    }

    private void DrawHeadings()
    {
        (_top, _shaded) = (_paper.Y, false);
        _page.FillRectangle(HeadingFill, RosterPaper.Left, _top, RosterPaper.Right - RosterPaper.Left, HeadingHeight);
        var x = RosterPaper.Left;
        for (var i = 0; i < _columns.Length; i++)
        {
            DrawHeading(i, x);
            x += _columns[i].Width;
        }

        _paper.Y += HeadingHeight;
        _page.Line(Rule, 0.8, RosterPaper.Left, _paper.Y, RosterPaper.Right, _paper.Y);
    }

    private void DrawHeading(int index, double x)
    {
        var column = _columns[index];
        if (column.Group is null)
        {
            DrawHeadingText(column.Heading, x, column.Width, _top, HeadingHeight);
            return;
        }

        DrawHeadingText(column.Heading, x, column.Width, _top + (HeadingHeight / 2), HeadingHeight / 2);
        if (_columns[index - 1].Group == column.Group)
            return;

        var width = _columns.Skip(index).TakeWhile(c => c.Group == column.Group).Sum(c => c.Width);
        DrawHeadingText(column.Group, x, width, _top, HeadingHeight / 2);
        _page.Line(Grid, 0.4, x, _top + (HeadingHeight / 2), x + width, _top + (HeadingHeight / 2));
    }

    private void DrawHeadingText(string text, double x, double width, double top, double height)
    {
        Span<TextLine> lines = stackalloc TextLine[MostLines];
        lines = lines[..TextWrap.Fill(lines, text, _paper.Bold.Outlines, (int)((width - 2) * 1000 / FontSize))];
        var y = top + ((height - ((lines.Length - 1) * Lead)) / 2) + (FontSize * 0.37);
        foreach (var line in lines)
        {
            _page.Text(_paper.Bold, FontSize, Rule, x + ((width - (line.Width * FontSize / 1000)) / 2), y, line.Of(text), line.IsCut);
            y += Lead;
        }
    }

    /// <summary>Breaks the cells into lines, which are then drawn, and returns how many the longest has.</summary>
    private int Measure(T row, long number)
    {
        var most = 1;
        for (var i = 0; i < _columns.Length; i++)
        {
            _texts[i] = i == 0 ? number.ToString(CultureInfo.InvariantCulture) : _columns[i].Text(row);
            _counts[i] = Wrap(i);
            most = Math.Max(most, _counts[i]);
        }

        return most;
    }

    private int Wrap(int i)
    {
        var limit = (int)((_columns[i].Width - (2 * Padding)) * 1000 / FontSize);
        while (true)
        {
            var count = TextWrap.Fill(_lines[i], _texts[i], _paper.Regular.Outlines, limit);
            if (!_flows || count < _lines[i].Length || !_lines[i][^1].IsCut)
                return count;
            _lines[i] = new TextLine[2 * count];
        }
    }

    private void DrawPart(T row, int first, int count)
    {
        var (top, height) = (_paper.Y, HeightOf(count));
        if (_shaded)
            _page.FillRectangle(Shade, RosterPaper.Left, top + 0.2, RosterPaper.Right - RosterPaper.Left, height - 0.4);   // the rules stay whole

        if (first > 0)
            Continue();
        var x = RosterPaper.Left;
        for (var i = 0; i < _columns.Length; i++)
        {
            if (_columns[i].Colour is not { } colour || _texts[i] is not null)
                DrawCell(i, x, top, height, first, count);
            else if (first == 0)
                _page.Form(_badges[colour(row)], x + ((_columns[i].Width - RosterBadges.Width) / 2), _flows ? top + 1.2 : top + ((height - RosterBadges.Height) / 2));

            x += _columns[i].Width;
        }

        _paper.Y += height;
        _page.Line(Grid, 0.4, RosterPaper.Left, _paper.Y, RosterPaper.Right, _paper.Y);
    }

    /// <summary>The rest of a row says that it is one.</summary>
    private void Continue()
    {
        _texts[0] = "续";
        _counts[0] = Wrap(0);
    }

    private void DrawCell(int index, double x, double top, double height, int first, int most)
    {
        var column = _columns[index];
        var from = index == 0 ? 0 : first;
        var lines = _lines[index].AsSpan(0, _counts[index]);
        lines = lines[Math.Min(from, lines.Length)..Math.Min(from + most, lines.Length)];
        var colour = column.Group is not null && _texts[index] == "0" ? Muted : Ink;
        var y = top + (_flows ? (RowPadding + Lead) / 2 : (height - ((lines.Length - 1) * Lead)) / 2) + (FontSize * 0.37);
        foreach (var line in lines)
        {
            var spare = column.Width - (line.Width * FontSize / 1000);
            var indent = column.Align switch
            {
                RosterAlign.Centre => spare / 2,
                RosterAlign.Right => spare - Padding,
                _ => Padding,
            };
            _page.Text(_paper.Regular, FontSize, colour, x + indent, y, line.Of(_texts[index]), line.IsCut);
            y += Lead;
        }
    }

    private static double HeightOf(int lines) => (lines * Lead) + RowPadding;

    private static int LinesFrom(double y) => (int)((RosterPaper.Bottom - y - RowPadding) / Lead);
}
