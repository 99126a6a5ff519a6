using System.Globalization;
using RiskReport.Domain.Fields;

namespace RiskReport.Domain.Maps;

/// <summary>The piece of the map that is looked at, in degrees CGCS2000.</summary>
public sealed record MapView(decimal West, decimal South, decimal East, decimal North)
{
    /// <summary>All of the city, with a margin.</summary>
    public static readonly MapView City = new(119.5m, 30.5m, 121.8m, 32.3m);

    /// <summary>Wherever a coordinate can lie that the form takes.</summary>
    public static readonly MapView All = new(73, 3, 136, 54);

    public MapCell SouthWest => MapCell.Of(West, South);

    public MapCell NorthEast => MapCell.Of(East, North);

    /// <summary>One cell, to the last millionth of a degree that belongs to it.</summary>
    public static MapView Of(MapCell cell)
    {
        var next = new MapCell(cell.X + 1, cell.Y + 1);
        return new MapView(cell.West, cell.South, next.West - 0.000001m, next.South - 0.000001m);
    }

    public bool Holds(decimal longitude, decimal latitude) => longitude >= West && longitude <= East && latitude >= South && latitude <= North;

    /// <summary>How many cells make the side of a square so that at most so many of these stand side by side: a power of two, so that squares nest.</summary>
    public int Step(int most)
    {
        var step = 1;
        while (Math.Max((NorthEast.X / step) - (SouthWest.X / step), (NorthEast.Y / step) - (SouthWest.Y / step)) >= most)
            step *= 2;
        return step;
    }

    /// <summary>As it stands in an address; null where it is none, and then all of the city is meant.</summary>
    public static MapView? Read(string? west, string? south, string? east, string? north)
    {
        if (Normal.Number(west ?? "") is not { } w || Normal.Number(south ?? "") is not { } s || Normal.Number(east ?? "") is not { } e || Normal.Number(north ?? "") is not { } n)
            return null;
        var view = new MapView(Math.Max(w, All.West), Math.Max(s, All.South), Math.Min(e, All.East), Math.Min(n, All.North));
        return view.West < view.East && view.South < view.North ? view : null;
    }

    public string ToQuery() => string.Create(CultureInfo.InvariantCulture, $"west={West:0.######}&south={South:0.######}&east={East:0.######}&north={North:0.######}");
}
