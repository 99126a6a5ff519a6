using System.Globalization;
using System.Text;

namespace RiskReport.Domain.Fields;

/// <summary>Names of persons with so much hidden that nobody is named, and enough left to tell two apart: 张*, 欧***.</summary>
public static class NameMask
{
    public const char Hidden = '*';

    /// <summary>The first character stays, a rare one of two code units too; of the rest every letter and figure goes, blanks and strokes stay.</summary>
    public static string? Of(string? name)
    {
        if (string.IsNullOrEmpty(name))
            return name;

        var masked = new StringBuilder(name.Length);
        var elements = StringInfo.GetTextElementEnumerator(name);
        while (elements.MoveNext())
        {
            var element = elements.GetTextElement();
            masked.Append(masked.Length > 0 && IsOfName(element) ? Hidden.ToString() : element);
        }

        return masked.ToString();
    }

    /// <summary>Half of a surrogate pair and what has no class yet go too.</summary>
    private static bool IsOfName(string element) =>
        Rune.DecodeFromUtf16(element, out var rune, out _) != System.Buffers.OperationStatus.Done || !(Rune.IsWhiteSpace(rune) || Rune.IsPunctuation(rune));
}
