using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using RiskReport.Data.Accounts;
using RiskReport.Domain.Accounts;

namespace RiskReport.Web.Identity;

/// <summary>
/// What the cookie says of its holder. A person of an enterprise gets the region and the capacity that stand with the membership;
/// without one there is no region, and a principal without a region is nobody.
/// </summary>
public sealed class AccountClaims(
    UserManager<Account> users, IOptions<IdentityOptions> options, MembershipStore memberships, CurrentEnterprise current, PasswordRules passwords,
    SecondFactors factors)
    : UserClaimsPrincipalFactory<Account>(users, options)
{
    public const string Region = "region";
    public const string Enterprise = "enterprise";
    public const string Capacity = "capacity";
    public const string MustChangePassword = "must-change-password";
    public const string MustAddFactor = "must-add-factor";

    /// <summary>How a person has signed in whom the service outside knows; a refreshed cookie keeps it.</summary>
    public const string External = "external";

    /// <summary>Of the two reasons to change a password this is the one that is not a one-time password.</summary>
    public const string Expired = "expired";

    public static bool CameFromOutside(ClaimsPrincipal person) => person.HasClaim(ClaimTypes.AuthenticationMethod, External);

    /// <summary>The person whom a token was made for, with names and roles where the pages look for them.</summary>
    public static ClaimsPrincipal OfToken(ClaimsPrincipal token) => new(new ClaimsIdentity(token.Claims, "token", ClaimTypes.Name, ClaimTypes.Role));

    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(Account user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        identity.AddClaim(new Claim(identity.RoleClaimType, user.Role.Code()));
        if (user.Role is not Role.Enterprise)
            identity.AddClaim(new Claim(Region, user.RegionCode));
        else if (await memberships.FindAsync(user.Id, current.Of(user), CancellationToken.None) is { } membership)
            identity.AddClaims(
            [
                new Claim(Region, membership.TownshipCode),
                new Claim(Enterprise, membership.EnterpriseId.ToString(CultureInfo.InvariantCulture)),
                new Claim(Capacity, membership.Capacity.Code()),
            ]);
        if (user.MustChangePassword)
            identity.AddClaim(new Claim(MustChangePassword, "one-time"));
        else if (passwords.IsTooOld(user))
            identity.AddClaim(new Claim(MustChangePassword, Expired));
        if (factors.IsRequired(user.Role) && !await factors.HasAsync(user.Id, CancellationToken.None))
            identity.AddClaim(new Claim(MustAddFactor, "true"));
        return identity;
    }
}
