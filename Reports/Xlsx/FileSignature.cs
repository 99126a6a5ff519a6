using System.Text;

namespace RiskReport.Reports.Xlsx;

/// <summary>Tells by the first bytes what a file really is; names and content types are what the sender says.</summary>
internal static class FileSignature
{
    private const int HeadLength = 4096;

    private static ReadOnlySpan<byte> Zip => "PK\x03\x04"u8;
    private static ReadOnlySpan<byte> EmptyZip => "PK\x05\x06"u8;
    private static ReadOnlySpan<byte> ZipDirectoryEntry => "PK\x01\x02"u8;
    private static ReadOnlySpan<byte> Ole => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    private static ReadOnlySpan<byte> Utf8Mark => [0xEF, 0xBB, 0xBF];

    private static readonly (byte[] Start, string What)[] NoTables =
    [
        ([0x89, .. "PNG"u8], "图片(PNG)"),
        ([0xFF, 0xD8, 0xFF], "图片(JPEG)"),
        ([.. "GIF8"u8], "图片(GIF)"),
        ([.. "II*"u8, 0], "图片(TIFF)"),
        ([.. "MM"u8, 0, (byte)'*'], "图片(TIFF)"),
        ([.. "RIFF"u8], "图片(WebP)或音视频"),
        ([.. "%PDF"u8], " PDF 文件"),
        ([.. "{\\rtf"u8], " Word 文档(RTF)"),
        ([.. "Rar!"u8], "压缩包(RAR)"),
        ([.. "7z"u8, 0xBC, 0xAF], "压缩包(7z)"),
        ([0x1F, 0x8B], "压缩包(GZip)"),
    ];

    /// <summary>Refuses what is too large and what is known to be something else, with its name.</summary>
    public static FileKind Of(Stream file, WorkbookLimits limits)
    {
        if (file.Length == 0)
            throw WorkbookException.EmptyFile();
        if (file.Length > limits.FileBytes)
            throw WorkbookException.FileTooLarge(limits.FileBytes);

        var buffer = new byte[HeadLength];
        file.Position = 0;
        var head = buffer.AsSpan(0, file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false));
        var kind = head.StartsWith(Ole) ? OfOle(file)
            : head.StartsWith(Zip) || head.StartsWith(EmptyZip) ? OfZip(file, limits)
            : OfOther(head);
        file.Position = 0;
        return kind;
    }

    private static FileKind OfZip(Stream file, WorkbookLimits limits) =>
        // counted here and not by ZipArchive, which keeps every entry of the directory in memory
        Count(file, ZipDirectoryEntry, limits.Entries + 1) > limits.Entries ? throw WorkbookException.TooManyEntries(limits.Entries) : FileKind.Zip;

    private static FileKind OfOle(Stream file)
    {
        // the names of the streams in an OLE file are UTF-16
        if (Count(file, Utf16("EncryptedPackage"), 1) > 0)
            throw WorkbookException.Encrypted();
        if (Count(file, Utf16("Workbook"), 1) > 0 || Count(file, Utf16("Book"), 1) > 0)
            return FileKind.Xls;

        throw Count(file, Utf16("WordDocument"), 1) > 0 ? WorkbookException.NoTable(" Word 文档(.doc)")
            : Count(file, Utf16("PowerPoint Document"), 1) > 0 ? WorkbookException.NoTable(" PowerPoint 演示文稿(.ppt)")
            : WorkbookException.NotAWorkbook();
    }

    private static FileKind OfOther(ReadOnlySpan<byte> head)
    {
        foreach (var (start, what) in NoTables)
        {
            if (head.StartsWith(start))
                throw WorkbookException.NoTable(what);
        }

        if (head is [(byte)'B', (byte)'M', _, _, _, _, 0, 0, 0, 0, ..])
            throw WorkbookException.NoTable("图片(BMP)");
        // the records of an .xls without the container around them; some programs write such files
        if (head is [0x09, 0x08, 0x10, 0x00, ..])
            return FileKind.Xls;
        if (head is [0x09, 0x00 or 0x02 or 0x04 or 0x08, _, 0x00, ..])
            throw WorkbookException.ExcelBefore97();

        var markedUtf16 = head is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..];
        if (!markedUtf16 && head.Contains((byte)0))
            throw WorkbookException.NotAWorkbook();
        return OfMarkup(head) is { } markup ? throw WorkbookException.OtherFormat(markup) : FileKind.Text;
    }

    private static string? OfMarkup(ReadOnlySpan<byte> head)
    {
        var text = Encoding.Latin1.GetString(head.StartsWith(Utf8Mark) ? head[Utf8Mark.Length..] : head).TrimStart();
        if (text.StartsWith("MIME-Version:", StringComparison.OrdinalIgnoreCase))
            return "网页(MHTML)";
        if (!text.StartsWith('<'))
            return null;
        return text.Contains("urn:schemas-microsoft-com:office:spreadsheet", StringComparison.OrdinalIgnoreCase) && !text.Contains("<html", StringComparison.OrdinalIgnoreCase)
            ? "“XML 表格 2003”"
            : text.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase) && !text.Contains("<html", StringComparison.OrdinalIgnoreCase)
                ? " XML 文件"
                : "网页(HTML)，只是扩展名像工作簿";
    }

    private static byte[] Utf16(string text) => Encoding.Unicode.GetBytes(text);

    private static int Count(Stream file, ReadOnlySpan<byte> pattern, int enough)
    {
        var buffer = new byte[64 * 1024];
        var kept = 0;
        var count = 0;
        file.Position = 0;
        while (count < enough && file.Read(buffer, kept, buffer.Length - kept) is var read and > 0)
        {
            var window = buffer.AsSpan(0, kept + read);
            count += window.Count(pattern);

            // a match may straddle two reads; one byte less than the pattern can never hold a whole one
            kept = Math.Min(pattern.Length - 1, window.Length);
            window[^kept..].CopyTo(buffer);
        }

        return count;
    }
}
