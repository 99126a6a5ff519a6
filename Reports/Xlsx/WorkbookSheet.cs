namespace RiskReport.Reports.Xlsx;

public sealed record WorkbookSheet(string Name, bool Hidden);
