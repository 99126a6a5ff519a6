using System.Buffers.Binary;
using System.Text;

namespace RiskReport.Domain.Imports;

/// <summary>
/// Rows of a sheet in a tenth of the memory that their cells would take: only the columns that are asked for, as UTF-8, and
/// words that come again and again once. An import holds all its rows, since the risks of an enterprise may stand anywhere.
/// </summary>
internal sealed class PackedRows(SheetHeadings headings)
{
    private const int ChunkBytes = 1 << 20;
    private const int LongestHead = 7;
    private const byte IsWord = 0x80;
    private const int BitsOfDigit = 7;
    private const int MostWords = 4_096;
    private const int LongestWord = 100;

    private readonly List<byte[]> chunks = [];
    private readonly List<(int Chunk, int Offset)> places = [];
    private readonly List<string> words = [];
    private readonly Dictionary<string, int> numberOfWord = new(StringComparer.Ordinal);
    private byte[] row = new byte[4096];
    private int used = ChunkBytes;

    public int Count => places.Count;

    public void Add(ImportRow source)
    {
        var length = 4;
        BinaryPrimitives.WriteInt32LittleEndian(row, source.Number);
        foreach (var column in headings.Columns)
        {
            if (source[column] is { Kind: not CellKind.Empty } cell)
                length = Write(length, column, cell);
        }

        row[length++] = 0;
        if (used + length > ChunkBytes)
        {
            chunks.Add(new byte[Math.Max(length, ChunkBytes)]);
            used = 0;
        }

        row.AsSpan(0, length).CopyTo(chunks[^1].AsSpan(used));
        places.Add((chunks.Count - 1, used));
        used += length;
    }

    public ImportRow this[int index]
    {
        get
        {
            var (chunk, offset) = places[index];
            ReadOnlySpan<byte> rest = chunks[chunk].AsSpan(offset);
            var number = BinaryPrimitives.ReadInt32LittleEndian(rest);
            rest = rest[4..];
            var cells = new Cell[headings.Width];
            Array.Fill(cells, Cell.Empty);
            while (rest[0] != 0)
            {
                var kind = (CellKind)(rest[0] & ~IsWord);
                var isWord = (rest[0] & IsWord) != 0;
                var column = rest[1];
                rest = rest[2..];
                var value = ReadNumber(ref rest);
                cells[column] = new Cell(kind, isWord ? words[value] : Encoding.UTF8.GetString(rest[..value]));
                rest = rest[(isWord ? 0 : value)..];
            }

            return new ImportRow(number, cells, headings);
        }
    }

    private int Write(int at, int column, Cell cell)
    {
        var word = Word(cell.Text);
        var bytes = word < 0 ? Encoding.UTF8.GetByteCount(cell.Text) : 0;
        var longest = at + LongestHead + bytes + 1;
        if (longest > row.Length)
            Array.Resize(ref row, Math.Max(2 * row.Length, longest));

        row[at++] = (byte)((byte)cell.Kind | (word < 0 ? 0 : IsWord));
        row[at++] = (byte)column;
        at = WriteNumber(at, word < 0 ? bytes : word);
        return at + (word < 0 ? Encoding.UTF8.GetBytes(cell.Text, row.AsSpan(at)) : 0);
    }

    /// <summary>Seven bits to a byte, the lowest first: most lengths and words take one or two.</summary>
    private int WriteNumber(int at, int number)
    {
        for (; number >= 1 << BitsOfDigit; number >>= BitsOfDigit)
            row[at++] = (byte)(number | (1 << BitsOfDigit));
        row[at++] = (byte)number;
        return at;
    }

    private static int ReadNumber(ref ReadOnlySpan<byte> rest)
    {
        var number = 0;
        for (var bits = 0; ; bits += BitsOfDigit)
        {
            var digit = rest[0];
            rest = rest[1..];
            number |= (digit & ((1 << BitsOfDigit) - 1)) << bits;
            if (digit < 1 << BitsOfDigit)
                return number;
        }
    }

    /// <summary>The first ones that come are those that come again.</summary>
    private int Word(string text)
    {
        if (text.Length > LongestWord)
            return -1;
        if (numberOfWord.TryGetValue(text, out var number))
            return number;
        if (words.Count == MostWords)
            return -1;
        words.Add(text);
        numberOfWord.Add(text, words.Count - 1);
        return words.Count - 1;
    }
}
