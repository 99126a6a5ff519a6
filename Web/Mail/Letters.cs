using RiskReport.Domain;
using RiskReport.Domain.Accounts;

namespace RiskReport.Web.Mail;

/// <summary>What is written to one person about the own account. Without a public address there is no link, and the code is typed in.</summary>
public static class Letters
{
    private const string Foot = "本邮件由工业企业安全生产风险报告系统自动发出，请勿回复。";

    public static OutgoingMail ConfirmAddress(string to, string userName, string code, string? site) => new(to, "请确认您的邮箱", $"""
        用户名“{userName}”的使用人把本邮箱登记为联系邮箱。

        确认码：{ActivationCode.Grouped(code)}
        {(site is null ? "请在“我的账户”的“邮箱”页面填写确认码。" : $"也可以打开 {site}/account/mail?code={code} 确认。")}
        {MailedCodeKind.Address.Lifetime().TotalHours} 小时内有效，只能使用一次。

        如果不是您本人登记的，不必理会，也不要把确认码告诉任何人。
        {Foot}
        """);

    public static OutgoingMail ResetPassword(string to, string userName, string code, string? site) => new(to, "重设密码", $"""
        有人申请重设用户名“{userName}”的密码。

        重设码：{ActivationCode.Grouped(code)}
        {(site is null ? "请在“忘记密码”的下一页填写重设码。" : $"也可以打开 {site}/forgot/code?code={code} 设置新密码。")}
        {MailedCodeKind.Password.Lifetime().TotalMinutes} 分钟内有效，只能使用一次。已启用的动态口令不变，登录时仍须填写。

        如果不是您本人申请的，不必理会，密码没有改变；也不要把重设码告诉任何人。
        {Foot}
        """);

    public static OutgoingMail PasswordChanged(string to, string userName, TimeProvider clock) => new(to, "您的密码已修改", $"""
        用户名“{userName}”的密码已于 {ChinaTime.Now(clock):yyyy-MM-dd HH:mm} 修改。

        如果不是您本人修改的，请立即联系管理您账户的办公室或系统管理员。
        {Foot}
        """);

    public static OutgoingMail AddressChanged(string to, string userName, TimeProvider clock) => new(to, "您的邮箱已更换", $"""
        用户名“{userName}”登记的邮箱已于 {ChinaTime.Now(clock):yyyy-MM-dd HH:mm} 更换或删除，今后的邮件不再发到本邮箱。

        如果不是您本人办理的，请立即修改密码，并联系管理您账户的办公室或系统管理员。
        {Foot}
        """);
}
