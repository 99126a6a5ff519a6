namespace RiskReport.Domain.Fields;

/// <summary>Telephone numbers with so much hidden that nobody can be called, and enough left to tell two apart.</summary>
public static class PhoneMask
{
    /// <summary>138****5678; of a landline the area code and the last two digits; of whatever else, the last two digits at most.</summary>
    public static string? Of(string? phone)
    {
        if (string.IsNullOrEmpty(phone))
            return phone;

        return string.Create(phone.Length, phone, (masked, original) =>
        {
            original.CopyTo(masked);
            for (var start = 0; start < masked.Length;)
            {
                var end = start;
                while (end < masked.Length && IsOfNumber(masked[end]))
                    end++;
                Hide(masked[start..end]);
                start = end + 1;
            }
        });
    }

    /// <summary>Two numbers with a stroke or a comma between them are masked each; with a mere blank they are one of no known shape.</summary>
    private static bool IsOfNumber(char c) => char.IsDigit(c) || c is ' ' or '-' or '－' or '(' or ')' or '（' or '）' or '+';

    private static void Hide(Span<char> number)
    {
        var digits = 0;
        foreach (var c in number)
            digits += char.IsDigit(c) ? 1 : 0;

        var (first, last) = Kept(number, digits);
        var seen = 0;
        foreach (ref var c in number)
        {
            if (!char.IsDigit(c))
                continue;
            if (seen >= first && seen < digits - last)
                c = '*';
            seen++;
        }
    }

    private static (int First, int Last) Kept(ReadOnlySpan<char> number, int digits) => (Digit(number, 0), Digit(number, 1), digits) switch
    {
        (1, _, 11) => (3, 4),
        (0, 1 or 2, 10 or 11) => (3, 2),
        (0, >= 3, 11 or 12) => (4, 2),
        (_, _, > 2) => (0, 2),
        _ => (0, 0),
    };

    /// <summary>Also of a full-width digit.</summary>
    private static int Digit(ReadOnlySpan<char> number, int place)
    {
        foreach (var c in number)
        {
            if (char.IsDigit(c) && place-- == 0)
                return (int)char.GetNumericValue(c);
        }

        return -1;
    }
}
