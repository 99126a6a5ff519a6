namespace RiskReport.Domain.Roster;

/// <summary>What a printed or exported roster says about itself.</summary>
public sealed record RosterCover
{
    public required string Title { get; init; }

    /// <summary>The filter in words, e.g. "2026 年度；昆山市；较大(橙)、重大(红)".</summary>
    public required string Filter { get; init; }
    public required DateTimeOffset MadeAt { get; init; }
    public required string MadeBy { get; init; }
    public required string Code { get; init; }
}
