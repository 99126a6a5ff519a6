namespace RiskReport.Domain.Accounts;

/// <summary>An account as somebody else looks at it.</summary>
public sealed record AccountStanding(long Id, Role Role, string RegionCode, AccountState State);

/// <summary>
/// Who may do what to whose account. The system administrator makes and ends accounts and gives no rights; the security
/// administrator decides about rights and makes none; neither can become the other, and nobody acts upon himself. An office looks
/// after the accounts of its enterprises, whose rights come with the enterprise.
/// </summary>
public static class AccountAuthority
{
    private static readonly AccountDeed[] OfAdmin = [AccountDeed.Make, AccountDeed.End, AccountDeed.Restore, AccountDeed.Password, AccountDeed.Link, AccountDeed.Unlink];

    private static readonly AccountDeed[] OfSecurity =
        [AccountDeed.Agree, AccountDeed.Refuse, AccountDeed.Move, AccountDeed.Unlock, AccountDeed.Sessions, AccountDeed.Factor];

    private static readonly AccountDeed[] OfOffice =
        [AccountDeed.End, AccountDeed.Restore, AccountDeed.Password, AccountDeed.Unlock, AccountDeed.Sessions, AccountDeed.Factor, AccountDeed.Link, AccountDeed.Unlink];

    public static IReadOnlyList<AccountDeed> Deeds(OfficeMember who, AccountStanding whom) =>
        [.. Enum.GetValues<AccountDeed>().Where(d => May(who, d, whom))];

    public static bool May(OfficeMember who, AccountDeed deed, AccountStanding whom) =>
        who.AccountId != whom.Id
        && who.Office.Scope.Covers(whom.RegionCode)
        && OfRole(who.Office.Role, whom.Role).Contains(deed)
        && Fits(deed, whom.State)
        // a password that the system administrator sets, or an identity he links, would open the security administrator's account to him
        && !(deed is AccountDeed.Password or AccountDeed.Link && whom.Role is Role.Security)
        // what an enterprise's person may do comes with the enterprise, never by moving
        && !(deed is AccountDeed.Move && whom.Role is Role.Enterprise);

    /// <summary>
    /// Where an account may be put when it is made or moved: within the region of whoever decides, and where its role can stand. A security
    /// administrator comes by command alone: whoever makes an account holds its first password, and nobody makes one of his own kind.
    /// </summary>
    public static bool MayStand(OfficeMember who, Role role, string regionCode) =>
        role is not (Role.Enterprise or Role.Security) && who.Office.Scope.Covers(regionCode) && role.RegionLengths().Contains(regionCode.Length);

    /// <summary>Those of the whole city of whom one must be left.</summary>
    public static bool IsKeeper(AccountStanding whom) =>
        whom is { Role: Role.Admin or Role.Security, State: AccountState.Active } && whom.RegionCode == Scope.City.RegionCode;

    /// <summary>An office account that comes back waits for the security administrator like a new one.</summary>
    public static AccountState AfterRestoring(Role role) => role is Role.Enterprise ? AccountState.Active : AccountState.Waiting;

    private static AccountDeed[] OfRole(Role who, Role whom) => (who, whom) switch
    {
        (Role.Admin, Role.Enterprise) => [AccountDeed.End, AccountDeed.Restore, AccountDeed.Password, AccountDeed.Link, AccountDeed.Unlink],
        (Role.Admin, _) => OfAdmin,
        (Role.Security, _) => OfSecurity,
        (Role.Township or Role.County or Role.City, Role.Enterprise) => OfOffice,
        _ => [],
    };

    private static bool Fits(AccountDeed deed, AccountState state) => deed switch
    {
        AccountDeed.Agree or AccountDeed.Refuse or AccountDeed.Make => state is AccountState.Waiting,
        AccountDeed.Restore => state is AccountState.Ended,
        AccountDeed.End => state is not AccountState.Ended,
        AccountDeed.Password => state is not AccountState.Ended,
        _ => state is AccountState.Active,
    };
}
