using System.Buffers.Binary;
using System.IO.Compression;

namespace RiskReport.Reports.Pictures;

/// <summary>
/// Reads a PNG row by row into RGB on white, so that six thousand rows never stand in memory together. It takes every kind of
/// colour and depth; what is interlaced is refused.
/// </summary>
internal sealed class PngReader
{
    private byte[] data = [];
    private PngColours colours = null!;

    private PngReader()
    {
    }

    public int Width { get; private set; }
    public int Height { get; private set; }

    private static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    public static bool IsPng(ReadOnlySpan<byte> file) => file.StartsWith(Signature);

    public static PngReader Open(ReadOnlySpan<byte> file)
    {
        var png = new PngReader();
        png.ReadChunks(file);
        return png;
    }

    /// <summary>The span holds three bytes a pixel and is used again for the next row.</summary>
    public void ReadRows(Action<ReadOnlySpan<byte>> onRow)
    {
        var (length, step) = ((((Width * colours.BitsPerPixel) + 7) / 8) + 1, Math.Max(1, colours.BitsPerPixel / 8));
        var (row, above, rgb) = (new byte[length], new byte[length], new byte[Width * 3]);
        try
        {
            using var inflated = new ZLibStream(new MemoryStream(data), CompressionMode.Decompress);
            for (var y = 0; y < Height; y++)
            {
                inflated.ReadExactly(row);
                Unfilter(row, above, step);
                colours.ToRgb(row.AsSpan(1), rgb);
                onRow(rgb);
                (row, above) = (above, row);
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw PictureException.Damaged();
        }
    }

    private void ReadChunks(ReadOnlySpan<byte> file)
    {
        byte[] header = [], palette = [], clear = [];
        using var parts = new MemoryStream();
        for (var at = Signature.Length; ;)
        {
            if (at + 12 > file.Length)
                throw PictureException.Damaged();

            var length = BinaryPrimitives.ReadUInt32BigEndian(file[at..]);
            if (length > file.Length - at - 12)
                throw PictureException.Damaged();

            var kind = file.Slice(at + 4, 4);
            var chunk = file.Slice(at + 8, (int)length);
            at += 12 + (int)length;
            if (kind.SequenceEqual("IHDR"u8))
                header = chunk.ToArray();
            else if (kind.SequenceEqual("PLTE"u8))
                palette = chunk.ToArray();
            else if (kind.SequenceEqual("tRNS"u8))
                clear = chunk.ToArray();
            else if (kind.SequenceEqual("IDAT"u8))
                parts.Write(chunk);
            else if (kind.SequenceEqual("IEND"u8))
                break;
        }

        data = parts.ToArray();
        if (header.Length != 13)
            throw PictureException.Damaged();
        Width = (int)Math.Min(int.MaxValue, BinaryPrimitives.ReadUInt32BigEndian(header));
        Height = (int)Math.Min(int.MaxValue, BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4)));
        Picture.CheckSize(Width, Height);
        if (header[12] != 0)
            throw PictureException.Interlaced();
        colours = PngColours.Of(header[9], header[8], palette, clear);
    }

    /// <summary>The first byte says how the row was made from its neighbours; <paramref name="step"/> is one pixel in bytes.</summary>
    private static void Unfilter(Span<byte> row, ReadOnlySpan<byte> above, int step)
    {
        switch (row[0])
        {
            case 0:
                break;
            case 1:
                for (var i = step + 1; i < row.Length; i++)
                    row[i] += row[i - step];
                break;
            case 2:
                for (var i = 1; i < row.Length; i++)
                    row[i] += above[i];
                break;
            case 3:
                for (var i = 1; i < row.Length; i++)
                    row[i] += (byte)(((i > step ? row[i - step] : 0) + above[i]) / 2);
                break;
            case 4:
                for (var i = 1; i < row.Length; i++)
                    row[i] += (byte)(i > step ? Paeth(row[i - step], above[i], above[i - step]) : above[i]);
                break;
            default:
                throw PictureException.Damaged();
        }
    }

    private static int Paeth(int left, int up, int corner)
    {
        var guess = left + up - corner;
        var (byLeft, byUp, byCorner) = (Math.Abs(guess - left), Math.Abs(guess - up), Math.Abs(guess - corner));
        return byLeft <= byUp && byLeft <= byCorner ? left : byUp <= byCorner ? up : corner;
    }
}
