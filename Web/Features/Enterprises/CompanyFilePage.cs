using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;

namespace RiskReport.Web.Features.Enterprises;

/// <summary>一企一档: all that is known of an enterprise, on one page.</summary>
public sealed record CompanyFilePage
{
    public required Enterprise Enterprise { get; init; }
    public required string Place { get; init; }
    public required string Industry { get; init; }
    public required string Size { get; init; }

    /// <summary>The newest year first.</summary>
    public required IReadOnlyList<YearReport> Reports { get; init; }

    /// <summary>The newest report that was filed, and the first of its risks.</summary>
    public YearReport? Filed { get; init; }
    public IReadOnlyList<GradedRisk> Risks { get; init; } = [];
    public required int RisksTotal { get; init; }
    public WriteOff? WriteOff { get; init; }
    public required IReadOnlyList<FileEvent> Events { get; init; }
    public required int Page { get; init; }
    public required int Pages { get; init; }
    public required IReadOnlyList<FileImport> Imports { get; init; }

    /// <summary>The enterprise itself, or an office that has just said why.</summary>
    public required bool ShowsPhone { get; init; }
    public required IReadOnlyList<PhoneLook> Looks { get; init; }
    public string? PhoneReason { get; init; }
    public string? Problem { get; init; }
}
