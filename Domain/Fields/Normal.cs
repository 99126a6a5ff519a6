using System.Globalization;
using System.Text;

namespace RiskReport.Domain.Fields;

/// <summary>Puts right silently what means the same: full-width digits and letters, blanks around, thousands separators.</summary>
public static class Normal
{
    public static string Text(string raw)
    {
        var trimmed = raw.AsSpan().Trim(Blanks);
        if (trimmed.IndexOfAnyInRange('\uFF10', '\uFF5A') < 0)
            return trimmed.Length == raw.Length ? raw : trimmed.ToString();

        var text = new StringBuilder(trimmed.Length);
        foreach (var c in trimmed)
            text.Append(Narrow(c));
        return text.ToString();
    }

    public static string Code(string raw) => Text(raw).ToUpperInvariant();

    public static decimal? Number(string raw)
    {
        var text = Text(raw).Replace('\uFF0C', ',').Replace('\uFF0E', '.').Replace('\uFF0D', '-');
        return GroupsAreWell(text) && decimal.TryParse(text.Replace(",", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
    }

    private static readonly char[] Blanks = [' ', '\t', '\r', '\n', '\u00A0', '\u3000', '\u200B', '\uFEFF'];

    private static char Narrow(char c) => c switch
    {
        >= '\uFF10' and <= '\uFF19' or >= '\uFF21' and <= '\uFF3A' or >= '\uFF41' and <= '\uFF5A' => (char)(c - 0xFEE0),
        _ => c,
    };

    /// <summary>"1,072.68" has a separator every three digits; "12,5" is a slip that must be asked about, not guessed.</summary>
    private static bool GroupsAreWell(string text)
    {
        if (!text.Contains(','))
            return true;

        var whole = text.Split('.')[0].TrimStart('-', '+');
        var groups = whole.Split(',');
        return groups.Length == 1 || groups[0].Length is >= 1 and <= 3 && groups.Skip(1).All(g => g.Length == 3);
    }
}
