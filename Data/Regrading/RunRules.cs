using RiskReport.Domain.Grading;
using RiskReport.Domain.Reference;

namespace RiskReport.Data.Regrading;

/// <summary>The rules of a run, with the edition of the catalogue that each report names: a change of rules is none of the catalogue.</summary>
public sealed class RunRules(RuleSet rules, ReferenceData reference)
{
    private readonly Dictionary<string, GradingRules> byEdition = [];

    public GradingRules For(string? edition)
    {
        if (!byEdition.TryGetValue(edition ?? "", out var ready))
            byEdition[edition ?? ""] = ready = new GradingRules(rules, reference.Catalogue(edition));
        return ready;
    }
}
