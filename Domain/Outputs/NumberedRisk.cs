using RiskReport.Domain.Declarations;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Privacy;

namespace RiskReport.Domain.Outputs;

/// <summary>A risk of a filed report with its place in it, which is how people name it on paper.</summary>
public sealed record NumberedRisk(int Number, RiskFacts Facts, RiskColour Colour)
{
    /// <summary>What must be put up for everybody to read (Order 140 §16).</summary>
    public bool IsMajor => Colour >= RiskColour.Orange;

    public static IReadOnlyList<NumberedRisk> Of(IEnumerable<GradedRisk> risks, Sight sight) =>
        risks.Select((r, i) => new NumberedRisk(i + 1, sight.Of(r.Facts), r.Grade.Colour)).ToList();
}
