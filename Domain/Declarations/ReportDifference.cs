using RiskReport.Domain.Fields;
using RiskReport.Domain.Privacy;

namespace RiskReport.Domain.Declarations;

/// <summary>One answer that differs between two versions; without a side it was not there.</summary>
public sealed record ReportDifference(string Part, string Heading, string? Before, string? After)
{
    private static readonly Dictionary<string, Field> OfPersons =
        EnterpriseFields.All.Concat(RiskFields.All).Where(Sight.IsOfPerson).DistinctBy(f => f.Heading).ToDictionary(f => f.Heading);

    /// <summary>For whoever sees persons masked; that something has changed is still told.</summary>
    public ReportDifference For(Sight sight) =>
        OfPersons.GetValueOrDefault(Heading) is { } field ? this with { Before = sight.Of(field, Before), After = sight.Of(field, After) } : this;
}

/// <summary>What changed from one version to the next, field by field.</summary>
public static class ReportDifferences
{
    public const string Basics = "企业信息";

    private const string NameOfRisk = "风险名称";

    /// <summary>Risks are held against each other by name and, of those that have the same, in order; others have come or gone.</summary>
    public static IReadOnlyList<ReportDifference> Between(CanonicalReport before, CanonicalReport after)
    {
        var found = Compare(Basics, before.Basics, after.Basics).ToList();
        var left = before.Risks.ToList();
        foreach (var risk in after.Risks)
        {
            var name = Name(risk);
            var match = left.Find(r => Name(r) == name);
            if (match is not null)
                left.Remove(match);
            found.AddRange(match is null ? [new ReportDifference($"风险“{name}”", "新增", null, "新增的风险项")] : Compare($"风险“{name}”", match, risk));
        }

        found.AddRange(left.Select(r => new ReportDifference($"风险“{Name(r)}”", "删除", "删除的风险项", null)));
        return found;
    }

    private static IEnumerable<ReportDifference> Compare(
        string part, IReadOnlyList<(string Heading, string Text)> before, IReadOnlyList<(string Heading, string Text)> after)
    {
        foreach (var (heading, text) in after)
        {
            var was = before.FirstOrDefault(b => b.Heading == heading).Text;
            if (was != text)
                yield return new ReportDifference(part, heading, was, text);
        }

        foreach (var (heading, text) in before.Where(b => after.All(a => a.Heading != b.Heading)))
            yield return new ReportDifference(part, heading, text, null);
    }

    private static string Name(IReadOnlyList<(string Heading, string Text)> risk) => risk.FirstOrDefault(a => a.Heading == NameOfRisk).Text ?? "";
}
