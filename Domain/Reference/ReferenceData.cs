using System.Collections.Concurrent;
using RiskReport.Domain.Campaigns;
using RiskReport.Domain.Grading;

namespace RiskReport.Domain.Reference;

/// <summary>The code lists and rules, as loaded; which of them hold is asked for a date.</summary>
public sealed class ReferenceData
{
    private readonly IReadOnlyList<RuleSetEntry> ruleSets;
    private readonly IReadOnlyList<Catalogue> catalogues;

    /// <summary>Making rules ready takes a while, and the same few are asked for all the time.</summary>
    private readonly ConcurrentDictionary<(string RuleSet, string Edition), GradingRules> ready = new();

    public ReferenceData(
        RegionList regions, IndustryList industries, AccidentTypeList accidentTypes, IReadOnlyList<SizeClass> sizeClasses,
        IReadOnlyList<SpecialSheet> specialSheets, IReadOnlyList<CampaignPhase> phases, IReadOnlyList<RuleSetEntry> ruleSets, IReadOnlyList<Catalogue> catalogues)
    {
        Regions = regions;
        Industries = industries;
        AccidentTypes = accidentTypes;
        SizeClasses = sizeClasses;
        SpecialSheets = specialSheets;
        Phases = [.. phases.OrderBy(p => p.Year).ThenBy(p => p.DueOn).ThenBy(p => p.Id)];
        this.ruleSets = ruleSets;
        this.catalogues = [.. catalogues.OrderBy(c => c.EffectiveFrom)];
    }

    public RegionList Regions { get; }

    public IndustryList Industries { get; }

    public AccidentTypeList AccidentTypes { get; }

    public IReadOnlyList<SizeClass> SizeClasses { get; }

    public IReadOnlyList<SpecialSheet> SpecialSheets { get; }

    /// <summary>By year and deadline; those that were withdrawn are not there.</summary>
    public IReadOnlyList<CampaignPhase> Phases { get; }

    public IEnumerable<CampaignPhase> PhasesOf(int year) => Phases.Where(p => p.Year == year);

    public IReadOnlyList<RuleSetEntry> RuleSets => ruleSets;

    public IReadOnlyList<Catalogue> Catalogues => catalogues;

    public RuleSetEntry? RuleSet(string name) => ruleSets.FirstOrDefault(s => s.Name == name);

    /// <summary>The last set whose day has come; of two that begin on one day the one decided later.</summary>
    public RuleSetEntry? RuleSetOn(DateOnly day) => ruleSets
        .Where(s => s.IsInForce(day))
        .OrderByDescending(s => s.EffectiveFrom).ThenByDescending(s => s.ChangedAt)
        .FirstOrDefault();

    /// <summary>The newest edition whose day has come holds alone: an edition is a whole list, not an addition.</summary>
    public Catalogue CatalogueOn(DateOnly day) => catalogues.LastOrDefault(c => c.EffectiveFrom <= day) ?? Grading.Catalogue.None;

    /// <summary>The rules in force on a day, or those of a named set, with the catalogue of the day.</summary>
    public GradingRules? Rules(DateOnly day, string? name = null) =>
        (name is null ? RuleSetOn(day) : RuleSet(name)) is { } set ? Ready(set.Rules, CatalogueOn(day)) : null;

    /// <summary>As above, for grading by way of trial: a draft that is not in order yet is none.</summary>
    public GradingRules? RulesToTry(DateOnly day, string? name) =>
        name is not null && RuleSet(name) is { } set && RuleSetCheck.Problems(set.Rules).Count > 0 ? null : Rules(day, name);

    /// <summary>The rules that a stored report names, to grade it again as it was graded.</summary>
    public GradingRules? Rules(string ruleSet, string? edition) => RuleSet(ruleSet) is { } set ? Ready(set.Rules, Catalogue(edition)) : null;

    /// <summary>The rules of a set that came into force after the one a grade names, with the grade's own catalogue; null where there are none.</summary>
    public GradingRules? NewerRules(Grade grade, string? name) =>
        name is not null && RuleSet(name) is { } other && other.EffectiveFrom > RuleSet(grade.RuleSet)?.EffectiveFrom ? Rules(name, grade.CatalogueEdition) : null;

    /// <summary>The edition that a stored report names.</summary>
    public Catalogue Catalogue(string? edition) => catalogues.FirstOrDefault(c => c.Edition == edition) ?? Grading.Catalogue.None;

    private GradingRules Ready(RuleSet rules, Catalogue catalogue) => ready.GetOrAdd((rules.Name, catalogue.Edition), _ => new GradingRules(rules, catalogue));
}
