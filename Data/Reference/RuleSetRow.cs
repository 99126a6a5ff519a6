using RiskReport.Domain.Grading;

namespace RiskReport.Data.Reference;

/// <summary>A rule set as a table row.</summary>
internal sealed record RuleSetRow
{
    public const string Columns = "Definition, EffectiveFrom, Status, RegradeFromYear, Version, ChangedAt, ChangedBy, ChangeReason";

    /// <summary>The day a set has that is not decided.</summary>
    public static readonly DateOnly Never = new(9999, 12, 31);

    public required string Definition { get; init; }
    public required DateOnly EffectiveFrom { get; init; }
    public required RuleSetStatus Status { get; init; }
    public int? RegradeFromYear { get; init; }
    public required int Version { get; init; }
    public required DateTime ChangedAt { get; init; }
    public required string ChangedBy { get; init; }
    public required string ChangeReason { get; init; }

    public RuleSetEntry ToEntry() => new()
    {
        Rules = RuleSetJson.Read(Definition),
        Status = Status,
        EffectiveFrom = EffectiveFrom == Never ? null : EffectiveFrom,
        RegradeFromYear = RegradeFromYear,
        Version = Version,
        ChangedAt = ChangedAt,
        ChangedBy = ChangedBy,
        ChangeReason = ChangeReason,
    };
}
