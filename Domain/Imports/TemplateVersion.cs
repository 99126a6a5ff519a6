using System.Security.Cryptography;
using System.Text;
using RiskReport.Domain.Fields;

namespace RiskReport.Domain.Imports;

/// <summary>
/// The layout of the import workbook as a short text. It follows the fields by itself: headings, what is required, kinds
/// and choices decide whether a workbook filled in some time ago still fits; hints and limits do not.
/// </summary>
public static class TemplateVersion
{
    /// <summary>The sheet that nobody sees: program and layout in row 1, region, year and time of making below.</summary>
    public const string Sheet = "模板信息";

    public const string Program = "RiskReport";

    /// <summary>For what the fields do not show: another way to fill in the same columns.</summary>
    private const string Edition = "2026.1";

    public static string Current { get; } = Of([(EnterpriseFields.Sheet, EnterpriseFields.All), (RiskFields.Sheet, RiskFields.All)]);

    public static string Of(IEnumerable<(string Name, IReadOnlyList<Field> Fields)> sheets)
    {
        var layout = string.Join('\n', sheets.SelectMany(s => s.Fields.Select(f => $"{s.Name}|{f.Heading}|{f.Required}|{f.Kind}|{string.Join(',', f.Words)}")));
        return $"{Edition}-{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(layout)), 0, 2)}";
    }
}
