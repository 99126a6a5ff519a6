namespace RiskReport.Domain.Declarations;

/// <summary>The canonical form of a version as it was filed; without its content, if what is kept is not what was filed.</summary>
public sealed record OriginalReport(byte[]? Content);
