using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace RiskReport.Tests.Support;

/// <summary>Small pictures made by hand, byte by byte, so that a test can spoil what it is about.</summary>
internal static class TestPicture
{
    private static ReadOnlySpan<byte> PngSignature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>A white PNG that a browser shows.</summary>
    public static byte[] Png(int width = 40, int height = 20) =>
        Png(width, height, 2, 8, Enumerable.Repeat<byte[]>([0, .. Enumerable.Repeat((byte)250, width * 3)], height).SelectMany(r => r).ToArray());

    /// <param name="rows">Each with its filter before it.</param>
    public static byte[] Png(int width, int height, int kind, int depth, byte[] rows, byte[]? palette = null, byte[]? clear = null, bool interlaced = false)
    {
        var file = new MemoryStream();
        file.Write(PngSignature);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = ((byte)depth, (byte)kind, (byte)(interlaced ? 1 : 0));
        Chunk(file, "IHDR", header);
        if (palette is not null)
            Chunk(file, "PLTE", palette);
        if (clear is not null)
            Chunk(file, "tRNS", clear);
        Chunk(file, "IDAT", Deflated(rows));
        Chunk(file, "IEND", []);
        return file.ToArray();
    }

    /// <summary>Right in every segment; what the scan holds nobody decodes here.</summary>
    /// <param name="frame">The marker that says how the picture is coded.</param>
    public static byte[] Jpeg(int width = 40, int height = 20, int components = 3, byte frame = 0xC0, int? orientation = null)
    {
        var file = new List<byte> { 0xFF, 0xD8 };
        if (orientation is { } way)
        {
            byte[] exif = [.. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)way, 0, 0, 0, 0, 0, 0];
            Segment(0xE1, exif);
        }

        Segment(frame, [8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, (byte)components, .. new byte[3 * components]]);
        Segment(0xDA, [(byte)components, .. new byte[2 * components], 0, 63, 0]);
        file.AddRange([0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD0, 0x56, 0xFF, 0xD9]);
        return [.. file];

        void Segment(byte marker, byte[] content) => file.AddRange([0xFF, marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content]);
    }

    private static void Chunk(MemoryStream file, string kind, byte[] content)
    {
        byte[] named = [.. Encoding.ASCII.GetBytes(kind), .. content];
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        file.Write(named);
        BinaryPrimitives.WriteUInt32BigEndian(number, CheckSum(named));
        file.Write(number);
    }

    /// <summary>CRC-32 as PNG wants it; a browser refuses a picture without.</summary>
    private static uint CheckSum(byte[] bytes)
    {
        var sum = uint.MaxValue;
        foreach (var value in bytes)
        {
            sum ^= value;
            for (var bit = 0; bit < 8; bit++)
                sum = (sum & 1) == 0 ? sum >> 1 : (sum >> 1) ^ 0xEDB88320;
        }

        return ~sum;
    }

    private static byte[] Deflated(byte[] content)
    {
        using var deflated = new MemoryStream();
        using (var zlib = new ZLibStream(deflated, CompressionLevel.Optimal))
            zlib.Write(content);
        return deflated.ToArray();
    }
}
