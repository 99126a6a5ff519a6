namespace RiskReport.Reports.Xlsx;

/// <summary>Where the sheet with the list of all problems goes: a new one at the end, or the place of an earlier one.</summary>
/// <param name="ReplacesId">The relationship of the sheet whose place it takes.</param>
internal sealed record AnnotatedSummary(string Name, string Part, int Index, int SheetId, string RelationshipId, string? ReplacesId);
