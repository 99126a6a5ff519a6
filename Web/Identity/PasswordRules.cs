using Microsoft.AspNetCore.Identity;

namespace RiskReport.Web.Identity;

/// <summary>The password rules of 等保 (GB/T 22239-2019, 8.1.4.1), one sentence each, all broken ones at once.</summary>
public sealed class PasswordRules : IPasswordValidator<Account>
{
    public const int Shortest = 10;
    public const int Longest = 128;

    public static readonly IReadOnlyList<string> Sentences =
    [
        $"密码至少 {Shortest} 个字符，最多 {Longest} 个字符。",
        "密码须包含大写字母、小写字母、数字、其他字符这四类中的至少三类。",
        "密码不能包含用户名。",
    ];

    public static IEnumerable<string> Broken(string userName, string password)
    {
        if (password.Length is < Shortest or > Longest)
            yield return Sentences[0];
        if (Classes(password) < 3)
            yield return Sentences[1];
        if (userName.Length > 0 && password.Contains(userName, StringComparison.OrdinalIgnoreCase))
            yield return Sentences[2];
    }

    public Task<IdentityResult> ValidateAsync(UserManager<Account> manager, Account user, string? password)
    {
        var errors = Broken(user.UserName ?? "", password ?? "")
            .Select(s => new IdentityError { Code = nameof(PasswordRules), Description = s }).ToArray();
        return Task.FromResult(errors.Length == 0 ? IdentityResult.Success : IdentityResult.Failed(errors));
    }

    private static int Classes(string password) =>
        (password.Any(char.IsAsciiLetterUpper) ? 1 : 0)
        + (password.Any(char.IsAsciiLetterLower) ? 1 : 0)
        + (password.Any(char.IsAsciiDigit) ? 1 : 0)
        + (password.Any(c => !char.IsAsciiLetterOrDigit(c)) ? 1 : 0);
}
