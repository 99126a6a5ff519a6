using RiskReport.Web.TagHelpers;

namespace RiskReport.Web.Identity;

/// <summary>What is wrong with a user name and a password that somebody chooses, all at once, at the inputs UserName, Password and Repeated.</summary>
public static class NewPassword
{
    public static IEnumerable<PageProblem> Problems(PasswordRules rules, string? userName, string? password, string? repeated)
    {
        if (string.IsNullOrWhiteSpace(userName))
            yield return new PageProblem("UserName", "请填写用户名。");
        else if (AccountNames.Problem(userName) is { } problem)
            yield return new PageProblem("UserName", problem);

        if (string.IsNullOrEmpty(password))
        {
            yield return new PageProblem("Password", "请填写密码。");
            yield break;
        }

        foreach (var broken in rules.Broken(AccountNames.Clean(userName ?? ""), password))
            yield return new PageProblem("Password", broken);
        if (password != repeated)
            yield return new PageProblem("Repeated", "两次填写的密码不一致。");
    }
}
