using RiskReport.Domain.Declarations;

namespace RiskReport.Domain.Imports;

/// <summary>One enterprise of the workbook with all its risks: to be filed, or refused.</summary>
public sealed record PlannedEnterprise
{
    public required int Row { get; init; }

    /// <summary>Where the credit code stands in the sheet, from zero.</summary>
    public required int? CodeColumn { get; init; }
    public required string CreditCode { get; init; }
    public required string Name { get; init; }
    public required int Risks { get; init; }

    /// <summary>Faults of the enterprise and its risks, and what is to be confirmed.</summary>
    public required IReadOnlyList<ImportProblem> Problems { get; init; }

    /// <summary>What may be right but seldom is.</summary>
    public IReadOnlyList<Doubt> Doubts { get; init; } = [];

    /// <summary>Null when a fault keeps the enterprise out.</summary>
    public Filing? Filing { get; init; }
}
