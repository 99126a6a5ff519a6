using System.Globalization;
using RiskReport.Domain.Campaigns;
using RiskReport.Domain.Roster;
using RiskReport.Domain.Tables;

namespace RiskReport.Reports;

/// <summary>The board as a workbook, and as a paper to sign.</summary>
public static class RolloutFiles
{
    private const string Sheet = "推进情况";

    /// <returns>How many lines there are.</returns>
    public static Task<long> WriteWorkbookAsync(Rollout rollout, RosterCover cover, Stream output, CancellationToken ct) =>
        RosterWorkbook.WriteAsync(Sheet, RolloutColumns.All, RolloutColumns.Lines(rollout).ToAsyncEnumerable(), cover, output, ct, r => r.Name == RolloutColumns.SumWord);

    /// <returns>How many lines there are.</returns>
    public static async Task<long> WritePdfAsync(Rollout rollout, RosterCover cover, Stream output, CancellationToken ct)
    {
        var paper = new RosterPaper(output, cover);
        var table = new RosterTable<RolloutRow>(paper, Columns(), flows: false);
        var lines = RolloutColumns.Lines(rollout);
        for (var i = 0; i < lines.Count; i++)
            await table.AddAsync(lines[i], i + 1, i == lines.Count - 1 ? RosterPaper.SignatureHeight : 0, _ => { }, ct);
        table.Close();
        await paper.FinishAsync(rollout.Whole.Forecast.InWords(rollout.Whole.Name), ct);
        return lines.Count;
    }

    /// <summary>As wide as there is room for, each by the width it has in a spreadsheet.</summary>
    private static List<RosterPdfColumn<RolloutRow>> Columns()
    {
        var room = (RosterPaper.Right - RosterPaper.Left - RosterPdfColumns.NumberWidth) / RolloutColumns.All.Sum(c => c.Width);
        return RolloutColumns.All.Select(c => new RosterPdfColumn<RolloutRow>(
            c.Heading, c.Width * room, c.Kind == ValueKind.Text ? RosterAlign.Left : RosterAlign.Right,
            row => Convert.ToString(c.Value(row), CultureInfo.InvariantCulture), null)).ToList();
    }
}
