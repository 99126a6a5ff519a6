using RiskReport.Domain.Declarations;

namespace RiskReport.Domain.Imports;

/// <summary>One enterprise of the workbook with all its risks: to be filed, or refused.</summary>
public sealed record PlannedEnterprise
{
    public required int Row { get; init; }
    public required string CreditCode { get; init; }
    public required string Name { get; init; }
    public required int Risks { get; init; }

    /// <summary>Null when a fault keeps the enterprise out.</summary>
    public Filing? Filing { get; init; }
}

/// <summary>What a workbook would do, decided without touching the database.</summary>
public sealed record ImportPlan
{
    public required IReadOnlyList<PlannedEnterprise> Enterprises { get; init; }
    public required IReadOnlyList<ImportProblem> Problems { get; init; }
    public required int RisksTotal { get; init; }

    public bool IsFaultless => Problems.All(p => p.Code == ProblemCodes.UnknownColumn);
}
