namespace RiskReport.Reports.Xlsx;

/// <summary>Tells by the first bytes what a file really is; names and content types are what the sender says.</summary>
internal static class FileSignature
{
    private static ReadOnlySpan<byte> Zip => "PK\x03\x04"u8;
    private static ReadOnlySpan<byte> EmptyZip => "PK\x05\x06"u8;
    private static ReadOnlySpan<byte> ZipDirectoryEntry => "PK\x01\x02"u8;
    private static ReadOnlySpan<byte> Ole => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

    /// <summary>Refuses everything but a zip of tolerable size; what is in the zip is looked at later.</summary>
    public static void Check(Stream file, WorkbookLimits limits)
    {
        if (file.Length == 0)
            throw WorkbookException.EmptyFile();
        if (file.Length > limits.FileBytes)
            throw WorkbookException.FileTooLarge(limits.FileBytes);

        Span<byte> start = stackalloc byte[8];
        file.Position = 0;
        start = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];

        if (start.SequenceEqual(Ole))
            throw OfOle(file);
        if (!start.StartsWith(Zip) && !start.StartsWith(EmptyZip))
            throw WorkbookException.NotAWorkbook();

        // counted here and not by ZipArchive, which keeps every entry of the directory in memory
        if (Count(file, ZipDirectoryEntry, limits.Entries + 1) > limits.Entries)
            throw WorkbookException.TooManyEntries(limits.Entries);
        file.Position = 0;
    }

    private static WorkbookException OfOle(Stream file)
    {
        // the names of the streams in an OLE file are UTF-16
        if (Count(file, Utf16("EncryptedPackage"), 1) > 0)
            return WorkbookException.Encrypted();

        return Count(file, Utf16("Workbook"), 1) > 0 || Count(file, Utf16("Book"), 1) > 0
            ? WorkbookException.Xls()
            : WorkbookException.NotAWorkbook();
    }

    private static byte[] Utf16(string text) => System.Text.Encoding.Unicode.GetBytes(text);

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
