using ClosedXML.Excel;

namespace RiskReport.Reports.Templates;

/// <summary>The few looks of the template; what is required is told by its words too, never by colour alone.</summary>
internal static class TemplateStyle
{
    /// <summary>The number format of text, which every program knows by this number.</summary>
    public const int Text = 49;

    private static readonly XLColor Dark = XLColor.FromArgb(0x1F, 0x4E, 0x79);
    private static readonly XLColor Light = XLColor.FromArgb(0xE7, 0xEB, 0xF0);

    public static void Required(IXLCell cell)
    {
        Heading(cell, Dark);
        cell.Style.Font.SetFontColor(XLColor.White);
    }

    public static void Optional(IXLCell cell) => Heading(cell, Light);

    private static void Heading(IXLCell cell, XLColor fill) => cell.Style
        .Fill.SetBackgroundColor(fill)
        .Font.SetBold()
        .Alignment.SetVertical(XLAlignmentVerticalValues.Center)
        .Alignment.SetWrapText()
        .Border.SetOutsideBorder(XLBorderStyleValues.Thin)
        .Border.SetOutsideBorderColor(XLColor.FromArgb(0xA0, 0xA8, 0xB0));
}
