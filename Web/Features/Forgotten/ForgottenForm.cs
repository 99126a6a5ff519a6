using System.ComponentModel.DataAnnotations;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Mail;
using RiskReport.Web.Identity;

namespace RiskReport.Web.Features.Forgotten;

public sealed class ForgottenForm
{
    [Required(ErrorMessage = "请填写用户名。"), StringLength(AccountNames.Longest, ErrorMessage = "用户名过长，请核对。")]
    public string? UserName { get; set; }

    [Required(ErrorMessage = "请填写登记的邮箱。"), StringLength(MailAddress.LongestAddress, ErrorMessage = "邮箱地址过长，请核对。")]
    public string? Mailbox { get; set; }
}

public sealed class NewPasswordForm
{
    [Required(ErrorMessage = "请填写邮件中的重设码。"), StringLength(40, ErrorMessage = "重设码是 16 个字符，请核对。")]
    public string? Code { get; set; }

    [Required(ErrorMessage = "请填写新密码。"), StringLength(PasswordProfile.Longest, ErrorMessage = "新密码过长，请缩短。")]
    public string? New { get; set; }

    [Required(ErrorMessage = "请再次填写新密码。"), Compare(nameof(New), ErrorMessage = "两次填写的新密码不一致。")]
    public string? Repeated { get; set; }
}
