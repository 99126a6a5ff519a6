namespace RiskReport.Domain.Outputs;

/// <summary>A picture of the place, which risks are drawn on. The picture itself is fetched apart.</summary>
public sealed record FloorPlan
{
    public const int Most = 10;

    public required long Id { get; init; }
    public required long EnterpriseId { get; init; }
    public required string Name { get; init; }

    /// <summary>Pixels, standing upright.</summary>
    public required int Width { get; init; }
    public required int Height { get; init; }
    public required DateTime ChangedAt { get; init; }
    public required string ChangedBy { get; init; }
}

/// <summary>What one year's risks look like on a plan. Version 0 is one that this year has not saved yet.</summary>
public sealed record PlanDrawing(int Version, IReadOnlyList<PlanShape> Shapes)
{
    public static readonly PlanDrawing Nothing = new(0, []);
}
