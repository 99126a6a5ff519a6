using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using RiskReport.Domain.Accounts;

namespace RiskReport.Web.Identity;

/// <summary>What the cookie says of its holder.</summary>
public sealed class AccountClaims(UserManager<Account> users, IOptions<IdentityOptions> options) : UserClaimsPrincipalFactory<Account>(users, options)
{
    public const string Region = "region";
    public const string Enterprise = "enterprise";
    public const string MustChangePassword = "must-change-password";

    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(Account user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        identity.AddClaim(new Claim(identity.RoleClaimType, user.Role.Code()));
        identity.AddClaim(new Claim(Region, user.RegionCode));
        if (user.EnterpriseId is { } enterprise)
            identity.AddClaim(new Claim(Enterprise, enterprise.ToString(CultureInfo.InvariantCulture)));
        if (user.MustChangePassword)
            identity.AddClaim(new Claim(MustChangePassword, "true"));
        return identity;
    }
}
