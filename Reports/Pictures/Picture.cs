namespace RiskReport.Reports.Pictures;

/// <summary>The two kinds of picture that are taken. The numbers are stored.</summary>
public enum PictureFormat
{
    Png = 1,
    Jpeg = 2,
}

public static class PictureFormats
{
    /// <summary>What a browser is told; never what the sender said it was.</summary>
    public static string ContentType(this PictureFormat format) => format == PictureFormat.Png ? "image/png" : "image/jpeg";
}

/// <summary>A picture that has been read to its end: what it is, and how large it is when it stands upright.</summary>
public sealed record Picture(PictureFormat Format, int Width, int Height)
{
    public const int MostBytes = 5 << 20;
    public const int MostPixels = 6000;

    /// <summary>By its bytes alone; a name or a content type is what the sender says. Throws <see cref="PictureException"/>.</summary>
    public static Picture Read(byte[] file)
    {
        if (file.Length == 0)
            throw PictureException.Empty();
        if (file.Length > MostBytes)
            throw PictureException.TooLarge(file.Length);

        if (PngReader.IsPng(file))
        {
            var png = PngReader.Open(file);
            png.ReadRows(static _ => { });   // what ends too soon is found only by reading it
            return new Picture(PictureFormat.Png, png.Width, png.Height);
        }

        if (!JpegReader.IsJpeg(file))
            throw PictureException.NotAPicture(KindOf(file));
        var jpeg = JpegReader.Open(file);
        return jpeg.IsOnItsSide ? new Picture(PictureFormat.Jpeg, jpeg.Height, jpeg.Width) : new Picture(PictureFormat.Jpeg, jpeg.Width, jpeg.Height);
    }

    internal static void CheckSize(int width, int height)
    {
        if (width == 0 || height == 0)
            throw PictureException.Damaged();
        if (width > MostPixels || height > MostPixels)
            throw PictureException.TooManyPixels(width, height);
    }

    private static string? KindOf(ReadOnlySpan<byte> file) =>
        file.StartsWith("GIF8"u8) ? "GIF"
        : file.StartsWith("BM"u8) ? "BMP"
        : file.StartsWith("RIFF"u8) ? "WebP"
        : file.StartsWith("%PDF"u8) ? "PDF"
        : file.StartsWith("II*\0"u8) || file.StartsWith("MM\0*"u8) ? "TIFF"
        : file.StartsWith("AC10"u8) ? "DWG"
        : file[..Math.Min(file.Length, 1024)].IndexOf("<svg"u8) >= 0 ? "SVG"
        : null;
}
