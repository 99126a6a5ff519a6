using System.Globalization;
using RiskReport.Domain.Roster;
using RiskReport.Domain.Tables;
using RiskReport.Reports.Pdf;

namespace RiskReport.Reports;

/// <summary>The statistics on paper: both tables, each number with a bar beside it, so that the large ones are seen at once.</summary>
public sealed class StatisticsPdf
{
    private const double FontSize = 7.5;
    private const double RowHeight = 15;
    private const double HeadingHeight = 26;
    private const double TitleHeight = 24;
    private const double Padding = 3;
    private const double NumberRoom = 32;
    private const double BarHeight = 7;
    private const int MaxLines = 2;

    private static readonly PdfColour Grid = PdfColour.Of(0xC3CCD6);
    private static readonly PdfColour HeadingFill = PdfColour.Of(0xDFE7F1);
    private static readonly PdfColour Shade = PdfColour.Of(0xF4F7FA);
    private static readonly PdfColour Plain = PdfColour.Of(0x7C93AE);
    private static readonly PdfColour NotGraded = PdfColour.Of(0x9CA3AF);

    private readonly RosterPaper paper;
    private readonly IReadOnlyList<TableColumn<StatisticsLine>> columns = StatisticsColumns.All;
    private readonly double[] widths;

    private StatisticsPdf(RosterPaper paper)
    {
        this.paper = paper;
        widths = [.. columns.Select(Width)];
        widths[1] = RosterPaper.Right - RosterPaper.Left - widths.Sum();   // the name has what is left
    }

    /// <summary>Writes page by page, asynchronously, and leaves the output open.</summary>
    /// <returns>How many lines there are.</returns>
    public static async Task<long> WriteAsync(RosterStatistics statistics, RosterCover cover, Stream output, CancellationToken ct)
    {
        var pdf = new StatisticsPdf(new RosterPaper(output, cover));
        var lines = 0L;
        foreach (var table in statistics.Tables)
            lines += await pdf.DrawAsync(table, ct);

        var sum = statistics.Counties.Sum;
        await pdf.paper.FinishAsync($"合计 {sum.Total} 家，其中较大以上 {sum.Major} 家，未评 {sum.Of(colour: null)} 家；条形长度按各列最大值（合计行除外）绘制", ct);
        return lines;
    }

    private async Task<int> DrawAsync(StatisticsTable table, CancellationToken ct)
    {
        if (paper.Y + TitleHeight + HeadingHeight + (3 * RowHeight) > RosterPaper.Bottom)
            await paper.TurnPageAsync(ct);

        paper.Document.AddBookmark("按" + table.Heading, 0, paper.Y);
        paper.Page.Text(paper.Bold, 11, RosterPaper.Rule, RosterPaper.Left, paper.Y + 17, $"按{table.Heading}");
        paper.Y += TitleHeight;
        DrawHeadings();
        var lines = StatisticsLine.Of(table);
        var largest = columns.Select(c => table.Rows.Count == 0 ? 0 : lines.Where(l => !l.IsSum).Max(l => c.Value(l) as long? ?? 0)).ToArray();
        for (var i = 0; i < lines.Count; i++)
        {
            if (paper.Y + RowHeight > RosterPaper.Bottom)
            {
                await paper.TurnPageAsync(ct);
                DrawHeadings();
            }

            DrawLine(lines[i], isShaded: i % 2 == 1, largest);
        }

        paper.Y += 6;
        return lines.Count;
    }

    private void DrawHeadings()
    {
        paper.Page.FillRectangle(HeadingFill, RosterPaper.Left, paper.Y, RosterPaper.Right - RosterPaper.Left, HeadingHeight);
        var (x, slots) = (RosterPaper.Left, new TextLine[MaxLines]);
        for (var i = 0; i < widths.Length; i++)
        {
            var text = columns[i].Heading;
            var lines = slots.AsSpan(0, TextWrap.Fill(slots, text, paper.Bold.Outlines, Units(widths[i] - 2)));
            var y = paper.Y + ((HeadingHeight - ((lines.Length - 1) * 9)) / 2) + (FontSize * 0.37);
            foreach (var line in lines)
            {
                paper.Page.Text(paper.Bold, FontSize, RosterPaper.Rule, x + ((widths[i] - (line.Width * FontSize / 1000)) / 2), y, line.Of(text), line.IsCut);
                y += 9;
            }

            x += widths[i];
        }

        paper.Y += HeadingHeight;
        Rules(HeadingHeight);
    }

    private void DrawLine(StatisticsLine line, bool isShaded, long[] largest)
    {
        if (isShaded || line.IsSum)
            paper.Page.FillRectangle(line.IsSum ? HeadingFill : Shade, RosterPaper.Left, paper.Y, RosterPaper.Right - RosterPaper.Left, RowHeight);

        var (x, y) = (RosterPaper.Left, paper.Y + (RowHeight / 2) + (FontSize * 0.37));
        for (var i = 0; i < widths.Length; i++)
        {
            var value = columns[i].Value(line);
            if (value is long count && largest[i] > 0 && !line.IsSum && BarOf(i) is { } colour)
                paper.Page.FillRectangle(colour, x + 2, paper.Y + ((RowHeight - BarHeight) / 2), (widths[i] - NumberRoom - 2) * count / largest[i], BarHeight);
            DrawText(value, line.IsSum ? paper.Bold : paper.Regular, x, y, widths[i]);
            x += widths[i];
        }

        paper.Y += RowHeight;
        Rules(RowHeight);
    }

    private void DrawText(object? value, PdfFont font, double x, double y, double width)
    {
        var text = value switch
        {
            long whole => whole.ToString(CultureInfo.InvariantCulture),
            decimal part => part.ToString("0.0", CultureInfo.InvariantCulture),
            _ => value as string ?? "",
        };
        var line = new TextLine[1];
        if (TextWrap.Fill(line, text, font.Outlines, Units(width - (2 * Padding))) == 0)
            return;

        var indent = value is string ? Padding : width - Padding - (line[0].Width * FontSize / 1000);
        paper.Page.Text(font, FontSize, RosterPaper.Ink, x + indent, y, line[0].Of(text), line[0].IsCut);
    }

    /// <summary>The lower rule of a row and the upright ones.</summary>
    private void Rules(double height)
    {
        var x = RosterPaper.Left;
        paper.Page.Line(Grid, 0.4, RosterPaper.Left, paper.Y, RosterPaper.Right, paper.Y);
        foreach (var width in widths.Append(0))
        {
            paper.Page.Line(Grid, 0.4, x, paper.Y - height, x, paper.Y);
            x += width;
        }
    }

    private static double Width(TableColumn<StatisticsLine> column, int index) => index switch
    {
        0 => 34,
        1 => 0,
        _ when BarOf(index) is not null => 56,
        _ when column.Kind == ValueKind.Fraction => 36,
        _ => 30,
    };

    /// <summary>The paint of a column that has bars: that of the colour it counts.</summary>
    private static PdfColour? BarOf(int index) => (index - FirstColour) switch
    {
        -2 => Plain,
        >= 0 and var place when place < StatisticsColumns.Colours.Count => StatisticsColumns.Colours[place] is { } colour ? RiskPaint.Fill(colour) : NotGraded,
        _ => null,
    };

    /// <summary>Behind code, name, number and share.</summary>
    private const int FirstColour = 4;

    private static int Units(double points) => (int)(points * 1000 / FontSize);
}
