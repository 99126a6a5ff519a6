using System.Security.Claims;
using RiskReport.Web.Features.Api;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace RiskReport.Web.Identity;

/// <summary>
/// What must be done before anything else opens one page only: a password that is one-time or too old the page that replaces it,
/// a missing second factor, where the role needs one, the page that adds it. Whoever came without a password needs no new one.
/// </summary>
internal sealed class FirstThings(RequestDelegate next)
{
    public const string PasswordPage = "/account/password";
    public const string FactorPage = "/account/second-factor";

    /// <summary>What does nothing in the person's name.</summary>
    private static readonly string[] Open = ["/signin", "/signout", "/account/proof", "/error", "/privacy", "/verify", "/commit", "/health", "/openapi"];

    public static string? PageOf(ClaimsPrincipal person) =>
        person.HasClaim(c => c.Type == AccountClaims.MustChangePassword) && !AccountClaims.CameFromOutside(person) ? PasswordPage
        : person.HasClaim(c => c.Type == AccountClaims.MustAddFactor) ? FactorPage
        : null;

    public Task InvokeAsync(HttpContext context)
    {
        var page = PageOf(context.User);
        if (page is null || IsSilent(context.Request) || context.Request.Path.StartsWithSegments(page, StringComparison.OrdinalIgnoreCase)
            || Open.Any(o => context.Request.Path.StartsWithSegments(o, StringComparison.OrdinalIgnoreCase)))
            return next(context);
        context.Response.Redirect(page);
        return Task.CompletedTask;
    }

    /// <summary>Another system wants an answer and no page, and is told there that there is something to do.</summary>
    private static bool IsSilent(HttpRequest request) =>
        request.Path.Equals(ConnectController.AuthorizePage, StringComparison.OrdinalIgnoreCase) && request.Query[Parameters.Prompt] == PromptValues.None;
}
