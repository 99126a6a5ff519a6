using RiskReport.Domain.Grading;

namespace RiskReport.Reports;

/// <summary>Counts the lines of a roster by grade while they pass.</summary>
internal sealed class RosterTally(string unit)
{
    private const int NotGraded = 0;
    private readonly long[] _counts = new long[(int)RiskColour.Red + 1];

    public long Total { get; private set; }

    public string Sentence =>
        $"合计 {Total} {unit}：重大 {Of(RiskColour.Red)} {unit}，较大 {Of(RiskColour.Orange)} {unit}，"
        + $"一般 {Of(RiskColour.Yellow)} {unit}，低 {Of(RiskColour.Blue)} {unit}，未评 {_counts[NotGraded]} {unit}";

    public void Add(RiskColour? colour)
    {
        Total++;
        _counts[colour is { } graded ? (int)graded : NotGraded]++;
    }

    private long Of(RiskColour colour) => _counts[(int)colour];
}
