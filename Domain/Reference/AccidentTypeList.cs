namespace RiskReport.Domain.Reference;

public sealed record AccidentType
{
    public required string Edition { get; init; }
    public required string Code { get; init; }
    public required string Name { get; init; }
    public required DateOnly EffectiveFrom { get; init; }
}

/// <summary>What became of a name of an older edition in a newer one; several rows for one name mean that a person must say.</summary>
public sealed record AccidentTypeSuccessor
{
    public required string FromEdition { get; init; }
    public required string FromName { get; init; }
    public required string ToEdition { get; init; }
    public required string ToName { get; init; }
}

/// <summary>GB/T 6441-1986 and GB 6441-2025, with the way from the one to the other.</summary>
public sealed class AccidentTypeList(IReadOnlyList<AccidentType> types, IReadOnlyList<AccidentTypeSuccessor> successors)
{
    /// <summary>Both editions, each name once.</summary>
    public IReadOnlyList<string> Names { get; } = types.Select(a => a.Name).Distinct().ToList();

    public IReadOnlyList<string> Editions { get; } = types.OrderBy(a => a.EffectiveFrom).Select(a => a.Edition).Distinct().ToList();

    /// <summary>The edition in force when the reporting year began, then the others: what most will look for stands first.</summary>
    public IReadOnlyList<AccidentType> For(int year) =>
        [.. types.OrderByDescending(a => a.Edition == EditionOf(year)).ThenByDescending(a => a.EffectiveFrom).ThenBy(a => a.Code, StringComparer.Ordinal)];

    public string EditionOf(int year) => types
        .Where(a => a.EffectiveFrom <= new DateOnly(year, 1, 1))
        .OrderByDescending(a => a.EffectiveFrom)
        .Select(a => a.Edition)
        .FirstOrDefault() ?? Editions[0];

    /// <summary>A name that stands in two editions is taken from the newest one in force when the reporting year began.</summary>
    public AccidentType? Find(string name, int year)
    {
        var named = types.Where(a => a.Name == name).OrderByDescending(a => a.EffectiveFrom).ToList();
        return named.Find(a => a.EffectiveFrom <= new DateOnly(year, 1, 1)) ?? named.FirstOrDefault();
    }

    /// <summary>The names in another edition: one, or several of which a person must choose, since guessing would change the record.</summary>
    public IReadOnlyList<string> Successors(string edition, string name, string toEdition) =>
        edition == toEdition ? [name] : [.. successors
            .Where(s => s.FromEdition == edition && s.FromName == name && s.ToEdition == toEdition)
            .Select(s => s.ToName)];
}
