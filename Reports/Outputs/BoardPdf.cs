using System.Globalization;
using RiskReport.Domain;
using RiskReport.Domain.Outputs;
using RiskReport.Reports.Pdf;

namespace RiskReport.Reports.Outputs;

/// <summary>安全风险公告栏, A3 to be hung up: the major risks with place, grade, accident, who is responsible and whom to tell.</summary>
public static class BoardPdf
{
    private const double Margin = 40;
    private const double QrSize = 92;
    private const double LargestSize = 19;
    private const double SmallestSize = 12.5;

    private static readonly IReadOnlyList<FlowColumn<NumberedRisk>> Columns =
    [
        new("序号", 58, r => r.Number.ToString(CultureInfo.InvariantCulture)),
        new("安全风险名称", 168, r => r.Facts.Name),
        new("风险点", 118, r => r.Facts.RiskPoint ?? "—"),
        new("位置（场所、部位、环节）", 160, r => r.Facts.Location),
        new("风险等级", 112, _ => "", r => r.Colour),
        new("可能导致的事故类型及后果", 258.55, r => $"{r.Facts.AccidentType}：{r.Facts.Consequence}"),
        new("管控责任部门", 136, r => r.Facts.Department),
        new("责任人", 100, r => r.Facts.Owner),
    ];

    public static async Task WriteAsync(OutputSheet sheet, Stream output, CancellationToken ct)
    {
        var paper = new Paper(output, $"{sheet.Name} 安全风险公告栏（{sheet.Year} 年度）", sheet, Paper.A3, Paper.A4, Margin);
        DrawHead(paper, sheet);
        var major = sheet.Risks.Where(r => r.IsMajor).OrderByDescending(r => r.Colour).ThenBy(r => r.Number).ToList();
        if (major.Count == 0)
        {
            DrawNothing(paper);
        }
        else
        {
            var table = Table(paper, major);
            table.DrawHeadings();
            foreach (var risk in major)
                await table.DrawAsync(risk, ct);
        }

        await paper.FinishAsync(ct);
    }

    /// <summary>In the largest letters with which all of it is on one page, to be read from afar.</summary>
    private static FlowTable<NumberedRisk> Table(Paper paper, IReadOnlyList<NumberedRisk> risks)
    {
        var size = LargestSize;
        while (true)
        {
            var table = new FlowTable<NumberedRisk>(paper, Columns, size);
            if (size <= SmallestSize || paper.Y + table.HeightOf(risks) <= paper.Bottom)
                return table;
            size -= 0.5;
        }
    }

    private static void DrawHead(Paper paper, OutputSheet sheet)
    {
        var room = paper.Right - paper.Left - QrSize - 24;
        paper.Page.FillRectangle(Paper.Deep, paper.Left, paper.Y, room, 58);
        paper.Centre("安 全 风 险 公 告 栏", paper.Bold, 34, PdfColour.White, paper.Left, room, paper.Y + 41);
        if (sheet.VerifyAddress is { } address)
        {
            QrCode.Draw(paper.Page, address, paper.Right - QrSize, paper.Y, QrSize);
            paper.Centre("扫码核验报告", paper.Regular, 9, Paper.Muted, paper.Right - QrSize, QrSize, paper.Y + QrSize + 12);
        }

        paper.Y += 66;
        paper.Write(sheet.Name, paper.Bold, 19, Paper.Ink, paper.Left, room);
        paper.Write(
            $"{sheet.Year} 年度    公告日期：{ChinaTime.FromUtc(sheet.MadeAt.UtcDateTime):yyyy-MM-dd}    报告回执号：{sheet.ReceiptNumber ?? "—"}", paper.Regular, 12.5, Paper.Ink, paper.Left, room);
        paper.Write($"监督举报电话：{sheet.SupervisionPhone}", paper.Bold, 19, RiskPaint.Fill(Domain.Grading.RiskColour.Red), paper.Left, room);
        paper.Y = Math.Max(paper.Y, paper.Margin + QrSize + 20) + 8;
    }

    private static void DrawNothing(Paper paper)
    {
        const double height = 120;
        paper.Page.StrokeRectangle(Paper.Deep, 1, paper.Left, paper.Y, paper.Right - paper.Left, height);
        paper.Centre("本企业经辨识评估，没有较大以上安全风险。", paper.Bold, 26, Paper.Ink, paper.Left, paper.Right - paper.Left, paper.Y + (height / 2) + 9);
    }
}
