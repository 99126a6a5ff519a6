using RiskReport.Data.Imports;
using RiskReport.Domain;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Imports;
using RiskReport.Reports.Xlsx;

namespace RiskReport.Web.Features.Imports;

/// <summary>The office's own workbook with what was found in it, made from the files that are kept and the problems on record.</summary>
public sealed class AnnotatedImport(ImportQueries imports)
{
    /// <summary>More are not marked at once, and the workbook says so: they would have to be held.</summary>
    public const int MostMarked = 50_000;

    public static string NameFor(IReadOnlyList<StoredFile> files) =>
        $"{Path.GetFileNameWithoutExtension(files[0].Name)}-检查结果{(files[0].Name.EndsWith(".xlsm", StringComparison.OrdinalIgnoreCase) ? ".xlsm" : ".xlsx")}";

    public static string WhyNot(WorkbookException problem) =>
        $"不能在这个工作簿中标出问题，请按本页列出的问题改正；或者用 Excel 打开原文件重新保存后再上传。（{problem.Message}）";

    public async Task WriteAsync(ImportJob job, IReadOnlyList<StoredFile> files, Scope scope, Stream output, CancellationToken ct)
    {
        var (total, problems) = await imports.ProblemsAsync(job.Id, null, null, null, scope, 0, MostMarked, ct);
        using var workbook = files.Open(job.RegionCode);
        var rows = ImportRows.Read(workbook.Enterprises, workbook.Risks, ct);
        var (enterprises, risks) = Followers(rows, problems);
        var notes = new WorkbookNotes(
            [
                new SheetNotes(workbook.EnterpriseSheetName, Rows(problems, EnterpriseFields.Sheet, enterprises)),
                new SheetNotes(workbook.RiskSheetName, Rows(problems, RiskFields.Sheet, risks)),
            ],
            Cover(job, await imports.SummaryAsync(job.Id, scope, ct), total),
            problems.Select(p => Line(p, p.Sheet == RiskFields.Sheet ? workbook.RiskSheetName : workbook.EnterpriseSheetName)).ToList());
        await using var original = workbook.ToXlsx(new MemoryStream(files[0].Content, writable: false));
        await AnnotatedWorkbook.WriteAsync(original, notes, output, ct);
    }

    /// <summary>Rows that are sound themselves but stay out with the others of their enterprise, and why.</summary>
    private static (Dictionary<int, string> Enterprises, Dictionary<int, string> Risks) Followers(ImportRows rows, IReadOnlyList<ImportProblem> problems)
    {
        var bad = problems.Where(p => p.Level == ProblemLevel.Fault && p.Row > 0).Select(p => (p.Sheet, p.Row)).ToHashSet();
        var (enterprises, risks) = (new Dictionary<int, string>(), new Dictionary<int, string>());
        for (var i = 0; i < rows.Enterprises; i++)
        {
            var group = rows[i];
            var badRisks = group.Risks.Where(r => bad.Contains((RiskFields.Sheet, r.Number))).Select(r => r.Number).ToList();
            var badItself = bad.Contains((EnterpriseFields.Sheet, group.Enterprise.Number));
            if (!badItself && badRisks.Count == 0)
                continue;
            if (!badItself)
                enterprises.Add(group.Enterprise.Number, $"本企业未导入：“{RiskFields.Sheet}”第 {string.Join("、", badRisks.Take(10))} 行有问题。");
            foreach (var risk in group.Risks.Where(r => !bad.Contains((RiskFields.Sheet, r.Number))))
                risks.Add(risk.Number, $"本行没有问题，但所属企业（“{EnterpriseFields.Sheet}”第 {group.Enterprise.Number} 行）未导入。");
        }

        return (enterprises, risks);
    }

    private static Dictionary<int, RowNotes> Rows(IReadOnlyList<ImportProblem> problems, string sheet, Dictionary<int, string> followers)
    {
        var notes = followers.ToDictionary(f => f.Key, f => new RowNotes(f.Value, []));
        foreach (var row in problems.Where(p => p.Sheet == sheet && p.Row > 0 && p.Level != ProblemLevel.Notice).GroupBy(p => p.Row))
        {
            var summary = string.Join('\n', row.Select(p => p.Level == ProblemLevel.Warning ? $"提示：{p.Message}" : p.Message));
            notes[row.Key] = new RowNotes(
                notes.TryGetValue(row.Key, out var follower) ? $"{follower.Summary}\n{summary}" : summary,
                row.Where(p => p is { Level: ProblemLevel.Fault, ColumnIndex: not null }).GroupBy(p => p.ColumnIndex!.Value).Select(c => new CellNote(c.Key, string.Join('\n', c.Select(p => p.Message)))).ToList());
        }

        return notes;
    }

    private static SummaryLine Line(ImportProblem p, string sheet) => new(
        sheet, p.Row, p.ColumnIndex is { } column && p.Row > 0 ? CellReference.Of(column, p.Row) : null, p.Column, p.Value, p.Code,
        p.Level == ProblemLevel.Warning ? $"提示：{p.Message}" : p.Message);

    public static string OnlyFirst(int total) => $"共 {total:N0} 处问题，只标出前 {MostMarked:N0} 处（先“{EnterpriseFields.Sheet}”后“{RiskFields.Sheet}”，按行号）；改正后再上传，即标出其余。";

    private static List<(string, string)> Cover(ImportJob job, ImportSummary summary, int total) =>
    [
        ("文件", job.FileName),
        ("年度", $"{job.Year}"),
        ("上传", $"{job.CreatedBy} {ChinaTime.FromUtc(job.CreatedAt):yyyy-MM-dd HH:mm}"),
        ("结果", job.Message ?? ""),
        ("企业", ImportSentences.Counts(summary)),
        .. total > MostMarked ? new[] { ("标出范围", OnlyFirst(total)) } : [],
        ("改正办法", $"按“{SheetHeadings.ProblemsColumn}”列筛选出有问题的行，改正后上传本文件即可；已导入的企业不会重复。"),
    ];
}
