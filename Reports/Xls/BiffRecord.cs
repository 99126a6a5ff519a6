using RiskReport.Reports.Xlsx;

namespace RiskReport.Reports.Xls;

/// <summary>One record of the stream of an .xls: a number that says what it is, and its data.</summary>
/// <param name="At">Where it begins in the stream.</param>
internal readonly record struct BiffRecord(byte[] Stream, int At)
{
    public const ushort Formula = 0x06;
    public const ushort Eof = 0x0A;
    public const ushort Date1904 = 0x22;
    public const ushort FilePass = 0x2F;
    public const ushort Continue = 0x3C;
    public const ushort WriteAccess = 0x5C;
    public const ushort BoundSheet = 0x85;
    public const ushort MulRk = 0xBD;
    public const ushort RichString = 0xD6;
    public const ushort ExtendedFormat = 0xE0;
    public const ushort SharedStrings = 0xFC;
    public const ushort LabelShared = 0xFD;
    public const ushort RecalculatedBy = 0x1C1;
    public const ushort Number = 0x203;
    public const ushort Label = 0x204;
    public const ushort BoolError = 0x205;
    public const ushort Text = 0x207;
    public const ushort Rk = 0x27E;
    public const ushort Format = 0x41E;
    public const ushort Begin = 0x809;

    private const int HeaderLength = 4;

    public ushort Type => LittleEndian.U16(Stream, At);

    public int DataAt => At + HeaderLength;

    public ReadOnlySpan<byte> Data => LittleEndian.Slice(Stream, DataAt, LittleEndian.U16(Stream, At + 2));

    /// <summary>Null at the end of the stream; some writers leave zeros there.</summary>
    public BiffRecord? Next => Follow(Stream, DataAt + Data.Length);

    public static BiffRecord First(byte[] stream, uint at) =>
        at <= int.MaxValue && Follow(stream, (int)at) is { } first ? first : throw WorkbookException.Corrupt();

    private static BiffRecord? Follow(byte[] stream, int at) => at <= stream.Length - HeaderLength ? new BiffRecord(stream, at) : null;
}
