using System.ComponentModel.DataAnnotations;
using RiskReport.Domain.Accounts;

namespace RiskReport.Web.Features.MyAccount;

public sealed class PasswordForm
{
    /// <summary>Of whom the controller asks that knows who has one.</summary>
    [StringLength(PasswordProfile.Longest, ErrorMessage = "当前密码过长，请核对。")]
    public string? Current { get; set; }

    [Required(ErrorMessage = "请填写新密码。"), StringLength(PasswordProfile.Longest, ErrorMessage = "新密码过长，请缩短。")]
    public string? New { get; set; }

    [Required(ErrorMessage = "请再次填写新密码。"), Compare(nameof(New), ErrorMessage = "两次填写的新密码不一致。")]
    public string? Repeated { get; set; }
}
