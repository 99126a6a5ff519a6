using RiskReport.Domain.Grading;

namespace RiskReport.Domain.Declarations;

/// <summary>What roster and map show of a report's grade; a report that is not filed shows none.</summary>
public sealed record ShownGrade(RiskColour? Colour, decimal? TopScore, IReadOnlyList<(RiskColour Colour, decimal? Score)> Risks)
{
    /// <summary>The canonical form cuts a score off where the database rounds it.</summary>
    private const decimal LastPlace = 0.0001m;

    public static readonly ShownGrade None = new(null, null, []);

    public static ShownGrade Of(Grade grade) => new(grade.Colour, grade.TopScore, grade.Items.Select(i => (i.Colour, i.Score)).ToList());

    public int Count(RiskColour colour) => Risks.Count(r => r.Colour == colour);

    public bool IsSame(ShownGrade other) =>
        Colour == other.Colour && IsSame(TopScore, other.TopScore) && Risks.Count == other.Risks.Count
        && Risks.Zip(other.Risks).All(r => r.First.Colour == r.Second.Colour && IsSame(r.First.Score, r.Second.Score));

    private static bool IsSame(decimal? a, decimal? b) => a is { } one && b is { } other ? Math.Abs(one - other) <= LastPlace : a is null && b is null;
}
