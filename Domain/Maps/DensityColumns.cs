using RiskReport.Domain.Grading;
using RiskReport.Domain.Tables;

namespace RiskReport.Domain.Maps;

/// <summary>A cell of the density in a file, with the township most of its enterprises belong to.</summary>
public sealed record DensityLine(CellTotals Cell, string County, string Township);

/// <summary>All cells of the density, of which the page lists the densest and the map shows a few at a time.</summary>
public static class DensityColumns
{
    public static readonly IReadOnlyList<TableColumn<DensityLine>> All =
    [
        new("县(市、区)", ValueKind.Text, 14, l => l.County),
        new("所在镇（街道）", ValueKind.Text, 20, l => l.Township),
        new("西界经度", ValueKind.Degree, 12, l => l.Cell.Corner.West),
        new("南界纬度", ValueKind.Degree, 12, l => l.Cell.Corner.South),
        new("较大以上风险项数", ValueKind.Whole, 18, l => (long)l.Cell.MajorRisks),
        new("企业", ValueKind.Whole, 10, l => (long)l.Cell.Enterprises),
        new(RiskColour.Red.Word(), ValueKind.Whole, 10, l => (long)l.Cell.Red),
        new(RiskColour.Orange.Word(), ValueKind.Whole, 10, l => (long)l.Cell.Orange),
        new(RiskColour.Yellow.Word(), ValueKind.Whole, 10, l => (long)l.Cell.Yellow),
        new(RiskColour.Blue.Word(), ValueKind.Whole, 10, l => (long)l.Cell.Blue),
        new(RiskColourWords.NotGraded, ValueKind.Whole, 10, l => (long)l.Cell.Ungraded),
    ];
}
