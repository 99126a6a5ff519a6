using System.Globalization;
using RiskReport.Domain;
using RiskReport.Domain.Grading;
using RiskReport.Reports.Pdf;

namespace RiskReport.Reports;

/// <summary>
/// One filed report, A4 upright: the receipt with its QR code, the colour with its reasons, each risk with colour, reason and
/// what would lower it, what the enterprise said of itself, and its commitment. The sentences are those of the screen.
/// </summary>
public sealed class ReportPdf
{
    private const double Width = 595.28;
    private const double Height = 841.89;
    private const double Left = 48;
    private const double Right = Width - Left;
    private const double Top = 52;
    private const double Bottom = Height - 52;
    private const double Lead = 1.55;
    private const double QrSize = 84;
    private const double BadgeGap = RosterBadges.Width + 10;

    /// <summary>No sentence is longer: what is stored has 600 characters at most.</summary>
    private const int MostLines = 60;

    private static readonly PdfColour Ink = PdfColour.Of(0x1F2933);
    private static readonly PdfColour Muted = PdfColour.Of(0x51606F);
    private static readonly PdfColour Rule = PdfColour.Of(0x0B3A6F);
    private static readonly PdfColour Grid = PdfColour.Of(0xD5DCE5);

    private readonly PdfDocument document;
    private readonly PdfFont regular;
    private readonly PdfFont bold;
    private readonly PdfForm pageTotal;
    private readonly RosterBadges badges;
    private readonly ReportSheet sheet;
    private readonly string title;
    private double y = Top;

    private ReportPdf(ReportSheet sheet, Stream output)
    {
        this.sheet = sheet;
        title = $"{sheet.Year} 年度工业企业安全生产风险报告";
        document = new PdfDocument(output, new PdfProperties($"{sheet.Name} {title}", sheet.MadeAt), Width, Height);
        regular = document.AddFont(NotoSansSc.Regular);
        bold = document.AddFont(NotoSansSc.Bold);
        pageTotal = document.ReserveForm();
        badges = new RosterBadges(document, regular, bold);
    }

    /// <summary>Writes page by page, asynchronously, and leaves the output open.</summary>
    public static async Task WriteAsync(ReportSheet sheet, Stream output, CancellationToken ct)
    {
        var pdf = new ReportPdf(sheet, output);
        pdf.DrawHead();
        await pdf.DrawReasonsAsync(ct);
        await pdf.DrawItemsAsync(ct);
        await pdf.DrawBasicsAsync(ct);
        await pdf.DrawCommitmentAsync(ct);
        await pdf.FinishAsync(ct);
    }

    private void DrawHead()
    {
        y += 18;
        Lines(title, bold, 17, Rule, Left);
        document.Page.Line(Rule, 1.2, Left, y - 6, Right, y - 6);
        QrCode.Draw(document.Page, sheet.VerifyAddress, Right - QrSize, y + 2, QrSize);
        y += 16;
        Lines(sheet.Name, bold, 13, Ink, Left, QrSize + 12);
        Lines($"统一社会信用代码：{sheet.CreditCode}    所属镇街：{sheet.Township}", regular, 9.5, Ink, Left, QrSize + 12);
        Lines($"报告类型：{sheet.Type}    状态：{sheet.Status}    提交时间：{ChinaTime.FromUtc(sheet.FiledAt).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}", regular, 9.5, Ink, Left, QrSize + 12);
        Lines($"回执号：{sheet.ReceiptNumber}    核验码：{sheet.VerifyCode}", regular, 9.5, Ink, Left, QrSize + 12);
        Lines($"分级规则：{sheet.RuleSet}    风险目录：{sheet.CatalogueEdition}", regular, 9.5, Ink, Left, QrSize + 12);
        y = Math.Max(y + 10, 78 + QrSize + 24);
        Lines($"内容摘要 SHA-256：{sheet.ContentSha256}", regular, 8, Muted, Left);
        y += 8;
        document.Page.Text(bold, 12, Ink, Left, y, "企业风险等级：");
        document.Page.Form(badges[sheet.Colour], Left + 90, y - 9);
        y += 22;
    }

    private async Task DrawReasonsAsync(CancellationToken ct)
    {
        await HeadingAsync("评级理由", ct);
        foreach (var reason in sheet.Reasons)
            await ParagraphAsync(reason, regular, 9.5, Ink, Left, ct);
    }

    private async Task DrawItemsAsync(CancellationToken ct)
    {
        if (sheet.Items.Count == 0)
            return;

        await HeadingAsync($"各项安全风险（{sheet.Items.Count} 项）", ct);
        for (var i = 0; i < sheet.Items.Count; i++)
            await DrawItemAsync(i + 1, sheet.Items[i], ct);
    }

