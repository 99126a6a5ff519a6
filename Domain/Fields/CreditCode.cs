namespace RiskReport.Domain.Fields;

/// <summary>统一社会信用代码, GB 32100-2015: 17 characters and a check character, weights 3^(i-1) mod 31.</summary>
public static class CreditCode
{
    public const int Length = 18;

    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    public static bool IsValid(string code) =>
        code.Length == Length && code[^1] is var last && CheckCharacter(code.AsSpan(0, 17)) == last;

    /// <summary>The eighteenth character, or null where a character does not belong to the alphabet.</summary>
    public static char? CheckCharacter(ReadOnlySpan<char> first17)
    {
        var sum = 0;
        var weight = 1;
        foreach (var c in first17)
        {
            var value = Alphabet.IndexOf(c, StringComparison.Ordinal);
            if (value < 0)
                return null;
            sum += value * weight;
            weight = weight * 3 % 31;
        }

        return Alphabet[(31 - sum % 31) % 31];
    }
}
