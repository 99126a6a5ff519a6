using System.Globalization;
using RiskReport.Domain.Imports;
using RiskReport.Reports.Uploads;
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
        (enterprises, risks) = ImportSheets.In(files);
        var faults = enterprises.Faults().Concat(RisksAbsent ? [] : risks.Faults()).ToList();
        if (faults.Count > 0)
            throw WorkbookException.Unsuitable("MISSING_HEADING", string.Concat(faults) + "请按导入模板改正第 1 行的列标题后重新上传。");
        if (!enterprises.HasRows)
            throw WorkbookException.Unsuitable("NO_ROWS", $"{enterprises.Place}没有数据行。请从第 2 行起每行填写一家企业后再上传。");
        Stamp = ReadStamp(files[0]);
    }

    public IEnumerable<ImportRow> Enterprises => enterprises.Rows;

    public IEnumerable<ImportRow> Risks => risks.Rows;

    public SheetHeadings EnterpriseHeadings => enterprises.Headings;

    /// <summary>Without any column where only a CSV file of enterprises was handed in.</summary>
    public SheetHeadings RiskHeadings => risks.Headings;

    /// <summary>As it is called in the file; of a CSV file, the file's name.</summary>
    public string EnterpriseSheetName => enterprises.PhysicalName;

    public string RiskSheetName => risks.PhysicalName;

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

    private static TemplateStamp? ReadStamp(ITables book)
    {
        if (book.Sheets.All(s => s.Name != ImportSheets.StampSheet))
            return null;
        try
        {
            var rows = book.Rows(ImportSheets.StampSheet).Take(3).ToList();
            return rows is [{ Number: 1 } first, { Number: 2 } second, ..] && first[0].Text == "RiskReport" && first[1].Text.Length > 0 && second[1].Text.Length > 0
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
