using RiskReport.Domain.Grading;

namespace RiskReport.Domain.Reference;

public sealed record Region
{
    public required string Code { get; init; }
    public string? ParentCode { get; init; }
    public required string Name { get; init; }

    public bool IsTownship => Code.Length == 9;
}

public sealed record Industry
{
    public required string Code { get; init; }
    public required string Section { get; init; }
    public required string Name { get; init; }
}

public sealed record AccidentType
{
    public required string Edition { get; init; }
    public required string Code { get; init; }
    public required string Name { get; init; }
    public required DateOnly EffectiveFrom { get; init; }
}

/// <summary>The code lists and rules, as loaded; which of them hold is asked for a date.</summary>
public sealed class ReferenceData(
    IReadOnlyList<Region> regions,
    IReadOnlyList<Industry> industries,
    IReadOnlyList<AccidentType> accidentTypes,
    IReadOnlyList<RuleSet> ruleSets,
    IReadOnlyList<CatalogueItem> catalogue)
{
    private readonly Dictionary<string, Region> regionByCode = regions.ToDictionary(r => r.Code);
    private readonly Dictionary<string, Industry> industryByCode = industries.ToDictionary(i => i.Code);

    public IReadOnlyList<Region> Regions => regions;

    public IReadOnlyList<Industry> Industries => industries;

    public Region? Region(string? code) => code is null ? null : regionByCode.GetValueOrDefault(code);

    /// <summary>The county-level units and their townships below (and including) a region.</summary>
    public IEnumerable<Region> Within(string regionCode) => regions.Where(r => r.Code.StartsWith(regionCode, StringComparison.Ordinal));

    /// <summary>The reporting scope is given by division or, for dangerous-goods storage, by group: the longest match counts.</summary>
    public Industry? IndustryOf(string code) =>
        (code.Length >= 3 ? industryByCode.GetValueOrDefault(code[..3]) : null) ?? industryByCode.GetValueOrDefault(code[..2]);

    public IReadOnlyList<string> AccidentTypeNames { get; } = accidentTypes.Select(a => a.Name).Distinct().ToList();

    /// <summary>A name that stands in two editions is taken from the newest one in force when the reporting year began.</summary>
    public AccidentType? FindAccidentType(string name, int year)
    {
        var named = accidentTypes.Where(a => a.Name == name).OrderByDescending(a => a.EffectiveFrom).ToList();
        return named.Find(a => a.EffectiveFrom <= new DateOnly(year, 1, 1)) ?? named.FirstOrDefault();
    }

    /// <summary>The rules in force on a day, or those of a named set.</summary>
    public GradingRules? Rules(DateOnly day, string? name = null)
    {
        var set = name is null
            ? ruleSets.Where(s => s.EffectiveFrom <= day).MaxBy(s => s.EffectiveFrom)
            : ruleSets.FirstOrDefault(s => s.Name == name);
        return set is null ? null : new GradingRules(set, CatalogueOn(day));
    }

    private Dictionary<string, CatalogueItem> CatalogueOn(DateOnly day) => catalogue
        .Where(c => c.EffectiveFrom <= day)
        .OrderBy(c => c.EffectiveFrom)
        .GroupBy(c => c.Code)
        .ToDictionary(g => g.Key, g => g.Last());
}
