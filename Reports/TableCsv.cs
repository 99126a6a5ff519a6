using System.Globalization;
using System.Text;
using RiskReport.Domain;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Tables;
using RiskReport.Reports.Xlsx;

namespace RiskReport.Reports;

/// <summary>Writes a list as CSV (RFC 4180, UTF-8 with a byte order mark, without which Excel takes it for GBK).</summary>
public static class TableCsv
{
    /// <summary>Returns the number of rows. The target may refuse to seek and to be written synchronously.</summary>
    public static async Task<long> WriteAsync<T>(IReadOnlyList<TableColumn<T>> columns, IAsyncEnumerable<T> rows, Stream output, CancellationToken ct)
    {
        var outbox = new Outbox(output);
        var count = 0L;
        using (var text = new StreamWriter(outbox, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), bufferSize: 16 * 1024))
        {
            WriteHeadings(text, columns);
            text.Flush();
            await outbox.DrainAsync(ct);
            await foreach (var row in rows.WithCancellation(ct))
            {
                WriteRow(text, columns, row, ++count);
                if (outbox.IsDue)
                    await outbox.DrainAsync(ct);
            }
        }

        await outbox.DrainAsync(ct);
        return count;
    }

    private static void WriteHeadings<T>(StreamWriter text, IReadOnlyList<TableColumn<T>> columns)
    {
        text.Write(TableColumns.Number);
        foreach (var column in columns)
        {
            text.Write(',');
            WriteText(text, column.Heading);
        }

        text.Write("\r\n");
    }

    private static void WriteRow<T>(StreamWriter text, IReadOnlyList<TableColumn<T>> columns, T row, long number)
    {
        WriteNumber(text, number, default);
        foreach (var column in columns)
        {
            text.Write(',');
            WriteValue(text, column.Kind, column.Value(row));
        }

        text.Write("\r\n");
    }

    private static void WriteValue(StreamWriter text, ValueKind kind, object? value)
    {
        switch (kind, value)
        {
            case (ValueKind.Colour, not string):
                text.Write(((RiskColour?)value).Word());
                break;
            case (_, null):
                break;
            case (ValueKind.Time, DateTime utc):
                WriteNumber(text, ChinaTime.FromUtc(utc), "yyyy-MM-dd HH:mm");
                break;
            case (_, string words):
                WriteText(text, words);
                break;
            case (_, ISpanFormattable number):
                WriteNumber(text, number, default);
                break;
        }
    }

    private static void WriteNumber<TNumber>(StreamWriter text, TNumber number, ReadOnlySpan<char> format) where TNumber : ISpanFormattable
    {
        Span<char> digits = stackalloc char[32];
        number.TryFormat(digits, out var length, format, CultureInfo.InvariantCulture);
        text.Write(digits[..length]);
    }

    private static void WriteText(StreamWriter text, string field)
    {
        var isQuoted = field.AsSpan().ContainsAny(",\"\r\n");
        if (isQuoted)
            text.Write('"');
        if (FormulaText.LooksLikeOne(field))
            text.Write('\'');
        text.Write(isQuoted ? field.Replace("\"", "\"\"", StringComparison.Ordinal) : field);
        if (isQuoted)
            text.Write('"');
    }
}
