using RiskReport.Domain.Grading;
using RiskReport.Domain.Reference;
using RiskReport.Domain.Tables;

namespace RiskReport.Domain.Analysis;

/// <summary>The movement of colours as tables: from what to what, and place by place.</summary>
public static class MovementTables
{
    public static IReadOnlyList<AnalysisTable> Of(Movement movement, int year, RegionList regions) => [Matrix(movement, year), Places(movement, year, regions)];

    private static AnalysisTable Matrix(Movement movement, int year)
    {
        return new AnalysisTable
        {
            Id = "movement",
            Heading = "等级变化",
            Note = $"每行是 {year - 1} 年度的等级，每列是 {year} 年度的等级；共 {movement.Total:N0} 家，即 {year} 年度名册上的企业（{year - 1} 年度已核销、{year} 年度不再报告的不计）。",
            Columns =
            [
                AnalysisTable.Column(0, $"{year - 1} 年度", ValueKind.Text, 18),
                .. ReportStateWords.After.Select((state, i) => AnalysisTable.Column(i + 1, $"{year} 年度{state.Word()}", ValueKind.Whole, 16)),
                AnalysisTable.Column(ReportStateWords.After.Count + 1, "合计", ValueKind.Whole, 12),
            ],
            Lines = [.. ReportStateWords.Before.Select(before => Line(before)), Line(null)],
        };

        AnalysisLine Line(ReportState? before) => new(
            [new AnalysisCell(before?.Word() ?? "合计"), .. ReportStateWords.After.Select(after => Figure(before, after)), Figure(before, null)], IsSum: before is null);

        AnalysisCell Figure(ReportState? before, ReportState? after) => Counted(movement.Of(before, after), null, new MovementFilter(before, after, null));
    }

    private static AnalysisTable Places(Movement movement, int year, RegionList regions)
    {
        return new AnalysisTable
        {
            Id = "places",
            Heading = "各地区变化",
            Bars = [(2, RiskColour.Red), (3, RiskColour.Blue)],
            Note = $"升高、降低和不变只计 {year - 1} 和 {year} 年度都已评级、都没有核销的企业；新评级是 {year} 年度有等级而上年度没有的。",
            Columns =
            [
                AnalysisTable.Column(0, "地区", ValueKind.Text, 22), AnalysisTable.Column(1, "企业数", ValueKind.Whole, 12),
                .. Enum.GetValues<Direction>().Select((d, i) => AnalysisTable.Column(i + 2, d.Word(), ValueKind.Whole, 12)),
                AnalysisTable.Column(5, "新评级", ValueKind.Whole, 12), AnalysisTable.Column(6, "不再有等级", ValueKind.Whole, 12),
            ],
            Lines =
            [
                .. movement.Counts.Select(c => c.Place).Distinct().Order(StringComparer.Ordinal).Select(place => Line(regions[place]?.Name ?? place, place, movement.In(place))),
                Line("合计", null, movement),
            ],
        };

        AnalysisLine Line(string name, string? place, Movement here) => new(
            [
                new AnalysisCell(name),
                Counted(here.Total, place, new MovementFilter(null, null, null)),
                .. Enum.GetValues<Direction>().Select(d => Counted(here.Of(d), place, new MovementFilter(null, null, d))),
                new AnalysisCell(here.Graded),
                new AnalysisCell(here.Ungraded),
            ], IsSum: place is null);
    }

    /// <summary>Nobody is led to an empty list.</summary>
    private static AnalysisCell Counted(long count, string? place, MovementFilter moved) => new(count, count == 0 ? null : new FigureFilter { Region = place, Movement = moved });
}
