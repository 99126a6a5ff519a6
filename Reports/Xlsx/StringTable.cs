using System.Diagnostics;

namespace RiskReport.Reports.Xlsx;

/// <summary>
/// The shared strings, as characters one behind the other: as objects, names and telephones that come once would take twice as much.
/// A word that comes again and again is mostly the same instance.
/// </summary>
internal sealed class StringTable
{
    private const int ChunkBits = 16;
    private const int ChunkLength = 1 << ChunkBits;
    private const int Kept = 4_096;

    private readonly List<char[]> chunks = [];
    private readonly List<int> places = [];
    private readonly (int Index, string? Text)[] recent = new (int, string?)[Kept];
    private int used = ChunkLength;

    public int Count => places.Count;

    public static StringTable Read(PartReader part, WorkbookLimits limits)
    {
        var strings = new StringTable();
        var characters = 0L;
        var text = new CellText(part, limits, () => null);
        while (part.Read())
        {
            if (!part.IsStart("si"))
                continue;

            var value = text.ReadRich();
            characters += value.Length;
            if (strings.Count == limits.Strings || characters > limits.StringCharacters)
                throw WorkbookException.TooManyStrings();
            strings.Add(value);
        }

        return strings;
    }

    /// <summary>Its length stands before it.</summary>
    public void Add(string text)
    {
        Debug.Assert(text.Length < ChunkLength, "No format holds a longer one.");
        if (used + 1 + text.Length > ChunkLength)
        {
            chunks.Add(new char[ChunkLength]);
            used = 0;
        }

        var chunk = chunks[^1];
        places.Add(((chunks.Count - 1) << ChunkBits) | used);
        chunk[used] = (char)text.Length;
        text.CopyTo(chunk.AsSpan(used + 1));
        used += 1 + text.Length;
    }

    public string this[int index]
    {
        get
        {
            if ((uint)index >= (uint)places.Count)
                throw WorkbookException.Corrupt();
            ref var near = ref recent[index % Kept];
            if (near.Text is null || near.Index != index)
                near = (index, At(places[index]));
            return near.Text;
        }
    }

    private string At(int place)
    {
        var rest = chunks[place >> ChunkBits].AsSpan(place & (ChunkLength - 1));
        return new string(rest.Slice(1, rest[0]));
    }
}
