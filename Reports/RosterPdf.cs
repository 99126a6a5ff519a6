using RiskReport.Domain.Roster;

namespace RiskReport.Reports;

/// <summary>The roster as a document to print, sign and seal.</summary>
public static class RosterPdf
{
    /// <summary>Writes page by page, asynchronously, and leaves the output open.</summary>
    /// <returns>How many enterprises the roster lists.</returns>
    public static async Task<int> WriteAsync(
        IAsyncEnumerable<RosterRow> rows, RosterCover cover, Stream output, CancellationToken ct)
    {
        var paper = new RosterPaper(output, cover);
        RosterRow? held = null;   // the last row is known only when no other follows, and it stays with the signatures
        await foreach (var row in rows.WithCancellation(ct))
        {
            if (held is not null)
                await paper.AddAsync(held, isLast: false, ct);

            held = row;
        }

        if (held is not null)
            await paper.AddAsync(held, isLast: true, ct);

        return await paper.FinishAsync(ct);
    }
}
