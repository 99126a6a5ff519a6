using System.Globalization;
using System.Threading.RateLimiting;
using RiskReport.Web.Identity;

namespace RiskReport.Web.Startup;

/// <summary>How often strangers may ask.</summary>
public static class Limits
{
    public const string Verify = nameof(Verify);

    /// <summary>Of the pages by which a stranger comes to an account.</summary>
    public const string Entrance = nameof(Entrance);

    /// <summary>Of the pages for whoever has forgotten the password.</summary>
    public const string Forgotten = nameof(Forgotten);

    /// <summary>Of the sign-in: behind one network a whole authority may sit, and each refusal costs a hash and an entry.</summary>
    public const string SignIn = nameof(SignIn);

    /// <summary>Where programs ask for tokens, ask about them and revoke them. Of the three the server of OpenIddict answers two, and whatever is wrong, without a route of ours.</summary>
    private static readonly string[] Doors = ["/connect/token", "/connect/introspect", "/connect/revoke"];

    public const int PerMinute = 60;
    public const int SignInsPerMinute = 300;

    public static void AddLimits(this IServiceCollection services) => services.AddRateLimiter(o =>
    {
        o.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        o.OnRejected = (rejected, _) =>
        {
            SayWhen(rejected.HttpContext, rejected.Lease);
            return ValueTask.CompletedTask;
        };
        foreach (var policy in new[] { Verify, Entrance, Forgotten })
            o.AddPolicy(policy, context => By(context, PerMinute));
        o.AddPolicy(SignIn, context => By(context, SignInsPerMinute));
        o.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
            Array.Find(Doors, d => context.Request.Path.StartsWithSegments(d)) is { } door ? By(context, PerMinute, door) : RateLimitPartition.GetNoLimiter(""));
    });

    /// <summary>When to come again.</summary>
    public static void SayWhen(HttpContext context, RateLimitLease lease)
    {
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromMinutes(1);
        context.Response.Headers.RetryAfter = Math.Ceiling(Math.Max(1, wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
    }

    private static RateLimitPartition<string> By(HttpContext context, int perMinute, string door = "") => RateLimitPartition.Get(
        door + Networks.Of(context), _ => new MinuteLimiter(perMinute, context.RequestServices.GetRequiredService<TimeProvider>()));
}
