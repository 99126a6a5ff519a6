namespace RiskReport.Domain.Grading;

/// <summary>The words a colour is always written with; one reader in twelve cannot tell red from green.</summary>
public static class RiskColourWords
{
    public const string NotGraded = "未评";

    public static string Word(this RiskColour? colour) => colour?.Word() ?? NotGraded;

    public static string Word(this RiskColour colour) => colour switch
    {
        RiskColour.Red => "重大(红)",
        RiskColour.Orange => "较大(橙)",
        RiskColour.Yellow => "一般(黄)",
        RiskColour.Blue => "低(蓝)",
        _ => throw new ArgumentOutOfRangeException(nameof(colour), colour, null),
    };

    /// <summary>The one character for a narrow cell, beside its fill.</summary>
    public static string Letter(this RiskColour colour) => colour switch
    {
        RiskColour.Red => "红",
        RiskColour.Orange => "橙",
        RiskColour.Yellow => "黄",
        RiskColour.Blue => "蓝",
        _ => throw new ArgumentOutOfRangeException(nameof(colour), colour, null),
    };

    /// <summary>The name in commands, addresses and JSON.</summary>
    public static string Code(this RiskColour colour) => colour switch
    {
        RiskColour.Red => "red",
        RiskColour.Orange => "orange",
        RiskColour.Yellow => "yellow",
        RiskColour.Blue => "blue",
        _ => throw new ArgumentOutOfRangeException(nameof(colour), colour, null),
    };

    public static RiskColour? Parse(string? code) => code switch
    {
        "red" => RiskColour.Red,
        "orange" => RiskColour.Orange,
        "yellow" => RiskColour.Yellow,
        "blue" => RiskColour.Blue,
        _ => null,
    };
}
