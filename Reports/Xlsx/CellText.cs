using System.Globalization;
using System.Text;

namespace RiskReport.Reports.Xlsx;

/// <summary>Text as a cell holds it: plain, or rich text in runs, with <c>_x000D_</c> standing for a character.</summary>
/// <param name="place">Names the cell for a complaint, where it is known.</param>
internal sealed class CellText(PartReader part, WorkbookLimits limits, Func<string?> place)
{
    private const int LongestText = 32_767;
    private const int EscapeLength = 7;

    private readonly StringBuilder runs = new();

    /// <summary>The text of an element that holds nothing else (<c>v</c>, <c>t</c>, <c>f</c>).</summary>
    public string ReadPlain()
    {
        var stored = part.ReadText(limits.CellCharacters * EscapeLength);
        var text = stored.IsEmpty ? "" : Unescape(new string(stored));
        return text.Length <= limits.CellCharacters ? text : throw WorkbookException.CellTooLong(place(), limits.CellCharacters);
    }

    /// <summary>The text of <c>si</c> or <c>is</c>: its runs joined, without the phonetic guide over them.</summary>
    public string ReadRich()
    {
        if (part.IsEmptyElement)
            return "";

        string? first = null;
        runs.Clear();
        var depth = part.Depth;
        while (part.Read() && part.Depth > depth)
        {
            if (part.IsStart("rPh"))
                part.Skip();
            else if (part.IsStart("t"))
                first = Join(first, ReadPlain());
        }

        return runs.Length > 0 ? runs.ToString() : first ?? "";
    }

    /// <summary>As much of a text as a cell holds, cut between characters.</summary>
    public static ReadOnlySpan<char> Fitting(string text)
    {
        var shown = text.AsSpan(0, Math.Min(text.Length, LongestText));
        return shown.Length < text.Length && char.IsHighSurrogate(shown[^1]) ? shown[..^1] : shown;
    }

    private string Join(string? first, string run)
    {
        if (first is null)
            return run;
        if (runs.Length == 0)
            runs.Append(first);
        if (runs.Length + run.Length > limits.CellCharacters)
            throw WorkbookException.CellTooLong(place(), limits.CellCharacters);
        runs.Append(run);
        return first;
    }

    private static string Unescape(string text)
    {
        var at = text.IndexOf("_x", StringComparison.Ordinal);
        if (at < 0)
            return text;

        var clear = new StringBuilder(text.Length).Append(text, 0, at);
        while (at < text.Length)
        {
            var isEscape = IsEscape(text, at, out var character);
            clear.Append(isEscape ? character : text[at]);
            at += isEscape ? EscapeLength : 1;
        }

        return clear.ToString();
    }

    private static bool IsEscape(string text, int at, out char character)
    {
        character = default;
        if (at + EscapeLength > text.Length || text[at] != '_' || text[at + 1] != 'x' || text[at + 6] != '_'
            || !ushort.TryParse(text.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            return false;
        character = (char)code;
        return true;
    }
}
