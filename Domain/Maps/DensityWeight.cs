namespace RiskReport.Domain.Maps;

/// <summary>What is counted to the square kilometre. Every thing counts once; nothing is weighed against another.</summary>
public enum DensityWeight
{
    Risks = 1,
    Major = 2,
    Enterprises = 3,
}

public static class DensityWeightWords
{
    public static string Code(this DensityWeight weight) => weight.ToString().ToLowerInvariant();

    public static string Word(this DensityWeight weight) => weight switch
    {
        DensityWeight.Risks => "较大以上风险项数",
        DensityWeight.Major => "较大以上企业数",
        DensityWeight.Enterprises => "企业数",
        _ => throw new ArgumentOutOfRangeException(nameof(weight), weight, null),
    };

    public static DensityWeight? Parse(string? code) =>
        Enum.GetValues<DensityWeight>().Where(w => w.Code() == code).Select(w => (DensityWeight?)w).FirstOrDefault();

    public static int Of(this DensityWeight weight, CellTotals cell) => weight switch
    {
        DensityWeight.Risks => cell.MajorRisks,
        DensityWeight.Major => cell.Red + cell.Orange,
        DensityWeight.Enterprises => cell.Enterprises,
        _ => throw new ArgumentOutOfRangeException(nameof(weight), weight, null),
    };
}
