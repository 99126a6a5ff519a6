namespace RiskReport.Domain.Enterprises;

/// <summary>规上 or 规下: main-business revenue of 20 million yuan and more, or less. The numbers are stored.</summary>
public enum Scale
{
    Below = 1,
    Above = 2,
}

public static class ScaleWords
{
    public static string Word(this Scale scale) => scale == Scale.Above ? "规上" : "规下";

    /// <summary>The name in commands, addresses and JSON.</summary>
    public static string Code(this Scale scale) => scale == Scale.Above ? "above" : "below";

    public static Scale? Parse(string? code) => code switch
    {
        "above" or "规上" => Scale.Above,
        "below" or "规下" => Scale.Below,
        _ => null,
    };
}
