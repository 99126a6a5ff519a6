using RiskReport.Domain.Accounts;

namespace RiskReport.Domain.Roster;

/// <summary>The numbers are stored.</summary>
public enum RosterJobStatus
{
    Queued = 0,
    Running = 1,
    Made = 2,
    Failed = 3,
    Cancelled = 4,
}

/// <summary>A roster file that is made in the background, for one person or, where it is shared, for an office.</summary>
public sealed record RosterJob
{
    /// <summary>A roster that ends its worker so often is not tried again by itself.</summary>
    public const int MostAttempts = 3;

    public required long Id { get; init; }
    public required string Format { get; init; }

    /// <summary>The filter as an address.</summary>
    public required string Query { get; init; }

    /// <summary>The name under which the file is handed out.</summary>
    public required string Title { get; init; }

    /// <summary>The filter in words.</summary>
    public required string Words { get; init; }
    public required long OwnerId { get; init; }
    public required Role OfficeRole { get; init; }
    public required string RegionCode { get; init; }
    public required bool IsShared { get; init; }
    public long? ViewId { get; init; }
    public DateTime? DueAt { get; init; }
    public required RosterJobStatus Status { get; init; }

    /// <summary>Which taking of the job this is; whoever holds an older one has lost it.</summary>
    public required int ClaimNumber { get; init; }

    /// <summary>Unknown until it is counted, and where lines are not enterprises.</summary>
    public long? RowsTotal { get; init; }
    public required long RowsDone { get; init; }
    public string? FileName { get; init; }
    public long? FileBytes { get; init; }
    public string? Message { get; init; }
    public DateTime? FinishedAt { get; init; }
    public DateTime? ExpiresAt { get; init; }
    public string? CancelledBy { get; init; }
    public required DateTime CreatedAt { get; init; }
    public required string CreatedBy { get; init; }
    public required string CreatedFrom { get; init; }

    public Office Office => new(OfficeRole, RegionCode);

    public bool IsOver => Status is RosterJobStatus.Made or RosterJobStatus.Failed or RosterJobStatus.Cancelled;

    /// <summary>The file is kept for a time only.</summary>
    public bool IsExpired(DateTime now) => Status == RosterJobStatus.Made && now >= ExpiresAt;

    public bool MayBeTaken(DateTime now) => Status == RosterJobStatus.Made && now < ExpiresAt;

    public string Word(DateTime now) => Status switch
    {
        RosterJobStatus.Queued => "排队中",
        RosterJobStatus.Running => "生成中",
        RosterJobStatus.Made => IsExpired(now) ? "已过期" : "已生成",
        RosterJobStatus.Failed => "未完成",
        RosterJobStatus.Cancelled => "已取消",
        _ => throw new InvalidOperationException($"A job has no status {Status}."),
    };
}
