using RiskReport.Reports.Xlsx;

namespace RiskReport.Reports;

/// <summary>The sheet that says what a workbook is: a title, then label and value by line.</summary>
internal static class CoverSheet
{
    public static readonly double[] Widths = [14, 90];

    public static void Title(this SheetWriter sheet, string title)
    {
        sheet.BeginRow();
        sheet.Text(title, CellStyle.Title);
        sheet.EndRow();
    }

    public static void Line(this SheetWriter sheet, string label, Action value)
    {
        sheet.BeginRow();
        sheet.Text(label, CellStyle.Label);
        value();
        sheet.EndRow();
    }
}