    private async Task DrawItemAsync(int number, ReportSheetItem item, CancellationToken ct)
    {
        await RoomAsync(44, ct);   // a name is not left behind by its reason
        document.Page.Line(Grid, 0.5, Left, y - 12, Right, y - 12);
        document.Page.Form(badges[item.Grade.Colour], Left, y - 8.5);
        var score = item.Grade.Score is { } value ? $"，分值 {GradeWords.Plain(value)}" : "";
        await ParagraphAsync($"{number}. {item.Name}（{item.Location}{score}）", bold, 10, Ink, Left + BadgeGap, ct);
        await ParagraphAsync(item.Grade.Reason, regular, 9.5, Ink, Left + BadgeGap, ct);
        if (item.Lower is { } lower)
            await ParagraphAsync(lower, regular, 9.5, Muted, Left + BadgeGap, ct);
        foreach (var (heading, text) in item.Answers)
            await ParagraphAsync($"{heading}：{text.ReplaceLineEndings("；")}", regular, 9, Ink, Left + BadgeGap, ct);
        y += 8;
    }

    private async Task DrawBasicsAsync(CancellationToken ct)
    {
        await HeadingAsync("企业信息", ct);
        foreach (var (heading, text) in sheet.Basics)
            await ParagraphAsync($"{heading}：{text}", regular, 9.5, Ink, Left, ct);
    }

    private async Task DrawCommitmentAsync(CancellationToken ct)
    {
        if (sheet.Committed is null)
            return;
        await HeadingAsync("企业填报信息承诺", ct);
        await ParagraphAsync("本企业承诺：所填报的信息真实、准确、完整，已如实报告安全风险并落实管控措施；如有不实，愿承担相应的法律责任和信用后果。", regular, 9.5, Ink, Left, ct);
        await ParagraphAsync($"承诺人：{sheet.Committed}", bold, 9.5, Ink, Left, ct);
    }

    private async Task FinishAsync(CancellationToken ct)
    {
        DrawFooter();
        var pages = document.PageNumber;
        await document.EndPageAsync(ct);
        document.DrawForm(pageTotal, form => form.Text(regular, 8, Muted, 0, 0, $"{pages} 页"));
        await document.FinishAsync(ct);
    }

    private async Task HeadingAsync(string text, CancellationToken ct)
    {
        await RoomAsync(60, ct);
        y += 8;
        Lines(text, bold, 12, Rule, Left);
        y += 4;
    }

    /// <summary>Line by line, so that a long sentence goes on over the page.</summary>
    private async Task ParagraphAsync(string text, PdfFont font, double size, PdfColour colour, double x, CancellationToken ct)
    {
        var lines = new TextLine[MostLines];
        var count = TextWrap.Fill(lines, text, font.Outlines, (int)((Right - x) * 1000 / size));
        for (var i = 0; i < count; i++)
        {
            await RoomAsync(size * Lead, ct);
            document.Page.Text(font, size, colour, x, y, lines[i].Of(text), lines[i].IsCut);
            y += size * Lead;
        }
    }

    /// <summary>For what stands at the head of a page, where there is room.</summary>
    private void Lines(string text, PdfFont font, double size, PdfColour colour, double x, double aside = 0)
    {
        var lines = new TextLine[4];
        foreach (var line in lines.AsSpan(0, TextWrap.Fill(lines, text, font.Outlines, (int)((Right - aside - x) * 1000 / size))))
        {
            document.Page.Text(font, size, colour, x, y, line.Of(text), line.IsCut);
            y += size * Lead;
        }
    }

    private async Task RoomAsync(double height, CancellationToken ct)
    {
        if (y + height <= Bottom)
            return;
        DrawFooter();
        await document.EndPageAsync(ct);
        document.Page.Text(regular, 8, Muted, Left, Top - 14, $"{sheet.Name} {title}");
        y = Top + 8;
    }

    private void DrawFooter()
    {
        var page = $"第 {document.PageNumber} 页，共 ";
        var width = Characters.Measure(page, regular.Outlines) * 8 / 1000.0;
        document.Page.Text(regular, 8, Muted, (Width / 2) - width + 8, Height - 28, page);
        document.Page.Form(pageTotal, (Width / 2) + 8, Height - 28);   // the number follows when the last page is done
        document.Page.Text(regular, 8, Muted, Left, Height - 28, ChinaTime.FromUtc(sheet.MadeAt.UtcDateTime).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));
    }
}
