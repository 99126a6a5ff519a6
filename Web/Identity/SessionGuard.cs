using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using RiskReport.Data.Accounts;
using RiskReport.Domain.Accounts;

namespace RiskReport.Web.Identity;

/// <summary>The session of this request, as a feature of it.</summary>
public sealed record CurrentSession(string Id)
{
    public static string IdOf(HttpContext context) => context.Features.GetRequiredFeature<CurrentSession>().Id;
}

/// <summary>
/// Looks at the session's row and the account's stamp on every request, not once a minute: it is one read by primary key, and a
/// session ended by sign-out, a changed password or an administrator is over at once, on every instance. The same holds for a person
/// who no longer acts for the enterprise, or acts in another capacity, or whose enterprise has moved to another township.
/// </summary>
public static class SessionGuard
{
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(30);

    /// <summary>How old the cookie may be before a request gets a new one.</summary>
    public static readonly TimeSpan Renewed = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    /// <summary>Of a session that came from outside: when the person signed in there, as far as that is known, in seconds since 1970.</summary>
    public const string SignedInOutside = ".signed-in-outside";

    private const string SignedInAt = ".signed-in-at";
    private const string Session = ".session";
    private const int LongestDevice = 200;

    public static async Task SigningInAsync(CookieSigningInContext context)
    {
        await BelongsAsync(context.HttpContext, context.Principal!); // for the page that is shown in this very answer
        // a refreshed cookie keeps its session and the first moment, or the absolute limit would move along
        if (context.Properties.Items.ContainsKey(Session))
            return;
        context.Properties.Items[SignedInAt] = Now(context.HttpContext).ToString("o", CultureInfo.InvariantCulture);
        context.Properties.Items[Session] = await StartAsync(context.HttpContext, context.Principal!.AccountId());
    }

    public static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        // the page about a failure must not need the database that failed; who was not known before it is a stranger to it
        if (context.HttpContext.Features.Get<IExceptionHandlerFeature>() is not null)
        {
            context.RejectPrincipal();
            return;
        }

        if (!IsTooOld(context) && await IsLiveAsync(context) && await BelongsAsync(context.HttpContext, context.Principal!))
            return;
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(context.Scheme.Name);
    }

    /// <summary>The account and what it acts for are still as they were when this principal was made, for a cookie or a token.</summary>
    public static async Task<bool> HoldsAsync(HttpContext context, ClaimsPrincipal principal) =>
        await context.RequestServices.GetRequiredService<SignInManager<Account>>().ValidateSecurityStampAsync(principal) is not null
            && await BelongsAsync(context, principal);

    /// <summary>When the person of this session has signed in, here or outside; null for nobody.</summary>
    public static async Task<DateTimeOffset?> SignedInAtAsync(HttpContext context) =>
        await context.AuthenticateAsync(IdentityConstants.ApplicationScheme) is not { Succeeded: true } found ? null
        : ExternalAnswers.Moment(found.Properties.GetString(SignedInOutside)) ?? SignedIn(found.Properties);

    private static async Task<string> StartAsync(HttpContext context, long accountId)
    {
        var id = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var device = context.Request.Headers.UserAgent.ToString();
        var entry = context.Features.GetRequiredFeature<SignInEntry>();
        await context.RequestServices.GetRequiredService<SessionStore>().StartAsync(
            new NewSession(id, accountId, Networks.Of(context), device[..Math.Min(device.Length, LongestDevice)], Caller.From(context)),
            entry.Deed, entry.Actor, CancellationToken.None);
        context.Features.Set(new CurrentSession(id));
        return id;
    }

    private static async Task<bool> IsLiveAsync(CookieValidatePrincipalContext context)
    {
        var services = context.HttpContext.RequestServices;
        if (context.Principal is not { } principal || !context.Properties.Items.TryGetValue(Session, out var id) || id is null
            || await services.GetRequiredService<SessionStore>().FindAsync(id, principal.AccountId(), context.HttpContext.RequestAborted) is not { } live)
            return false;
        context.HttpContext.Features.Set(new CurrentSession(id));
        var stamp = services.GetRequiredService<IOptions<IdentityOptions>>().Value.ClaimsIdentity.SecurityStampClaimType;
        return live.SecurityStamp is { } now && principal.HasClaim(stamp, now);
    }

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
        SignedIn(context.Properties) is not { } at || Now(context.HttpContext) - at > Longest;

    private static DateTimeOffset? SignedIn(AuthenticationProperties properties) =>
        DateTimeOffset.TryParse(properties.GetString(SignedInAt), CultureInfo.InvariantCulture, out var at) ? at : null;

    private static DateTimeOffset Now(HttpContext context) => context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
}
