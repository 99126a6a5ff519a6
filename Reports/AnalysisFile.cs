using RiskReport.Domain.Analysis;
using RiskReport.Domain.Roster;
using RiskReport.Domain.Tables;
using RiskReport.Reports.Xlsx;

namespace RiskReport.Reports;

/// <summary>The tables of an analysis, and the names behind a movement of colours, in the formats of a roster.</summary>
public static class AnalysisFile
{
    private static readonly IReadOnlyList<TableColumn<MovedEnterprise>> Names =
    [
        new("统一社会信用代码", ValueKind.Text, 21, e => e.CreditCode),
        new("企业名称", ValueKind.Text, 34, e => e.Name),
        new("县(市、区)", ValueKind.Text, 14, e => e.County),
        new("镇(街道)", ValueKind.Text, 14, e => e.Township),
        new("上年度等级", ValueKind.Colour, 16, e => Grade(e.Before)),
        new("本年度等级", ValueKind.Colour, 16, e => Grade(e.After)),
        new("上年度最高分值", ValueKind.Fraction, 14, e => e.ScoreBefore),
        new("本年度最高分值", ValueKind.Fraction, 14, e => e.Score),
        new("上年度主要风险", ValueKind.Text, 24, e => e.MainRiskBefore),
        new("本年度主要风险", ValueKind.Text, 24, e => e.MainRisk),
        new("评级理由", ValueKind.Text, 60, e => e.Reason),
    ];

    /// <returns>How many lines there are.</returns>
    public static Task<long> WriteAsync(string format, IReadOnlyList<AnalysisTable> tables, RosterCover cover, Stream output, CancellationToken ct) => format switch
    {
        "xlsx" => WorkbookAsync(tables, cover, output, ct),
        "pdf" => TablePdf.WriteAsync([.. tables.Select(t => new PaperTable<AnalysisLine>(t.Heading, t.Columns, t.Lines.ToAsyncEnumerable(), t.Note))], cover, output, ct),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, null),
    };

    /// <returns>How many enterprises there are.</returns>
    public static Task<long> WriteAsync(string format, IAsyncEnumerable<MovedEnterprise> names, RosterCover cover, Stream output, CancellationToken ct) => format switch
    {
        "xlsx" => RosterWorkbook.WriteAsync("变化名单", Names, names, cover, output, ct),
        "csv" => TableCsv.WriteAsync(Names, names, output, ct),
        "pdf" => TablePdf.WriteAsync([new PaperTable<MovedEnterprise>("变化名单", Names, names)], cover, output, ct),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, null),
    };

    private static object Grade(ReportState state) => state.Colour() is { } colour ? colour : state.Word();

    private static async Task<long> WorkbookAsync(IReadOnlyList<AnalysisTable> tables, RosterCover cover, Stream output, CancellationToken ct)
    {
        var lines = 0L;
        await TableWorkbook.WriteAsync(
            tables[0].Heading, tables[0].Columns, tables[0].Lines.ToAsyncEnumerable(), new WorkbookProperties(cover.Title, cover.MadeBy, cover.MadeAt), (book, first) =>
            {
                lines = first + tables.Skip(1).Sum(t => TableWorkbook.Add(book, t.Heading, t.Columns, t.Lines, l => l.IsSum));
                RosterWorkbook.WriteCover(book, cover with { Notes = [.. tables.Select(t => $"{t.Heading}：{t.Note}")] }, lines);
            }, output, TableWorkbook.RowsPerSheet, ct, l => l.IsSum);
        return lines;
    }
}
