namespace RiskReport.Domain.Roster;

/// <summary>By which column the roster is sorted; its key is the column's in <see cref="RosterColumns"/>.</summary>
public sealed record RosterOrder(string Key, bool IsDescending)
{
    /// <summary>Township by township, as the roll has them.</summary>
    public static readonly RosterOrder ByRegion = new("county", false);

    /// <summary>Every column but the year, which is the same for all, and the telephone number.</summary>
    public static bool IsPossible(string key) => key is not ("year" or "phone") && RosterColumns.All.Any(c => c.Key == key);
}
