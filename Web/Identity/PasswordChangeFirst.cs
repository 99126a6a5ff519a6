using Microsoft.AspNetCore.Authorization;

namespace RiskReport.Web.Identity;

/// <summary>A one-time password opens one page only: the one that replaces it.</summary>
internal sealed class PasswordChangeFirst(RequestDelegate next)
{
    public const string Page = "/account/password";

    private static readonly string[] Open = [Page, "/signout"];

    public Task InvokeAsync(HttpContext context)
    {
        if (!context.User.HasClaim(c => c.Type == AccountClaims.MustChangePassword)
            || Open.Contains(context.Request.Path.Value, StringComparer.OrdinalIgnoreCase)
            || context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            return next(context);
        context.Response.Redirect(Page);
        return Task.CompletedTask;
    }
}
