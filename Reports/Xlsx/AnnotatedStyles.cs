using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace RiskReport.Reports.Xlsx;

/// <summary>
/// The cell formats of the workbook and those added to them. An added one that the workbook has already, from an
/// earlier time, is used again, so the list does not grow each time.
/// </summary>
internal sealed class AnnotatedStyles
{
    private const string MarkColour = "FFFFC7CF";

    private static readonly string[] Sides = ["left", "right", "top", "bottom", "diagonal"];

    private readonly HashSet<int> markedFormats;
    private readonly Dictionary<int, int> marked = [];
    private readonly Dictionary<int, int> unmarked = [];
    private readonly string parent;
    private readonly string prefix;
    private readonly Lazy<int> markFill;

    private AnnotatedStyles(string prefix, Dictionary<string, StyleList> lists)
    {
        this.prefix = prefix;
        Lists = lists;
        Fonts.Need(Element("font", Element("sz", "", " val=\"11\"") + Element("name", "", " val=\"宋体\"")));
        Fills.Need(Pattern("none"), Pattern("gray125"));
        lists["borders"].Need(Element("border", string.Concat(Sides.Select(s => Element(s, "")))));
        parent = lists["cellStyleXfs"].Items.Count > 0 ? " xfId=\"0\"" : "";
        Formats.Need(Element("xf", "", $" numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"{parent}"));

        HashSet<int> markedFills = [.. Enumerable.Range(0, Fills.Items.Count).Where(i => IsMark(Fills.Items[i]))];
        markFill = new(() => markedFills.Count > 0 ? markedFills.Min() : Fills.Of(Solid(MarkColour)));
        markedFormats = [.. Enumerable.Range(0, Formats.Items.Count).Where(i => markedFills.Contains(Number(Formats.Items[i], "fillId")))];
    }

    public IReadOnlyDictionary<string, StyleList> Lists { get; }

    /// <summary>Whether the workbook came with cells that were marked before.</summary>
    public bool HasMarks => markedFormats.Count > 0;

    public int Note => Formats.Of(TextFormat(0, 0));

    public int QuotedNote => Formats.Of(TextFormat(0, 0, quoted: true));

    public int Wrapped => Formats.Of(TextFormat(0, 0, wrap: true));

    public int QuotedWrapped => Formats.Of(TextFormat(0, 0, quoted: true, wrap: true));

    public int Label => Formats.Of(TextFormat(Bold(0), 0));

    public int TableHeading => Formats.Of(TextFormat(Bold(0), Fills.Of(Solid("FFD9E2EC"))));

    public int Link => Formats.Of(TextFormat(Fonts.Of(Underlined(Fonts.Items[0])), 0));

    private StyleList Fonts => Lists["fonts"];

    private StyleList Fills => Lists["fills"];

    private StyleList Formats => Lists["cellXfs"];

    public static AnnotatedStyles Read(XmlTokens tokens)
    {
        var prefix = "";
        var lists = StyleList.Names.ToDictionary(n => n, _ => new StyleList(), StringComparer.Ordinal);
        StyleList? list = null;
        while (tokens.Next())
        {
            if (tokens.Depth == 0 && tokens.Opens)
                prefix = Encoding.UTF8.GetString(tokens.Prefix);
            else if (tokens.Depth == 1)
                list = tokens.Kind == XmlToken.Start && lists.TryGetValue(Encoding.UTF8.GetString(tokens.LocalName), out var found) ? found : null;
            else if (tokens.Depth >= 2 && list is not null)
                list.Take(tokens);
        }

        return new AnnotatedStyles(prefix, lists);
    }

    public bool IsMarked(int style) => markedFormats.Contains(style);

    /// <summary>The same format on the ground of a bad cell.</summary>
    public int Marked(int style)
    {
        if (IsMarked(style))
            return style;
        if (!marked.TryGetValue(style, out var found))
            marked[style] = found = Formats.Of(With(With(Format(style), "fillId", markFill.Value), "applyFill", 1));
        return found;
    }

    /// <summary>The same format as it was, on no ground.</summary>
    public int Unmarked(int style)
    {
        if (!unmarked.TryGetValue(style, out var found))
            unmarked[style] = found = Formats.Of(With(With(Format(style), "fillId", 0), "applyFill", null));
        return found;
    }

    /// <summary>The same format in bold.</summary>
    public int Emphasised(int style)
    {
        var format = Format(style);
        var font = Number(format, "fontId");
        var bold = Bold(font);
        return bold == font && (uint)style < (uint)Formats.Items.Count ? style : Formats.Of(With(With(format, "fontId", bold), "applyFont", 1));
    }

    private static bool IsMark(string fill) => fill.Contains($"\"{MarkColour}\"", StringComparison.OrdinalIgnoreCase);

    private string Format(int style) => Formats.Items[(uint)style < (uint)Formats.Items.Count ? style : 0];

    private int Bold(int font)
    {
        var stored = Fonts.Items[(uint)font < (uint)Fonts.Items.Count ? font : 0];
        var bold = $"<{prefix}b";
        var isBold = stored.Contains(bold + "/>", StringComparison.Ordinal) || stored.Contains(bold + " val=\"true\"", StringComparison.Ordinal)
            || stored.Contains(bold + " val=\"1\"", StringComparison.Ordinal) || stored.Contains(bold + " />", StringComparison.Ordinal);
        return isBold ? font : Fonts.Of(Inside(Without(stored, "b"), Element("b", "")));
    }

    /// <summary>The order inside a font is fixed: what is underlined and blue stands before the size.</summary>
    private string Underlined(string font)
    {
        var plain = Without(Without(font, "u"), "color");
        var size = plain.IndexOf($"<{prefix}sz", StringComparison.Ordinal);
        var colour = Element("color", "", " rgb=\"FF0563C1\"");
        var line = Element("u", "");
        if (size < 0)
            return Inside(plain, line + colour);
        var behind = plain.IndexOf('>', size) + 1;
        return plain[..size] + line + plain[size..behind] + colour + plain[behind..];
    }

    private string TextFormat(int font, int fill, bool quoted = false, bool wrap = false)
    {
        var parts = string.Create(CultureInfo.InvariantCulture, $" numFmtId=\"49\" fontId=\"{font}\" fillId=\"{fill}\" borderId=\"0\"{parent}");
        var applied = " applyNumberFormat=\"1\" applyFont=\"1\" applyFill=\"1\"";
        return Element(
            "xf", wrap ? Element("alignment", "", " vertical=\"top\" wrapText=\"1\"") : "",
            parts + (quoted ? " quotePrefix=\"1\"" : "") + applied + (wrap ? " applyAlignment=\"1\"" : ""));
    }

    private string Solid(string colour) => Element("fill", Element(
        "patternFill", Element("fgColor", "", $" rgb=\"{colour}\"") + Element("bgColor", "", " indexed=\"64\""), " patternType=\"solid\""));

    private string Pattern(string type) => Element("fill", Element("patternFill", "", $" patternType=\"{type}\""));

    private string Element(string name, string content, string attributes = "") =>
        content.Length == 0 ? $"<{prefix}{name}{attributes}/>" : $"<{prefix}{name}{attributes}>{content}</{prefix}{name}>";

    private string Without(string xml, string child) => Regex.Replace(xml, $@"<{prefix}{child}(\s[^>]*)?(/>|>\s*</{prefix}{child}\s*>)", "");

    private string Inside(string xml, string first)
    {
        var end = xml.IndexOf('>', StringComparison.Ordinal);
        return xml[end - 1] == '/' ? $"{xml[..(end - 1)]}>{first}</{prefix}font>" : xml[..(end + 1)] + first + xml[(end + 1)..];
    }

    private static int Number(string xml, string attribute) =>
        Attribute(xml, attribute) is { Success: true } match
        && int.TryParse(match.Groups[1].ValueSpan, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number)
            ? number
            : 0;

    /// <summary>In its place, so that taking back what was changed gives the very same text.</summary>
    private static string With(string xml, string attribute, int? value)
    {
        var written = value is null ? "" : string.Create(CultureInfo.InvariantCulture, $" {attribute}=\"{value}\"");
        if (Attribute(xml, attribute) is { Success: true } found)
            return xml[..found.Index] + written + xml[(found.Index + found.Length)..];

        var end = xml.AsSpan(0, xml.IndexOf('>', StringComparison.Ordinal)).TrimEnd('/').Length;
        return xml[..end] + written + xml[end..];
    }

    private static Match Attribute(string xml, string name) =>
        new Regex($"""\s{name}\s*=\s*["']([^"']*)["']""").Match(xml, 0, xml.IndexOf('>', StringComparison.Ordinal));
}
