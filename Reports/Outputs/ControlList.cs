using System.Globalization;
using RiskReport.Domain.Outputs;
using RiskReport.Domain.Tables;
using RiskReport.Reports.Xlsx;

namespace RiskReport.Reports.Outputs;

/// <summary>安全风险管控清单: every risk with its controls, on paper and as a workbook to work on.</summary>
public static class ControlList
{
    private const string Title = "安全风险管控清单";
    private const double Margin = 24;
    private const double Size = 7.5;

    private static readonly IReadOnlyList<FlowColumn<NumberedRisk>> OnPaper =
    [
        new("序号", 24, r => r.Number.ToString(CultureInfo.InvariantCulture)),
        new("风险名称", 76, r => r.Facts.Name),
        new("风险点", 56, r => r.Facts.RiskPoint ?? "—"),
        new("位置（场所、部位、环节）", 66, r => r.Facts.Location),
        new("等级", 46, _ => "", r => r.Colour),
        new("事故类型", 46, r => r.Facts.AccidentType),
        new("可能后果", 78, r => r.Facts.Consequence),
        new("管控措施", 146, r => r.Facts.Controls),
        new("应急措施", 103.89, r => r.Facts.Emergency),
        new("责任部门", 48, r => r.Facts.Department),
        new("责任人", 42, r => r.Facts.Owner),
        new("联系电话", 62, r => r.Facts.Phone ?? "—"),
    ];

    private static readonly IReadOnlyList<TableColumn<NumberedRisk>> InWorkbook =
    [
        new("风险名称", ValueKind.Text, 28, r => r.Facts.Name),
        new("风险点", ValueKind.Text, 20, r => r.Facts.RiskPoint),
        new("位置(场所、部位、环节)", ValueKind.Text, 26, r => r.Facts.Location),
        new("等级", ValueKind.Colour, 12, r => r.Colour),
        new("事故类型", ValueKind.Text, 14, r => r.Facts.AccidentType),
        new("可能后果", ValueKind.Text, 34, r => r.Facts.Consequence),
        new("管控措施", ValueKind.Text, 60, r => r.Facts.Controls),
        new("应急措施", ValueKind.Text, 44, r => r.Facts.Emergency),
        new("责任部门", ValueKind.Text, 16, r => r.Facts.Department),
        new("责任人", ValueKind.Text, 12, r => r.Facts.Owner),
        new("联系电话", ValueKind.Text, 18, r => r.Facts.Phone),
    ];

    public static async Task WritePdfAsync(OutputSheet sheet, Stream output, CancellationToken ct)
    {
        var paper = new Paper(output, $"{sheet.Name} {Title}（{sheet.Year} 年度）", sheet, Paper.A4, Paper.A5, Margin);
        paper.Centre(Title, paper.Bold, 18, Paper.Deep, paper.Left, paper.Right - paper.Left, paper.Y + 18);
        paper.Y += 28;
        paper.Write($"{sheet.Name}    {sheet.Year} 年度    共 {sheet.Risks.Count} 项    报告回执号：{sheet.ReceiptNumber ?? "—"}", paper.Regular, 9.5, Paper.Ink, paper.Left, paper.Right - paper.Left);
        paper.Y += 2;
        if (sheet.Risks.Count == 0)
        {
            paper.Write("本年度报告没有列出安全风险。", paper.Bold, 12, Paper.Ink, paper.Left, paper.Right - paper.Left);
        }
        else
        {
            var table = new FlowTable<NumberedRisk>(paper, OnPaper, Size);
            table.DrawHeadings();
            foreach (var risk in sheet.Risks)
                await table.DrawAsync(risk, ct);
        }

        await paper.FinishAsync(ct);
    }

    /// <param name="madeBy">Whoever takes it, for the properties of the file.</param>
    public static Task WriteWorkbookAsync(OutputSheet sheet, string madeBy, Stream output, CancellationToken ct) => TableWorkbook.WriteAsync(
        Title, InWorkbook, sheet.Risks.ToAsyncEnumerable(), new WorkbookProperties($"{sheet.Name} {Title}", madeBy, sheet.MadeAt),
        (book, count) => WriteCover(book, sheet, count), output, TableWorkbook.RowsPerSheet, ct);

    private static void WriteCover(WorkbookWriter book, OutputSheet sheet, long count)
    {
        var cover = book.AddSheet("说明", CoverSheet.Widths, isTable: false);
        cover.Title(Title);
        cover.Line("企业名称", () => cover.Text(sheet.Name));
        cover.Line("报告年度", () => cover.Text($"{sheet.Year}"));
        cover.Line("报告回执号", () => cover.Text(sheet.ReceiptNumber ?? "—"));
        cover.Line("风险项数", () => cover.Number(count, CellStyle.LeftWhole));
        cover.Line("制作时间", () => cover.Time(Domain.ChinaTime.FromUtc(sheet.MadeAt.UtcDateTime).DateTime, CellStyle.LeftTime));
        if (sheet.Hidden is { } hidden)
            cover.Line("隐去的内容", () => cover.Text(hidden));
        cover.Close();
    }
}
