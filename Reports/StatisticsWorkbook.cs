using System.Globalization;
using ClosedXML.Excel;
using RiskReport.Domain;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Roster;
using RiskReport.Domain.Tables;
using RiskReport.Reports.Xlsx;

namespace RiskReport.Reports;

/// <summary>The statistics as a workbook to print and to calculate with: a sheet for each table, and what it is.</summary>
public static class StatisticsWorkbook
{
    private const int HeadingRow = 4;
    private static readonly XLColor HeadingFill = XLColor.FromArgb(0xD9, 0xE2, 0xEC);
    private static readonly XLColor Grid = XLColor.FromArgb(0x88, 0x96, 0xA5);

    /// <returns>How many lines there are.</returns>
    public static async Task<long> WriteAsync(RosterStatistics statistics, RosterCover cover, Stream output, CancellationToken ct)
    {
        using var book = new XLWorkbook();
        book.Properties.Title = cover.Title;
        book.Properties.Author = cover.MadeBy;
        book.Properties.Created = cover.MadeAt.UtcDateTime;
        var lines = 0L;
        foreach (var table in statistics.Tables)
            lines += AddTable(book, table, cover);
        AddCover(book, cover, lines);

        using var file = new MemoryStream();   // some dozens of lines, and ClosedXML writes synchronously
        book.SaveAs(file);
        await output.WriteAsync(file.GetBuffer().AsMemory(0, (int)file.Length), ct);
        return lines;
    }

    private static int AddTable(XLWorkbook book, StatisticsTable table, RosterCover cover)
    {
        var sheet = book.AddWorksheet("按" + table.Heading);
        var lines = StatisticsLine.Of(table);
        var (columns, last) = (StatisticsColumns.All.Count + 1, HeadingRow + lines.Count);
        Text(sheet.Cell(1, 1), $"{cover.Title}（按{table.Heading}）").Style.Font.SetBold().Font.SetFontSize(16);
        Text(sheet.Cell(2, 1), $"筛选条件：{cover.Filter}");
        Text(sheet.Cell(3, 1), $"制作时间：{Time(cover.MadeAt)}    制作人：{cover.MadeBy}    核验码：{cover.Code}");
        AddHeadings(sheet);
        for (var i = 0; i < lines.Count; i++)
            AddLine(sheet.Row(HeadingRow + 1 + i), i + 1, lines[i]);

        var body = sheet.Range(HeadingRow, 1, last, columns);
        body.Style.Border.SetInsideBorder(XLBorderStyleValues.Thin).Border.SetInsideBorderColor(Grid)
            .Border.SetOutsideBorder(XLBorderStyleValues.Thin).Border.SetOutsideBorderColor(Grid);
        sheet.Range(last, 1, last, columns).Style.Font.SetBold().Fill.SetBackgroundColor(HeadingFill);
        sheet.SheetView.FreezeRows(HeadingRow);
        sheet.PageSetup.PrintAreas.Add(1, 1, last, columns);
        sheet.PageSetup.SetRowsToRepeatAtTop(HeadingRow, HeadingRow);
        sheet.PageSetup.SetPageOrientation(XLPageOrientation.Landscape).SetPaperSize(XLPaperSize.A4Paper).FitToPages(1, 0);
        sheet.PageSetup.Footer.Center.AddText("第 &P 页，共 &N 页");
        return lines.Count;
    }

    private static void AddHeadings(IXLWorksheet sheet)
    {
        Heading(sheet.Cell(HeadingRow, 1), TableColumns.Number);
        sheet.Column(1).Width = 6;
        for (var i = 0; i < StatisticsColumns.All.Count; i++)
        {
            Heading(sheet.Cell(HeadingRow, i + 2), StatisticsColumns.All[i].Heading);
            sheet.Column(i + 2).Width = StatisticsColumns.All[i].Width;
        }
    }

    /// <summary>A colour stands at the head of its column, with its word.</summary>
    private static void Heading(IXLCell cell, string text)
    {
        Text(cell, text).Style.Font.SetBold().Fill.SetBackgroundColor(HeadingFill).Alignment.SetHorizontal(XLAlignmentHorizontalValues.Center)
            .Alignment.SetVertical(XLAlignmentVerticalValues.Center).Alignment.SetWrapText();
        if (StatisticsColumns.Colours.FirstOrDefault(c => c is not null && c.Word() == text) is { } colour)
            cell.Style.Fill.SetBackgroundColor(Of(RiskPaint.Fill(colour))).Font.SetFontColor(Of(RiskPaint.Ink(colour)));
    }

    private static void AddLine(IXLRow row, int number, StatisticsLine line)
    {
        if (!line.IsSum)
            row.Cell(1).SetValue(number);
        for (var i = 0; i < StatisticsColumns.All.Count; i++)
            Fill(row.Cell(i + 2), StatisticsColumns.All[i], line);
    }

    private static void Fill(IXLCell cell, TableColumn<StatisticsLine> column, StatisticsLine line)
    {
        switch (column.Value(line))
        {
            case string text:
                Text(cell, text);
                break;
            case long whole:
                cell.SetValue(whole).Style.NumberFormat.SetFormat("#,##0");
                break;
            case decimal part:
                cell.SetValue(part).Style.NumberFormat.SetFormat("0.0");
                break;
        }
    }

    private static void AddCover(XLWorkbook book, RosterCover cover, long lines)
    {
        var sheet = book.AddWorksheet("说明");
        sheet.Column(1).Width = CoverSheet.Widths[0];
        sheet.Column(2).Width = CoverSheet.Widths[1];
        Text(sheet.Cell(1, 1), cover.Title).Style.Font.SetBold().Font.SetFontSize(16);
        (string Label, object Value)[] rows =
        [
            ("筛选条件", cover.Filter),
            ("行数", lines),
            ("制作时间", ChinaTime.FromUtc(cover.MadeAt.UtcDateTime).DateTime),
            ("制作人", cover.MadeBy),
            ("核验码", cover.Code),
            .. cover.VerifyAddress is { } address ? [("核验地址", (object)address)] : Array.Empty<(string, object)>(),
        ];
        for (var i = 0; i < rows.Length; i++)
        {
            Text(sheet.Cell(i + 2, 1), rows[i].Label).Style.Font.SetBold();
            var value = sheet.Cell(i + 2, 2);
            value.Style.Alignment.SetHorizontal(XLAlignmentHorizontalValues.Left).Alignment.SetWrapText();
            switch (rows[i].Value)
            {
                case string text:
                    Text(value, text);
                    break;
                case long count:
                    value.SetValue(count);
                    break;
                case DateTime time:
                    value.SetValue(time).Style.NumberFormat.SetFormat("yyyy-mm-dd hh:mm");
                    break;
            }
        }
    }

    /// <summary>A text cell is never calculated; the quoted style keeps that true after somebody edits it.</summary>
    private static IXLCell Text(IXLCell cell, string text)
    {
        cell.SetValue(text).SetDataType(XLDataType.Text);
        if (FormulaText.LooksLikeOne(text))
            cell.Style.SetIncludeQuotePrefix();
        return cell;
    }

    private static string Time(DateTimeOffset at) => ChinaTime.FromUtc(at.UtcDateTime).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static XLColor Of(Pdf.PdfColour colour) => XLColor.FromArgb(colour.Red, colour.Green, colour.Blue);
}
