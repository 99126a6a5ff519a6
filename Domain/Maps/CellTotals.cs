namespace RiskReport.Domain.Maps;

/// <summary>What stands in a square of the map, and where its weight lies.</summary>
public sealed record CellTotals
{
    public required MapCell Corner { get; init; }
    public required int Enterprises { get; init; }
    public required int Red { get; init; }
    public required int Orange { get; init; }
    public required int Yellow { get; init; }
    public required int Blue { get; init; }
    public required int MajorRisks { get; init; }

    /// <summary>The middle of its enterprises, to half a cell.</summary>
    public required decimal Longitude { get; init; }
    public required decimal Latitude { get; init; }

    /// <summary>The township most of them belong to.</summary>
    public required string TownshipCode { get; init; }

    public int Ungraded => Enterprises - Red - Orange - Yellow - Blue;

    public static IReadOnlyList<CellTotals> Of(IEnumerable<CellCount> counts, int step) =>
        [.. counts.GroupBy(c => c.Cell.Within(step)).Select(g => Of(g.Key, [.. g]))];

    private static CellTotals Of(MapCell corner, IReadOnlyList<CellCount> counts)
    {
        var all = counts.Sum(c => c.Enterprises);
        return new CellTotals
        {
            Corner = corner,
            Enterprises = all,
            Red = counts.Sum(c => c.Red),
            Orange = counts.Sum(c => c.Orange),
            Yellow = counts.Sum(c => c.Yellow),
            Blue = counts.Sum(c => c.Blue),
            MajorRisks = counts.Sum(c => c.MajorRisks),
            Longitude = decimal.Round(((decimal)counts.Sum(c => (long)c.X * c.Enterprises) / all + 0.5m) * MapCell.Width / 1_000_000m, 5),
            Latitude = decimal.Round(((decimal)counts.Sum(c => (long)c.Y * c.Enterprises) / all + 0.5m) * MapCell.Height / 1_000_000m, 5),
            TownshipCode = counts.GroupBy(c => c.TownshipCode).OrderByDescending(g => g.Sum(c => c.Enterprises)).ThenBy(g => g.Key, StringComparer.Ordinal).First().Key,
        };
    }
}
