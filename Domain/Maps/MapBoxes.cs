using RiskReport.Domain.Reference;

namespace RiskReport.Domain.Maps;

/// <summary>The cells that the box of a county-level unit touches, both corners included.</summary>
public sealed record MapBox(string CountyCode, MapCell From, MapCell To)
{
    public bool Holds(MapCell cell) => cell.X >= From.X && cell.X <= To.X && cell.Y >= From.Y && cell.Y <= To.Y;
}

/// <summary>
/// Which cells a county-level unit may have enterprises in: those its box touches. The boxes are approximate, to about a cell;
/// what stands elsewhere is listed to be put right and not drawn. A unit without a box may be anywhere.
/// </summary>
public sealed class MapBoxes(RegionList regions, DateOnly day)
{
    private readonly Dictionary<string, MapBox> byCounty = regions.All
        .Where(r => r.Code.Length == 6)
        .Select(r => regions.BoxOf(r.Code, day) is { } box ? new MapBox(r.Code, MapCell.Of(box.West, box.South), MapCell.Of(box.East, box.North)) : null)
        .OfType<MapBox>()
        .ToDictionary(b => b.CountyCode);

    public IReadOnlyCollection<MapBox> All => byCounty.Values;

    public bool IsPlaced(CellCount count) => IsPlaced(count.TownshipCode, count.Cell);

    public bool IsPlaced(string townshipCode, MapCell cell) => !byCounty.TryGetValue(townshipCode[..6], out var box) || box.Holds(cell);
}
