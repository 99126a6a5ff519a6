using Microsoft.AspNetCore.Identity;
using RiskReport.Data.Accounts;
using RiskReport.Domain;
using RiskReport.Domain.Accounts;

namespace RiskReport.Web.Identity;

/// <summary>
/// The one enterprise that a session acts for. The account remembers the last one chosen, for the next sign-in; what a
/// running session acts for stands in its own cookie, so two browsers of one person do not disturb each other.
/// </summary>
public sealed class CurrentEnterprise(MembershipStore memberships, UserManager<Account> users, IHttpContextAccessor http, TimeProvider clock)
{
    private long? chosen;

    /// <summary>What a cookie or a token made in this request is to act for: what the session does, which another of the same person may have left behind.</summary>
    public long Of(Account account) => chosen ?? OfSession(account) ?? account.EnterpriseId!.Value;

    /// <summary>At sign-in: stays with the last one, or takes the first where that was taken away. False: there is none left.</summary>
    public async Task<bool> StandAsync(Account account, CancellationToken ct)
    {
        if (account.Role is not Role.Enterprise || await memberships.FindAsync(account.Id, account.EnterpriseId!.Value, ct) is not null)
            return true;
        var served = await memberships.ServedAsync(account.Id, ChinaTime.Today(clock).Year, ct);
        return served.Count > 0 && await ChooseAsync(account, served[0].EnterpriseId, ct) is not null;
    }

    /// <summary>Null when the account may not act for it. The cookie is the caller's business.</summary>
    public async Task<Membership?> ChooseAsync(Account account, long enterpriseId, CancellationToken ct)
    {
        if (account.Role is not Role.Enterprise || await memberships.FindAsync(account.Id, enterpriseId, ct) is not { } membership)
            return null;
        account.EnterpriseId = membership.EnterpriseId;
        account.RegionCode = membership.TownshipCode;
        await users.UpdateAsync(account); // where another tab was quicker its choice is the one remembered
        chosen = membership.EnterpriseId;
        return membership;
    }

    private long? OfSession(Account account) =>
        http.HttpContext?.User is { Identity.IsAuthenticated: true } person && person.AccountId() == account.Id ? person.Caller().Scope.EnterpriseId : null;
}
