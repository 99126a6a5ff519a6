using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Grading;

namespace RiskReport.Domain.Regrading;

/// <summary>One enterprise whose colour differs under the other rules, and why.</summary>
public sealed record RegradingChange
{
    public required long DeclarationId { get; init; }
    public required long EnterpriseId { get; init; }
    public required int Year { get; init; }
    public required string CreditCode { get; init; }
    public required string Name { get; init; }
    public required string County { get; init; }
    public required string Township { get; init; }
    public required string IndustryCode { get; init; }
    public required Scale Scale { get; init; }
    public required DeclarationStatus Status { get; init; }
    public required RiskColour Before { get; init; }

    /// <summary>Null where the new rules cannot grade it.</summary>
    public RiskColour? After { get; init; }

    /// <summary>The deciding item, or nothing where a rule about the enterprise as a whole decides.</summary>
    public string? Item { get; init; }
    public required string Reason { get; init; }
}

/// <summary>Which of the changes to show; what is null does not restrict.</summary>
public sealed record RegradingFilter(string? RegionCode = null, RiskColour? Before = null, RegradedTo? After = null)
{
    public string InWords(string? regionName) => string.Join("；", new[]
    {
        regionName,
        Before is { } before ? $"原等级：{before.Word()}" : null,
        After is { } after ? $"新等级：{after.Colour?.Word() ?? "无法评级"}" : null,
    }.OfType<string>().DefaultIfEmpty("全部变化"));
}

/// <summary>A colour, or that there is none.</summary>
public sealed record RegradedTo(RiskColour? Colour);
