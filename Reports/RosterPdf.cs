using RiskReport.Domain.Grading;
using RiskReport.Domain.Roster;
using RiskReport.Domain.Tables;

namespace RiskReport.Reports;

/// <summary>A roster as a document to print, sign and seal. It is written page by page, asynchronously, and the output is left open.</summary>
public static class RosterPdf
{
    /// <returns>How many enterprises the roster lists.</returns>
    public static Task<long> WriteAsync(
        RosterRequest request, IReadOnlyList<TableColumn<RosterRow>> all, IAsyncEnumerable<RosterRow> rows, RosterCover cover, Stream output, CancellationToken ct)
    {
        var paper = new RosterPaper(output, cover);
        var table = new RosterTable<RosterRow>(paper, RosterPdfColumns.Of(all, request.ColumnsOr(RosterPdfSpecs.EnterprisesUnasked)), flows: false);
        return WriteAsync(paper, table, rows, new RosterTally("家"), r => r.Colour, Marks<RosterRow>(paper, request, r => (r.County, r.Township)), "没有符合条件的企业", ct);
    }

    /// <returns>How many risks the roster lists.</returns>
    public static Task<long> WriteAsync(
        RosterRequest request, IReadOnlyList<TableColumn<RiskRosterRow>> all, IAsyncEnumerable<RiskRosterRow> rows, RosterCover cover, Stream output, CancellationToken ct)
    {
        var paper = new RosterPaper(output, cover);
        var table = new RosterTable<RiskRosterRow>(paper, RosterPdfColumns.Of(all, request.ColumnsOr(RosterPdfSpecs.ItemsUnasked)), flows: true);
        return WriteAsync(paper, table, rows, new RosterTally("项"), r => r.Colour, Marks<RiskRosterRow>(paper, request, r => (r.County, r.Township)), "没有符合条件的安全风险", ct);
    }

    private static async Task<long> WriteAsync<T>(
        RosterPaper paper, RosterTable<T> table, IAsyncEnumerable<T> rows, RosterTally tally, Func<T, RiskColour?> colour, Action<T> starts, string nothing, CancellationToken ct)
        where T : class
    {
        T? held = null;   // the last row is known only when no other follows, and it stays with the signatures
        await foreach (var row in rows.WithCancellation(ct))
        {
            if (held is not null)
                await AddAsync(held, below: 0);

            held = row;
        }

        if (held is not null)
            await AddAsync(held, RosterPaper.SignatureHeight);

        table.Close();
        if (tally.Total == 0)
            table.DrawNothing(nothing);

        await paper.FinishAsync(tally.Sentence, ct);
        return tally.Total;

        ValueTask AddAsync(T row, double below)
        {
            tally.Add(colour(row));
            return table.AddAsync(row, tally.Total, below, starts, ct);
        }
    }

    /// <summary>Bookmarks for each county and its townships, which only stand together where the roster is sorted by them.</summary>
    private static Action<T> Marks<T>(RosterPaper paper, RosterRequest request, Func<T, (string County, string Township)> place)
    {
        if (request.Order.Key != RosterOrder.ByRegion.Key)
            return _ => { };

        var last = (County: "", Township: "");
        return row =>
        {
            var here = place(row);
            if (here.County != last.County)
                paper.Document.AddBookmark(here.County, 0, paper.Y);
            if (here != last)
                paper.Document.AddBookmark(here.Township, 1, paper.Y);
            last = here;
        };
    }
}
