using RiskReport.Domain.Declarations;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Imports;

namespace RiskReport.Domain.Enterprises;

/// <summary>The report of one year as a line of the company file.</summary>
public sealed record YearReport
{
    public required long Id { get; init; }
    public required int Year { get; init; }
    public required DeclarationStatus Status { get; init; }
    public DeclarationType? Type { get; init; }
    public FilingSource? Source { get; init; }
    public RiskColour? Colour { get; init; }
    public decimal? TopScore { get; init; }
    public required int RedItems { get; init; }
    public required int OrangeItems { get; init; }
    public required int YellowItems { get; init; }
    public required int BlueItems { get; init; }
    public string? RuleSet { get; init; }
    public DateTime? SubmittedAt { get; init; }
    public DeclarationType? PendingType { get; init; }

    /// <summary>Of the version that holds: the accepted one, before that the newest.</summary>
    public long? ReceiptId { get; init; }
    public int? ReceiptVersion { get; init; }
    public string? ReceiptCode { get; init; }

    /// <summary>管理评价, beside the colour and never part of it.</summary>
    public ManagementRating? Management { get; init; }
    public decimal? ManagementScore { get; init; }

    public string? ReceiptNumber => (ReceiptId, ReceiptVersion) is ({ } id, { } version) ? Receipt.NumberOf(Year, id, version) : null;

    public bool IsFiled => Status is DeclarationStatus.Submitted or DeclarationStatus.Accepted;

    public bool IsWriteOff => Status == DeclarationStatus.WrittenOff || PendingType == DeclarationType.WriteOff;
}

/// <summary>One step in the life of an enterprise's reports, over all years.</summary>
public sealed record FileEvent
{
    public required long Id { get; init; }
    public required long DeclarationId { get; init; }
    public required int Year { get; init; }
    public required DateTime At { get; init; }
    public required DeclarationStatus Status { get; init; }
    public RiskColour? Colour { get; init; }
    public required string ChangedBy { get; init; }
    public required string ChangeReason { get; init; }

    /// <summary>The version that had been filed by then, if one had.</summary>
    public int? VersionNumber { get; init; }

    /// <summary>Of a return: what was to be put right.</summary>
    public IReadOnlyList<ReturnReason> Reasons { get; init; } = [];
}

/// <summary>An import that had the enterprise in it.</summary>
public sealed record FileImport
{
    public required long ImportId { get; init; }
    public required string FileName { get; init; }
    public required int Year { get; init; }
    public required int RowNumber { get; init; }
    public required ImportOutcomeKind Outcome { get; init; }
    public UndoResult? Undone { get; init; }
    public required DateTime CreatedAt { get; init; }
    public required string CreatedBy { get; init; }
}

/// <summary>Somebody looked at the telephone number.</summary>
public sealed record PhoneLook
{
    public required DateTime ShownAt { get; init; }
    public required string ShownBy { get; init; }
    public required string ShowReason { get; init; }
}
