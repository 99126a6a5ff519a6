using RiskReport.Data.Grading;
using RiskReport.Domain.Imports;
using RiskReport.Web.TagHelpers;

namespace RiskReport.Web.Features.Catalogue;

/// <summary>The next edition as posted.</summary>
public sealed class CatalogueUpload
{
    public string? Edition { get; set; }

    public string? EffectiveFrom { get; set; }

    public IFormFile? File { get; set; }
}

public sealed record CataloguePage
{
    public required Domain.Grading.Catalogue Shown { get; init; }
    public required string InForce { get; init; }
    public required DateOnly Today { get; init; }
    public required IReadOnlyList<CatalogueEditionRow> Editions { get; init; }
    public required CatalogueUpload Upload { get; init; }
    public required bool MayChange { get; init; }
    public IReadOnlyList<PageProblem> Problems { get; init; } = [];

    /// <summary>Bad cells of the workbook.</summary>
    public IReadOnlyList<ImportProblem> Faults { get; init; } = [];

    public string? Problem(string name) => Problems.FirstOrDefault(p => p.Name == name)?.Message;
}
