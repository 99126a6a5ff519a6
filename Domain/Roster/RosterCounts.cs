using RiskReport.Domain.Declarations;
using RiskReport.Domain.Grading;

namespace RiskReport.Domain.Roster;

public sealed record RosterCount
{
    /// <summary>Empty where it is not told apart.</summary>
    public string TownshipCode { get; init; } = "";
    public required DeclarationStatus Status { get; init; }
    public RiskColour? Colour { get; init; }
    public required long Enterprises { get; init; }
}

/// <summary>How many enterprises there are by township, status and colour; every figure on a page is a sum of these.</summary>
public sealed record RosterCounts(IReadOnlyList<RosterCount> Counts)
{
    public long Total => Counts.Sum(c => c.Enterprises);

    public long Of(RiskColour? colour) => Counts.Where(c => c.Colour == colour).Sum(c => c.Enterprises);

    public long Of(DeclarationStatus status) => Counts.Where(c => c.Status == status).Sum(c => c.Enterprises);

    /// <summary>What has to report: all but those that were written off.</summary>
    public long Due => Total - Of(DeclarationStatus.WrittenOff);

    /// <summary>Without those that were written off.</summary>
    public RosterCounts Owing => new(Counts.Where(c => c.Status != DeclarationStatus.WrittenOff).ToList());

    /// <summary>Submitted or accepted.</summary>
    public long Filed => Of(DeclarationStatus.Submitted) + Of(DeclarationStatus.Accepted);

    public long Matching(RosterFilter filter) => Counts.Where(c => filter.Admits(c.Colour) && filter.Admits(c.Status)).Sum(c => c.Enterprises);

    /// <summary>How many a colour would bring, with the filter's statuses; the page offers every colour with its figure.</summary>
    public long Of(RiskColour? colour, RosterFilter filter) => Counts.Where(c => c.Colour == colour && filter.Admits(c.Status)).Sum(c => c.Enterprises);

    /// <summary>How many a status would bring, with the filter's colours.</summary>
    public long Of(DeclarationStatus status, RosterFilter filter) => Counts.Where(c => c.Status == status && filter.Admits(c.Colour)).Sum(c => c.Enterprises);

    public RosterCounts Within(string regionCode) =>
        new(Counts.Where(c => c.TownshipCode.StartsWith(regionCode, StringComparison.Ordinal)).ToList());
}

/// <summary>How many risks there are of each colour.</summary>
public sealed record RiskCounts
{
    public required long Red { get; init; }
    public required long Orange { get; init; }
    public required long Yellow { get; init; }
    public required long Blue { get; init; }

    public static RiskCounts Sum(IReadOnlyList<RiskCounts> parts) => new()
    {
        Red = parts.Sum(p => p.Red),
        Orange = parts.Sum(p => p.Orange),
        Yellow = parts.Sum(p => p.Yellow),
        Blue = parts.Sum(p => p.Blue),
    };

    public long Of(RiskColour colour) => colour switch
    {
        RiskColour.Red => Red,
        RiskColour.Orange => Orange,
        RiskColour.Yellow => Yellow,
        RiskColour.Blue => Blue,
        _ => throw new ArgumentOutOfRangeException(nameof(colour), colour, null),
    };

    public long Matching(RosterFilter filter) =>
        Enum.GetValues<RiskColour>().Where(c => filter.Risk.Colours.Count == 0 || filter.Risk.Colours.Contains(c)).Sum(Of);
}
