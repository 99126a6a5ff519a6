using RiskReport.Domain.Accounts;
using RiskReport.Domain.Declarations;
using RiskReport.Web.TagHelpers;

namespace RiskReport.Web.Features.Declarations;

/// <summary>The history of a report: each version with what changed from the one before.</summary>
public sealed record VersionsPage
{
    public required ReportPage Report { get; init; }
    public required IReadOnlyList<(Receipt Receipt, IReadOnlyList<ReportDifference> Differences)> Versions { get; init; }

    /// <summary>Why an original was not handed out, and what was given as the reason for it.</summary>
    public IReadOnlyList<PageProblem> Problems { get; init; } = [];
    public string? Reason { get; init; }

    public static async Task<VersionsPage> LoadAsync(ReportPage report, ReportReader reports, Scope scope, CancellationToken ct)
    {
        var versions = new List<(Receipt, IReadOnlyList<ReportDifference>)>();
        foreach (var receipt in report.Receipts)
            versions.Add((receipt, await reports.DifferencesAsync(report.Declaration.Id, receipt.Number - 1, receipt.Number, scope, ct)));
        return new VersionsPage { Report = report, Versions = versions };
    }
}
