namespace RiskReport.Domain.Roster;

/// <summary>By which column a roster is sorted; its key is the column's in <see cref="RosterColumns"/> or <see cref="RiskRosterColumns"/>.</summary>
public sealed record RosterOrder(string Key, bool IsDescending)
{
    /// <summary>Their order would tell of names that are masked. Views of before may still say so, and are taken as unsorted.</summary>
    public static readonly string[] OfPersons = ["officer", "owner"];

    /// <summary>By what nobody looks for first, or what is the same for all, and by long texts no list is sorted.</summary>
    private static readonly string[] Unsorted = [.. OfPersons, "year", "phone", "risk-number", "consequence", "reason", "controls", "emergency"];

    /// <summary>Whoever is overdue for longest first.</summary>
    public static readonly RosterOrder ByDelay = new(RosterColumns.Delay, true);

    /// <summary>Township by township, as the roll has them.</summary>
    public static readonly RosterOrder ByRegion = new("county", false);

    /// <summary>By the delay only what was asked for as overdue, since nothing else has one.</summary>
    public static bool IsPossible(RosterKind kind, string key, Overdue? overdue) => key == RosterColumns.Delay
        ? kind == RosterKind.Enterprises && overdue is not null
        : !Unsorted.Contains(key) && RosterColumns.Headings(kind).ContainsKey(key);
}
