using RiskReport.Domain.Accounts;
using RiskReport.Domain.Declarations;
using RiskReport.Web.TagHelpers;

namespace RiskReport.Web.Features.Declarations;

/// <summary>The history of a report: each version with what changed from the one before.</summary>
public sealed record VersionsPage
{
    public required ReportPage Report { get; init; }
    public required IReadOnlyList<ShownVersion> Versions { get; init; }

    /// <summary>Why an original was not handed out, and what was given as the reason for it.</summary>
    public IReadOnlyList<PageProblem> Problems { get; init; } = [];
    public string? Reason { get; init; }

    public static async Task<VersionsPage> LoadAsync(ReportPage report, ReportReader reports, Scope scope, CancellationToken ct) =>
        new() { Report = report, Versions = await reports.VersionsAsync(report.Receipts, scope, ct) };
}

/// <param name="IsDamaged">What is kept of it is not what was filed.</param>
/// <param name="Differences">From the one before; null where either is damaged.</param>
public sealed record ShownVersion(Receipt Receipt, bool IsDamaged, IReadOnlyList<ReportDifference>? Differences);
