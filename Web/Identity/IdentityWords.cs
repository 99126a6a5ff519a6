using Microsoft.AspNetCore.Identity;

namespace RiskReport.Web.Identity;

/// <summary>What Identity says in English of an account, as a person may read it.</summary>
public static class IdentityWords
{
    public static string Of(IdentityError error, string userName) => error.Code switch
    {
        nameof(PasswordRules) => error.Description,
        nameof(IdentityErrorDescriber.DuplicateUserName) => AccountMaker.Taken(userName),
        nameof(IdentityErrorDescriber.ConcurrencyFailure) or nameof(IdentityErrorDescriber.PasswordMismatch) => "账户刚刚已在别处修改，没有保存。请刷新页面，再试一次。",
        _ => "没有保存，请再试一次；仍然不行的，请联系系统管理员。",
    };
}
