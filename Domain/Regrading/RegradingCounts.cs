using RiskReport.Domain.Grading;

namespace RiskReport.Domain.Regrading;

/// <summary>How many enterprises of a county-level unit went from one colour to another; 0 is "cannot be graded".</summary>
public sealed record RegradingCount
{
    public required string CountyCode { get; init; }
    public required int ColourFrom { get; init; }
    public required int ColourTo { get; init; }
    public required int Enterprises { get; init; }
}

/// <summary>Before and after, for the whole or a part of it; every figure of the page is a sum of these.</summary>
public sealed record RegradingCounts(IReadOnlyList<RegradingCount> Counts)
{
    public int Total => Counts.Sum(c => c.Enterprises);

    public int Raised => Counts.Where(c => c.ColourTo > c.ColourFrom).Sum(c => c.Enterprises);

    public int Lowered => Counts.Where(c => c.ColourTo < c.ColourFrom && c.ColourTo != 0).Sum(c => c.Enterprises);

    /// <summary>Those that the new rules cannot grade: a factor's value or a catalogue entry is no longer there.</summary>
    public int Ungradable => Counts.Where(c => c.ColourTo == 0).Sum(c => c.Enterprises);

    public int Changed => Counts.Where(c => c.ColourTo != c.ColourFrom).Sum(c => c.Enterprises);

    public int Before(RiskColour colour) => Counts.Where(c => c.ColourFrom == (int)colour).Sum(c => c.Enterprises);

    public int After(RiskColour? colour) => Counts.Where(c => c.ColourTo == (int)(colour ?? 0)).Sum(c => c.Enterprises);

    public int Between(RiskColour before, RiskColour? after) =>
        Counts.Where(c => c.ColourFrom == (int)before && c.ColourTo == (int)(after ?? 0)).Sum(c => c.Enterprises);

    public RegradingCounts Within(string regionCode) =>
        new(Counts.Where(c => c.CountyCode.StartsWith(regionCode, StringComparison.Ordinal)).ToList());
}
