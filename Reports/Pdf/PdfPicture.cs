using System.IO.Compression;
using RiskReport.Reports.Pictures;

namespace RiskReport.Reports.Pdf;

/// <summary>A picture in a document, standing upright. A JPEG goes in as it is; a PNG is decoded to RGB and deflated, row by row.</summary>
internal sealed class PdfPicture
{
    private const string Upright = "1 0 0 1 0 0";

    private readonly PdfForm image;
    private readonly string turn;

    private PdfPicture(PdfForm image, string turn, double width, double height) =>
        (this.image, this.turn, Width, Height) = (image, turn, width, height);

    /// <summary>In pixels.</summary>
    public double Width { get; }
    public double Height { get; }

    public static PdfPicture Add(PdfDocument document, byte[] file) => PngReader.IsPng(file) ? AddPng(document, PngReader.Open(file)) : AddJpeg(document, file);

    public void Draw(PdfCanvas page, double x, double y, double w, double h) => page.Image(image, turn, x, y, w, h);

    private static PdfPicture AddJpeg(PdfDocument document, byte[] file)
    {
        var jpeg = JpegReader.Open(file);
        var image = document.AddImage(
            $"/Width {jpeg.Width}/Height {jpeg.Height}/BitsPerComponent 8/ColorSpace/{(jpeg.Components == 1 ? "DeviceGray" : "DeviceRGB")}/Filter/DCTDecode", file);
        var (width, height) = jpeg.IsOnItsSide ? (jpeg.Height, jpeg.Width) : (jpeg.Width, jpeg.Height);
        return new PdfPicture(image, Turn(jpeg.Orientation), width, height);
    }

    private static PdfPicture AddPng(PdfDocument document, PngReader png)
    {
        using var deflated = new MemoryStream();
        using (var zlib = new ZLibStream(deflated, CompressionLevel.Fastest, leaveOpen: true))
            png.ReadRows(zlib.Write);

        var image = document.AddImage(
            $"/Width {png.Width}/Height {png.Height}/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/FlateDecode", deflated.GetBuffer().AsSpan(0, (int)deflated.Length));
        return new PdfPicture(image, Upright, png.Width, png.Height);
    }

    /// <summary>What sets the picture upright again within its square, by the way Exif says the camera was held.</summary>
    private static string Turn(int orientation) => orientation switch
    {
        2 => "-1 0 0 1 1 0",
        3 => "-1 0 0 -1 1 1",
        4 => "1 0 0 -1 0 1",
        5 => "0 -1 -1 0 1 1",
        6 => "0 -1 1 0 0 1",
        7 => "0 1 1 0 0 0",
        8 => "0 1 -1 0 1 0",
        _ => Upright,
    };
}
