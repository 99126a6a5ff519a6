using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.Extensions.Options;
using RiskReport.Web.Identity;
using RiskReport.Web.Startup;

namespace RiskReport.Web.Features.Api;

/// <summary>How much one client may ask for.</summary>
public sealed class ApiLimits
{
    public int RequestsPerMinute { get; set; } = 1200;

    /// <summary>How long the name of a request is known at least.</summary>
    public int IdempotencyDays { get; set; } = 30;
}

/// <summary>
/// Holds each client to it, and each network that calls without a token that is good; what is refused counts as well. Nobody who fills in a form is
/// counted here.
/// </summary>
internal sealed class ApiLimit(IOptions<ApiLimits> limits, TimeProvider clock) : IAuthorizationMiddlewareResultHandler, IAsyncDisposable
{
    private readonly AuthorizationMiddlewareResultHandler usual = new();
    private readonly PartitionedRateLimiter<string> limiter = PartitionedRateLimiter.Create<string, string>(
        client => RateLimitPartition.Get(client, _ => new MinuteLimiter(limits.Value.RequestsPerMinute, clock)));

    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (!ApiProblems.Concerns(context.Request.Path))
            return usual.HandleAsync(next, context, policy, authorizeResult);
        // no name of a client begins with a blank
        using var lease = limiter.AttemptAcquire(context.Features.Get<ApiCaller>()?.ClientId ?? " " + Networks.Of(context));
        if (lease.IsAcquired)
            return usual.HandleAsync(next, context, policy, authorizeResult);
        Limits.SayWhen(context, lease);
        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => limiter.DisposeAsync();
}
