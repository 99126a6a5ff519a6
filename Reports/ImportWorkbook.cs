using RiskReport.Domain.Fields;
using RiskReport.Domain.Imports;
using RiskReport.Reports.Xlsx;

namespace RiskReport.Reports;

/// <summary>
/// The workbook of a bulk import: two sheets with known headings. What makes it unusable as a whole is thrown as
/// <see cref="WorkbookException"/> on opening, before any row is read.
/// </summary>
public sealed class ImportWorkbook : IDisposable
{
    private readonly WorkbookReader reader;
    private readonly SheetHeadings enterpriseHeadings;
    private readonly SheetHeadings riskHeadings;

    private ImportWorkbook(WorkbookReader reader)
    {
        this.reader = reader;
        var missing = new[] { EnterpriseFields.Sheet, RiskFields.Sheet }.Where(s => reader.Sheets.All(x => x.Name != s)).ToList();
        if (missing.Count > 0)
            throw WorkbookException.Unsuitable("MISSING_SHEET",
                $"工作簿中没有工作表{Quoted(missing)}，现有工作表：{Quoted(reader.Sheets.Select(s => s.Name))}。请使用导入模板，不要改动工作表名称。");

        enterpriseHeadings = Match(reader, EnterpriseFields.Sheet, EnterpriseFields.All);
        riskHeadings = Match(reader, RiskFields.Sheet, RiskFields.All);
        var faults = Faults(EnterpriseFields.Sheet, enterpriseHeadings).Concat(Faults(RiskFields.Sheet, riskHeadings)).ToList();
        if (faults.Count > 0)
            throw WorkbookException.Unsuitable("MISSING_HEADING", string.Concat(faults) + "请按导入模板补齐第 1 行的列标题后重新上传。");
        if (!Enterprises.Any(r => !r.IsBlank))
            throw WorkbookException.Unsuitable("NO_ROWS", $"工作表“{EnterpriseFields.Sheet}”没有数据行。请从第 2 行起每行填写一家企业后再上传。");
    }

    public IEnumerable<ImportRow> Enterprises => Rows(reader, EnterpriseFields.Sheet, enterpriseHeadings);

    public IEnumerable<ImportRow> Risks => Rows(reader, RiskFields.Sheet, riskHeadings);

    /// <summary>Columns that nobody asked for: said once, then ignored.</summary>
    public IReadOnlyList<ImportProblem> Notices =>
    [
        .. Unknown(EnterpriseFields.Sheet, enterpriseHeadings),
        .. Unknown(RiskFields.Sheet, riskHeadings),
    ];

    public static ImportWorkbook Open(Stream file)
    {
        var reader = WorkbookReader.Open(file, WorkbookLimits.Default);
        try
        {
            return new ImportWorkbook(reader);
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    internal static SheetHeadings Match(WorkbookReader reader, string sheet, IReadOnlyList<Field> fields)
    {
        var first = reader.Rows(sheet).FirstOrDefault();
        return SheetHeadings.Match(first is { Number: 1 } ? first.Cells : [], fields);
    }

    internal static IEnumerable<ImportRow> Rows(WorkbookReader reader, string sheet, SheetHeadings headings) =>
        reader.Rows(sheet).Where(r => r.Number > 1).Select(r => new ImportRow(r.Number, r.Cells, headings));

    private static IEnumerable<string> Faults(string sheet, SheetHeadings headings)
    {
        if (headings.Missing.Count > 0)
            yield return $"工作表“{sheet}”缺少必填列{Quoted(headings.Missing)}。";
        if (headings.Repeated.Count > 0)
            yield return $"工作表“{sheet}”的列{Quoted(headings.Repeated)}出现了不止一次。";
    }

    private static IEnumerable<ImportProblem> Unknown(string sheet, SheetHeadings headings) => headings.Unknown.Select(h => new ImportProblem
    {
        Sheet = sheet,
        Row = 1,
        Column = h,
        Value = h,
        Code = ProblemCodes.UnknownColumn,
        Message = $"列“{h}”不是导入模板中的列，已忽略，不影响导入。",
    });

    private static string Quoted(IEnumerable<string> names) => string.Join("、", names.Select(n => $"“{n}”"));

    public void Dispose() => reader.Dispose();
}
