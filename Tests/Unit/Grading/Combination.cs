using RiskReport.Domain.Grading;

namespace RiskReport.Tests.Unit.Grading;

/// <summary>The combinations of a method's steps, made without the table that grades them.</summary>
internal static class Combination
{
    public static IEnumerable<decimal[]> All(ScoringMethod method) => method.Factors.Aggregate(
        (IEnumerable<decimal[]>)[[]],
        (sofar, factor) => sofar.SelectMany(s => factor.Steps.Select(step => (decimal[])[.. s, step.Value])));

    public static Assessment Of(ScoringMethod method, decimal[] values)
    {
        decimal? Value(FactorKey key) => method.Factors.Select((f, i) => f.Key == key ? (decimal?)values[i] : null).FirstOrDefault(v => v is not null);
        return new Assessment
        {
            Method = method.Method,
            L = Value(FactorKey.L),
            E = Value(FactorKey.E),
            C = Value(FactorKey.C),
            S = Value(FactorKey.S),
            M = Value(FactorKey.M),
        };
    }
}
