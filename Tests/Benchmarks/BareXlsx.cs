using System.Globalization;
using System.IO.Compression;
using System.Text;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Roster;
using RiskReport.Domain.Tables;

namespace RiskReport.Tests.Benchmarks;

/// <summary>The yardstick: the same cells as XML into a zip with nothing else, no styles, no references, no care for hostile text.</summary>
internal static class BareXlsx
{
    public static async Task WriteAsync(IAsyncEnumerable<RosterRow> rows)
    {
        using var zip = new ZipArchive(new MemoryStream(), ZipArchiveMode.Create);
        await using var entry = zip.CreateEntry("xl/worksheets/sheet1.xml", CompressionLevel.Optimal).Open();
        var buffer = new byte[64 * 1024];
        var length = 0;
        var number = 0;
        await foreach (var row in rows)
        {
            Raw("<row><c><v>"u8);
            Number(++number);
            Raw("</v></c>"u8);
            foreach (var column in RosterColumns.All)
                Cell(column.Kind, column.Value(row));
            Raw("</row>"u8);
            if (length > buffer.Length / 2)
            {
                entry.Write(buffer, 0, length);
                length = 0;
            }
        }

        entry.Write(buffer, 0, length);

        void Cell(ValueKind kind, object? value)
        {
            switch (value)
            {
                case null when kind != ValueKind.Colour:
                    Raw("<c/>"u8);
                    break;
                case int whole:
                    Value(whole);
                    break;
                case decimal fraction:
                    Value(fraction);
                    break;
                case DateTime time:
                    Value(time.AddHours(8).ToOADate());
                    break;
                default:
                    Raw("<c t=\"inlineStr\"><is><t>"u8);
                    length += Encoding.UTF8.GetBytes(value as string ?? ((RiskColour?)value).Word(), buffer.AsSpan(length));
                    Raw("</t></is></c>"u8);
                    break;
            }
        }

        void Value<T>(T number) where T : IUtf8SpanFormattable
        {
            Raw("<c><v>"u8);
            Number(number);
            Raw("</v></c>"u8);
        }

        void Number<T>(T number) where T : IUtf8SpanFormattable
        {
            number.TryFormat(buffer.AsSpan(length), out var written, default, CultureInfo.InvariantCulture);
            length += written;
        }

        void Raw(ReadOnlySpan<byte> xml)
        {
            xml.CopyTo(buffer.AsSpan(length));
            length += xml.Length;
        }
    }
}
