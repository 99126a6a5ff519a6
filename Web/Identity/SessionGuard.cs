using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Identity;

namespace RiskReport.Web.Identity;

/// <summary>
/// Looks at the security stamp on every request, not once a minute: it is one read by primary key, and a session
/// ended by sign-out, a changed password or an administrator is over at once, on every instance.
/// </summary>
public static class SessionGuard
{
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(30);
    public static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    private const string SignedInAt = ".signed-in-at";

    public static Task SigningInAsync(CookieSigningInContext context)
    {
        // a refreshed cookie keeps the first moment, or the absolute limit would move along
        if (!context.Properties.Items.ContainsKey(SignedInAt))
            context.Properties.Items[SignedInAt] = Now(context.HttpContext).ToString("o", CultureInfo.InvariantCulture);
        return Task.CompletedTask;
    }

    public static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        // the page about a failure must not need the database that failed; it is shown as to a stranger
        if (context.HttpContext.Features.Get<IExceptionHandlerFeature>() is not null)
        {
            context.RejectPrincipal();
            return;
        }

        var signIn = context.HttpContext.RequestServices.GetRequiredService<SignInManager<Account>>();
        if (!IsTooOld(context) && await signIn.ValidateSecurityStampAsync(context.Principal) is not null)
            return;
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(context.Scheme.Name);
    }

    private static bool IsTooOld(CookieValidatePrincipalContext context) =>
        !context.Properties.Items.TryGetValue(SignedInAt, out var text)
        || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var at)
        || Now(context.HttpContext) - at > Longest;

    private static DateTimeOffset Now(HttpContext context) => context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
}
