using System.Globalization;
using RiskReport.Domain.Fields;

namespace RiskReport.Domain.Outputs;

/// <summary>A shape as it is typed: "10,20" for a point, "10,20 30,20 30,40" for an area.</summary>
public static class Coordinates
{
    private const string Example = "例如 10,20 30,20 30,40";
    private static readonly char[] BetweenPoints = [' ', '\u3000', '\t', '\r', '\n', ';', '；'];
    private static readonly char[] BetweenNumbers = [',', '，'];

    public static string Write(IEnumerable<PlanPoint> points) =>
        string.Join(' ', points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.X:0.##},{p.Y:0.##}")));

    /// <summary>The points, or the sentence that says what is wrong.</summary>
    public static (IReadOnlyList<PlanPoint> Points, string? Problem) Read(string typed)
    {
        var points = new List<PlanPoint>();
        foreach (var part in typed.Split(BetweenPoints, StringSplitOptions.RemoveEmptyEntries))
        {
            var numbers = part.Split(BetweenNumbers);
            if (numbers.Length != 2 || Normal.Number(numbers[0]) is not { } x || Normal.Number(numbers[1]) is not { } y)
                return ([], $"坐标“{part}”看不懂。每个点填“横,纵”两个百分数，点之间用空格隔开，{Example}。");
            if (x is < 0 or > 100 || y is < 0 or > 100)
                return ([], $"坐标“{part}”超出平面图：横、纵都应在 0 到 100 之间。");
            points.Add(new PlanPoint(decimal.Round(x, 2), decimal.Round(y, 2)));
        }

        return points.Count switch
        {
            0 => ([], $"请填写坐标：一个点填“横,纵”，区域至少填三个角，{Example}。"),
            2 => ([], $"只有两个点，围不成区域。区域至少要三个角，{Example}；只标一个位置时填一个点。"),
            > PlanShape.MostCorners => ([], $"有 {points.Count} 个角，超过 {PlanShape.MostCorners} 个的上限。请用较少的角围出区域。"),
            _ => (points, null),
        };
    }
}
