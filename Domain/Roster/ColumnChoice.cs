namespace RiskReport.Domain.Roster;

/// <summary>Which columns are shown, in which order.</summary>
public static class ColumnChoice
{
    /// <summary>What stands on the screen before anybody has chosen; a file has all of them.</summary>
    public static IReadOnlyList<string> Usual(RosterKind kind) => kind == RosterKind.Items
        ? ["name", "township", "risk", "colour", "location", "accident", "method", "score", "controls", "department", "owner"]
        : ["name", "code", "colour", "township", "industry", "scale", "status", "submitted", "score", "red", "orange", "yellow", "blue", "main-risk"];

    /// <summary>What was kept once may name a column that is no more.</summary>
    public static IReadOnlyList<string> Read(string? kept, RosterKind kind) => [.. (kept ?? "").Split(',').Intersect(RosterColumns.Headings(kind).Keys)];

    /// <summary>One step towards the beginning or the end.</summary>
    public static IReadOnlyList<string> Move(IReadOnlyList<string> columns, string key, int step)
    {
        var from = columns.ToList().IndexOf(key);
        var to = from + step;
        if (from < 0 || to < 0 || to >= columns.Count)
            return columns;
        var moved = columns.ToList();
        moved.RemoveAt(from);
        moved.Insert(to, key);
        return moved;
    }
}
