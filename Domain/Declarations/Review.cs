using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Grading;

namespace RiskReport.Domain.Declarations;

/// <summary>What an office wants put right: which answer, of the basics (item 0) or of a risk (from 1), and why.</summary>
public sealed record ReturnReason
{
    public required int Item { get; init; }
    public required string FieldKey { get; init; }
    public required string Message { get; init; }

    /// <summary>The heading of the answer, or nothing for the report as a whole.</summary>
    public string? Heading => (Item == 0 ? Reviewing.Basics : RiskFields.All).FirstOrDefault(f => f.Key == FieldKey)?.Heading;

    public string Told => Heading is { } heading ? $"{heading}：{Message}" : Message;
}

/// <summary>A report that waits for an office's answer.</summary>
public sealed record WaitingReport
{
    public required long Id { get; init; }
    public required long EnterpriseId { get; init; }
    public required int Year { get; init; }
    public required string Name { get; init; }
    public required string CreditCode { get; init; }
    public required string Township { get; init; }
    public required Scale Scale { get; init; }
    public required DeclarationType Type { get; init; }
    public required FilingSource Source { get; init; }

    /// <summary>None for a write-off.</summary>
    public RiskColour? Colour { get; init; }
    public string? MainRisk { get; init; }
    public required DateTime SubmittedAt { get; init; }
    public required int Version { get; init; }

    /// <summary>How often it has been filed: more than once is a correction that somebody waits for.</summary>
    public required int Versions { get; init; }
}

/// <summary>Rules of answering, apart from the pages and the database.</summary>
public static class Reviewing
{
    /// <summary>What a remark about the basics can be about.</summary>
    public static readonly IReadOnlyList<Field> Basics = [.. EnterpriseFields.All, .. SheetFields.All];

    public const int LongestMessage = 400;
    public const int MostReasons = 50;

    /// <summary>How long an enterprise may be given.</summary>
    public const int MostDays = 90;

    /// <summary>
    /// Of nil reports that are accepted together, one in ten is kept back to be looked at: those whose number in the database, which nobody chooses or sees, is
    /// divided by it, so that it stays the same one however often the others are accepted.
    /// </summary>
    public const int SampleEvery = 10;

    /// <summary>Why a return is not one; nothing where it is.</summary>
    public static IReadOnlyList<string> Problems(IReadOnlyList<ReturnReason> reasons, DateOnly? dueOn, DateOnly today)
    {
        var problems = new List<string>();
        if (reasons.Count == 0)
            problems.Add("请至少写一条退回原因，并指明是哪一项。");
        if (reasons.Count > MostReasons)
            problems.Add($"退回原因最多 {MostReasons} 条。");
        if (reasons.Any(r => r.Message.Length > LongestMessage))
            problems.Add($"每条退回原因最多 {LongestMessage} 个字。");
        if (dueOn is null || dueOn <= today || dueOn > today.AddDays(MostDays))
            problems.Add($"请填写更正期限，应在 {today.AddDays(1):yyyy-MM-dd} 至 {today.AddDays(MostDays):yyyy-MM-dd} 之间。");
        return problems;
    }
}
