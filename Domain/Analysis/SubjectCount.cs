using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Grading;

namespace RiskReport.Domain.Analysis;

/// <summary>How many enterprises of a place have these special subjects, with this colour.</summary>
public sealed record SubjectCount
{
    public required string Place { get; init; }

    /// <summary>See <see cref="SpecialSubject"/>.</summary>
    public required int Subjects { get; init; }
    public RiskColour? Colour { get; init; }
    public required long Enterprises { get; init; }
}

/// <summary>What the special sheets of a place come to: how many enterprises answered, and the sum of their answers.</summary>
public sealed record SubjectSums
{
    public required string Place { get; init; }
    public long DustAnswers { get; init; }
    public long DustSum { get; init; }
    public long AmmoniaAnswers { get; init; }
    public long AmmoniaSum { get; init; }
    public long SmeltingAnswers { get; init; }
    public long SmeltingSum { get; init; }
    public long CastingAnswers { get; init; }
    public long CastingSum { get; init; }
    public long ConfinedAnswers { get; init; }
    public long ConfinedSum { get; init; }
    public long SprayAnswers { get; init; }
    public long SpraySum { get; init; }
    public long WastewaterAnswers { get; init; }
    public long WastewaterSum { get; init; }
    public long BatteryAnswers { get; init; }
    public long BatterySum { get; init; }

    /// <summary>In the order of <see cref="SpecialSubject.Figures"/>.</summary>
    public (long Answers, long Sum) this[int subject] => subject switch
    {
        0 => (DustAnswers, DustSum),
        1 => (AmmoniaAnswers, AmmoniaSum),
        2 => (SmeltingAnswers, SmeltingSum),
        3 => (CastingAnswers, CastingSum),
        4 => (ConfinedAnswers, ConfinedSum),
        5 => (SprayAnswers, SpraySum),
        6 => (WastewaterAnswers, WastewaterSum),
        7 => (BatteryAnswers, BatterySum),
        _ => throw new ArgumentOutOfRangeException(nameof(subject), subject, null),
    };
}
