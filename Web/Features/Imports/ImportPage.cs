using RiskReport.Domain.Imports;

namespace RiskReport.Web.Features.Imports;

public sealed record ImportsPage
{
    public required ImportUpload Upload { get; init; }
    public string? Problem { get; init; }
    public required string Region { get; init; }
    public required int ThisYear { get; init; }
    public required IReadOnlyList<ImportJob> Latest { get; init; }
}

public sealed record ImportPage
{
    public required ImportJob Job { get; init; }
    public required string Region { get; init; }
    public required ImportSummary Summary { get; init; }
    public required int ProblemCount { get; init; }
    public required IReadOnlyList<ImportProblem> Problems { get; init; }
    public required IReadOnlyList<ImportOutcome> Outcomes { get; init; }
    public required bool ShowsOutcomes { get; init; }
    public required int Page { get; init; }
    public required int PageSize { get; init; }
    public required int Total { get; init; }
}
