using RiskReport.Domain.Roster;
using RiskReport.Reports.Pdf;

namespace RiskReport.Reports;

/// <summary>The table of the roster: headings, rows of one or two lines, and the rules between them.</summary>
internal sealed class RosterTable
{
    private const double FontSize = 7;
    private const double Lead = 8.6;
    private const double Padding = 2;
    private const double HeadingHeight = 26;
    private const int MaxLines = 2;

    private static readonly PdfColour Ink = PdfColour.Of(0x1F2933);
    private static readonly PdfColour Muted = PdfColour.Of(0x9AA3AE);
    private static readonly PdfColour Rule = PdfColour.Of(0x1F3A5F);
    private static readonly PdfColour Grid = PdfColour.Of(0xC3CCD6);
    private static readonly PdfColour HeadingFill = PdfColour.Of(0xDFE7F1);
    private static readonly PdfColour Shade = PdfColour.Of(0xF4F7FA);
    private static readonly RosterPdfColumn[] Columns = RosterPdfColumns.All;

    private readonly PdfCanvas _page;
    private readonly PdfFont _regular;
    private readonly PdfFont _bold;
    private readonly RosterBadges _badges;
    private readonly string?[] _texts = new string?[Columns.Length];
    private readonly int[] _counts = new int[Columns.Length];
    private readonly TextLine[] _lines = new TextLine[Columns.Length * MaxLines];
    private double _top;
    private bool _shaded;

    public RosterTable(PdfDocument document, PdfFont regular, PdfFont bold)
    {
        _page = document.Page;
        _regular = regular;
        _bold = bold;
        _badges = new RosterBadges(document, regular, bold);
    }

    /// <summary>Returns where the rows begin.</summary>
    public double DrawHeadings(double top)
    {
        (_top, _shaded) = (top, false);
        _page.FillRectangle(HeadingFill, RosterPaper.Left, top, RosterPaper.Right - RosterPaper.Left, HeadingHeight);
        var x = RosterPaper.Left;
        for (var i = 0; i < Columns.Length; i++)
        {
            DrawHeading(i, x, top);
            x += Columns[i].Width;
        }

        _page.Line(Rule, 0.8, RosterPaper.Left, top + HeadingHeight, RosterPaper.Right, top + HeadingHeight);
        return top + HeadingHeight;
    }

    /// <summary>Breaks the cells into lines, which <see cref="DrawRow"/> then draws, and returns the row's height.</summary>
    public double Measure(RosterRow row, int number)
    {
        var most = 1;
        for (var i = 0; i < Columns.Length; i++)
        {
            _texts[i] = Columns[i].Value?.Invoke(row, number);
            _counts[i] = TextWrap.Fill(Slots(i), _texts[i], _regular.Outlines, Limit(Columns[i]));
            most = Math.Max(most, _counts[i]);
        }

        return (most * Lead) + 4.6;
    }

    /// <summary>Returns where the next row begins.</summary>
    public double DrawRow(RosterRow row, double top, double height)
    {
        if (_shaded)
            _page.FillRectangle(Shade, RosterPaper.Left, top + 0.2, RosterPaper.Right - RosterPaper.Left, height - 0.4);   // the rules stay whole

        _shaded = !_shaded;
        var x = RosterPaper.Left;
        for (var i = 0; i < Columns.Length; i++)
        {
            if (Columns[i].Value is null)
                _page.Form(_badges[row.Colour], x + ((Columns[i].Width - RosterBadges.Width) / 2), top + ((height - RosterBadges.Height) / 2));
            else
                DrawCell(i, x, top, height);

            x += Columns[i].Width;
        }

        _page.Line(Grid, 0.4, RosterPaper.Left, top + height, RosterPaper.Right, top + height);
        return top + height;
    }

    public double DrawNothing(string sentence, double top)
    {
        const double height = 60;
        const double size = 11;
        var width = Characters.Measure(sentence, _regular.Outlines) * size / 1000;
        _page.Text(_regular, size, Ink, (RosterPaper.Left + RosterPaper.Right - width) / 2, top + (height / 2) + 4, sentence);
        _page.StrokeRectangle(Rule, 0.8, RosterPaper.Left, top, RosterPaper.Right - RosterPaper.Left, height);
        return top + height;
    }

    /// <summary>Draws the upright rules and the frame, once the table's height on this page is known.</summary>
    public void Close(double bottom)
    {
        var x = RosterPaper.Left;
        for (var i = 0; i < Columns.Length - 1; i++)
        {
            x += Columns[i].Width;
            var isWithinGroup = Columns[i].Group is not null && Columns[i].Group == Columns[i + 1].Group;
            _page.Line(Grid, 0.4, x, isWithinGroup ? _top + (HeadingHeight / 2) : _top, x, bottom);
        }

        _page.StrokeRectangle(Rule, 0.8, RosterPaper.Left, _top, RosterPaper.Right - RosterPaper.Left, bottom - _top);
    }

    private void DrawHeading(int index, double x, double top)
    {
        var column = Columns[index];
        if (column.Group is null)
        {
            DrawHeadingText(column.Heading, x, column.Width, top, HeadingHeight);
            return;
        }

        DrawHeadingText(column.Heading, x, column.Width, top + (HeadingHeight / 2), HeadingHeight / 2);
        if (Columns[index - 1].Group == column.Group)
            return;

        var width = Columns.Where(c => c.Group == column.Group).Sum(c => c.Width);
        DrawHeadingText(column.Group, x, width, top, HeadingHeight / 2);
        _page.Line(Grid, 0.4, x, top + (HeadingHeight / 2), x + width, top + (HeadingHeight / 2));
    }

    private void DrawHeadingText(string text, double x, double width, double top, double height)
    {
        Span<TextLine> lines = stackalloc TextLine[MaxLines];
        lines = lines[..TextWrap.Fill(lines, text, _bold.Outlines, (int)((width - 2) * 1000 / FontSize))];
        var y = BaseLine(top, height, lines.Length);
        foreach (var line in lines)
        {
            _page.Text(_bold, FontSize, Rule, x + ((width - (line.Width * FontSize / 1000)) / 2), y, line.Of(text), line.IsCut);
            y += Lead;
        }
    }

    private void DrawCell(int index, double x, double top, double height)
    {
        var column = Columns[index];
        var colour = column.Group is not null && _texts[index] == "0" ? Muted : Ink;
        var y = BaseLine(top, height, _counts[index]);
        foreach (var line in Slots(index)[.._counts[index]])
        {
            var spare = column.Width - (line.Width * FontSize / 1000);
            var indent = column.Align switch
            {
                RosterAlign.Centre => spare / 2,
                RosterAlign.Right => spare - Padding,
                _ => Padding,
            };
            _page.Text(_regular, FontSize, colour, x + indent, y, line.Of(_texts[index]), line.IsCut);
            y += Lead;
        }
    }

    private Span<TextLine> Slots(int index) => _lines.AsSpan(index * MaxLines, MaxLines);

    private static int Limit(RosterPdfColumn column) => (int)((column.Width - (2 * Padding)) * 1000 / FontSize);

    /// <summary>The first base line of lines that stand in the middle of a cell.</summary>
    private static double BaseLine(double top, double height, int lines) => top + ((height - ((lines - 1) * Lead)) / 2) + (FontSize * 0.37);
}
