using RiskReport.Domain.Grading;

namespace RiskReport.Domain.Analysis;

/// <summary>What a year's report of an enterprise is, for comparing years: its colour, or why it has none. The numbers stand in the database.</summary>
public enum ReportState
{
    NoColour = 0,
    Blue = RiskColour.Blue,
    Yellow = RiskColour.Yellow,
    Orange = RiskColour.Orange,
    Red = RiskColour.Red,
    WrittenOff = 5,

    /// <summary>No duty in that year: the enterprise came onto the roll later. Only ever the state before.</summary>
    Absent = 6,
}

public static class ReportStateWords
{
    /// <summary>The worst first, and those without a colour last.</summary>
    public static readonly IReadOnlyList<ReportState> Before =
        [ReportState.Red, ReportState.Orange, ReportState.Yellow, ReportState.Blue, ReportState.NoColour, ReportState.WrittenOff, ReportState.Absent];

    public static readonly IReadOnlyList<ReportState> After = [.. Before.Where(s => s != ReportState.Absent)];

    public static RiskColour? Colour(this ReportState state) => state is >= ReportState.Blue and <= ReportState.Red ? (RiskColour)state : null;

    public static string Word(this ReportState state) => state.Colour() is { } colour ? colour.Word() : state switch
    {
        ReportState.NoColour => "未报告/未评",
        ReportState.WrittenOff => "核销",
        ReportState.Absent => "上年度不在名册",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    /// <summary>The name in addresses.</summary>
    public static string Code(this ReportState state) => state.Colour()?.Code() ?? state switch
    {
        ReportState.NoColour => "none",
        ReportState.WrittenOff => "writtenOff",
        ReportState.Absent => "absent",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    public static ReportState? Parse(string? code) => Before.Where(s => s.Code() == code).Select(s => (ReportState?)s).FirstOrDefault();
}
