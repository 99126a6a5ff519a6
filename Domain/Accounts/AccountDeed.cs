using RiskReport.Domain.Audit;

namespace RiskReport.Domain.Accounts;

/// <summary>What can be done to somebody's account. The numbers are stored; the codes stand in addresses.</summary>
public enum AccountDeed
{
    Make = 1,
    Agree = 2,
    Refuse = 3,
    Move = 4,
    End = 5,
    Restore = 6,
    Password = 7,
    Unlock = 8,
    Sessions = 9,
    Factor = 10,
    Link = 11,
    Unlink = 12,
}

public static class AccountDeedWords
{
    public static string Word(this AccountDeed deed) => deed switch
    {
        AccountDeed.Make => "新建账户",
        AccountDeed.Agree => "确认权限",
        AccountDeed.Refuse => "不予确认",
        AccountDeed.Move => "变更角色和地区",
        AccountDeed.End => "停用",
        AccountDeed.Restore => "恢复",
        AccountDeed.Password => "重置密码",
        AccountDeed.Unlock => "解除登录限制",
        AccountDeed.Sessions => "结束全部登录",
        AccountDeed.Factor => "重置动态口令",
        AccountDeed.Link => "绑定统一身份认证",
        AccountDeed.Unlink => "解除统一身份认证绑定",
        _ => throw new ArgumentOutOfRangeException(nameof(deed), deed, null),
    };

    /// <summary>As what it is entered into the audit trail.</summary>
    public static AuditAction Entry(this AccountDeed deed) => deed switch
    {
        AccountDeed.Make => AuditAction.AccountMade,
        AccountDeed.Agree => AuditAction.AccountAgreed,
        AccountDeed.Refuse => AuditAction.AccountRefused,
        AccountDeed.Move => AuditAction.AccountMoved,
        AccountDeed.End => AuditAction.AccountEnded,
        AccountDeed.Restore => AuditAction.AccountRestored,
        AccountDeed.Password => AuditAction.PasswordReset,
        AccountDeed.Unlock => AuditAction.AccountUnlocked,
        AccountDeed.Sessions => AuditAction.SessionsEnded,
        AccountDeed.Factor => AuditAction.FactorReset,
        AccountDeed.Link => AuditAction.ExternalLinked,
        AccountDeed.Unlink => AuditAction.ExternalUnlinked,
        _ => throw new ArgumentOutOfRangeException(nameof(deed), deed, null),
    };

    public static string Code(this AccountDeed deed) => deed.ToString().ToLowerInvariant();

    public static AccountDeed? Parse(string? code) =>
        Enum.GetValues<AccountDeed>().Where(d => d.Code() == code).Select(d => (AccountDeed?)d).FirstOrDefault();
}
