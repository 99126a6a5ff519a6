namespace RiskReport.Domain.Grading;

/// <summary>When rules and catalogues may begin: tomorrow at the earliest, so that every instance of the program knows it before it counts.</summary>
public static class Effective
{
    /// <summary>How far ahead a decision may lie.</summary>
    public const int MostYears = 5;

    /// <summary>Why not; null where it may.</summary>
    public static string? Problem(DateOnly? day, DateOnly today) =>
        day is null ? "请填写施行日期。"
        : day <= today || day > today.AddYears(MostYears) ? $"施行日期应在 {today.AddDays(1):yyyy-MM-dd} 至 {today.AddYears(MostYears):yyyy-MM-dd} 之间：最早明天，不能追溯。"
        : null;
}
