using System.Text;
using RiskReport.Reports.Xlsx;

namespace RiskReport.Reports.Uploads;

/// <summary>
/// How a text is written: as its byte order mark says, else UTF-8 if every byte of it is, else GB18030, which Chinese
/// editions of Excel and WPS write. What is none of these is refused, since replacement characters would lose data.
/// </summary>
internal sealed record CsvEncoding(Encoding Encoding, int MarkLength)
{
    private static readonly Encoding Utf8 = new UTF8Encoding(true, throwOnInvalidBytes: true);
    private static readonly Encoding Utf16 = new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true);
    private static readonly Encoding Utf16BigEndian = new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true);
    private static readonly Encoding Gb18030 =
        CodePagesEncodingProvider.Instance.GetEncoding("GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;

    public static CsvEncoding Of(ReadOnlySpan<byte> content)
    {
        foreach (var marked in new[] { Utf8, Utf16, Utf16BigEndian })
        {
            if (content.StartsWith(marked.Preamble))
                return Fits(marked, content) ? new CsvEncoding(marked, marked.Preamble.Length) : throw WorkbookException.UnknownEncoding();
        }

        return Fits(Utf8, content) ? new CsvEncoding(Utf8, 0)
            : Fits(Gb18030, content) ? new CsvEncoding(Gb18030, 0)
            : throw WorkbookException.UnknownEncoding();
    }

    public StreamReader Read(byte[] content) => new(
        new MemoryStream(content, MarkLength, content.Length - MarkLength, writable: false), Encoding, detectEncodingFromByteOrderMarks: false);

    private static bool Fits(Encoding encoding, ReadOnlySpan<byte> content)
    {
        try
        {
            encoding.GetCharCount(content);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
