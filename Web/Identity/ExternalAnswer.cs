using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace RiskReport.Web.Identity;

/// <summary>What the service outside has said, and what it was asked for: to link it to an account, as a proof, or to sign in, where neither is said.</summary>
internal sealed record ExternalAnswer(ClaimsPrincipal Person, string? LinkTo, string? Proof);

internal static class ExternalAnswers
{
    /// <summary>False when the service cannot be reached.</summary>
    public static async Task<bool> TryGoOutsideAsync(this HttpContext context, AuthenticationProperties properties)
    {
        try
        {
            await context.ChallengeAsync(ExternalScheme.Name, properties);
            return true;
        }
        catch (InvalidOperationException e) // its description could not be read
        {
            context.RequestServices.GetRequiredService<ILogger<ExternalSignIn>>().LogError(e, "The external sign-in cannot be reached");
            return false;
        }
    }

    public static async Task<ExternalAnswer?> FindExternalAsync(this HttpContext context) =>
        await context.AuthenticateAsync(IdentityConstants.ExternalScheme) is { Succeeded: true } found
            ? new ExternalAnswer(found.Principal, found.Properties.GetString(ExternalScheme.LinkTo), found.Properties.GetString(ExternalScheme.Proof))
            : null;

    /// <summary>An answer is good for one use.</summary>
    public static async Task<ExternalAnswer?> TakeExternalAsync(this HttpContext context)
    {
        var answer = await context.FindExternalAsync();
        await context.SignOutAsync(IdentityConstants.ExternalScheme);
        return answer;
    }
}
