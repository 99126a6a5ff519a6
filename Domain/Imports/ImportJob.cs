namespace RiskReport.Domain.Imports;

/// <summary>The numbers are stored.</summary>
public enum ImportStatus
{
    Queued = 0,
    Running = 1,
    Finished = 2,
    Failed = 3,
}

/// <summary>What became of one enterprise of a workbook. The numbers are stored.</summary>
public enum ImportOutcomeKind
{
    New = 1,
    Changed = 2,
    Unchanged = 3,
    Refused = 4,
}

public static class ImportWords
{
    public static string Word(this ImportStatus status) => status switch
    {
        ImportStatus.Queued => "排队中",
        ImportStatus.Running => "处理中",
        ImportStatus.Finished => "已完成",
        ImportStatus.Failed => "无法使用",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    public static string Word(this ImportOutcomeKind kind) => kind switch
    {
        ImportOutcomeKind.New => "新增",
        ImportOutcomeKind.Changed => "变更",
        ImportOutcomeKind.Unchanged => "无变化",
        ImportOutcomeKind.Refused => "未导入",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}

/// <summary>An import as the office sees it; the file itself is read only by the worker.</summary>
public sealed record ImportJob
{
    public required long Id { get; init; }
    public required string FileName { get; init; }
    public required string FileSha256 { get; init; }
    public required string RegionCode { get; init; }
    public required int Year { get; init; }
    public required bool DryRun { get; init; }
    public required bool AllOrNothing { get; init; }
    public required ImportStatus Status { get; init; }
    public required int Attempts { get; init; }
    public required int EnterprisesTotal { get; init; }
    public required int EnterprisesDone { get; init; }
    public required int RisksTotal { get; init; }
    public string? Message { get; init; }
    public DateTime? FinishedAt { get; init; }
    public required DateTime CreatedAt { get; init; }
    public required string CreatedBy { get; init; }
    public required string CreatedFrom { get; init; }

    public bool IsOver => Status is ImportStatus.Finished or ImportStatus.Failed;
}

/// <summary>The result of one enterprise, by its row on 企业信息.</summary>
public sealed record ImportOutcome
{
    public required int RowNumber { get; init; }
    public required string CreditCode { get; init; }
    public required string Name { get; init; }
    public required ImportOutcomeKind Outcome { get; init; }
    public required int Risks { get; init; }
    public Grading.RiskColour? Colour { get; init; }

    /// <summary>Why it has this colour, a sentence to a line.</summary>
    public string? Reasons { get; init; }
}

public sealed record ImportSummary(int New, int Changed, int Unchanged, int Refused, int RisksAccepted)
{
    public int Total => New + Changed + Unchanged + Refused;
}
