namespace RiskReport.Reports.Xlsx;

/// <summary>What a file may be by its first bytes; that it really is one shows only when it is read.</summary>
internal enum FileKind
{
    Zip = 1,
    Xls = 2,
    Text = 3,
}
