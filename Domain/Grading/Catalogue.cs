namespace RiskReport.Domain.Grading;

/// <summary>An entry of the catalogue of 较大以上 risks: who meets the requirement has this colour, without a score.</summary>
public sealed record CatalogueItem
{
    public required string Edition { get; init; }
    public required string Code { get; init; }
    public required string GroupName { get; init; }
    public required string Name { get; init; }
    public required RiskColour Colour { get; init; }
    public required string Requirement { get; init; }
    public required string AccidentTypes { get; init; }
    public required DateOnly EffectiveFrom { get; init; }
}

/// <summary>What a colour is decided by: the rule set in force and the catalogue in force.</summary>
public sealed record GradingRules(RuleSet RuleSet, IReadOnlyDictionary<string, CatalogueItem> Catalogue);
