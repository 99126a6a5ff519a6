namespace RiskReport.Domain.Grading;

/// <summary>An entry of the catalogue of 较大以上 risks: who meets the requirement has this colour, without a score.</summary>
public sealed record CatalogueItem
{
    public required string Code { get; init; }
    public required string GroupName { get; init; }
    public required string Name { get; init; }
    public required RiskColour Colour { get; init; }
    public required string Requirement { get; init; }
    public required string AccidentTypes { get; init; }
}

/// <summary>One edition of the catalogue: the whole list that holds from a day until the next edition does.</summary>
public sealed record Catalogue
{
    /// <summary>Where no edition holds yet, nothing can be determined directly.</summary>
    public static readonly Catalogue None = new() { Edition = "", EffectiveFrom = DateOnly.MinValue, IsSample = false, Items = [] };

    public required string Edition { get; init; }
    public required DateOnly EffectiveFrom { get; init; }

    /// <summary>Written for this product, not official: every page says so.</summary>
    public required bool IsSample { get; init; }
    public required IReadOnlyList<CatalogueItem> Items { get; init; }
}
