using System.Buffers.Binary;

namespace RiskReport.Reports.Pictures;

/// <summary>What a PDF must know of a JPEG, which it takes as it is. Its segments are walked to the end, the picture itself is not decoded.</summary>
internal sealed class JpegReader
{
    private const int StartOfScan = 0xDA;
    private const int EndOfImage = 0xD9;
    private const int Exif = 0xE1;
    private const int OrientationTag = 0x0112;

    private JpegReader()
    {
    }

    public int Width { get; private set; }
    public int Height { get; private set; }
    public int Components { get; private set; }

    /// <summary>1 to 8, as Exif counts the ways a camera may be held; a browser turns the picture by it.</summary>
    public int Orientation { get; private set; } = 1;
    public bool IsOnItsSide => Orientation > 4;

    public static bool IsJpeg(ReadOnlySpan<byte> file) => file.StartsWith<byte>([0xFF, 0xD8, 0xFF]);

    public static JpegReader Open(ReadOnlySpan<byte> file)
    {
        var jpeg = new JpegReader();
        jpeg.Walk(file);
        return jpeg;
    }

    private void Walk(ReadOnlySpan<byte> file)
    {
        var scanned = false;
        for (var at = 2; ;)
        {
            if (at + 1 >= file.Length || file[at] != 0xFF)
                throw PictureException.Damaged();

            int marker = file[at + 1];
            if (marker == 0xFF)   // fill before a marker
            {
                at++;
                continue;
            }

            at += 2;
            if (marker == EndOfImage)
            {
                if (!scanned)
                    throw PictureException.Damaged();
                return;
            }

            if (at + 2 > file.Length)
                throw PictureException.Damaged();
            var length = BinaryPrimitives.ReadUInt16BigEndian(file[at..]);
            if (length < 2 || at + length > file.Length)
                throw PictureException.Damaged();

            Segment(marker, file.Slice(at + 2, length - 2));
            at += length;
            if (marker != StartOfScan)
                continue;

            if (Width == 0)
                throw PictureException.Damaged();
            scanned = true;
            at = EndOfScan(file, at);
        }
    }

    private void Segment(int marker, ReadOnlySpan<byte> segment)
    {
        if (marker is 0xC0 or 0xC1 or 0xC2)
            Frame(segment);
        else if (marker is >= 0xC3 and <= 0xCF and not 0xC4 and not 0xC8 and not 0xCC)
            throw PictureException.UnusualJpeg();
        else if (marker == Exif && segment.StartsWith("Exif\0\0"u8))
            Orientation = OrientationOf(segment[6..]);
    }

    private void Frame(ReadOnlySpan<byte> segment)
    {
        if (segment.Length < 6)
            throw PictureException.Damaged();
        Height = BinaryPrimitives.ReadUInt16BigEndian(segment[1..]);
        Width = BinaryPrimitives.ReadUInt16BigEndian(segment[3..]);
        Components = segment[5];
        Picture.CheckSize(Width, Height);
        if (Components == 4)
            throw PictureException.Cmyk();
        if (segment[0] != 8 || Components is not (1 or 3))
            throw PictureException.UnusualJpeg();
    }

    /// <summary>To the next marker: within a scan FF is followed by 00 or is a restart.</summary>
    private static int EndOfScan(ReadOnlySpan<byte> file, int at)
    {
        while (true)
        {
            var next = file[at..].IndexOf((byte)0xFF);
            if (next < 0 || at + next + 1 >= file.Length)
                throw PictureException.Damaged();
            at += next;
            if (file[at + 1] is not 0 and not (>= 0xD0 and <= 0xD7))
                return at;
            at += 2;
        }
    }

    /// <summary>Nothing in it may stop a picture: what cannot be read is upright.</summary>
    private static int OrientationOf(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8)
            return 1;

        var little = tiff[0] == 'I';
        var directory = U32(tiff[4..], little);
        if (directory > (uint)tiff.Length - 2)
            return 1;

        var entries = tiff[(int)directory..];
        int count = U16(entries, little);
        for (var i = 0; i < count && 2 + (12 * (i + 1)) <= entries.Length; i++)
        {
            var entry = entries.Slice(2 + (12 * i), 12);
            if (U16(entry, little) == OrientationTag && U16(entry[8..], little) is >= 1 and <= 8 and var orientation)
                return orientation;
        }

        return 1;
    }

    private static ushort U16(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint U32(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
