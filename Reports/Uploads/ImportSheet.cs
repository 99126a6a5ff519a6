using RiskReport.Domain.Fields;
using RiskReport.Domain.Imports;
using RiskReport.Reports.Xlsx;

namespace RiskReport.Reports.Uploads;

/// <summary>A sheet of known headings, in whichever file it stands.</summary>
/// <param name="name">What we call it.</param>
/// <param name="physicalName">What it is called in the file.</param>
/// <param name="place">Names it in a sentence.</param>
internal sealed class ImportSheet(string name, string physicalName, string place, IReadOnlyList<Field> fields, Func<IEnumerable<WorkbookRow>> rows)
{
    /// <summary>Above the headings stand at most a title and some advice.</summary>
    private const int RowsLookedAt = 10;

    public static ImportSheet InWorkbook(string name, WorkbookSheet sheet, IReadOnlyList<Field> fields, ITables tables) =>
        new(name, sheet.Name, $"工作表“{sheet.Name}”", fields, () => tables.Rows(sheet.Name));

    public static ImportSheet Absent(string name, IReadOnlyList<Field> fields) => new(name, name, "", fields, () => []);

    public string PhysicalName => physicalName;

    public string Place => place;

    public SheetHeadings Headings { get; } = HeadingsOf(rows().FirstOrDefault(r => r.Number == 1), fields);

    public IEnumerable<ImportRow> Rows => rows().Where(r => r.Number > 1).Select(r => new ImportRow(r.Number, r.Cells, Headings));

    /// <summary>With the headings and everything around them.</summary>
    public IEnumerable<WorkbookRow> AllRows => rows();

    public bool HasRows => Rows.Any(r => !r.IsBlank);

    /// <summary>How many of the required headings the best row at the top has, between 0 and 1.</summary>
    public double Likeness => Top().Select(h => 1 - (h.Headings.Missing.Count / (double)fields.Count(f => f.Required))).DefaultIfEmpty().Max();

    public IEnumerable<ImportProblem> Notices => Headings.Unknown.Select(h => new ImportProblem
    {
        Sheet = name,
        Row = 1,
        Column = h,
        Value = h,
        Code = ProblemCodes.UnknownColumn,
        Message = $"列“{h}”不是导入模板中的列，已忽略，不影响导入。",
    });

    /// <summary>What makes the sheet unusable, as sentences.</summary>
    public IEnumerable<string> Faults()
    {
        if (Headings.Missing.Count > 0)
        {
            yield return Top().FirstOrDefault(h => h.Headings.Missing.Count == 0) is { Row: var row and > 1 }
                ? $"{place}第 {row} 行才是列标题，列标题应在第 1 行：请删除上面的 {row - 1} 行。"
                : $"{place}缺少必填列{Quoted.List(Headings.Missing)}。";
        }

        if (Headings.Repeated.Count > 0)
            yield return $"{place}的列{Quoted.List(Headings.Repeated)}出现了不止一次。";
    }

    private IEnumerable<(int Row, SheetHeadings Headings)> Top() =>
        rows().TakeWhile(r => r.Number <= RowsLookedAt).Select(r => (r.Number, HeadingsOf(r, fields)));

    private static SheetHeadings HeadingsOf(WorkbookRow? row, IReadOnlyList<Field> fields) => SheetHeadings.Match(row?.Cells ?? [], fields);
}
