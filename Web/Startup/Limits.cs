using System.Threading.RateLimiting;
using RiskReport.Web.Identity;

namespace RiskReport.Web.Startup;

/// <summary>How often strangers may ask.</summary>
internal static class Limits
{
    public const string Verify = nameof(Verify);

    /// <summary>Of the pages by which a stranger comes to an account.</summary>
    public const string Entrance = nameof(Entrance);

    /// <summary>Of the pages for whoever has forgotten the password.</summary>
    public const string Forgotten = nameof(Forgotten);

    /// <summary>Of those who ask for tokens.</summary>
    public const string Token = nameof(Token);

    private const int PerMinute = 60;

    public static void AddLimits(this IServiceCollection services) => services.AddRateLimiter(o =>
    {
        o.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        foreach (var policy in new[] { Verify, Entrance, Forgotten, Token })
            o.AddPolicy(policy, context => RateLimitPartition.GetFixedWindowLimiter(
                Networks.Of(context),
                _ => new FixedWindowRateLimiterOptions { PermitLimit = PerMinute, Window = TimeSpan.FromMinutes(1) }));
    });
}
