using System.Net;

namespace RiskReport.Tests.Support;

/// <summary>What somebody types who wants to break in or to break something. Encoded as it goes into an address or a form, since not all of it is text.</summary>
internal static class HostileValues
{
    /// <summary>Stored or echoed, it must not come back as markup.</summary>
    public const string Markup = "<script>hostile";

    /// <summary>Worked out, {{9973*9973}} is this.</summary>
    public const string WorkedOut = "99460729";

    private static readonly string Long = new('a', 4_000);

    public static readonly IReadOnlyList<string> Values =
    [
        .. new[]
        {
            "' OR 1=1 --", "\"; DROP TABLE Enterprise", "1); DELETE FROM Account; --", "' UNION SELECT UserName, PasswordHash FROM Account --", "@Year", "{page}", "{0}",
            "%", "_", "[a-z]", "\\", "%' ESCAPE '", Long, Long.Replace("a", "&lt;", StringComparison.Ordinal), Long.Replace("a", "9", StringComparison.Ordinal),
            "a\r\nSet-Cookie: hostile=1", "\u202Egnp.exe\u2066\u200F", "\u0001\u0008\u001B[31m\u007F\u0085\u2028\uFEFF", "e\u0301\uFF27\uFF41\u017F\u0130",
            Markup + "()</script>", "\"'><img src=x onerror=hostile()>", "javascript:hostile()", "{{9973*9973}}", "${9973*9973}", "@(9973*9973)", "<%= 9973*9973 %>",
            "../../etc/passwd", "..\\..\\web.config", "/etc/passwd", "C:\\Windows\\win.ini", "//hostile.example", "https://hostile.example/", "/\\hostile.example",
            "=1+1", "+1+1", "@SUM(A1)", "-1", "0", "9223372036854775807", "9223372036854775808", "-9223372036854775809", "2147483648", "1e400", "1E-400", "0x10", "1.5", "１２",
            "NaN", "Infinity", "-∞", "0001-01-01", "9999-12-31", "10000-01-01", "2026-02-30", "0001", "9999", "null", "undefined", "true", "", " ", "{\"a\":[1]}", "[[[[", "&amp;", "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>",
        }.Select(Uri.EscapeDataString),
        // what no text has: a NUL, halves of surrogates, bytes that are no UTF-8, encodings that are none
        "%00", "a%00b", "%ED%A0%80", "%ED%B0%80%ED%A0%80", "%FF%FE", "%C0%AF", "%F8%88%80%80%80", "%u0027", "%", "%ZZ", "%2527",
    ];

    /// <summary>A name with a value that is not just that, such as several or a part.</summary>
    public static readonly IReadOnlyList<Func<string, string>> Shapes =
    [
        n => $"{n}=1&{n}=2&{n}=%25", n => $"{n}[]=1&{n}[]=2", n => $"{n}[0]=1&{n}[999999999]=1", n => $"{n}[-1]=1&{n}[x]=1&{n}.index=x", n => $"{n}.x.y=1&{n}.=1&.{n}=1",
        n => n, n => $"{n}=&{n}=", n => $"{n}={n}={n}", n => $"{n.ToUpperInvariant()}=1&{n.ToLowerInvariant()}=2",
        n => string.Join('&', Enumerable.Repeat($"{n}=1", 7_000 / (n.Length + 3))),
        n => $"{n}{string.Concat(Enumerable.Repeat("[0]", 300))}=1",
    ];

    /// <summary>For forms alone: no address is as long.</summary>
    public static readonly IReadOnlyList<Func<string, string>> Large =
    [
        n => $"{n}={new string('9', 100_000)}", n => $"{n}={string.Concat(Enumerable.Repeat("%E5%8D%97", 33_000))}", n => $"{n}={string.Concat(Enumerable.Repeat("%0A", 30_000))}",
        n => string.Join('&', Enumerable.Repeat($"{n}=x", 3_000)), n => string.Join('&', Enumerable.Range(0, 3_000).Select(i => $"{n}[{i}]=x")),
        n => string.Join('&', Enumerable.Range(0, 3_000).Select(i => $"{n}[{i}].Name=x")),
    ];

    public static string Pair(string name, string encoded) => $"{WebUtility.UrlEncode(name)}={encoded}";
}
