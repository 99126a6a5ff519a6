namespace RiskReport.Domain.Reference;

public sealed record Region : IDated
{
    public required string Code { get; init; }
    public string? ParentCode { get; init; }
    public required string Name { get; init; }
    public DateOnly? ValidFrom { get; init; }
    public DateOnly? ValidTo { get; init; }

    public bool IsTownship => Code.Length == 9;
}

/// <summary>Another code or name of a region: the Industrial Park is 320571 to some and 320576 to others.</summary>
public sealed record RegionAlias
{
    public required string Alias { get; init; }
    public required string Code { get; init; }
}

/// <summary>City, county-level units and townships, by code, by alias and by name.</summary>
public sealed class RegionList(IReadOnlyList<Region> regions, IReadOnlyList<RegionAlias> aliases)
{
    private readonly Dictionary<string, Region> byCode = regions.ToDictionary(r => r.Code);

    public IReadOnlyList<Region> All => regions;

    /// <summary>By its own code only; what a person typed goes through <see cref="Find"/>.</summary>
    public Region? this[string? code] => code is null ? null : byCode.GetValueOrDefault(code);

    /// <summary>By code, by alias, or by a code that begins with the alias of its county-level unit.</summary>
    public Region? Find(string? text)
    {
        if (text is null)
            return null;
        if (byCode.TryGetValue(text, out var region))
            return region;
        var alias = aliases.FirstOrDefault(a => a.Alias == text)
            ?? (text.Length == 9 ? aliases.FirstOrDefault(a => a.Alias.Length == 6 && text.StartsWith(a.Alias, StringComparison.Ordinal)) : null);
        return alias is null ? null : byCode.GetValueOrDefault(alias.Code + (text.Length == 9 && alias.Alias.Length == 6 ? text[6..] : ""));
    }

    public IEnumerable<Region> TownshipsNamed(string name) => regions.Where(r => r.IsTownship && r.Name == name);

    /// <summary>The units below (and including) a region.</summary>
    public IEnumerable<Region> Within(string regionCode) => regions.Where(r => r.Code.StartsWith(regionCode, StringComparison.Ordinal));
}
