using RiskReport.Domain.Grading;

namespace RiskReport.Domain.Declarations;

/// <summary>What the enterprise holds in its hand after filing: a version that never changes.</summary>
public sealed record Receipt
{
    public required long Id { get; init; }
    public required long DeclarationId { get; init; }
    public required int Year { get; init; }
    public required int Number { get; init; }

    /// <summary>What is typed or scanned to check it; it tells nothing by itself.</summary>
    public required string Code { get; init; }
    public required DeclarationType Type { get; init; }
    public required RiskColour Colour { get; init; }
    public required string ContentSha256 { get; init; }
    public required DateTime FiledAt { get; init; }
    public required string FiledBy { get; init; }

    /// <summary>The receipt number: year, running number of the installation, version.</summary>
    public string ReceiptNumber => $"SZ{Year}-{Id:D8}-{Number}";
}

/// <summary>What anyone may learn of a receipt: nothing about persons.</summary>
public sealed record Verification
{
    public required int Year { get; init; }
    public required long Id { get; init; }
    public required int Number { get; init; }
    public required int Latest { get; init; }
    public required DeclarationStatus Status { get; init; }
    public DeclarationType? PendingType { get; init; }
    public DeclarationStatus? PendingStatus { get; init; }
    public int? AcceptedVersion { get; init; }
    public required string ContentSha256 { get; init; }
    public required DateTime FiledAt { get; init; }

    public string ReceiptNumber => $"SZ{Year}-{Id:D8}-{Number}";

    /// <summary>While a change of an accepted report is on its way, the accepted version is the valid one.</summary>
    private bool Changes => PendingType == DeclarationType.Change && AcceptedVersion is not null && Latest > AcceptedVersion;

    public string Word => Status == DeclarationStatus.WrittenOff ? "已核销"
        : Changes && Number == AcceptedVersion ? "有效"
        : Number < Latest ? "已被新报告替代"
        : Changes && PendingStatus == DeclarationStatus.Submitted ? "变更已提交，接受后生效"
        : Changes || Status == DeclarationStatus.Returned ? "已退回，尚未重新提交"
        : "有效";
}
