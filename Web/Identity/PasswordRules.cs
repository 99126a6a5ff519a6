using Microsoft.AspNetCore.Identity;
using RiskReport.Domain.Accounts;

namespace RiskReport.Web.Identity;

/// <summary>The rules of the configured profile, with the lists that both profiles share.</summary>
public sealed class PasswordRules(PasswordProfile profile, TimeProvider clock) : IPasswordValidator<Account>
{
    /// <summary>What somebody here thinks of first.</summary>
    private static readonly string[] Context =
        ["riskreport", "risk", "anquan", "fengxian", "baogao", "yingji", "qiye", "shengchan", "jiangsu", "suzhou", "kunshan", "changshu",
         "zhangjiagang", "taicang", "wujiang", "wuzhong", "xiangcheng", "gusu", "gaoxinqu", "yuanqu", "zhongguo", "admin", "guanliyuan"];

    /// <summary>Of 0 to 4: up to a million guesses and beyond it.</summary>
    private const int Guessable = 1;

    public PasswordProfile Profile => profile;

    public static PasswordProfile Configured(IConfiguration configuration)
    {
        var name = configuration["Passwords:Profile"] ?? PasswordProfile.Dengbao.Name;
        return PasswordProfile.Find(name) ?? throw new InvalidOperationException($"Passwords:Profile must be dengbao or asvs, not '{name}'.");
    }

    public IEnumerable<string> Broken(string userName, string password) => profile.Broken(userName, password, p => IsCommon(userName, p));

    public bool IsTooOld(Account account) => profile.IsTooOld(account.PasswordSetAt ?? account.CreatedAt, clock.GetUtcNow().UtcDateTime);

    public Task<IdentityResult> ValidateAsync(UserManager<Account> manager, Account user, string? password)
    {
        var errors = Broken(user.UserName ?? "", password ?? "")
            .Select(s => new IdentityError { Code = nameof(PasswordRules), Description = s }).ToArray();
        return Task.FromResult(errors.Length == 0 ? IdentityResult.Success : IdentityResult.Failed(errors));
    }

    /// <summary>zxcvbn's lists of passwords, names and keyboard walks, with our own words on top. Beyond fifty characters it is no list's any more.</summary>
    private static bool IsCommon(string userName, string password) =>
        Zxcvbn.Zxcvbn.MatchPassword(password[..Math.Min(password.Length, 50)], [.. Context, userName]).Score <= Guessable;
}
