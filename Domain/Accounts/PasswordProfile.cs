namespace RiskReport.Domain.Accounts;

/// <summary>
/// What a password must be. Two standards contradict each other, so there are two profiles: GB/T 22239-2019 8.1.4.1 asks for
/// complexity and change, OWASP ASVS 5.0 (6.2.5, 6.2.10) forbids both and asks for length.
/// </summary>
public sealed record PasswordProfile
{
    public const int Longest = 128;

    public static readonly PasswordProfile Dengbao = new() { Name = "dengbao", Shortest = 10, Classes = 3, History = 5, Age = TimeSpan.FromDays(90) };

    public static readonly PasswordProfile Asvs = new() { Name = "asvs", Shortest = 12, Classes = 1, History = 0, Age = null };

    public required string Name { get; init; }
    public required int Shortest { get; init; }

    /// <summary>Of how many of the four kinds of characters; one asks nothing.</summary>
    public required int Classes { get; init; }

    /// <summary>How many of the last passwords, the present one among them, must not come again.</summary>
    public required int History { get; init; }

    /// <summary>After which a password must be changed; null is never.</summary>
    public required TimeSpan? Age { get; init; }

    public static PasswordProfile? Find(string name) => new[] { Dengbao, Asvs }.FirstOrDefault(p => p.Name == name);

    private string LengthSentence => $"密码至少 {Shortest} 个字符，最多 {Longest} 个字符。";

    private const string ClassSentence = "密码须包含大写字母、小写字母、数字、其他字符这四类中的至少三类。";
    private const string NameSentence = "密码不能包含用户名。";
    private const string CommonSentence = "密码不能是常见密码，也不能只由本地地名、系统名称和数字组成。";

    /// <summary>Said beforehand, all of them.</summary>
    public IReadOnlyList<string> Sentences =>
    [
        LengthSentence,
        .. Classes > 1 ? [ClassSentence] : Array.Empty<string>(),
        NameSentence,
        CommonSentence,
        .. History > 0 ? [$"密码不能与最近 {History} 次用过的密码相同，每 {Age?.Days} 天须修改一次。"] : Array.Empty<string>(),
    ];

    /// <summary>One sentence for each rule broken, all at once.</summary>
    /// <param name="isCommon">Whether the password stands in a list or is easily made from one; asked last, since it takes longest.</param>
    public IEnumerable<string> Broken(string userName, string password, Func<string, bool> isCommon)
    {
        if (password.Length < Shortest || password.Length > Longest)
            yield return LengthSentence;
        if (ClassesOf(password) < Classes)
            yield return ClassSentence;
        if (userName.Length > 0 && password.Contains(userName, StringComparison.OrdinalIgnoreCase))
            yield return NameSentence;
        if (password.Length is > 0 and <= Longest && isCommon(password))
            yield return CommonSentence;
    }

    public bool IsTooOld(DateTime setAt, DateTime now) => Age is { } age && now - setAt > age;

    private static int ClassesOf(string password) =>
        (password.Any(char.IsAsciiLetterUpper) ? 1 : 0)
        + (password.Any(char.IsAsciiLetterLower) ? 1 : 0)
        + (password.Any(char.IsAsciiDigit) ? 1 : 0)
        + (password.Any(c => !char.IsAsciiLetterOrDigit(c)) ? 1 : 0);
}
