namespace RiskReport.Domain.Grading;

/// <summary>The numbers are stored.</summary>
public enum RuleSetStatus
{
    /// <summary>May be edited.</summary>
    Draft = 0,

    /// <summary>Complete and closed, but not in force: an alternative that ships with the program.</summary>
    Alternative = 1,

    /// <summary>In force from its date, or once it comes.</summary>
    Decided = 2,
}

/// <summary>A rule set and where it stands.</summary>
public sealed record RuleSetEntry
{
    public required RuleSet Rules { get; init; }
    public required RuleSetStatus Status { get; init; }
    public DateOnly? EffectiveFrom { get; init; }

    /// <summary>Reports of this year and later that were filed under another set are graded again; null leaves all as they are.</summary>
    public int? RegradeFromYear { get; init; }
    public required int Version { get; init; }
    public required DateTime ChangedAt { get; init; }
    public required string ChangedBy { get; init; }
    public required string ChangeReason { get; init; }

    public string Name => Rules.Name;

    public bool IsInForce(DateOnly day) => Status == RuleSetStatus.Decided && EffectiveFrom <= day;

    /// <summary>Until its day has come a decision can be taken back.</summary>
    public bool CanBeWithdrawn(DateOnly today) => Status == RuleSetStatus.Decided && EffectiveFrom > today;
}
