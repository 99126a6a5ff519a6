namespace RiskReport.Domain.Roster;

/// <summary>By which column the roster is sorted; its key is the column's in <see cref="RosterColumns"/>.</summary>
public sealed record RosterOrder(string Key, bool IsDescending)
{
    /// <summary>Township by township, as the roll has them.</summary>
    public static readonly RosterOrder ByRegion = new("county", false);
}
