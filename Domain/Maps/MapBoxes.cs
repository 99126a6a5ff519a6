using RiskReport.Domain.Reference;

namespace RiskReport.Domain.Maps;

/// <summary>
/// Which cells a county-level unit may have enterprises in: those its box touches. The boxes are approximate, to about a cell;
/// what stands elsewhere is listed to be put right and not drawn. A unit without a box may be anywhere.
/// </summary>
public sealed class MapBoxes(RegionList regions, DateOnly day)
{
    private readonly Dictionary<string, RegionBox?> byCounty = [];

    public bool IsPlaced(CellCount count) => IsPlaced(count.TownshipCode, count.Cell);

    public bool IsPlaced(string townshipCode, MapCell cell)
    {
        var county = townshipCode[..6];
        if (!byCounty.TryGetValue(county, out var box))
            byCounty[county] = box = regions.BoxOf(townshipCode, day);
        if (box is null)
            return true;
        var (from, to) = (MapCell.Of(box.West, box.South), MapCell.Of(box.East, box.North));
        return cell.X >= from.X && cell.X <= to.X && cell.Y >= from.Y && cell.Y <= to.Y;
    }
}
