using System.Buffers;
using System.Globalization;
using System.Text;

namespace RiskReport.Domain.Fields;

/// <summary>
/// Puts right silently what means the same: full-width digits and letters, blanks around, thousands separators, the ends of lines, and what nobody
/// sees, which would colour a terminal or turn a name round on the screen and comes along whenever something is copied.
/// </summary>
public static class Normal
{
    private static readonly char[] Blanks = [' ', '\t', '\r', '\n', '\u00A0', '\u3000', '\u200B', '\uFEFF'];

    /// <summary>Controls but for tab and line feed, marks that turn the direction of writing, blanks without width, and what no XML may hold.</summary>
    private static readonly char[] Unseen =
    [
        .. Enumerable.Range(0, char.MaxValue + 1).Select(c => (char)c).Where(c => char.IsControl(c) && c is not ('\t' or '\n')),
        '\u061C', '\u200B', '\u200E', '\u200F', .. "\u202A\u202B\u202C\u202D\u202E\u2060\u2066\u2067\u2068\u2069", '\uFEFF', '\uFFFE', '\uFFFF',
    ];

    private static readonly SearchValues<char> ToPutRight = SearchValues.Create([.. Unseen, '\u2028', '\u2029', .. Enumerable.Range('\uFF10', 0xFF5A - 0xFF10 + 1).Select(c => (char)c)]);

    private static readonly SearchValues<char> ToLeaveOut = SearchValues.Create(Unseen);

    public static string Text(string raw)
    {
        var trimmed = raw.AsSpan().Trim(Blanks);
        if (!trimmed.ContainsAny(ToPutRight))
            return trimmed.Length == raw.Length ? raw : trimmed.ToString();

        var text = new StringBuilder(trimmed.Length);
        for (var i = 0; i < trimmed.Length; i++)
        {
            var c = trimmed[i];
            if (EndsLine(c) && !(c == '\r' && i + 1 < trimmed.Length && trimmed[i + 1] == '\n'))
                text.Append('\n');
            else if (!ToLeaveOut.Contains(c))
                text.Append(Narrow(c));
        }

        return text.ToString().Trim(Blanks);
    }

    public static string Code(string raw) => Text(raw).ToUpperInvariant();

    public static decimal? Number(string raw)
    {
        var text = Text(raw).Replace('\uFF0C', ',').Replace('\uFF0E', '.').Replace('\uFF0D', '-');
        return GroupsAreWell(text) && decimal.TryParse(text.Replace(",", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
    }

    private static bool EndsLine(char c) => c is '\r' or '\u0085' or '\u2028' or '\u2029';

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
