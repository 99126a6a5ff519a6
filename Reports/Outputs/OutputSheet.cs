using RiskReport.Domain.Outputs;

namespace RiskReport.Reports.Outputs;

/// <summary>What every document made of a filed report has in common.</summary>
public sealed record OutputSheet
{
    public required string Name { get; init; }
    public required int Year { get; init; }
    public required IReadOnlyList<NumberedRisk> Risks { get; init; }

    /// <summary>Whom anyone may tell of dangers: the office's telephone.</summary>
    public required string SupervisionPhone { get; init; }

    /// <summary>Who answers at the enterprise where a risk names no telephone.</summary>
    public required string SafetyOfficer { get; init; }
    public required string Phone { get; init; }

    /// <summary>Of the version that the risks were filed with; nothing for a report from before receipts.</summary>
    public string? ReceiptNumber { get; init; }

    /// <summary>The address behind the QR code.</summary>
    public string? VerifyAddress { get; init; }
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>What of persons is left out, in words.</summary>
    public string? Hidden { get; init; }
}
