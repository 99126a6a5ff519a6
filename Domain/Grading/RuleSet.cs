namespace RiskReport.Domain.Grading;

/// <summary>
/// The thresholds in force from a date. They are data, not code, and a stored report names the set it was
/// graded with, so that it can always be graded again under the rules of its own time.
/// </summary>
public sealed record RuleSet
{
    public required string Name { get; init; }
    public required DateOnly EffectiveFrom { get; init; }
    public required IReadOnlyList<ScoringMethod> Methods { get; init; }

    public ScoringMethod? Find(GradingMethod method) => Methods.FirstOrDefault(m => m.Method == method);
}

/// <summary>A method whose score is the product of its factors; each factor takes the values of its table only.</summary>
public sealed record ScoringMethod
{
    public required GradingMethod Method { get; init; }
    public required string Title { get; init; }
    public required IReadOnlyList<Factor> Factors { get; init; }

    /// <summary>Inclusive lower bounds.</summary>
    public required decimal RedFrom { get; init; }
    public required decimal OrangeFrom { get; init; }
    public required decimal YellowFrom { get; init; }
    public required string Source { get; init; }

    public RiskColour ColourOf(decimal score) =>
        score >= RedFrom ? RiskColour.Red
        : score >= OrangeFrom ? RiskColour.Orange
        : score >= YellowFrom ? RiskColour.Yellow
        : RiskColour.Blue;
}

/// <summary>One factor of a method, e.g. L of LEC, with the plain words of each step.</summary>
public sealed record Factor(string Key, string Name, IReadOnlyList<FactorStep> Steps)
{
    public bool Allows(decimal value)
    {
        foreach (var step in Steps)
        {
            if (step.Value == value)
                return true;
        }

        return false;
    }
}

public sealed record FactorStep(decimal Value, string Words);
