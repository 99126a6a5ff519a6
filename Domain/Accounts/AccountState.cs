namespace RiskReport.Domain.Accounts;

/// <summary>Whether an account may be used. The numbers are stored; the codes stand in addresses.</summary>
public enum AccountState
{
    Active = 1,
    Waiting = 2,
    Ended = 3,
}

public static class AccountStateWords
{
    public static string Word(this AccountState state) => state switch
    {
        AccountState.Active => "正常",
        AccountState.Waiting => "待安全管理员确认",
        AccountState.Ended => "已停用",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    public static string Code(this AccountState state) => state.ToString().ToLowerInvariant();

    public static AccountState? Parse(string? code) =>
        Enum.GetValues<AccountState>().Where(s => s.Code() == code).Select(s => (AccountState?)s).FirstOrDefault();
}
