namespace RiskReport.Domain.Accounts;

/// <summary>What a one-time code is for that is sent to a mailbox. The numbers are stored.</summary>
public enum MailedCodeKind
{
    /// <summary>Shows that the person reads what is sent there.</summary>
    Address = 1,

    /// <summary>Sets a new password in place of one that is forgotten.</summary>
    Password = 2,
}

public static class MailedCodeLifetime
{
    public static TimeSpan Lifetime(this MailedCodeKind kind) => kind switch
    {
        MailedCodeKind.Address => TimeSpan.FromHours(24),
        MailedCodeKind.Password => TimeSpan.FromMinutes(30),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
