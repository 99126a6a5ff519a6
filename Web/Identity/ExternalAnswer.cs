using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace RiskReport.Web.Identity;

/// <summary>What the service outside has said, and what it was asked for: to link it to an account, as a proof, or to sign in, where neither is said.</summary>
internal sealed record ExternalAnswer(ClaimsPrincipal Person, string? LinkTo, string? Proof);

internal static class ExternalAnswers
{
    /// <summary>Between the clock outside and ours, and the second that auth_time is rounded to.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);

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

    /// <summary>A service that heeds neither prompt nor max_age says when the person did sign in, or says nothing: neither proves anything.</summary>
    public static bool IsFresh(ClaimsPrincipal person, DateTimeOffset askedAt, DateTimeOffset now) =>
        Moment(person.FindFirstValue(ExternalScheme.SignedInAt)) is { } at && DateTimeOffset.FromUnixTimeSeconds(askedAt.ToUnixTimeSeconds()) - at <= Skew && at - now <= Skew;

    public static DateTimeOffset? Moment(string? seconds) =>
        long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(number) : null;

    /// <summary>An answer is good for one use.</summary>
    public static async Task<ExternalAnswer?> TakeExternalAsync(this HttpContext context)
    {
        var answer = await context.FindExternalAsync();
        await context.SignOutAsync(IdentityConstants.ExternalScheme);
        return answer;
    }
}
