namespace RiskReport.Domain.Audit;

/// <summary>Something done, or tried, before it has a number. The subject names things, never what is known of a person.</summary>
public sealed record AuditDeed(AuditAction Action, string Subject, string RegionCode)
{
    /// <summary>Tried in vain.</summary>
    public bool IsRefused { get; init; }

    /// <summary>SHA-256 of what was there before, where it has one.</summary>
    public string? HashBefore { get; init; }

    public string? HashAfter { get; init; }
}
