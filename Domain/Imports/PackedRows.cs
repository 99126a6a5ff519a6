using System.Buffers.Binary;
using System.Text;

namespace RiskReport.Domain.Imports;

/// <summary>
/// Rows of a sheet in a tenth of the memory that their cells would take: only the columns that are asked for, as UTF-8.
/// An import holds all its rows at once, since the risks of an enterprise may stand anywhere.
/// </summary>
internal sealed class PackedRows(SheetHeadings headings)
{
    private const int ChunkBytes = 1 << 20;
    private const int CellHead = 6;

    private readonly List<byte[]> chunks = [];
    private readonly List<(int Chunk, int Offset)> places = [];
    private int used = ChunkBytes;

    public int Count => places.Count;

    public void Add(ImportRow row)
    {
        var length = 6;
        foreach (var column in headings.Columns)
        {
            if (row[column] is { Kind: not CellKind.Empty } cell)
                length += CellHead + Encoding.UTF8.GetByteCount(cell.Text);
        }

        var rest = Take(length);
        BinaryPrimitives.WriteInt32LittleEndian(rest, row.Number);
        rest = rest[4..];
        foreach (var column in headings.Columns)
        {
            if (row[column] is not { Kind: not CellKind.Empty } cell)
                continue;
            var bytes = Encoding.UTF8.GetBytes(cell.Text, rest[CellHead..]);
            rest[0] = (byte)cell.Kind;
            rest[1] = (byte)column;
            BinaryPrimitives.WriteInt32LittleEndian(rest[2..], bytes);
            rest = rest[(CellHead + bytes)..];
        }

        rest[0] = 0;
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
                var bytes = BinaryPrimitives.ReadInt32LittleEndian(rest[2..]);
                cells[rest[1]] = new Cell((CellKind)rest[0], Encoding.UTF8.GetString(rest.Slice(CellHead, bytes)));
                rest = rest[(CellHead + bytes)..];
            }

            return new ImportRow(number, cells, headings);
        }
    }

    private Span<byte> Take(int length)
    {
        if (used + length > ChunkBytes)
        {
            chunks.Add(new byte[Math.Max(length, ChunkBytes)]);
            used = 0;
        }

        places.Add((chunks.Count - 1, used));
        used += length;
        return chunks[^1].AsSpan(used - length, length);
    }
}
