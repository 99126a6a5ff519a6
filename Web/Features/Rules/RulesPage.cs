using RiskReport.Data.Grading;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Regrading;
using RiskReport.Web.TagHelpers;

namespace RiskReport.Web.Features.Rules;

public sealed record RulesPage
{
    public required IReadOnlyList<RuleSetEntry> RuleSets { get; init; }
    public required RuleSetEntry? InForce { get; init; }
    public required DateOnly Today { get; init; }
}

/// <summary>One rule set: what it says, how every combination colours, and beside the set in force what it changes.</summary>
public sealed record RuleSetPage
{
    public required RuleSetEntry Entry { get; init; }
    public required GradingRules Rules { get; init; }

    /// <summary>The set in force, where this is another one.</summary>
    public GradingRules? Other { get; init; }
    public required DateOnly Today { get; init; }
    public required bool IsInForce { get; init; }
    public required bool MayChange { get; init; }
    public required IReadOnlyList<RuleProblem> Faults { get; init; }
    public required IReadOnlyList<RuleSetEvent> Events { get; init; }
    public RegradingRun? LastSimulation { get; init; }
    public RegradingCounts? LastCounts { get; init; }

    /// <summary>What is wrong with the form that was posted.</summary>
    public IReadOnlyList<PageProblem> Problems { get; init; } = [];
    public string CopyName { get; init; } = "";
    public string EffectiveFrom { get; init; } = "";
    public string RegradeFromYear { get; init; } = "";
    public string Reason { get; init; } = "";

    public string? Problem(string name) => Problems.FirstOrDefault(p => p.Name == name)?.Message;
}

public sealed record RuleSetEditPage
{
    public required RuleSetEntry Entry { get; init; }
    public required RuleSetForm Form { get; init; }
    public IReadOnlyList<PageProblem> Problems { get; init; } = [];
    public bool IsStale { get; init; }

    public string? Problem(string name) => string.Join(" ", Problems.Where(p => p.Name == name).Select(p => p.Message)) is { Length: > 0 } all ? all : null;
}
