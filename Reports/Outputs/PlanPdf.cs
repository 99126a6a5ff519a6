using System.Globalization;
using RiskReport.Domain;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Outputs;
using RiskReport.Reports.Pdf;

namespace RiskReport.Reports.Outputs;

/// <summary>A floor plan with its risks, as it goes on paper.</summary>
/// <param name="Picture">PNG or JPEG that has been read to its end before.</param>
public sealed record PlanSheet(OutputSheet Report, string PlanName, byte[] Picture, IReadOnlyList<DrawnShape> Shapes);

/// <summary>四色安全风险分布图, A3: the plan with its areas and points on the first page, what the numbers mean on the next.</summary>
public static class PlanPdf
{
    private const double Margin = 36;
    private const double LegendHeight = 26;
    private const double LabelSize = 9.5;
    private const double LabelWidth = 130;
    private const double PointRadius = 8;

    private static readonly PdfColour Unknown = PdfColour.Of(0x6B7280);

    private static readonly IReadOnlyList<FlowColumn<DrawnShape>> Columns =
    [
        new("图上编号", 60, s => s.Number.ToString(CultureInfo.InvariantCulture)),
        new("等级", 94, _ => "", s => s.Colour),
        new("安全风险", 330, s => s.Name),
        new("位置（场所、部位、环节）", 260, s => Each(s, r => r.Facts.Location)),
        new("责任部门", 180, s => Each(s, r => r.Facts.Department)),
        new("责任人", 194.55, s => Each(s, r => r.Facts.Owner)),
    ];

    public static async Task WriteAsync(PlanSheet sheet, Stream output, CancellationToken ct)
    {
        var title = $"{sheet.Report.Name} 四色安全风险分布图（{sheet.PlanName}，{sheet.Report.Year} 年度）";
        var paper = new Paper(output, title, sheet.Report, Paper.A3, Paper.A4, Margin);
        var covering = paper.Document.AddOpacity(0.45);
        var picture = PdfPicture.Add(paper.Document, sheet.Picture);
        DrawHead(paper, sheet);
        var box = Fit(paper, picture);
        picture.Draw(paper.Page, box.X, box.Y, box.Width, box.Height);
        paper.Page.StrokeRectangle(Paper.Grid, 0.8, box.X, box.Y, box.Width, box.Height);
        foreach (var shape in sheet.Shapes)
            DrawShape(paper, shape, box, covering);
        foreach (var shape in sheet.Shapes)   // above every fill
            DrawLabel(paper, shape, box);

        DrawLegend(paper, sheet);
        if (sheet.Shapes.Count > 0)
        {
            await paper.TurnPageAsync(ct);
            var table = new FlowTable<DrawnShape>(paper, Columns, 11);
            table.DrawHeadings();
            foreach (var shape in sheet.Shapes)
                await table.DrawAsync(shape, ct);
        }

        await paper.FinishAsync(ct);
    }

    private static void DrawHead(Paper paper, PlanSheet sheet)
    {
        paper.Centre("四色安全风险分布图", paper.Bold, 26, Paper.Deep, paper.Left, paper.Right - paper.Left, paper.Y + 26);
        paper.Y += 36;
        paper.Write(
            $"{sheet.Report.Name}    {sheet.PlanName}    {sheet.Report.Year} 年度    制作日期：{ChinaTime.FromUtc(sheet.Report.MadeAt.UtcDateTime):yyyy-MM-dd}    报告回执号：{sheet.Report.ReceiptNumber ?? "—"}",
            paper.Regular, 11, Paper.Ink, paper.Left, paper.Right - paper.Left);
        paper.Y += 4;
    }

    private static Box Fit(Paper paper, PdfPicture picture)
    {
        var (width, height) = (paper.Right - paper.Left, paper.Bottom - paper.Y - LegendHeight);
        var scale = Math.Min(width / picture.Width, height / picture.Height);
        var (w, h) = (picture.Width * scale, picture.Height * scale);
        return new Box(paper.Left + ((width - w) / 2), paper.Y, w, h);
    }

