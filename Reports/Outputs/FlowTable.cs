using RiskReport.Domain.Grading;
using RiskReport.Reports.Pdf;

namespace RiskReport.Reports.Outputs;

/// <summary>A column on paper; widths are points.</summary>
/// <param name="Colour">A grade is shown as its colour with its word, and needs no text.</param>
internal sealed record FlowColumn<T>(string Heading, double Width, Func<T, string> Text, Func<T, RiskColour?>? Colour = null);

/// <summary>
/// A table in which nothing is cut, with a number in its first column: a row is as high as its longest cell, moves to the next page where it fits there, and
/// goes on over pages where it does not. The headings stand on every page.
/// </summary>
internal sealed class FlowTable<T>(Paper paper, IReadOnlyList<FlowColumn<T>> columns, double size)
{
    private const int FewestLines = 4;

    private static readonly PdfColour HeadingFill = PdfColour.Of(0xDFE7F1);

    private readonly double lead = size * 1.35;
    private readonly double padding = size * 0.45;

    private double Wide => columns.Sum(c => c.Width);

    /// <summary>Of the whole table, for a size of letters to be chosen by.</summary>
    public double HeightOf(IEnumerable<T> rows) => Height(Headings()) + rows.Sum(r => Height(Cells(r)));

    public void DrawHeadings()
    {
        var cells = Headings();
        var height = Height(cells);
        paper.Page.FillRectangle(HeadingFill, paper.Left, paper.Y, Wide, height);
        var x = paper.Left;
        for (var i = 0; i < columns.Count; i++)
        {
            var y = paper.Y + ((height - (cells[i].Count * lead)) / 2) + size;
            foreach (var line in cells[i])
            {
                paper.Centre(line, paper.Bold, size, Paper.Deep, x, columns[i].Width, y);
                y += lead;
            }

            x += columns[i].Width;
        }

        Frame(height);
        paper.Y += height;
    }

    public async ValueTask DrawAsync(T row, CancellationToken ct)
    {
        var cells = Cells(row);
        var lines = LinesOf(cells);
        if (LinesFrom(paper.Y) < lines && (lines <= LinesFrom(paper.Next) - FewestLines || LinesFrom(paper.Y) < FewestLines))
            await TurnAsync(ct);

        for (var first = 0; first < lines;)
        {
            if (first > 0)
                await TurnAsync(ct);
            var count = Math.Min(lines - first, LinesFrom(paper.Y));
            DrawPart(row, cells, first, count);
            first += count;
        }
    }

    private async ValueTask TurnAsync(CancellationToken ct)
    {
        await paper.TurnPageAsync(ct);
        DrawHeadings();
    }

    private List<List<string>> Headings() => columns.Select(c => Paper.Wrap(c.Heading, paper.Bold, size, c.Width - (2 * padding))).ToList();

    private List<List<string>> Cells(T row) =>
        columns.Select(c => c.Colour is null ? Paper.Wrap(c.Text(row), paper.Regular, size, c.Width - (2 * padding)) : []).ToList();

    private static int LinesOf(List<List<string>> cells) => Math.Max(1, cells.Max(c => c.Count));

    private double Height(List<List<string>> cells) => (LinesOf(cells) * lead) + (2 * padding);

    private int LinesFrom(double y) => (int)((paper.Bottom - y - (2 * padding)) / lead);

    private void DrawPart(T row, List<List<string>> cells, int first, int count)
    {
        var height = (count * lead) + (2 * padding);
        var x = paper.Left;
        for (var i = 0; i < columns.Count; i++)
        {
            if (columns[i].Colour is { } colour && first == 0)
                Badge(colour(row), x, columns[i].Width);
            var y = paper.Y + padding + size;
            foreach (var line in i == 0 && first > 0 ? ["续"] : cells[i].Skip(first).Take(count))
            {
                paper.Page.Text(paper.Regular, size, Paper.Ink, x + padding, y, line);
                y += lead;
            }

            x += columns[i].Width;
        }

        Frame(height);
        paper.Y += height;
    }

    private void Badge(RiskColour? colour, double x, double width)
    {
        if (colour is { } known)
            paper.Page.FillRounded(RiskPaint.Fill(known), x + 2, paper.Y + (padding / 2), width - 4, lead + (padding / 2), 2.5);
        paper.Centre(colour.Word(), paper.Bold, size * 0.92, colour is { } graded ? RiskPaint.Ink(graded) : Paper.Ink, x, width, paper.Y + padding + (size * 0.95));
    }

    private void Frame(double height)
    {
        var x = paper.Left;
        foreach (var column in columns)
        {
            paper.Page.StrokeRectangle(Paper.Grid, 0.6, x, paper.Y, column.Width, height);
            x += column.Width;
        }
    }
}
