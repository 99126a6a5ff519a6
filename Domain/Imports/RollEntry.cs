using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;

namespace RiskReport.Domain.Imports;

/// <summary>An enterprise of the roll with what it declared, as a workbook asks for it; without an answer where it has declared nothing yet.</summary>
public sealed record RollEntry(EnterpriseFacts Facts, bool? HasMajorRisk, IReadOnlyList<RiskFacts> Risks);

/// <summary>The rows of a roll.</summary>
public sealed record RollSize
{
    public required int Enterprises { get; init; }
    public required int Risks { get; init; }
}
