using RiskReport.Domain.Grading;

namespace RiskReport.Reports;

/// <summary>Counts the enterprises of a roster by grade while they pass.</summary>
internal sealed class RosterTally
{
    private const int NotGraded = 0;
    private readonly int[] _counts = new int[(int)RiskColour.Red + 1];

    public int Total { get; private set; }

    public string Sentence =>
        $"合计 {Total} 家：重大 {Of(RiskColour.Red)} 家，较大 {Of(RiskColour.Orange)} 家，"
        + $"一般 {Of(RiskColour.Yellow)} 家，低 {Of(RiskColour.Blue)} 家，未评 {_counts[NotGraded]} 家";

    public void Add(RiskColour? colour)
    {
        Total++;
        _counts[colour is { } graded ? (int)graded : NotGraded]++;
    }

    private int Of(RiskColour colour) => _counts[(int)colour];
}
