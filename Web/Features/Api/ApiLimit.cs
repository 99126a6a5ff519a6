using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using RiskReport.Web.Identity;

namespace RiskReport.Web.Features.Api;

/// <summary>How much one client may ask for.</summary>
public sealed class ApiLimits
{
    public int RequestsPerMinute { get; set; } = 1200;

    /// <summary>How long the name of a request is known at least.</summary>
    public int IdempotencyDays { get; set; } = 30;
}

/// <summary>Holds each client to it. Each is counted by itself, and nobody who fills in a form is counted here.</summary>
internal sealed class ApiLimit(RequestDelegate next, IOptions<ApiLimits> limits) : IAsyncDisposable
{
    private readonly PartitionedRateLimiter<string> limiter = Limiter(limits.Value.RequestsPerMinute);

    public Task InvokeAsync(HttpContext context)
    {
        // not again for the refusal that is made in place of the answer
        if (!ApiProblems.Concerns(context.Request.Path) || context.Features.Get<ApiCaller>() is not { } caller)
            return next(context);
        using var lease = limiter.AttemptAcquire(caller.ClientId);
        if (lease.IsAcquired)
            return next(context);
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromMinutes(1);
        context.Response.Headers.RetryAfter = Math.Ceiling(Math.Max(1, wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => limiter.DisposeAsync();

    private static PartitionedRateLimiter<string> Limiter(int perMinute) => PartitionedRateLimiter.Create<string, string>(client =>
        RateLimitPartition.GetFixedWindowLimiter(client, _ => new FixedWindowRateLimiterOptions { PermitLimit = perMinute, Window = TimeSpan.FromMinutes(1) }));
}
