using System.Globalization;
using RiskReport.Domain;
using RiskReport.Domain.Accounts;
using RiskReport.Reports.Pdf;

namespace RiskReport.Reports;

/// <summary>Activation codes on A4, one line for each enterprise, to be cut into strips and handed out.</summary>
public sealed class ActivationPdf
{
    private const double Width = 595.28;   // A4
    private const double Height = 841.89;
    private const double Left = 28;
    private const double Right = Width - Left;
    private const double Bottom = Height - 44;
    private const double FontSize = 8;
    private const double Lead = 10;
    private const double RowHeight = 27;
    private const double HeadingHeight = 20;
    private const int MostLines = 2;

    private static readonly PdfColour Ink = PdfColour.Of(0x1F2933);
    private static readonly PdfColour Muted = PdfColour.Of(0x5B6673);
    private static readonly PdfColour Rule = PdfColour.Of(0x0B3A6F);
    private static readonly PdfColour Grid = PdfColour.Of(0xC3CCD6);
    private static readonly PdfColour HeadingFill = PdfColour.Of(0xDFE7F1);

    private static readonly (string Heading, double Width, Func<IssuedCode, int, string> Text)[] Columns =
    [
        ("序号", 28, (_, number) => number.ToString(CultureInfo.InvariantCulture)),
        ("企业名称", 158, (c, _) => c.Name),
        ("统一社会信用代码", 103, (c, _) => c.CreditCode),
        ("镇（街道）", 76, (c, _) => c.Place),
        ("激活码", 116, (c, _) => ActivationCode.Grouped(c.Code)),
        ("有效期至", 58.28, (c, _) => ActivationWorkbook.LastDay(c)),
    ];

    private readonly PdfDocument document;
    private readonly PdfFont regular;
    private readonly PdfFont bold;
    private readonly PdfForm pageTotal;
    private readonly IssuedCodesCover cover;
    private readonly string madeAt;
    private double y = 54;

    private ActivationPdf(IssuedCodesCover cover, Stream output)
    {
        this.cover = cover;
        madeAt = ChinaTime.FromUtc(cover.MadeAt.UtcDateTime).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        document = new PdfDocument(output, new PdfProperties($"{cover.Region}{IssuedCodesCover.Title}", cover.MadeAt), Width, Height);
        regular = document.AddFont(NotoSansSc.Regular);
        bold = document.AddFont(NotoSansSc.Bold);
        pageTotal = document.ReserveForm();
    }

    /// <summary>Writes page by page, asynchronously, and leaves the output open.</summary>
    public static async Task WriteAsync(IReadOnlyList<IssuedCode> codes, IssuedCodesCover cover, Stream output, CancellationToken ct)
    {
        var pdf = new ActivationPdf(cover, output);
        pdf.DrawHead(codes.Count);
        for (var i = 0; i < codes.Count; i++)
            await pdf.DrawRowAsync(codes[i], i + 1, ct);
        await pdf.FinishAsync(ct);
    }

    private void DrawHead(int count)
    {
        Paragraph($"{cover.Region}{IssuedCodesCover.Title}", bold, 16, Rule);
        y += 2;
        Paragraph($"激活地址：{cover.Address}", bold, 10, Ink);
        Paragraph("打开上述地址，填写统一社会信用代码和激活码，设置用户名和密码，即可登录填报。", regular, 9.5, Ink);
        Paragraph(IssuedCodesCover.OnceOnly, regular, 9.5, Ink);
        Paragraph($"共 {count} 家    制表人：{cover.MadeBy}    制表时间：{madeAt}", regular, 9, Muted);
        DrawHeadings();
    }

    private void DrawHeadings()
    {
        document.Page.FillRectangle(HeadingFill, Left, y, Right - Left, HeadingHeight);
        var x = Left;
        foreach (var column in Columns)
        {
            document.Page.Text(bold, FontSize, Rule, x + 3, y + (HeadingHeight / 2) + 3, column.Heading);
            x += column.Width;
        }

        document.Page.Line(Rule, 0.8, Left, y + HeadingHeight, Right, y + HeadingHeight);
        y += HeadingHeight;
    }

    private async ValueTask DrawRowAsync(IssuedCode code, int number, CancellationToken ct)
    {
        if (y + RowHeight > Bottom)
        {
            DrawFooter();
            await document.EndPageAsync(ct);
            y = 40;
            DrawHeadings();
        }

        var x = Left;
        foreach (var column in Columns)
        {
            DrawCell(column.Text(code, number), column.Heading == "激活码" ? bold : regular, x + 3, column.Width - 6);
            x += column.Width;
        }

        document.Page.Line(Grid, 0.4, Left, y + RowHeight, Right, y + RowHeight);
        y += RowHeight;
    }

    private void DrawCell(string text, PdfFont font, double x, double width)
    {
        var lines = new TextLine[MostLines];
        var count = TextWrap.Fill(lines, text, font.Outlines, (int)(width * 1000 / FontSize));
        var line = y + ((RowHeight - ((count - 1) * Lead)) / 2) + (FontSize * 0.37);
        foreach (var part in lines.AsSpan(0, count))
        {
            document.Page.Text(font, FontSize, Ink, x, line, part.Of(text), part.IsCut);
            line += Lead;
        }
    }

    private void Paragraph(string text, PdfFont font, double size, PdfColour colour)
    {
        var lines = new TextLine[4];
        foreach (var line in lines.AsSpan(0, TextWrap.Fill(lines, text, font.Outlines, (int)((Right - Left) * 1000 / size))))
        {
            document.Page.Text(font, size, colour, Left, y, line.Of(text), line.IsCut);
            y += size * 1.6;
        }
    }

    private async Task FinishAsync(CancellationToken ct)
    {
        DrawFooter();
        var pages = document.PageNumber;
        await document.EndPageAsync(ct);
        document.DrawForm(pageTotal, form => form.Text(regular, 8, Muted, 0, 0, $"{pages} 页"));
        await document.FinishAsync(ct);
    }

    private void DrawFooter()
    {
        var page = $"第 {document.PageNumber} 页，共 ";
        var width = Characters.Measure(page, regular.Outlines) * 8 / 1000.0;
        document.Page.Text(regular, 8, Muted, (Width / 2) - width + 8, Height - 24, page);
        document.Page.Form(pageTotal, (Width / 2) + 8, Height - 24);   // the number follows when the last page is done
        document.Page.Text(regular, 8, Muted, Left, Height - 24, cover.Address);
    }
}
