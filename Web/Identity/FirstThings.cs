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

    public Task InvokeAsync(HttpContext context)
    {
        var page = context.User.HasClaim(c => c.Type == AccountClaims.MustChangePassword) && !AccountClaims.CameFromOutside(context.User) ? PasswordPage
            : context.User.HasClaim(c => c.Type == AccountClaims.MustAddFactor) ? FactorPage
            : null;
        if (page is null || context.Request.Path.StartsWithSegments(page, StringComparison.OrdinalIgnoreCase)
            || Open.Any(o => context.Request.Path.StartsWithSegments(o, StringComparison.OrdinalIgnoreCase)))
            return next(context);
        context.Response.Redirect(page);
        return Task.CompletedTask;
    }
}
