namespace RiskReport.Domain.Roster;

/// <summary>
/// Where a page begins: behind or before a line that was seen, which costs the same everywhere, or at a number.
/// A line is told by its enterprise.
/// </summary>
public sealed record RosterPlace
{
    public long Skip { get; init; }
    public long? After { get; init; }

    /// <summary>Where the line behind which it begins stood in the order of the roll, for a reader to whom the list must not begin anew when that line is gone.</summary>
    public string? AfterTownship { get; init; }
    public long? Before { get; init; }
}

/// <summary>Where a page of risks begins: at an end of the list, or behind or before a risk that was seen.</summary>
public sealed record RiskPlace(bool IsBackwards, long? EnterpriseId = null, int Position = 0);
