namespace RiskReport.Domain.Maps;

/// <summary>The enterprises of one township in one cell of the map, by colour, and how many red and orange risks they have.</summary>
public sealed record CellCount
{
    public required int X { get; init; }
    public required int Y { get; init; }
    public required string TownshipCode { get; init; }
    public required int Enterprises { get; init; }
    public required int Red { get; init; }
    public required int Orange { get; init; }
    public required int Yellow { get; init; }
    public required int Blue { get; init; }

    /// <summary>Red and orange risks of all of them.</summary>
    public required int MajorRisks { get; init; }

    public int Ungraded => Enterprises - Red - Orange - Yellow - Blue;

    public MapCell Cell => new(X, Y);
}
