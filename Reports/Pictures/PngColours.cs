namespace RiskReport.Reports.Pictures;

/// <summary>How the samples of a PNG become RGB; what is transparent lets white paper through.</summary>
internal sealed class PngColours
{
    private const int Grey = 0;
    private const int Rgb = 2;
    private const int Indexed = 3;
    private const int GreyAlpha = 4;
    private const int RgbAlpha = 6;

    private readonly int kind;
    private readonly int depth;
    private readonly byte[] palette;
    private readonly byte[] clear;

    private PngColours(int kind, int depth, byte[] palette, byte[] clear) => (this.kind, this.depth, this.palette, this.clear) = (kind, depth, palette, clear);

    public int BitsPerPixel => depth * Samples;

    private int Samples => kind switch
    {
        Rgb => 3,
        GreyAlpha => 2,
        RgbAlpha => 4,
        _ => 1,
    };

    public static PngColours Of(int kind, int depth, byte[] palette, byte[] clear)
    {
        var known = (kind, depth) switch
        {
            (Grey, 1 or 2 or 4 or 8 or 16) => true,
            (Indexed, 1 or 2 or 4 or 8) => palette.Length is > 0 and <= 768 && palette.Length % 3 == 0,
            (Rgb or GreyAlpha or RgbAlpha, 8 or 16) => true,
            _ => false,
        };
        return known ? new PngColours(kind, depth, palette, clear) : throw PictureException.Damaged();
    }

    public void ToRgb(ReadOnlySpan<byte> row, Span<byte> rgb)
    {
        if (kind == Rgb && depth == 8 && clear.Length < 6)
        {
            row[..rgb.Length].CopyTo(rgb);   // the usual picture is RGB already
            return;
        }

        for (int x = 0, to = 0; to < rgb.Length; x++, to += 3)
        {
            var first = x * Samples;
            var (red, green, blue, opaque) = kind switch
            {
                Grey => OfGrey(Sample(row, first)),
                Indexed => OfPalette(Sample(row, first)),
                GreyAlpha => (Byte(row, first), Byte(row, first), Byte(row, first), Byte(row, first + 1)),
                Rgb => (Byte(row, first), Byte(row, first + 1), Byte(row, first + 2), IsClear(row, first) ? 0 : 255),
                _ => (Byte(row, first), Byte(row, first + 1), Byte(row, first + 2), Byte(row, first + 3)),
            };
            rgb[to] = OnWhite(red, opaque);
            rgb[to + 1] = OnWhite(green, opaque);
            rgb[to + 2] = OnWhite(blue, opaque);
        }
    }

    private (int Red, int Green, int Blue, int Opaque) OfGrey(int sample)
    {
        var shade = depth == 16 ? sample >> 8 : sample * 255 / ((1 << depth) - 1);
        return (shade, shade, shade, clear.Length >= 2 && sample == ((clear[0] << 8) | clear[1]) ? 0 : 255);
    }

    private (int Red, int Green, int Blue, int Opaque) OfPalette(int index) => (3 * index) + 2 < palette.Length
        ? (palette[3 * index], palette[(3 * index) + 1], palette[(3 * index) + 2], index < clear.Length ? clear[index] : 255)
        : throw PictureException.Damaged();

    private bool IsClear(ReadOnlySpan<byte> row, int first)
    {
        if (clear.Length < 6)
            return false;
        for (var i = 0; i < 3; i++)
        {
            if (Sample(row, first + i) != ((clear[2 * i] << 8) | clear[(2 * i) + 1]))
                return false;
        }

        return true;
    }

    /// <summary>Of sixteen bits the upper eight: paper shows no more.</summary>
    private int Byte(ReadOnlySpan<byte> row, int sample) => row[sample * depth / 8];

    private int Sample(ReadOnlySpan<byte> row, int number)
    {
        if (depth == 16)
            return (row[2 * number] << 8) | row[(2 * number) + 1];
        var bit = number * depth;
        return (row[bit / 8] >> (8 - depth - (bit % 8))) & ((1 << depth) - 1);
    }

    private static byte OnWhite(int shade, int opaque) => (byte)(((shade * opaque) + (255 * (255 - opaque)) + 127) / 255);
}
