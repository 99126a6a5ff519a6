using System.ComponentModel.DataAnnotations;
using RiskReport.Domain.Accounts;
using RiskReport.Web.Identity;

namespace RiskReport.Web.Features.Accounts;

public sealed class SignInForm
{
    [Required(ErrorMessage = "请填写用户名。"), StringLength(AccountNames.Longest, ErrorMessage = "用户名过长，请核对。")]
    public string? UserName { get; set; }

    /// <summary>Bounded, because every character of it is hashed.</summary>
    [Required(ErrorMessage = "请填写密码。"), StringLength(PasswordProfile.Longest, ErrorMessage = "密码过长，请核对。")]
    public string? Password { get; set; }

    public string? ReturnUrl { get; set; }

    /// <summary>What was typed before the session ended, sealed; it is carried on until somebody has signed in.</summary>
    public string? Kept { get; set; }
}

/// <summary>The second step: the code, and what the first one left.</summary>
public sealed class CodeForm
{
    public string? Ticket { get; set; }

    [Required(ErrorMessage = "请填写动态口令或恢复码。"), StringLength(30, ErrorMessage = "动态口令是 6 位数字，恢复码是 16 个字符，请核对。")]
    public string? Code { get; set; }

    public string? ReturnUrl { get; set; }

    public string? Kept { get; set; }
}
