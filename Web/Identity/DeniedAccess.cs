using System.Collections.Concurrent;
using Microsoft.AspNetCore.Diagnostics;
using RiskReport.Data.Audit;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;
using RiskReport.Web.Features.Api;

namespace RiskReport.Web.Identity;

/// <summary>
/// Enters whom a page or a call was denied: somebody who has signed in, a client, or a token that is good for nothing. The entry names the route, never
/// what stood in the address. The same person on the same route is entered once in a while, and there is an end to how many are remembered: nobody
/// fills the trail by asking on.
/// </summary>
internal sealed class DeniedAccess(RequestDelegate next, AuditLog audit, TimeProvider clock, ILogger<DeniedAccess> logger)
{
    private const int MostKnown = 5_000;

    /// <summary>Whoever has only networks to come from does not push those out who are known.</summary>
    private const int MostStrangers = 200;

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, DateTimeOffset> known = new();
    private readonly ConcurrentDictionary<string, DateTimeOffset> strangers = new();

    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        if (context.Features.Get<IStatusCodeReExecuteFeature>() is not null || Who(context) is not { } actor)
            return;
        var route = $"{context.Request.Method} {(context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText}";
        var (entered, most, who) = actor.Name.Length > 0 ? (known, MostKnown, actor.Name) : (strangers, MostStrangers, Networks.Of(context));
        if (!Begin(entered, most, $"{who} {route}"))
            return;
        try
        {
            var region = actor.RegionCode is { Length: > 0 } own ? own : Scope.City.RegionCode;
            await audit.AppendAsync(new AuditDeed(AuditAction.AccessDenied, route, region) { IsRefused = true }, actor, CancellationToken.None);
        }
        catch
        {
            entered.TryRemove($"{who} {route}", out _);
            throw;
        }
    }

    /// <summary>Null where nothing is denied, or nobody has said who it is: a page then asks to sign in.</summary>
    private static Actor? Who(HttpContext context)
    {
        if (context.Response.StatusCode is not (StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden))
            return null;
        if (ApiProblems.Concerns(context.Request.Path))
            return context.Features.Get<ApiCaller>() is { } caller ? caller.Actor(context, "")
                : context.Request.Headers.Authorization.Count > 0 ? new Actor("", Caller.From(context, "接口"), "") : null;
        return context.Response.StatusCode is StatusCodes.Status403Forbidden && context.User.Identity is { IsAuthenticated: true }
            ? context.User.Caller().Actor(context, "") : null;
    }

    private bool Begin(ConcurrentDictionary<string, DateTimeOffset> entered, int most, string key)
    {
        var now = clock.GetUtcNow();
        if (entered.Count >= most)
        {
            foreach (var (old, at) in entered)
            {
                if (now - at >= Pause)
                    entered.TryRemove(old, out _);
            }
        }

        if (entered.TryGetValue(key, out var before))
            return now - before >= Pause && entered.TryUpdate(key, now, before);
        if (entered.Count < most)
            return entered.TryAdd(key, now);
        logger.LogWarning("Access is denied more often than is entered into the audit trail");
        return false;
    }
}
