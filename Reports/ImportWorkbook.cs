using System.Globalization;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Imports;
using RiskReport.Reports.Uploads;
using RiskReport.Reports.Xls;
using RiskReport.Reports.Xlsx;

namespace RiskReport.Reports;

/// <summary>
/// The files of a bulk import: one workbook, or a CSV file for each of the two sheets. What makes them unusable as a
/// whole is thrown as <see cref="WorkbookException"/> on opening, before any row is read.
/// </summary>
public sealed class ImportWorkbook : IDisposable
{
    private readonly IReadOnlyList<ITables> files;
    private readonly ImportSheet enterprises;
    private readonly ImportSheet risks;

    private ImportWorkbook(IReadOnlyList<ITables> files)
    {
        this.files = files;
        Stamp = files.Count > 0 ? ReadStamp(files[0]) : null;
        if (Stamp is { Version: var version } && version != TemplateVersion.Current)
            throw WorkbookException.Unsuitable("OLD_TEMPLATE", $"这是旧版本的导入模板（版本 {version}，现行版本 {TemplateVersion.Current}）。请在“批量导入”下载现行模板，把数据复制过去后再上传。");
        (enterprises, risks) = ImportSheets.In(files);
        var faults = enterprises.Faults().Concat(RisksAbsent ? [] : risks.Faults()).ToList();
        if (faults.Count > 0)
            throw WorkbookException.Unsuitable("MISSING_HEADING", string.Concat(faults) + "请按导入模板改正第 1 行的列标题后重新上传。");
        if (!enterprises.HasRows)
            throw WorkbookException.Unsuitable("NO_ROWS", $"{enterprises.Place}没有数据行。请从第 2 行起每行填写一家企业后再上传。");
    }

    public IEnumerable<ImportRow> Enterprises => enterprises.Rows;

    public IEnumerable<ImportRow> Risks => risks.Rows;

    public SheetHeadings EnterpriseHeadings => enterprises.Headings;

    /// <summary>Without any column where only a CSV file of enterprises was handed in.</summary>
    public SheetHeadings RiskHeadings => risks.Headings;

    /// <summary>As it is called in the workbook.</summary>
    public string EnterpriseSheetName => IsCsv ? EnterpriseFields.Sheet : enterprises.PhysicalName;

    public string RiskSheetName => IsCsv ? RiskFields.Sheet : risks.PhysicalName;

    private bool IsCsv => files[0] is CsvReader;

    /// <summary>Null where the workbook was not made from our template.</summary>
    public TemplateStamp? Stamp { get; }

    /// <summary>Columns that nobody asked for: said once, then ignored.</summary>
    public IReadOnlyList<ImportProblem> Notices => [.. enterprises.Notices, .. risks.Notices];

    private bool RisksAbsent => files is [CsvReader];

    public static ImportWorkbook Open(IReadOnlyList<UploadedFile> files)
    {
        var opened = new List<ITables>();
        try
        {
            foreach (var file in files)
                opened.Add(UploadedTables.Open(file, WorkbookLimits.Default));
            return new ImportWorkbook(opened);
        }
        catch
        {
            opened.ForEach(t => t.Dispose());
            throw;
        }
    }

    /// <summary>An .xlsx that marks can be put into; what has come in otherwise is given back with the same cells in the same places.</summary>
    /// <param name="original">The first file.</param>
    public Stream ToXlsx(Stream original) => files switch
    {
        [WorkbookReader] => original,
        [XlsReader book] => TablesWorkbook.Of(book.Sheets.Select(s => (s.Name, book.Rows(s.Name)))),
        _ => TablesWorkbook.Of([(EnterpriseFields.Sheet, enterprises.AllRows), (RiskFields.Sheet, risks.AllRows)]),
    };

    /// <summary>A template holds the townships of the office it was made for; that of another office is the wrong one.</summary>
    public void CheckTemplate(string regionCode)
    {
        if (Stamp is { RegionCode: var made } && !new Scope(made).Covers(regionCode) && !new Scope(regionCode).Covers(made))
            throw WorkbookException.Unsuitable("WRONG_TEMPLATE", $"这个模板是为其他地区（代码 {made}）生成的，不能用于本地区（代码 {regionCode}）。请下载本地区的模板，把数据复制过去后再上传。");
    }

    /// <summary>To be confirmed where the template was made for another year: the wrong year is easily chosen.</summary>
    public IEnumerable<ImportProblem> YearNotice(int year) => Stamp is { Year: { } made } && made != year
        ? [new ImportProblem
        {
            Sheet = EnterpriseFields.Sheet,
            Row = 0,
            Column = "",
            Value = $"{made}",
            Code = ProblemCodes.TemplateYear,
            Message = $"模板是 {made} 年度的，本次导入选择了 {year} 年度，请核对年度是否选错。",
            Level = ProblemLevel.Warning,
        }]
        : [];

    private static TemplateStamp? ReadStamp(ITables book)
    {
        if (book.Sheets.All(s => s.Name != TemplateVersion.Sheet))
            return null;
        try
        {
            var rows = book.Rows(TemplateVersion.Sheet).Take(3).ToList();
            return rows is [{ Number: 1 } first, { Number: 2 } second, ..] && first[0].Text == TemplateVersion.Program && first[1].Text.Length > 0 && second[1].Text.Length > 0
                ? new TemplateStamp(first[1].Text, second[1].Text, rows is [_, _, { Number: 3 } third] ? Year(third[1].Text) : null)
                : null;
        }
        catch (WorkbookException)
        {
            // the stamp helps to explain; nothing of the import depends on it
            return null;
        }
    }

    private static int? Year(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year) ? year : null;

    public void Dispose()
    {
        foreach (var file in files)
            file.Dispose();
    }
}
