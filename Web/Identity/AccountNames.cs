using System.Text;
using Microsoft.AspNetCore.Identity;

namespace RiskReport.Web.Identity;

/// <summary>Names that look alike are one name: case, full-width letters and composed characters do not make two people.</summary>
public sealed class AccountNames : ILookupNormalizer
{
    public const int Shortest = 3;
    public const int Longest = 64;

    /// <summary>The form in which a name is stored and shown.</summary>
    public static string Clean(string name) => name.Trim().Normalize(NormalizationForm.FormKC);

    public static string? Problem(string name)
    {
        var clean = Clean(name);
        if (clean.Length is < Shortest or > Longest)
            return $"用户名应为 {Shortest} 至 {Longest} 个字符。";
        return clean.All(c => char.IsLetterOrDigit(c) || c is '.' or '_' or '-' or '@')
            ? null
            : "用户名只能使用文字、数字和 . _ - @。";
    }

    public string? NormalizeName(string? name) => name is null || !IsText(name) ? name : Clean(name).ToUpperInvariant();

    public string? NormalizeEmail(string? email) => NormalizeName(email);

    /// <summary>Half a surrogate pair, as a browser would never send, cannot be normalised and matches nobody.</summary>
    private static bool IsText(string name) => name.EnumerateRunes().All(r => r != Rune.ReplacementChar);
}
