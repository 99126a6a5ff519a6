namespace RiskReport.Domain.Imports;

/// <summary>What our template says about itself on a sheet of its own: its layout, and the region and year it was made for.</summary>
public sealed record TemplateStamp(string Version, string RegionCode, int? Year);
