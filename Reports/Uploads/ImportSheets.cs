using RiskReport.Domain.Fields;
using RiskReport.Domain.Imports;
using RiskReport.Reports.Xlsx;

namespace RiskReport.Reports.Uploads;

/// <summary>Finds the two sheets of an import: in one workbook by their names, in CSV files by their headings.</summary>
internal static class ImportSheets
{
    private const double LeastLikeness = 0.5;

    public static (ImportSheet Enterprises, ImportSheet Risks) In(IReadOnlyList<ITables> files) =>
        files.All(f => f is CsvReader) ? InCsv(files) : files.Count == 1 ? InWorkbook(files[0]) : throw WrongFiles();

    private static (ImportSheet, ImportSheet) InWorkbook(ITables book)
    {
        var enterprises = Find(book, EnterpriseFields.Sheet);
        var risks = Find(book, RiskFields.Sheet);
        if (enterprises is not null && risks is not null)
            return (ImportSheet.InWorkbook(EnterpriseFields.Sheet, enterprises, EnterpriseFields.All, book),
                ImportSheet.InWorkbook(RiskFields.Sheet, risks, RiskFields.All, book));

        var missing = new[] { enterprises is null ? EnterpriseFields.Sheet : "", risks is null ? RiskFields.Sheet : "" }.Where(s => s.Length > 0);
        var present = book.Sheets.Where(s => s.Name is not (AnnotatedWorkbook.SummarySheet or TemplateVersion.Sheet)).Select(s => s.Name).ToList();
        throw WorkbookException.Unsuitable("MISSING_SHEET",
            $"工作簿中没有工作表{Quoted.List(missing)}，现有工作表：{(present.Count > 0 ? Quoted.List(present) : "无")}。请使用导入模板，不要改动工作表名称。");
    }

    /// <summary>Of two that differ in blanks only neither is taken, unless one has the very name.</summary>
    private static WorkbookSheet? Find(ITables book, string name)
    {
        var alike = book.Sheets.Where(s => Normal.Text(s.Name) == name).ToList();
        return alike.Find(s => s.Name == name) ?? (alike.Count == 1 ? alike[0] : null);
    }

    private static (ImportSheet, ImportSheet) InCsv(IReadOnlyList<ITables> files)
    {
        if (files.Count is 0 or > 2)
            throw WrongFiles();

        var found = files.Select(f => (File: f, Kind: KindOf(f))).ToLookup(f => f.Kind, f => f.File);
        if (files.Count == 2 && found.Count == 1)
            throw WorkbookException.Unsuitable("WRONG_FILES",
                $"文件{Quoted.List(files.Select(f => f.Sheets[0].Name))}都是“{found.First().Key}”。请上传“{EnterpriseFields.Sheet}”和“{RiskFields.Sheet}”各一个文件。");
        if (!found.Contains(EnterpriseFields.Sheet))
            throw WorkbookException.Unsuitable("MISSING_SHEET",
                $"文件“{files[0].Sheets[0].Name}”是“{RiskFields.Sheet}”，还缺少“{EnterpriseFields.Sheet}”。请同时选择两个 CSV 文件上传。");

        return (InCsv(EnterpriseFields.Sheet, EnterpriseFields.All, found[EnterpriseFields.Sheet].First()),
            found.Contains(RiskFields.Sheet)
                ? InCsv(RiskFields.Sheet, RiskFields.All, found[RiskFields.Sheet].First())
                : ImportSheet.Absent(RiskFields.Sheet, RiskFields.All));
    }

    private static string KindOf(ITables file)
    {
        var likeness = new[] { (EnterpriseFields.Sheet, Fields: EnterpriseFields.All), (RiskFields.Sheet, Fields: RiskFields.All) }
            .Select(k => (k.Sheet, InCsv(k.Sheet, k.Fields, file).Likeness))
            .MaxBy(k => k.Likeness);
        return likeness.Likeness >= LeastLikeness ? likeness.Sheet : throw WorkbookException.Unsuitable("MISSING_HEADING",
            $"文件“{file.Sheets[0].Name}”的列标题既不是“{EnterpriseFields.Sheet}”也不是“{RiskFields.Sheet}”的。请按导入模板填写列标题（第 1 行），另存为“CSV UTF-8(逗号分隔)(*.csv)”后再上传。");
    }

    private static ImportSheet InCsv(string name, IReadOnlyList<Field> fields, ITables file)
    {
        var only = file.Sheets[0].Name;
        return new ImportSheet(name, only, $"文件“{only}”({name})", fields, () => file.Rows(only));
    }

    private static WorkbookException WrongFiles() => WorkbookException.Unsuitable("WRONG_FILES",
        $"一次请上传一个工作簿，或者一至两个 CSV 文件（“{EnterpriseFields.Sheet}”和“{RiskFields.Sheet}”各一个）。请去掉其他文件后再上传。");
}
