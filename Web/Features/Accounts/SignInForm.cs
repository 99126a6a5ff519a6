using System.ComponentModel.DataAnnotations;
using RiskReport.Web.Identity;

namespace RiskReport.Web.Features.Accounts;

public sealed class SignInForm
{
    [Required(ErrorMessage = "请填写用户名。"), StringLength(AccountNames.Longest, ErrorMessage = "用户名过长，请核对。")]
    public string? UserName { get; set; }

    /// <summary>Bounded, because every character of it is hashed.</summary>
    [Required(ErrorMessage = "请填写密码。"), StringLength(PasswordRules.Longest, ErrorMessage = "密码过长，请核对。")]
    public string? Password { get; set; }

    public string? ReturnUrl { get; set; }

    /// <summary>What was typed before the session ended, sealed; it is carried on until somebody has signed in.</summary>
    public string? Kept { get; set; }
}

public sealed class PasswordForm
{
    [Required(ErrorMessage = "请填写当前密码。"), StringLength(PasswordRules.Longest, ErrorMessage = "当前密码过长，请核对。")]
    public string? Current { get; set; }

    [Required(ErrorMessage = "请填写新密码。"), StringLength(PasswordRules.Longest, ErrorMessage = "新密码过长，请缩短。")]
    public string? New { get; set; }

    [Required(ErrorMessage = "请再次填写新密码。"), Compare(nameof(New), ErrorMessage = "两次填写的新密码不一致。")]
    public string? Repeated { get; set; }
}
