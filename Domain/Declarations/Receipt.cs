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

    public string ReceiptNumber => NumberOf(Year, Id, Number);

    /// <summary>The receipt number: year, running number of the installation, version.</summary>
    public static string NumberOf(int year, long id, int version) => $"SZ{year}-{id:D8}-{version}";
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

    /// <summary>When the import that had filed it was undone.</summary>
    public DateTime? WithdrawnAt { get; init; }

    /// <summary>What is stored is not what its hash, or the audit trail, says was filed.</summary>
    public bool IsDamaged { get; init; }

    public string ReceiptNumber => Receipt.NumberOf(Year, Id, Number);

    /// <summary>What was accepted is valid until a later version is accepted; before that, what was filed last counts.</summary>
    public string Word => (Status, AcceptedVersion) switch
    {
        _ when IsDamaged => "系统中保存的内容与提交时不符，请联系企业所在镇（街道）办公室",
        _ when WithdrawnAt is not null => "已撤销",
        (DeclarationStatus.WrittenOff, _) => "已核销",
        (DeclarationStatus.Accepted, { } accepted) when Number == accepted => "有效",
        (DeclarationStatus.Accepted, { } accepted) when Number > accepted && Number == Latest => ChangeWord,
        (DeclarationStatus.Returned, { } reopened) when Number > reopened => "变更已放弃，原报告已退回",
        (DeclarationStatus.Returned, { } reopened) when Number == reopened => "已退回，尚未重新提交",
        _ when Number < Latest => "已被新报告替代",
        (DeclarationStatus.Returned, _) => "已退回，尚未重新提交",
        (DeclarationStatus.NotFiled or DeclarationStatus.Draft, _) => "已撤销",
        _ => "有效",
    };

    private string ChangeWord => (PendingType, PendingStatus) switch
    {
        (DeclarationType.Change, DeclarationStatus.Submitted) => "变更已提交，接受后生效",
        (DeclarationType.Change, _) => "已退回，尚未重新提交",
        _ => "变更已放弃，原报告有效",
    };
}
