namespace RiskReport.Domain.Roster;

/// <summary>What a line of the roster is.</summary>
public enum RosterKind
{
    Enterprises = 1,

    /// <summary>One line for each risk.</summary>
    Items = 2,

    /// <summary>Counts of enterprises by county, industry and colour.</summary>
    Statistics = 3,
}

/// <summary>A roster as it is asked for: which lines, in what order, with which columns.</summary>
public sealed record RosterRequest
{
    public required RosterKind Kind { get; init; }
    public required RosterFilter Filter { get; init; }
    public RosterOrder Order { get; init; } = RosterOrder.ByRegion;

    /// <summary>Keys of the chosen columns in their order; empty for the usual ones.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>The columns chosen, or the usual ones; whoever asks for the overdue also sees for how long.</summary>
    public IReadOnlyList<string> ColumnsOr(IEnumerable<string> usual) =>
        [.. Columns.Count > 0 ? Columns : usual, .. Kind == RosterKind.Enterprises && Filter.Overdue is not null ? [RosterColumns.Delay] : Array.Empty<string>()];
}
