using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Regrading;
using RiskReport.Domain.Tables;
using RiskReport.Reports.Xlsx;

namespace RiskReport.Reports;

/// <summary>What an exported list of changes says about itself.</summary>
public sealed record RegradingCover
{
    public required RegradingRun Run { get; init; }
    public required string Region { get; init; }

    /// <summary>What the list is filtered by, in words.</summary>
    public required string Filter { get; init; }

    /// <summary>Of the whole run, whatever the list was filtered by.</summary>
    public required RegradingCounts Counts { get; init; }
    public required string MadeBy { get; init; }
    public required DateTimeOffset MadeAt { get; init; }
    public required string Code { get; init; }
}

/// <summary>The enterprises whose colour other rules change, with before, after and why.</summary>
public static class RegradingWorkbook
{
    private const string NoColour = "无法评级";

    private static readonly IReadOnlyList<TableColumn<RegradingChange>> Columns =
    [
        new("统一社会信用代码", ValueKind.Text, 21, r => r.CreditCode),
        new("企业名称", ValueKind.Text, 34, r => r.Name),
        new("县(市、区)", ValueKind.Text, 16, r => r.County),
        new("镇(街道)", ValueKind.Text, 18, r => r.Township),
        new("行业代码", ValueKind.Text, 10, r => r.IndustryCode),
        new("规模", ValueKind.Text, 8, r => r.Scale.Word()),
        new("报告年度", ValueKind.Whole, 10, r => r.Year),
        new("状态", ValueKind.Text, 9, r => r.Status.Word()),
        new("原等级", ValueKind.Colour, 12, r => r.Before),
        new("新等级", ValueKind.Colour, 12, r => r.After),
        new("变化", ValueKind.Text, 10, r => r.After is null ? NoColour : r.After > r.Before ? "升高" : "降低"),
        new("决定等级的风险", ValueKind.Text, 24, r => r.Item),
        new("理由", ValueKind.Text, 80, r => r.Reason),
    ];

    public static Task<long> WriteAsync(IAsyncEnumerable<RegradingChange> changes, RegradingCover cover, Stream output, CancellationToken ct) => TableWorkbook.WriteAsync(
        "变化清单", Columns, changes, new WorkbookProperties(Title(cover.Run), cover.MadeBy, cover.MadeAt), (book, count) => WriteCover(book, cover, count), output, TableWorkbook.RowsPerSheet, ct);

    public static Task<long> WriteCsvAsync(IAsyncEnumerable<RegradingChange> changes, Stream output, CancellationToken ct) =>
        TableCsv.WriteAsync(Columns, changes, output, ct);

    private static string Title(RegradingRun run) => $"规则 {run.RuleSet} {run.Kind.Word()}结果";

    private static void WriteCover(WorkbookWriter book, RegradingCover cover, long count)
    {
        var run = cover.Run;
        var sheet = book.AddSheet("说明", CoverSheet.Widths, isTable: false);
        sheet.Title(Title(run));
        sheet.Line("地区", () => sheet.Text(cover.Region));
        sheet.Line("报告年度", () => sheet.Text(run.YearFrom == run.YearTo ? $"{run.YearFrom}" : $"{run.YearFrom} 年度及以后"));
        sheet.Line("清单筛选", () => sheet.Text(cover.Filter));
        sheet.Line("清单行数", () => sheet.Number(count, CellStyle.LeftWhole));
        sheet.Line("全部评级企业", () => sheet.Number(cover.Counts.Total, CellStyle.LeftWhole));
        sheet.Line("等级升高", () => sheet.Number(cover.Counts.Raised, CellStyle.LeftWhole));
        sheet.Line("等级降低", () => sheet.Number(cover.Counts.Lowered, CellStyle.LeftWhole));
        sheet.Line(NoColour, () => sheet.Number(cover.Counts.Ungradable, CellStyle.LeftWhole));
        foreach (var colour in Enum.GetValues<RiskColour>().OrderDescending())
            sheet.Line(colour.Word(), () => sheet.Text($"原 {cover.Counts.Before(colour)} 家，新 {cover.Counts.After(colour)} 家"));
        sheet.Line("制作时间", () => sheet.Time(Domain.ChinaTime.FromUtc(cover.MadeAt.UtcDateTime).DateTime, CellStyle.LeftTime));
        sheet.Line("制作人", () => sheet.Text(cover.MadeBy));
        sheet.Line("核验码", () => sheet.Text(cover.Code));
        sheet.Close();
    }
}
