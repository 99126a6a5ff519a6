using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Grading;

namespace RiskReport.Web.Features.Declarations;

/// <summary>Stored facts as the answers of the form, by the key of the input.</summary>
public static class FactsText
{
    public static Dictionary<string, string> Of(EnterpriseFacts facts, bool? hasMajorRisk) =>
        ReportText.Of(facts, hasMajorRisk).ToDictionary(f => f.Key.Key, f => f.Value);

    /// <summary>A factor is asked once per method.</summary>
    public static Dictionary<string, string> Of(RiskFacts facts) => ReportText.Of(facts).ToDictionary(
        f => Enum.TryParse<FactorKey>(f.Key.Key, out _) ? DeclarationForm.FactorKey(facts.Assessment.Method.Word(), f.Key.Key) : f.Key.Key, f => f.Value);
}
