namespace RiskReport.Domain.Reference;

/// <summary>An entry of a code list with the days it holds; without a day it holds since ever or for ever.</summary>
public interface IDated
{
    DateOnly? ValidFrom { get; }

    /// <summary>The last day: what was merged or renamed stays on the list for the reports of its time.</summary>
    DateOnly? ValidTo { get; }
}

public static class Validity
{
    /// <summary>Whether it holds on any day of a reporting year.</summary>
    public static bool HoldsIn(this IDated entry, int year) =>
        (entry.ValidFrom is null || entry.ValidFrom.Value.Year <= year) && (entry.ValidTo is null || entry.ValidTo.Value.Year >= year);
}
