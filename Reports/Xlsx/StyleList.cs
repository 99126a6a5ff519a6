using System.Text;

namespace RiskReport.Reports.Xlsx;

/// <summary>One list of the styles part, as the text of its items: those that are there, then those added.</summary>
internal sealed class StyleList
{
    /// <summary>The lists that matter here, in the order of the part.</summary>
    public static readonly IReadOnlyList<string> Names = ["fonts", "fills", "borders", "cellStyleXfs", "cellXfs"];

    private readonly List<string> items = [];
    private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);
    private readonly StringBuilder current = new();

    public IReadOnlyList<string> Items => items;

    /// <summary>How many the part has itself.</summary>
    public int Stored { get; private set; }

    public IEnumerable<string> Added => items.Skip(Stored);

    public void Take(XmlTokens tokens)
    {
        current.Append(Encoding.UTF8.GetString(tokens.Raw));
        if (tokens.Depth > 2 || tokens.Kind is XmlToken.Start or XmlToken.Other)
            return;

        Add(current.ToString().Trim());
        current.Clear();
        Stored = items.Count;
    }

    /// <summary>What a list must begin with, if the part has none.</summary>
    public void Need(params ReadOnlySpan<string> first)
    {
        if (items.Count > 0)
            return;
        foreach (var item in first)
            Add(item);
    }

    /// <summary>The place of this item, which is added if no other is the same.</summary>
    public int Of(string item) => places.TryGetValue(item, out var place) ? place : Add(item);

    private int Add(string item)
    {
        places.TryAdd(item, items.Count);
        items.Add(item);
        return items.Count - 1;
    }
}
