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

/// <summary>The box around a county-level unit, in degrees CGCS2000; coarse, so what lies outside is asked about and never refused.</summary>
public sealed record RegionBox
{
    public required string RegionCode { get; init; }
    public required decimal West { get; init; }
    public required decimal South { get; init; }
    public required decimal East { get; init; }
    public required decimal North { get; init; }
    public required DateOnly EffectiveFrom { get; init; }

    public bool Holds(decimal longitude, decimal latitude) => longitude >= West && longitude <= East && latitude >= South && latitude <= North;
}

/// <summary>City, county-level units and townships, by code, by alias and by name.</summary>
public sealed class RegionList(IReadOnlyList<Region> regions, IReadOnlyList<RegionAlias> aliases, IReadOnlyList<RegionBox> boxes)
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

    /// <summary>What answers a township within a region: its name where no other there has it, else its code.</summary>
    public string AnswerOf(Region township, string regionCode) =>
        TownshipsNamed(township.Name).Count(r => r.Code.StartsWith(regionCode, StringComparison.Ordinal)) == 1 ? township.Name : township.Code;

    /// <summary>The units below (and including) a region.</summary>
    public IEnumerable<Region> Within(string regionCode) => regions.Where(r => r.Code.StartsWith(regionCode, StringComparison.Ordinal));

    /// <summary>The box of the county-level unit of a township on a day; null where none is known.</summary>
    public RegionBox? BoxOf(string townshipCode, DateOnly day) =>
        boxes.Where(b => b.EffectiveFrom <= day && townshipCode.StartsWith(b.RegionCode, StringComparison.Ordinal)).MaxBy(b => b.EffectiveFrom);
}
