using System.Buffers.Binary;
using RiskReport.Reports.Xlsx;

namespace RiskReport.Reports.Xls;

/// <summary>Numbers at a place that the file names itself; one outside the data is damage.</summary>
internal static class LittleEndian
{
    public static ushort U16(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadUInt16LittleEndian(Slice(data, at, sizeof(ushort)));

    public static uint U32(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadUInt32LittleEndian(Slice(data, at, sizeof(uint)));

    public static double Double(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadDoubleLittleEndian(Slice(data, at, sizeof(double)));

    public static byte U8(ReadOnlySpan<byte> data, int at) => Slice(data, at, 1)[0];

    public static ReadOnlySpan<byte> Slice(ReadOnlySpan<byte> data, int at, int length) =>
        at >= 0 && length >= 0 && at <= data.Length - length ? data.Slice(at, length) : throw WorkbookException.Corrupt();
}
