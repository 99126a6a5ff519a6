using System.Text;

namespace RiskReport.Tests.Support;

/// <summary>The bare records of an .xls with one sheet, 表一, of which a test writes the cells.</summary>
internal sealed class BiffParts
{
    private readonly List<byte> cells = [];

    /// <summary>Further records before the sheets, as they stand in the file.</summary>
    public byte[] Globals { get; init; } = [];

    public static byte[] Record(int type, params byte[] data) => [.. Short(type), .. Short(data.Length), .. data];

    public static byte[] Short(int value) => BitConverter.GetBytes((ushort)value);

    public static byte[] WideText(string text) => [.. Short(text.Length), 1, .. Encoding.Unicode.GetBytes(text)];

    public BiffParts Cell(int type, int row, int column, params byte[] value) => Add(Record(type, [.. Short(row), .. Short(column), 0, 0, .. value]));

    public BiffParts Number(int row, int column, double value) => Cell(0x203, row, column, BitConverter.GetBytes(value));

    public BiffParts Add(byte[] record)
    {
        cells.AddRange(record);
        return this;
    }

    public byte[] Bytes()
    {
        byte[] begin = Record(0x809, [0, 6, 5, 0, .. new byte[12]]);
        byte[] sheet = [.. BitConverter.GetBytes(0), 0, 0, 2, 1, .. Encoding.Unicode.GetBytes("表一")];
        byte[] head = [.. begin, .. Globals];
        var at = head.Length + Record(0x85, sheet).Length + Record(0x0A).Length;
        BitConverter.GetBytes(at).CopyTo(sheet, 0);
        return [.. head, .. Record(0x85, sheet), .. Record(0x0A), .. begin, .. cells, .. Record(0x0A)];
    }
}
