namespace RiskReport.Domain.Maps;

/// <summary>
/// A cell of the map's grid: 0.0105° by 0.009°, which is one square kilometre at 31.3° north (1.000 km by 0.998 km). Counted in
/// whole millionths of a degree, so that C# and both databases put a place into the same cell.
/// </summary>
public readonly record struct MapCell(int X, int Y)
{
    public const int Width = 10_500;
    public const int Height = 9_000;
    private const decimal Million = 1_000_000m;

    public decimal West => X * Width / Million;

    public decimal South => Y * Height / Million;

    /// <summary>The square of <paramref name="step"/> by <paramref name="step"/> cells in which it lies, named by its south-western cell.</summary>
    public MapCell Within(int step) => new(X / step * step, Y / step * step);

    /// <summary>None without both coordinates.</summary>
    public static MapCell? Of(decimal? longitude, decimal? latitude) => longitude is { } x && latitude is { } y ? Of(x, y) : null;

    public static MapCell Of(decimal longitude, decimal latitude) =>
        new((int)(decimal.Round(longitude * Million) / Width), (int)(decimal.Round(latitude * Million) / Height));
}
