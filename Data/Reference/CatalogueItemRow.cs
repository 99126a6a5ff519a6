using RiskReport.Domain.Grading;

namespace RiskReport.Data.Reference;

/// <summary>An entry of the catalogue as a table row, with the edition it belongs to.</summary>
internal sealed record CatalogueItemRow
{
    public required string Edition { get; init; }
    public required string Code { get; init; }
    public required string GroupName { get; init; }
    public required string Name { get; init; }
    public required RiskColour Colour { get; init; }
    public required string Requirement { get; init; }
    public required string AccidentTypes { get; init; }

    public CatalogueItem ToItem() => new()
    {
        Code = Code,
        GroupName = GroupName,
        Name = Name,
        Colour = Colour,
        Requirement = Requirement,
        AccidentTypes = AccidentTypes,
    };
}
