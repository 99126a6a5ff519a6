using RiskReport.Domain;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Outputs;
using RiskReport.Reports.Pdf;

namespace RiskReport.Reports.Outputs;

/// <summary>
/// A sheet of A4 for each risk, to hang where it is: 警示牌 for a major one, 告知卡 for the others. The letters shrink until all
/// fits; what is too long even then goes on over the page.
/// </summary>
public static class CardsPdf
{
    private const double Margin = 36;
    private const double HeadHeight = 118;
    private const double LabelWidth = 108;
    private const double LargestSize = 20;
    private const double SmallestSize = 10;
    private const double Lead = 1.45;

    private static readonly PdfColour LabelFill = PdfColour.Of(0xEEF2F7);

    public static async Task WriteAsync(OutputSheet sheet, IReadOnlyList<NumberedRisk> risks, Stream output, CancellationToken ct)
    {
        var paper = new Paper(output, $"{sheet.Name} 岗位安全风险告知卡（{sheet.Year} 年度）", sheet, Paper.A5, Paper.A4, Margin);
        for (var i = 0; i < risks.Count; i++)
        {
            if (i > 0)
                await paper.TurnPageAsync(ct);
            await DrawAsync(paper, sheet, risks[i], ct);
        }

        await paper.FinishAsync(ct);
    }

    private static async Task DrawAsync(Paper paper, OutputSheet sheet, NumberedRisk risk, CancellationToken ct)
    {
        DrawHead(paper, sheet, risk);
        var fields = Fields(sheet, risk);
        var size = LargestSize;
        while (size > SmallestSize && paper.Y + fields.Sum(f => HeightOf(paper, f.Text, size)) > paper.Bottom)
            size -= 0.5;

        foreach (var (label, text) in fields)
            await DrawFieldAsync(paper, label, text, size, ct);
    }

    private static void DrawHead(Paper paper, OutputSheet sheet, NumberedRisk risk)
    {
        var (top, width) = (paper.Margin + 10, paper.Right - paper.Left);
        var ink = RiskPaint.Ink(risk.Colour);
        paper.Page.FillRectangle(RiskPaint.Fill(risk.Colour), paper.Left, top, width, HeadHeight);
        paper.Centre(risk.Colour == RiskColour.Red ? "安全风险警示牌" : "岗位安全风险告知卡", paper.Bold, 24, ink, paper.Left, width, top + 38);
        paper.Centre($"{Level(risk.Colour)}风险", paper.Bold, 46, ink, paper.Left, width, top + 96);
        paper.Y = top + HeadHeight + 8;
        paper.Write($"{sheet.Name}    {sheet.Year} 年度    制作日期：{ChinaTime.FromUtc(sheet.MadeAt.UtcDateTime):yyyy-MM-dd}", paper.Regular, 9.5, Paper.Muted, paper.Left, width);
        paper.Y += 4;
    }

    private static List<(string Label, string Text)> Fields(OutputSheet sheet, NumberedRisk risk)
    {
        var facts = risk.Facts;
        var tell = facts.Phone is { } phone
            ? $"立即报告责任人 {facts.Owner}，电话 {phone}"
            : $"立即报告责任人 {facts.Owner}，或本企业安全负责人 {sheet.SafetyOfficer}，电话 {sheet.Phone}";
        return
        [
            ("风险名称", facts.Name),
            ("风险等级", risk.Colour.Word()),
            ("所处位置", facts.RiskPoint is { } point ? $"{facts.Location}（风险点：{point}）" : facts.Location),
            ("事故类型及后果", $"{facts.AccidentType}：{facts.Consequence}"),
            ("主要管控措施", facts.Controls),
            ("应急措施", facts.Emergency),
            ("报告方式", $"{tell}。\n火警 119    急救 120    监督举报 {sheet.SupervisionPhone}"),
            ("责任部门", facts.Department),
            ("责任人", facts.Owner),
        ];
    }

    private static async Task DrawFieldAsync(Paper paper, string label, string text, double size, CancellationToken ct)
    {
        var lines = Wrap(paper, text, size);
        for (var first = 0; first < lines.Count;)
        {
            var room = (int)((paper.Bottom - paper.Y - Padding(size)) / (size * Lead));
            if (room < 1)
            {
                await paper.TurnPageAsync(ct);
                continue;
            }

            var part = lines.Skip(first).Take(room).ToList();
            DrawPart(paper, first == 0 ? label : $"{label}（续）", part, size);
            first += part.Count;
        }
    }

    private static void DrawPart(Paper paper, string label, List<string> lines, double size)
    {
        var labelSize = Math.Min(size, 13);
        var height = (lines.Count * size * Lead) + Padding(size);
        paper.Page.FillRectangle(LabelFill, paper.Left, paper.Y, LabelWidth, height);
        paper.Page.StrokeRectangle(Paper.Grid, 0.8, paper.Left, paper.Y, paper.Right - paper.Left, height);
        paper.Page.Line(Paper.Grid, 0.8, paper.Left + LabelWidth, paper.Y, paper.Left + LabelWidth, paper.Y + height);
        paper.Centre(label, paper.Bold, label.Length > 7 ? labelSize * 0.8 : labelSize, Paper.Deep, paper.Left, LabelWidth, paper.Y + (height / 2) + (labelSize * 0.37));
        var y = paper.Y + (Padding(size) / 2) + (size * 1.08);
        foreach (var line in lines)
        {
            paper.Page.Text(paper.Regular, size, Paper.Ink, paper.Left + LabelWidth + 8, y, line);
            y += size * Lead;
        }

        paper.Y += height;
    }

    private static double HeightOf(Paper paper, string text, double size) => (Wrap(paper, text, size).Count * size * Lead) + Padding(size);

    private static List<string> Wrap(Paper paper, string text, double size) => Paper.Wrap(text, paper.Regular, size, paper.Right - paper.Left - LabelWidth - 16);

    private static double Padding(double size) => size * 0.8;

    private static string Level(RiskColour colour) => colour.Word()[..colour.Word().IndexOf('(', StringComparison.Ordinal)];
}
