using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using RiskReport.Domain.Accounts;

namespace RiskReport.Web.Identity;

/// <summary>A caller as one of an office.</summary>
public static class OfficeCaller
{
    public static OfficeMember Member(this ClaimsPrincipal user)
    {
        var caller = user.Caller();
        return new OfficeMember(user.AccountId(), caller.Name, new Office(caller.Role, caller.Scope.RegionCode));
    }

    public static OfficeMember Member(this ControllerBase controller) => controller.User.Member();
}

/// <summary>What is done under the name of an account while nobody is there needs the account as it is now, not as it was when it asked.</summary>
public sealed class OfficeAccounts(IServiceScopeFactory scopes)
{
    /// <summary>Null when the account has ended, or is none of an office.</summary>
    public async Task<OfficeMember?> FindAsync(long accountId)
    {
        await using var scope = scopes.CreateAsyncScope();
        var account = await scope.ServiceProvider.GetRequiredService<UserManager<Account>>().FindByIdAsync(accountId.ToString(CultureInfo.InvariantCulture));
        return account is { State: AccountState.Active, Role: Role.Township or Role.County or Role.City or Role.Auditor }
            ? new OfficeMember(account.Id, account.UserName!, new Office(account.Role, account.RegionCode))
            : null;
    }
}
