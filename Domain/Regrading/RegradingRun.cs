namespace RiskReport.Domain.Regrading;

/// <summary>The numbers are stored.</summary>
public enum RegradingKind
{
    /// <summary>What would become of every report; nothing is changed.</summary>
    Simulation = 1,

    /// <summary>The reports that a rule set says are graded again, for good.</summary>
    Application = 2,
}

/// <summary>The numbers are stored.</summary>
public enum RegradingStatus
{
    Queued = 0,
    Running = 1,
    Finished = 2,
    Failed = 3,
    Cancelled = 4,
}

public static class RegradingWords
{
    public static string Word(this RegradingKind kind) => kind == RegradingKind.Simulation ? "模拟" : "重新评级";

    public static string Word(this RegradingStatus status) => status switch
    {
        RegradingStatus.Queued => "排队中",
        RegradingStatus.Running => "进行中",
        RegradingStatus.Finished => "已完成",
        RegradingStatus.Failed => "未能完成",
        RegradingStatus.Cancelled => "已取消",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };
}

/// <summary>Stored reports graded under other rules, as those who asked for it see it.</summary>
public sealed record RegradingRun
{
    public required long Id { get; init; }
    public required RegradingKind Kind { get; init; }
    public required string RuleSet { get; init; }
    public required string RegionCode { get; init; }
    public required int YearFrom { get; init; }
    public required int YearTo { get; init; }
    public required RegradingStatus Status { get; init; }
    public required int EnterprisesTotal { get; init; }
    public required int EnterprisesDone { get; init; }
    public required int ItemsDone { get; init; }

    /// <summary>The report it has come to; a run that is taken up again goes on behind it.</summary>
    public required long LastId { get; init; }
    public string? Message { get; init; }
    public DateTime? FinishedAt { get; init; }
    public required DateTime CreatedAt { get; init; }
    public required string CreatedBy { get; init; }
    public required string CreateReason { get; init; }

    public bool IsOver => Status is not (RegradingStatus.Queued or RegradingStatus.Running);
}
