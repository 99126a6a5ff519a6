using RiskReport.Domain.Declarations;
using RiskReport.Domain.Grading;

namespace RiskReport.Domain.Analysis;

/// <summary>Which enterprises a figure counts, beside the filter of the page; what is empty does not restrict.</summary>
public sealed record FigureFilter
{
    /// <summary>Stands before the region of the page.</summary>
    public string? Region { get; init; }

    /// <summary>The key of a special sheet.</summary>
    public string? Subject { get; init; }
    public IReadOnlyList<RiskColour> Colours { get; init; } = [];
    public IReadOnlyList<DeclarationStatus> Statuses { get; init; } = [];
    public bool IsOverdue { get; init; }
    public string? CatalogueCode { get; init; }
    public string? AccidentType { get; init; }

    /// <summary>Given where two years are compared.</summary>
    public MovementFilter? Movement { get; init; }
}
