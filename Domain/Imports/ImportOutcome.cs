using RiskReport.Domain.Declarations;
using RiskReport.Domain.Grading;

namespace RiskReport.Domain.Imports;

/// <summary>What became of one enterprise of a workbook. The numbers are stored.</summary>
public enum ImportOutcomeKind
{
    New = 1,
    Changed = 2,
    Unchanged = 3,
    Refused = 4,
}

/// <summary>How taking back went. The numbers are stored.</summary>
public enum UndoResult
{
    Undone = 1,

    /// <summary>Somebody has worked on since; that is not thrown away.</summary>
    Kept = 2,
}

public static class ImportWords
{
    public static string Word(this ImportOutcomeKind kind) => kind switch
    {
        ImportOutcomeKind.New => "新增",
        ImportOutcomeKind.Changed => "变更",
        ImportOutcomeKind.Unchanged => "无变化",
        ImportOutcomeKind.Refused => "未导入",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    public static string Word(this UndoResult result) => result switch
    {
        UndoResult.Undone => "已撤销",
        UndoResult.Kept => "保留",
        _ => throw new ArgumentOutOfRangeException(nameof(result), result, null),
    };
}

/// <summary>The result of one enterprise, by its row on 企业信息.</summary>
public sealed record ImportOutcome
{
    public required int RowNumber { get; init; }
    public required string CreditCode { get; init; }
    public required string Name { get; init; }
    public required ImportOutcomeKind Outcome { get; init; }
    public required int Risks { get; init; }
    public RiskColour? Colour { get; init; }

    /// <summary>Why it has this colour, a sentence to a line.</summary>
    public string? Reasons { get; init; }

    /// <summary>What is different now, as stored.</summary>
    public string? Changes { get; init; }
    public UndoResult? Undone { get; init; }
    public string? UndoNote { get; init; }

    public IReadOnlyList<ReportDifference> Differences =>
        Changes is null ? [] : System.Text.Json.JsonSerializer.Deserialize<List<ReportDifference>>(Changes, StoredJson.Options)!;
}

public sealed record ImportSummary
{
    public required int New { get; init; }
    public required int Changed { get; init; }
    public required int Unchanged { get; init; }
    public required int Refused { get; init; }
    public required int RisksAccepted { get; init; }
    public required int Undone { get; init; }
    public required int Kept { get; init; }

    /// <summary>Of which it is known what was written and what it replaced; imports of older versions of the program kept nothing for that.</summary>
    public required int CanBeUndone { get; init; }

    public int Total => New + Changed + Unchanged + Refused;

    public int Taken => New + Changed;
}

/// <summary>The same problem in many cells.</summary>
public sealed record ProblemGroup
{
    public required ProblemLevel Level { get; init; }
    public required string Code { get; init; }
    public required string ColumnName { get; init; }
    public required int Cells { get; init; }
}
