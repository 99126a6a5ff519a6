namespace RiskReport.Reports.Xlsx;

/// <param name="Type">The last word of the type's address, which the strict and the usual format share.</param>
/// <param name="Part">The full name of the part it leads to.</param>
internal sealed record Relationship(string Id, string Type, string Part);
