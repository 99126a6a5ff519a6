using RiskReport.Domain.Maps;

namespace RiskReport.Web.Features.Maps;

/// <summary>What an address says about a map beside the filter.</summary>
public sealed class MapAsk
{
    public string? Measure { get; set; }

    public string? Weight { get; set; }

    public string? West { get; set; }

    public string? South { get; set; }

    public string? East { get; set; }

    public string? North { get; set; }

    /// <summary>How many rings the screen has room for, side by side.</summary>
    public int Across { get; set; }

    public MapMeasure MeasureOrUsual => MapMeasureWords.Parse(Measure) ?? MapMeasure.Share;

    public DensityWeight WeightOrUsual => DensityWeightWords.Parse(Weight) ?? DensityWeight.Risks;

    /// <summary>Null for all of the caller's region.</summary>
    public MapView? View => MapView.Read(West, South, East, North);
}
