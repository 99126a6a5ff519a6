using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Identity;
using RiskReport.Data.Accounts;
using RiskReport.Domain.Accounts;

namespace RiskReport.Web.Identity;

/// <summary>
/// Looks at the security stamp on every request, not once a minute: it is one read by primary key, and a session
/// ended by sign-out, a changed password or an administrator is over at once, on every instance. The same holds for a person
/// who no longer acts for the enterprise, or acts in another capacity, or whose enterprise has moved to another township.
/// </summary>
public static class SessionGuard
{
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(30);
    public static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    private const string SignedInAt = ".signed-in-at";

    public static async Task SigningInAsync(CookieSigningInContext context)
    {
        await BelongsAsync(context.HttpContext, context.Principal!); // for the page that is shown in this very answer
        // a refreshed cookie keeps the first moment, or the absolute limit would move along
        if (!context.Properties.Items.ContainsKey(SignedInAt))
            context.Properties.Items[SignedInAt] = Now(context.HttpContext).ToString("o", CultureInfo.InvariantCulture);
    }

    public static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        // the page about a failure must not need the database that failed; it is shown as to a stranger
        if (context.HttpContext.Features.Get<IExceptionHandlerFeature>() is not null)
        {
            context.RejectPrincipal();
            return;
        }

        if (!IsTooOld(context) && await HoldsAsync(context.HttpContext, context.Principal!))
            return;
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(context.Scheme.Name);
    }

    /// <summary>The account and what it acts for are still as they were when this principal was made, for a cookie or a token.</summary>
    public static async Task<bool> HoldsAsync(HttpContext context, ClaimsPrincipal principal) =>
        await context.RequestServices.GetRequiredService<SignInManager<Account>>().ValidateSecurityStampAsync(principal) is not null
            && await BelongsAsync(context, principal);

    /// <summary>What it finds is left for the page's header, as a feature of the request.</summary>
    private static async Task<bool> BelongsAsync(HttpContext context, ClaimsPrincipal principal)
    {
        if (!principal.IsInRole(Role.Enterprise.Code()))
            return true;
        if (!long.TryParse(principal.FindFirstValue(AccountClaims.Enterprise), CultureInfo.InvariantCulture, out var enterprise))
            return false;
        var membership = await context.RequestServices.GetRequiredService<MembershipStore>()
            .FindAsync(principal.AccountId(), enterprise, context.RequestAborted);
        context.Features.Set(membership);
        return membership is not null
            && principal.HasClaim(AccountClaims.Capacity, membership.Capacity.Code())
            && principal.HasClaim(AccountClaims.Region, membership.TownshipCode);
    }

    private static bool IsTooOld(CookieValidatePrincipalContext context) =>
        !context.Properties.Items.TryGetValue(SignedInAt, out var text)
        || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var at)
        || Now(context.HttpContext) - at > Longest;

    private static DateTimeOffset Now(HttpContext context) => context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
}
