using System.Globalization;
using System.IO.Compression;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Imports;
using RiskReport.Domain.Reference;
using RiskReport.Reports.Templates;
using RiskReport.Reports.Xlsx;

namespace RiskReport.Reports;

/// <summary>
/// The roll in the shape of the import template, to be changed and handed in again: unchanged it changes nothing. The
/// rows are written while they are read, those of the risks beside the file until their sheet is due.
/// </summary>
public static class RollWorkbook
{
    /// <summary>
    /// Why the roll cannot be made; null when it can. A workbook that comes in has one sheet of each kind, so a roll that does not fit
    /// is not continued on another: half of it would be taken for the whole.
    /// </summary>
    public static string? WhyNot(RollSize size, int rowsPerSheet = TableWorkbook.RowsPerSheet) => Math.Max(size.Enterprises, size.Risks) <= rowsPerSheet ? null
        : $"名册有 {size.Enterprises:N0} 家企业、{size.Risks:N0} 项风险，超过一个工作表的 {rowsPerSheet:N0} 行，没有生成文件。请由县（市、区）或镇（街道）账户分别下载本地区的名册。";

    /// <summary>Returns the number of enterprises. The target may refuse to seek and to be written synchronously.</summary>
    public static async Task<int> WriteAsync(
        ReferenceData reference, TemplateOrder order, IAsyncEnumerable<RollEntry> entries, Stream output, CancellationToken ct)
    {
        var outbox = new Outbox(output);
        using var template = new TemplatePackage(ImportTemplate.Make(reference, order));
        await using var beside = TemporaryFile();
        int enterprises;
        using (var zip = new ZipArchive(outbox, ZipArchiveMode.Create, leaveOpen: true))
        {
            template.CopyTo(zip);
            (enterprises, var risks) = await WriteRowsAsync(template, entries, zip, beside, outbox, ct);
            await CopyRowsAsync(template.Risks, risks, beside, zip, outbox, ct);
            template.CopyBookTo(zip, enterprises, risks);
        }

        await outbox.DrainAsync(ct);
        return enterprises - 1;
    }

    /// <summary>The last row of either sheet.</summary>
    private static async Task<(int Enterprises, int Risks)> WriteRowsAsync(
        TemplatePackage template, IAsyncEnumerable<RollEntry> entries, ZipArchive zip, Stream beside, Outbox outbox, CancellationToken ct)
    {
        await using var part = zip.CreateEntry(template.Enterprises.Part).Open();
        await using var pressed = new BrotliStream(beside, CompressionLevel.Fastest, leaveOpen: true);
        var (xml, riskXml) = (new Utf8Xml(part), new Utf8Xml(pressed));
        part.Write(template.Enterprises.Opening);
        var rows = new RowWriter(xml, EnterpriseFields.All.Count, rowsBefore: 1);
        var riskRows = new RowWriter(riskXml, RiskFields.All.Count, rowsBefore: 1);
        await foreach (var entry in entries.WithCancellation(ct))
        {
            Write(rows, template.Enterprises, EnterpriseFields.All, ReportText.Of(entry.Facts, entry.HasMajorRisk), entry.Facts.CreditCode);
            foreach (var risk in entry.Risks)
                Write(riskRows, template.Risks, RiskFields.All, ReportText.Of(risk), entry.Facts.CreditCode);
            if (outbox.IsDue)
                await outbox.DrainAsync(ct);
        }

        xml.Flush();
        part.Write(template.Enterprises.Closing(rows.Rows));
        riskXml.Flush();
        return (rows.Rows, riskRows.Rows);
    }

    private static async Task CopyRowsAsync(SheetFrame frame, int lastRow, Stream beside, ZipArchive zip, Outbox outbox, CancellationToken ct)
    {
        beside.Position = 0;
        await using var pressed = new BrotliStream(beside, CompressionMode.Decompress);
        await using var part = zip.CreateEntry(frame.Part).Open();
        part.Write(frame.Opening);
        var buffer = new byte[64 * 1024];
        int length;
        while ((length = await pressed.ReadAsync(buffer, ct)) > 0)
        {
            part.Write(buffer.AsSpan(0, length));
            if (outbox.IsDue)
                await outbox.DrainAsync(ct);
        }

        part.Write(frame.Closing(lastRow));
    }

    private static void Write(RowWriter rows, SheetFrame frame, IReadOnlyList<Field> fields, IReadOnlyDictionary<Field, string> texts, string creditCode)
    {
        if (rows.Rows > TableWorkbook.RowsPerSheet)
            throw new InvalidOperationException("The roll has grown beyond a sheet of Excel while it was read.");

        rows.BeginRow();
        for (var i = 0; i < fields.Count; i++)
        {
            var text = fields[i] == EnterpriseFields.CreditCode ? creditCode : texts[fields[i]];
            if (text.Length == 0)
                rows.Skip();
            else if (fields[i].Kind is FieldKind.Whole or FieldKind.Fraction)
                rows.Number(decimal.Parse(text, CultureInfo.InvariantCulture), frame.Styles[i]);
            else
                rows.Text(text, frame.Styles[i]);
        }

        rows.EndRow();
    }

    /// <summary>It holds names, so nobody else may read it, and it has no name from the beginning on where the system allows that: a killed program leaves none.</summary>
    private static FileStream TemporaryFile()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, BufferSize = 64 * 1024 };
        if (OperatingSystem.IsWindows())
            options.Options = FileOptions.DeleteOnClose;
        else
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), options);
        if (!OperatingSystem.IsWindows())
            File.Delete(file.Name);
        return file;
    }
}
