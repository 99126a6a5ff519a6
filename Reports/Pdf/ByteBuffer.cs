using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace RiskReport.Reports.Pdf;

/// <summary>Growing bytes that PDF syntax is written into without a string in between.</summary>
internal sealed class ByteBuffer(int capacity = 4096)
{
    private static readonly byte[] Hex = "0123456789ABCDEF"u8.ToArray();
    private byte[] _bytes = new byte[capacity];

    public int Length { get; private set; }
    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, Length);
    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public ByteBuffer Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        return this;
    }

    /// <summary>Characters above U+00FF do not belong in PDF syntax; Chinese text goes through a font or <see cref="WriteText"/>.</summary>
    public ByteBuffer Write(string latin)
    {
        Encoding.Latin1.GetBytes(latin, Room(latin.Length));
        return this;
    }

    public ByteBuffer Write([InterpolatedStringHandlerArgument("")] ref PdfSyntax syntax) => this;

    public ByteBuffer WriteHex(int value)
    {
        var room = Room(4);
        room[0] = Hex[(value >> 12) & 15];
        room[1] = Hex[(value >> 8) & 15];
        room[2] = Hex[(value >> 4) & 15];
        room[3] = Hex[value & 15];
        return this;
    }

    /// <summary>A text string of the document's dictionaries: UTF-16 with a byte order mark.</summary>
    public ByteBuffer WriteText(string text)
    {
        Write("<FEFF"u8);
        foreach (var unit in text)
            WriteHex(unit);

        return Write(">"u8);
    }

    public void WriteWhole(long value)
    {
        Span<byte> digits = stackalloc byte[20];
        value.TryFormat(digits, out var count, provider: CultureInfo.InvariantCulture);
        Write(digits[..count]);
    }

    /// <summary>A hundredth of a point is finer than any printer.</summary>
    public void WriteDecimal(double value)
    {
        var hundredths = (long)Math.Round(value * 100);
        if (hundredths < 0)
            Write("-"u8);

        hundredths = Math.Abs(hundredths);
        WriteWhole(hundredths / 100);
        var (tens, ones) = Math.DivRem((int)(hundredths % 100), 10);
        if (ones != 0)
            Write([(byte)'.', (byte)('0' + tens), (byte)('0' + ones)]);
        else if (tens != 0)
            Write([(byte)'.', (byte)('0' + tens)]);
    }

    private Span<byte> Room(int count)
    {
        if (_bytes.Length - Length < count)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + count));

        var room = _bytes.AsSpan(Length, count);
        Length += count;
        return room;
    }
}
