using RiskReport.Data.Maps;
using RiskReport.Web.TagHelpers;

namespace RiskReport.Web.Features.Boundaries;

/// <summary>Boundaries as posted.</summary>
public sealed class BoundaryUpload
{
    public IFormFile? File { get; set; }

    public string? Source { get; set; }

    public string? Reason { get; set; }
}

public sealed record BoundariesPage
{
    public required IReadOnlyList<BoundarySetRow> Sets { get; init; }
    public required BoundaryUpload Upload { get; init; }
    public IReadOnlyList<PageProblem> Problems { get; init; } = [];

    /// <summary>The set that is drawn; null for the shipped one.</summary>
    public long? CurrentId => Sets.FirstOrDefault(s => s.WithdrawnAt is null)?.Id;

    public string? Problem(string name) => Problems.FirstOrDefault(p => p.Name == name)?.Message;
}
