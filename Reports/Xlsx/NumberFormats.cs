namespace RiskReport.Reports.Xlsx;

/// <summary>Which cell styles show a number as a date or time; in a workbook nothing else tells a date from a number.</summary>
internal sealed class NumberFormats(List<bool> isDate)
{
    public static readonly NumberFormats None = new([]);

    public static NumberFormats Read(PartReader part)
    {
        var custom = new Dictionary<int, bool>();
        var styles = new List<bool>();
        while (part.Read())
        {
            if (part.IsStart("numFmt"))
                custom[Id(part)] = IsDateCode(part.Attribute("formatCode") ?? "");
            else if (part.IsStart("cellXfs"))
                ReadStyles(part, custom, styles);
        }

        return new NumberFormats(styles);
    }

    public bool IsDate(int style) => (uint)style < (uint)isDate.Count && isDate[style];

    private static void ReadStyles(PartReader part, Dictionary<int, bool> custom, List<bool> styles)
    {
        if (part.IsEmptyElement)
            return;
        var depth = part.Depth;
        while (part.Read() && part.Depth > depth)
        {
            if (!part.IsStart("xf"))
                continue;
            var id = Id(part);
            styles.Add(IsDate(id, custom));
        }
    }

    /// <param name="custom">The formats that the workbook spells out; they win over the built-in ones.</param>
    internal static bool IsDate(int id, IReadOnlyDictionary<int, bool> custom) => custom.TryGetValue(id, out var date) ? date : IsBuiltInDate(id);

    private static int Id(PartReader part) => int.TryParse(part.Attribute("numFmtId"), out var id) ? id : 0;

    // 27 to 36 and 50 to 58 are the dates of Chinese and Japanese editions, which files do not spell out
    private static bool IsBuiltInDate(int id) => id is (>= 14 and <= 22) or (>= 27 and <= 36) or (>= 45 and <= 47) or (>= 50 and <= 58);

    /// <summary>A date has a d, m, y, h or s in its first section outside quotes, escapes and brackets; [h] is elapsed time.</summary>
    internal static bool IsDateCode(string code)
    {
        for (var i = 0; i < code.Length; i++)
        {
            switch (code[i])
            {
                case '"':
                    i = IndexOrEnd(code, '"', i + 1);
                    break;
                case '\\' or '_' or '*':
                    i++;
                    break;
                case '[':
                    var end = IndexOrEnd(code, ']', i);
                    if (code[(i + 1)..end].Trim() is { Length: > 0 } inside && inside.All(c => "hmsHMS".Contains(c)))
                        return true;
                    i = end;
                    break;
                case 'd' or 'm' or 'y' or 'h' or 's' or 'D' or 'M' or 'Y' or 'H' or 'S':
                    return true;
                case ';':
                    return false;
            }
        }

        return false;
    }

    private static int IndexOrEnd(string code, char sought, int from) =>
        code.IndexOf(sought, Math.Min(from, code.Length)) is >= 0 and var at ? at : code.Length;
}
