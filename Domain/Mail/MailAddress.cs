namespace RiskReport.Domain.Mail;

/// <summary>An e-mail address as it is taken from a person: one plain address, nothing that could become a second header.</summary>
public static class MailAddress
{
    public const int LongestAddress = 254;

    /// <summary>Null when it can be written to.</summary>
    public static string? Problem(string address) =>
        address.Length is 0 or > LongestAddress ? $"请填写邮箱地址，最多 {LongestAddress} 个字符。"
        : IsPlain(address) ? null
        : "邮箱地址无效，请填写一个地址，例如 anquan@example.com。";

    /// <summary>Enough to recognise it, too little to write to it.</summary>
    public static string Mask(string address) =>
        address.IndexOf('@', StringComparison.Ordinal) is var at and > 0 ? $"{address[0]}***{address[at..]}" : "***";

    private static bool IsPlain(string address)
    {
        var at = address.IndexOf('@', StringComparison.Ordinal);
        return at is > 0 and <= 64 && IsLocal(address.AsSpan(0, at)) && IsDomain(address[(at + 1)..]);
    }

    private static bool IsLocal(ReadOnlySpan<char> local)
    {
        foreach (var c in local)
        {
            if (!char.IsAsciiLetterOrDigit(c) && !"._-+".Contains(c, StringComparison.Ordinal))
                return false;
        }

        return local[0] != '.' && local[^1] != '.' && local.IndexOf("..") < 0;
    }

    private static bool IsDomain(string domain)
    {
        var labels = domain.Split('.');
        return labels.Length >= 2 && labels.All(l =>
            l.Length is >= 1 and <= 63 && l[0] != '-' && l[^1] != '-' && l.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'));
    }
}
