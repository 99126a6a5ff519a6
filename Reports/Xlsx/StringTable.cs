namespace RiskReport.Reports.Xlsx;

/// <summary>The shared strings. A cell that shares one gets the same instance, so a repeated word is held once.</summary>
internal sealed class StringTable(List<string> strings)
{
    public static readonly StringTable None = new([]);

    public static StringTable Read(PartReader part, WorkbookLimits limits)
    {
        var strings = new List<string>();
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

        return new StringTable(strings);
    }

    public string this[int index] => (uint)index < (uint)strings.Count ? strings[index] : throw WorkbookException.Corrupt();
}
