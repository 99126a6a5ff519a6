using RiskReport.Domain.Roster;
using RiskReport.Domain.Tables;

namespace RiskReport.Reports;

/// <summary>One table of a document: its columns share the width of the sheet as they do in a spreadsheet.</summary>
/// <param name="Note">What is counted, of what.</param>
public sealed record PaperTable<T>(string Heading, IReadOnlyList<TableColumn<T>> Columns, IAsyncEnumerable<T> Rows, string? Note = null);

/// <summary>Tables below one another on the sheets of a roster, page by page.</summary>
public static class TablePdf
{
    private const double HeadingRoom = 24;
    private const double LeastRoom = 110;

    /// <returns>How many lines there are.</returns>
    public static async Task<long> WriteAsync<T>(IReadOnlyList<PaperTable<T>> tables, RosterCover cover, Stream output, CancellationToken ct)
    {
        var paper = new RosterPaper(output, cover);
        var lines = 0L;
        foreach (var table in tables)
        {
            if (paper.Y + LeastRoom > RosterPaper.Bottom)
                await paper.TurnPageAsync(ct);
            paper.Document.AddBookmark(table.Heading, 0, paper.Y);
            paper.Page.Text(paper.Bold, 11, RosterPaper.Rule, RosterPaper.Left, paper.Y + 17, table.Heading);
            paper.Y += HeadingRoom;
            if (table.Note is { } note)
                paper.AddNote(note);
            lines += await DrawAsync(table, paper, ct);
        }

        await paper.FinishAsync($"共 {lines} 行", ct);
        return lines;
    }

    private static async Task<long> DrawAsync<T>(PaperTable<T> table, RosterPaper paper, CancellationToken ct)
    {
        var drawn = new RosterTable<T>(paper, Columns(table.Columns), flows: false);
        var lines = 0L;
        await foreach (var row in table.Rows.WithCancellation(ct))
            await drawn.AddAsync(row, ++lines, below: 0, _ => { }, ct);
        drawn.Close();
        if (lines == 0)
            drawn.DrawNothing("没有符合条件的内容");
        paper.Y += 8;
        return lines;
    }

    private static List<RosterPdfColumn<T>> Columns<T>(IReadOnlyList<TableColumn<T>> columns)
    {
        var scale = (RosterPaper.Right - RosterPaper.Left - RosterPdfColumns.NumberWidth) / columns.Sum(c => c.Width);
        return [.. columns.Select(c => new RosterPdfColumn<T>(
            c.Heading, c.Width * scale, c.Kind is ValueKind.Whole or ValueKind.Fraction ? RosterAlign.Right : RosterAlign.Left, RosterPdfColumns.Text(c), RosterPdfColumns.Colour(c)))];
    }
}
