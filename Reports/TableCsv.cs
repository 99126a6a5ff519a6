using System.Globalization;
using System.Text;
using RiskReport.Domain;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Tables;
using RiskReport.Reports.Xlsx;

namespace RiskReport.Reports;

/// <summary>Writes a list as CSV (RFC 4180, UTF-8 with a byte order mark, without which Excel takes it for GBK).</summary>
internal static class TableCsv
{
    /// <summary>Returns the number of rows. The target may refuse to seek and to be written synchronously.</summary>
    public static async Task<long> WriteAsync<T>(IReadOnlyList<TableColumn<T>> columns, IAsyncEnumerable<T> rows, Stream output, CancellationToken ct)
    {
        var outbox = new Outbox(output);
        var count = 0L;
        using (var text = new StreamWriter(outbox, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), bufferSize: 16 * 1024))
        {
            WriteLine(text, [TableColumns.Number, .. columns.Select(c => c.Heading)]);
            text.Flush();
            await outbox.DrainAsync(ct);
            await foreach (var row in rows.WithCancellation(ct))
            {
                count++;
                WriteLine(text, [count.ToString(CultureInfo.InvariantCulture), .. columns.Select(c => Field(c.Kind, c.Value(row)))]);
                if (outbox.IsDue)
                    await outbox.DrainAsync(ct);
            }
        }

        await outbox.DrainAsync(ct);
        return count;
    }

    private static string Field(ValueKind kind, object? value) => (kind, value) switch
    {
        (ValueKind.Colour, _) => ((RiskColour?)value).Word(),
        (_, null) => "",
        (ValueKind.Time, DateTime utc) => ChinaTime.FromUtc(utc).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
        (ValueKind.Text, string text) => FormulaText.LooksLikeOne(text) ? "'" + text : text,
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static void WriteLine(StreamWriter text, IEnumerable<string> fields)
    {
        var isFirst = true;
        foreach (var field in fields)
        {
            if (!isFirst)
                text.Write(',');
            isFirst = false;
            WriteField(text, field);
        }

        text.Write("\r\n");
    }

    private static void WriteField(StreamWriter text, string field)
    {
        if (field.AsSpan().ContainsAny(",\"\r\n"))
        {
            text.Write('"');
            text.Write(field.Replace("\"", "\"\"", StringComparison.Ordinal));
            text.Write('"');
        }
        else
        {
            text.Write(field);
        }
    }
}