    private static void DrawShape(Paper paper, DrawnShape shape, Box box, PdfOpacity covering)
    {
        var fill = shape.Colour is { } colour ? RiskPaint.Fill(colour) : Unknown;
        var corners = shape.Points.Select(box.At).ToList();
        if (shape.IsPoint)
        {
            var (x, y) = corners[0];
            paper.Page.FillRounded(fill, x - PointRadius, y - PointRadius, 2 * PointRadius, 2 * PointRadius, PointRadius);
            paper.Page.StrokeRounded(PdfColour.White, 1.2, x - PointRadius, y - PointRadius, 2 * PointRadius, 2 * PointRadius, PointRadius);
            return;
        }

        paper.Page.FillPolygon(fill, covering, corners);
        paper.Page.StrokePolygon(fill, 2, corners);
    }

    /// <summary>Number, name and the word of the colour, on white, so that it reads on any picture and in any print.</summary>
    private static void DrawLabel(Paper paper, DrawnShape shape, Box box)
    {
        var text = $"{shape.Number} {shape.Name}";
        var lines = new TextLine[2];
        var count = TextWrap.Fill(lines, text, paper.Bold.Outlines, (int)(LabelWidth * 1000 / LabelSize));
        var level = shape.Colour.Word();
        var width = Math.Max(lines.Take(count).Max(l => l.Width * LabelSize / 1000), Paper.WidthOf(level, paper.Bold, LabelSize)) + 8;
        var height = ((count + 1) * LabelSize * 1.3) + 5;
        var (x, y) = Place(shape, box, width, height);
        var fill = shape.Colour is { } colour ? RiskPaint.Fill(colour) : Unknown;
        paper.Page.FillRectangle(PdfColour.White, x, y, width, height);
        paper.Page.FillRectangle(fill, x, y + height - (LabelSize * 1.3) - 2, width, (LabelSize * 1.3) + 2);
        paper.Page.StrokeRectangle(fill, 1, x, y, width, height);
        for (var i = 0; i < count; i++)
            paper.Page.Text(paper.Bold, LabelSize, Paper.Ink, x + 4, y + 3 + (LabelSize * 0.95) + (i * LabelSize * 1.3), lines[i].Of(text), lines[i].IsCut);
        paper.Page.Text(paper.Bold, LabelSize, shape.Colour is { } known ? RiskPaint.Ink(known) : PdfColour.White, x + 4, y + height - 4, level);
    }

    /// <summary>In the middle of an area, beside a point, and within the picture where it is wide enough.</summary>
    private static (double X, double Y) Place(DrawnShape shape, Box box, double width, double height)
    {
        var corners = shape.Points.Select(box.At).ToList();
        var (x, y) = shape.IsPoint
            ? (corners[0].X + PointRadius + 3, corners[0].Y - (height / 2))
            : (((corners.Min(c => c.X) + corners.Max(c => c.X)) - width) / 2, ((corners.Min(c => c.Y) + corners.Max(c => c.Y)) - height) / 2);
        if (shape.IsPoint && x + width > box.X + box.Width)
            x = corners[0].X - PointRadius - 3 - width;
        return (Math.Clamp(x, box.X, Math.Max(box.X, box.X + box.Width - width)), Math.Clamp(y, box.Y, Math.Max(box.Y, box.Y + box.Height - height)));
    }

    private static void DrawLegend(Paper paper, PlanSheet sheet)
    {
        var (x, y) = (paper.Left, paper.Bottom - 14);
        foreach (var colour in Enum.GetValues<RiskColour>().OrderDescending())
        {
            paper.Page.FillRounded(RiskPaint.Fill(colour), x, y, 34, 15, 2.5);
            paper.Page.Text(paper.Bold, 11, Paper.Ink, x + 40, y + 11.5, $"{colour.Word()}风险");
            x += 140;
        }

        paper.Page.Text(paper.Regular, 10, Paper.Muted, x, y + 11.5, sheet.Shapes.Count == 0 ? "图上尚未标注风险。" : "区域和点的颜色取其风险中最高的等级；编号说明见下页。");
    }

    private static string Each(DrawnShape shape, Func<NumberedRisk, string> text) => string.Join("、", shape.Risks.Select(text).Distinct());

    /// <summary>Where the picture lies on the page.</summary>
    private readonly record struct Box(double X, double Y, double Width, double Height)
    {
        public (double X, double Y) At(PlanPoint point) => (X + (Width * (double)point.X / 100), Y + (Height * (double)point.Y / 100));
    }
}
