namespace RiskReport.Domain.Outputs;

/// <summary>A place on a plan, in percent of its width and height from the upper left corner.</summary>
public sealed record PlanPoint(decimal X, decimal Y);

/// <summary>A risk that a shape stands for. A report that is filed anew may number its risks anew, hence the name.</summary>
public sealed record PlanRisk(int Number, string Name);

/// <summary>A point, or an area of three corners and more, and what is dangerous there. It has no colour: that is the risks'.</summary>
public sealed record PlanShape(IReadOnlyList<PlanPoint> Points, IReadOnlyList<PlanRisk> Risks)
{
    public const int Most = 100;

    public const int MostCorners = 60;
}
