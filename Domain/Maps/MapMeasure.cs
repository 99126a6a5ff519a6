using System.Globalization;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Roster;

namespace RiskReport.Domain.Maps;

/// <summary>What the areas of the map are shaded by.</summary>
public enum MapMeasure
{
    Share = 1,
    Major = 2,
    Filed = 3,
}

public static class MapMeasureWords
{
    public static string Code(this MapMeasure measure) => measure.ToString().ToLowerInvariant();

    public static string Word(this MapMeasure measure) => measure switch
    {
        MapMeasure.Share => "较大以上占比",
        MapMeasure.Major => "较大以上企业数",
        MapMeasure.Filed => "报告率",
        _ => throw new ArgumentOutOfRangeException(nameof(measure), measure, null),
    };

    /// <summary>Of what it is.</summary>
    public static string Meaning(this MapMeasure measure) => measure switch
    {
        MapMeasure.Share => "重大(红)和较大(橙)企业占已评级企业的百分比",
        MapMeasure.Major => "重大(红)和较大(橙)企业的家数",
        MapMeasure.Filed => "已提交和已接受的企业占应报企业（不含核销）的百分比",
        _ => throw new ArgumentOutOfRangeException(nameof(measure), measure, null),
    };

    public static MapMeasure? Parse(string? code) =>
        Enum.GetValues<MapMeasure>().Where(m => m.Code() == code).Select(m => (MapMeasure?)m).FirstOrDefault();

    /// <summary>Null where there is nothing to take a share of.</summary>
    public static decimal? Of(this MapMeasure measure, RosterCounts counts)
    {
        decimal major = counts.Of(RiskColour.Red) + counts.Of(RiskColour.Orange);
        return measure switch
        {
            MapMeasure.Share => Percent(major, counts.Total - counts.Of((RiskColour?)null)),
            MapMeasure.Major => major,
            MapMeasure.Filed => Percent(counts.Filed, counts.Due),
            _ => throw new ArgumentOutOfRangeException(nameof(measure), measure, null),
        };
    }

    public static string Text(this MapMeasure measure, decimal? value) => value is not { } known
        ? "—"
        : known.ToString(measure == MapMeasure.Major ? "N0" : "0.0", CultureInfo.InvariantCulture) + (measure == MapMeasure.Major ? "" : "%");

    private static decimal? Percent(decimal part, long whole) => whole == 0 ? null : Math.Round(100m * part / whole, 1, MidpointRounding.AwayFromZero);
}
