namespace RiskReport.Domain.Enterprises;

/// <summary>An enterprise on the roll.</summary>
public sealed record Enterprise(long Id, EnterpriseFacts Facts);
