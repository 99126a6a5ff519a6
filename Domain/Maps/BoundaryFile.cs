using System.Text;
using System.Text.Json;
using RiskReport.Domain.Reference;

namespace RiskReport.Domain.Maps;

/// <summary>The outline of a region: areas, each an outer ring and the holes in it.</summary>
public sealed record Boundary(string RegionCode, IReadOnlyList<IReadOnlyList<IReadOnlyList<decimal[]>>> Areas)
{
    public int Corners => Areas.Sum(a => a.Sum(r => r.Count));
}

/// <summary>
/// A GeoJSON file (RFC 7946) as an administrator loads it. Everything wrong with it is said at once; what is kept is written anew from
/// what was understood, so nothing that was not looked at gets to a browser.
/// </summary>
public sealed class BoundaryFile
{
    public const int MostBytes = 8 << 20;
    public const int MostCorners = 300_000;
    private const int MostProblems = 30;
    private const int LeastRing = 4;

    private static readonly string[] CodeNames = ["code", "adcode", "id"];

    private readonly List<Boundary> boundaries = [];
    private readonly List<string> problems = [];
    private readonly HashSet<string> seen = [];
    private readonly RegionList regions;

    private BoundaryFile(RegionList regions) => this.regions = regions;

    public static (IReadOnlyList<Boundary> Boundaries, IReadOnlyList<string> Problems) Read(byte[] content, RegionList regions)
    {
        var file = new BoundaryFile(regions);
        file.Read(content);
        return file.problems.Count == 0 ? (file.boundaries, []) : ([], file.problems);
    }

    public static string Write(IEnumerable<Boundary> boundaries, RegionList regions) => JsonSerializer.Serialize(new
    {
        type = "FeatureCollection",
        features = boundaries.Select(b => new
        {
            type = "Feature",
            id = b.RegionCode,
            properties = new { name = regions[b.RegionCode]!.Name },
            geometry = new { type = "MultiPolygon", coordinates = b.Areas },
        }),
    }, StoredJson.Options);

    private void Read(byte[] content)
    {
        try
        {
            var start = content.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
            using var document = JsonDocument.Parse(content.AsMemory(start));
            var root = document.RootElement;
            if (Text(root, "type") != "FeatureCollection" || Member(root, "features") is not { ValueKind: JsonValueKind.Array } features)
            {
                problems.Add("文件不是 GeoJSON 的 FeatureCollection：最外层的 type 应为 FeatureCollection，并有 features 数组。");
                return;
            }

            var number = 0;
            foreach (var feature in features.EnumerateArray())
            {
                ReadFeature(feature, ++number);
                if (problems.Count >= MostProblems)
                    return;
            }

            if (number == 0)
                problems.Add("文件里没有任何区域（features 为空）。");
            if (boundaries.Sum(b => b.Corners) is > MostCorners and var corners)
                problems.Add($"边界共有 {corners:N0} 个点，超过 {MostCorners:N0} 个的上限，请先化简。");
        }
        catch (JsonException e)
        {
            problems.Add($"文件不是有效的 JSON（第 {e.LineNumber + 1} 行附近），请用 UTF-8 编码的 .geojson 或 .json 文件。");
        }
    }

    private void ReadFeature(JsonElement feature, int number)
    {
        var code = Code(feature);
        var named = code is null ? $"第 {number} 个区域" : $"第 {number} 个区域（{code}）";
        var region = regions.Find(code);
        if (code is null)
            problems.Add($"{named}没有行政区划代码：请在 properties 中给出 code 或 adcode（6 位县级或 9 位镇级）。");
        else if (region is null or { Code.Length: < 6 })
            problems.Add($"{named}的行政区划代码不在本市的县（市、区）和镇（街道）之列。");
        else if (!seen.Add(region.Code))
            problems.Add($"{named}重复：每个地区只能出现一次。");

        var geometry = Member(feature, "geometry");
        var coordinates = geometry is { } g ? Member(g, "coordinates") : null;
        List<IReadOnlyList<IReadOnlyList<decimal[]>>>? areas = (geometry is { } kind ? Text(kind, "type") : null, coordinates) switch
        {
            ("Polygon", { ValueKind: JsonValueKind.Array } area) => [Area(area, named)],
            ("MultiPolygon", { ValueKind: JsonValueKind.Array } several) => [.. several.EnumerateArray().Select(a => Area(a, named))],
            _ => null,
        };
        if (areas is null)
            problems.Add($"{named}的形状不是面：只接受 Polygon 和 MultiPolygon。");
        else if (areas.Count == 0 || areas.Any(a => a.Count == 0))
            problems.Add($"{named}的形状是空的。");
        else if (region is not null && problems.Count == 0)
            boundaries.Add(new Boundary(region.Code, areas));
    }

    private IReadOnlyList<IReadOnlyList<decimal[]>> Area(JsonElement area, string named) =>
        area.ValueKind == JsonValueKind.Array ? [.. area.EnumerateArray().Select(r => Ring(r, named))] : [];

    private IReadOnlyList<decimal[]> Ring(JsonElement ring, string named)
    {
        var points = ring.ValueKind == JsonValueKind.Array ? ring.EnumerateArray().Select(Point).ToList() : [];
        if (points.Contains(null))
            Once($"{named}有坐标不是“[经度, 纬度]”两个数。");
        else if (points.Count < LeastRing || !points[0]!.SequenceEqual(points[^1]!))
            Once($"{named}有一圈边界没有闭合：首尾应为同一点，至少 {LeastRing} 个点。");
        else if (points.Any(p => !MapView.City.Holds(p![0], p[1])))
            Once($"{named}有坐标不在苏州市（东经 {MapView.City.West:0.#}–{MapView.City.East:0.#}，北纬 {MapView.City.South:0.#}–{MapView.City.North:0.#}）："
                + "应为经度在前、纬度在后的十进制度（CGCS2000）。");
        return [.. points.OfType<decimal[]>()];
    }

    private static decimal[]? Point(JsonElement point) =>
        point.ValueKind == JsonValueKind.Array && point.GetArrayLength() is 2 or 3 && point[0].ValueKind == JsonValueKind.Number && point[1].ValueKind == JsonValueKind.Number
        && point[0].TryGetDecimal(out var longitude) && point[1].TryGetDecimal(out var latitude)
            ? [decimal.Round(longitude, 6), decimal.Round(latitude, 6)]
            : null;

    private void Once(string problem)
    {
        if (!problems.Contains(problem))
            problems.Add(problem);
    }

    private static string? Code(JsonElement feature)
    {
        var places = Member(feature, "properties") is { ValueKind: JsonValueKind.Object } properties ? new[] { properties, feature } : [feature];
        return places.SelectMany(p => CodeNames.Select(n => Text(p, n))).FirstOrDefault(c => !string.IsNullOrWhiteSpace(c));
    }

    private static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : null;

    private static string? Text(JsonElement element, string name) => Member(element, name) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString()!.Trim(),
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };
}
