namespace RiskReport.Reports.Pictures;

/// <summary>Why an uploaded file cannot be a floor plan; the message is the sentence for its owner.</summary>
public sealed class PictureException : Exception
{
    private const string Instead = "请在绘图软件中另存为 PNG 或 JPEG 后再上传。";

    private PictureException(string message)
        : base(message)
    {
    }

    public static PictureException Empty() => new("文件是空的，请重新选择。");

    public static PictureException TooLarge(long bytes) =>
        new($"图片有 {bytes / 1048576d:0.#} MB，超过 {Picture.MostBytes >> 20} MB 的上限。请缩小尺寸或降低质量后再上传。");

    /// <param name="kind">What the first bytes say it is, where they do.</param>
    public static PictureException NotAPicture(string? kind) =>
        new(kind is null ? $"文件不是 PNG 或 JPEG 图片。{Instead}" : $"这是 {kind} 文件，平面图只能用 PNG 或 JPEG 图片。{Instead}");

    public static PictureException TooManyPixels(int width, int height) =>
        new($"图片为 {width} × {height} 像素，超过 {Picture.MostPixels} × {Picture.MostPixels} 像素的上限。请缩小后再上传。");

    public static PictureException Damaged() => new("图片不完整或已损坏，无法读出。请重新导出后再上传。");

    public static PictureException Interlaced() => new($"这是交错（隔行扫描）的 PNG，无法打印。{Instead}保存时不要选“交错”。");

    public static PictureException Cmyk() => new("这是印刷用的 CMYK 颜色的 JPEG，屏幕上会变色。请另存为 RGB 颜色后再上传。");

    public static PictureException UnusualJpeg() => new($"这个 JPEG 的编码方式少见，无法打印。{Instead}");
}
