using RiskReport.Domain.Accounts;

namespace RiskReport.Domain.Imports;

/// <summary>The numbers are stored.</summary>
public enum ImportStatus
{
    Queued = 0,
    Running = 1,
    Finished = 2,

    /// <summary>Not brought to its end: the file cannot be used, it was cancelled, or it broke off too often.</summary>
    Failed = 3,
}

/// <summary>What is being done with the workbook. The numbers are stored.</summary>
public enum ImportStage
{
    /// <summary>Looks at everything and writes nothing.</summary>
    Check = 1,
    Apply = 2,

    /// <summary>Takes back what was applied.</summary>
    Undo = 3,
}

/// <summary>An import as the office sees it; the files themselves are read only by the worker.</summary>
public sealed record ImportJob
{
    /// <summary>How long a whole import can be taken back.</summary>
    public static readonly TimeSpan UndoTime = TimeSpan.FromDays(30);

    /// <summary>A workbook that ends its worker so often is not tried again by itself.</summary>
    public const int MostAttempts = 3;

    public required long Id { get; init; }
    public required string FileName { get; init; }

    /// <summary>Of the file; of several, of their bytes one after the other.</summary>
    public required string FileSha256 { get; init; }
    public required string RegionCode { get; init; }
    public required int Year { get; init; }
    public required ImportStage Stage { get; init; }
    public required bool AllOrNothing { get; init; }
    public bool? AllGood { get; init; }
    public required ImportStatus Status { get; init; }
    public required int Attempts { get; init; }

    /// <summary>Those that no longer count: before somebody decided anew, or ended by an orderly stop of the program.</summary>
    public required int AttemptsBefore { get; init; }
    public DateTime? StartedAt { get; init; }
    public required int EnterprisesTotal { get; init; }
    public required int EnterprisesDone { get; init; }
    public required int RisksTotal { get; init; }
    public required int RowsTotal { get; init; }
    public required int RowsDone { get; init; }

    /// <summary>What an earlier, interrupted attempt had done already.</summary>
    public required int RowsAtStart { get; init; }
    public DateTime? CancelAskedAt { get; init; }
    public string? Confirmation { get; init; }
    public string? Message { get; init; }
    public DateTime? FinishedAt { get; init; }
    public required DateTime CreatedAt { get; init; }
    public required string CreatedBy { get; init; }
    public required string CreatedFrom { get; init; }
    public DateTime? AppliedAt { get; init; }
    public string? AppliedBy { get; init; }
    public string? AppliedFrom { get; init; }
    public DateTime? UndoneAt { get; init; }
    public string? UndoneBy { get; init; }
    public string? UndoneFrom { get; init; }
    public string? UndoReason { get; init; }

    /// <summary>It is over, and nothing of it was written.</summary>
    public bool TookNone { get; init; }

    /// <summary>The files are kept for a time only.</summary>
    public DateTime? FilesGivenUpAt { get; init; }

    /// <summary>Handed in by an office of that very region, neither above nor below.</summary>
    public bool IsOf(Scope scope) => RegionCode == scope.RegionCode;

    public bool IsOver => Status is ImportStatus.Finished or ImportStatus.Failed;

    public bool IsCancelled => Status == ImportStatus.Failed && CancelAskedAt is not null;

    /// <summary>It has been looked at, and nothing of it is written yet.</summary>
    public bool AwaitsDecision => Stage == ImportStage.Check && Status == ImportStatus.Finished;

    /// <summary>Was to be all or nothing and became something less, so that the program takes it back; all good no more once that is done.</summary>
    private bool IsTakenBack => UndoneAt is not null && Stage == ImportStage.Apply;

    public bool MayBeCancelled => !IsOver && !IsTakenBack;

    /// <summary>Interrupted by somebody or something, not by what stands in the file.</summary>
    public bool MayGoOn => Status == ImportStatus.Failed && FilesGivenUpAt is null && (!IsTakenBack || AllGood == true)
        && (CancelAskedAt is not null || EnterprisesTotal > 0 || Attempts - AttemptsBefore >= MostAttempts);

    public bool MayBeUndone(DateTime now) =>
        Stage == ImportStage.Apply && IsOver && UndoneAt is null && EnterprisesDone > 0 && AppliedAt is { } applied && now - applied <= UndoTime;

    public string Word => (Stage, Status) switch
    {
        (_, ImportStatus.Queued) => "排队中",
        (ImportStage.Check, ImportStatus.Running) => "检查中",
        (ImportStage.Apply, ImportStatus.Running) => "导入中",
        (ImportStage.Undo, ImportStatus.Running) => "撤销中",
        (ImportStage.Check, ImportStatus.Finished) => "检查完成，尚未导入",
        (ImportStage.Apply, ImportStatus.Finished) => AllGood == false ? "未导入" : TookNone ? "没有写入" : "已导入",
        (ImportStage.Undo, ImportStatus.Finished) => "已撤销",
        _ when IsCancelled => "已取消",
        _ => EnterprisesTotal > 0 ? "已中断" : "无法使用",
    };

    /// <summary>Rows a second of this attempt, and how long the rest takes at that speed; null as long as nothing can be said.</summary>
    public (decimal RowsPerSecond, TimeSpan Left)? Pace(DateTime now)
    {
        var done = RowsDone - RowsAtStart;
        if (Status != ImportStatus.Running || StartedAt is not { } started || done <= 0 || now <= started)
            return null;
        var speed = done / (decimal)(now - started).TotalSeconds;
        return (speed, TimeSpan.FromSeconds((double)Math.Ceiling((RowsTotal - RowsDone) / speed)));
    }
}
