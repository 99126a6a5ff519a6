using RiskReport.Domain.Grading;

namespace RiskReport.Domain.Outputs;

/// <summary>A shape with the risks it stands for in a report, and so with its colour: the worst of theirs.</summary>
public sealed record DrawnShape(int Number, IReadOnlyList<PlanPoint> Points, IReadOnlyList<NumberedRisk> Risks, IReadOnlyList<string> Missing)
{
    /// <summary>Null when the report has none of its risks any more.</summary>
    public RiskColour? Colour => Risks.Count == 0 ? null : Risks.Max(r => r.Colour);

    public bool IsPoint => Points.Count == 1;

    /// <summary>The worst first, so that a short label names what gives the colour.</summary>
    public string Name => Risks.Count == 0
        ? $"{string.Join("、", Missing)}（已不在报告中）"
        : string.Join("、", Risks.OrderByDescending(r => r.Colour).ThenBy(r => r.Number).Select(r => r.Facts.Name));

    public static IReadOnlyList<DrawnShape> Of(PlanDrawing drawing, IReadOnlyList<NumberedRisk> risks) => drawing.Shapes
        .Select((shape, i) =>
        {
            var found = shape.Risks.Select(r => (r.Name, Risk: Find(r, risks))).ToList();
            return new DrawnShape(i + 1, shape.Points, found.Select(f => f.Risk).OfType<NumberedRisk>().Distinct().ToList(), found.Where(f => f.Risk is null).Select(f => f.Name).ToList());
        })
        .ToList();

    /// <summary>The risk of that number if it still has that name, else the only one that has it: no shape takes the colour of another risk.</summary>
    private static NumberedRisk? Find(PlanRisk wanted, IReadOnlyList<NumberedRisk> risks)
    {
        var namesakes = risks.Where(r => r.Facts.Name == wanted.Name).ToList();
        return namesakes.Find(r => r.Number == wanted.Number) ?? (namesakes.Count == 1 ? namesakes[0] : null);
    }
}
