using RiskReport.Domain.Grading;

namespace RiskReport.Reports;

/// <summary>A filed report as it goes on paper: the receipt, the colour with every reason, and all that was declared.</summary>
public sealed record ReportSheet
{
    public required string Name { get; init; }
    public required string CreditCode { get; init; }
    public required string Township { get; init; }
    public required int Year { get; init; }
    public required string Type { get; init; }
    public required string Status { get; init; }
    public required string ReceiptNumber { get; init; }

    /// <summary>The address behind the QR code.</summary>
    public required string VerifyAddress { get; init; }
    public required string VerifyCode { get; init; }
    public required string ContentSha256 { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime FiledAt { get; init; }
    public required RiskColour Colour { get; init; }
    public required string RuleSet { get; init; }
    public required string CatalogueEdition { get; init; }
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>Heading and text of every answer that was given.</summary>
    public required IReadOnlyList<(string Heading, string Text)> Basics { get; init; }
    public required IReadOnlyList<ReportSheetItem> Items { get; init; }

    /// <summary>Who committed to it, and as what; nothing for what an office imported.</summary>
    public string? Committed { get; init; }
    public required DateTimeOffset MadeAt { get; init; }
}

public sealed record ReportSheetItem(string Name, string Location, ItemGrade Grade, string? Lower, IReadOnlyList<(string Heading, string Text)> Answers);
