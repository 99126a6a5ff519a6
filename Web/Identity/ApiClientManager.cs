using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Core;
using RiskReport.Data.Audit;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;

namespace RiskReport.Web.Identity;

/// <summary>
/// OpenIddict's own manager, but for three things: a replaced secret or key stays good for a while, a client that has ended gets nothing, and whoever
/// tries secrets is slowed down and entered into the audit trail.
/// </summary>
public sealed class ApiClientManager(
    IOpenIddictApplicationCache<ApiClient> cache, ILogger<OpenIddictApplicationManager<ApiClient>> logger, IOptionsMonitor<OpenIddictCoreOptions> options,
    IOpenIddictApplicationStore<ApiClient> store, AttemptGuard guard, AuditLog audit, IHttpContextAccessor http,
    TimeProvider clock)
    : OpenIddictApplicationManager<ApiClient>(cache, logger, options, store)
{
    /// <summary>How long a replaced secret stays good: long enough for an operator to bring the new one to where it is used.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromDays(7);

    public override async ValueTask<bool> ValidateClientSecretAsync(ApiClient application, string secret, CancellationToken cancellationToken = default)
    {
        if (await guard.LookAsync(AttemptGuard.Client, application.ClientId!, cancellationToken) is not { } attempt)
            return false;
        var isRight = await IsRightAsync(application, secret, cancellationToken);
        await guard.EndAsync(attempt, isRight, cancellationToken);
        return isRight;
    }

    public override async ValueTask<bool> ValidateRedirectUriAsync(ApiClient application, string uri, CancellationToken cancellationToken = default) =>
        application.EndedAt is null && await base.ValidateRedirectUriAsync(application, uri, cancellationToken);

    /// <summary>The key, and behind it the one before as long as that is good.</summary>
    public override async ValueTask<JsonWebKeySet?> GetJsonWebKeySetAsync(ApiClient application, CancellationToken cancellationToken = default)
    {
        var keys = application.EndedAt is null ? await base.GetJsonWebKeySetAsync(application, cancellationToken) : null;
        return keys?.Keys.Count > 1 && !(clock.GetUtcNow().UtcDateTime < application.PreviousSecretUntil)
            ? new JsonWebKeySet { Keys = { keys.Keys[0] } } // not the set itself, which is kept in memory
            : keys;
    }

    /// <summary>What is held off has not been tried, and leaves no entry: nobody fills the trail by asking on.</summary>
    private async Task<bool> IsRightAsync(ApiClient application, string secret, CancellationToken ct)
    {
        if (application.EndedAt is null && (await base.ValidateClientSecretAsync(application, secret, ct) || await IsPreviousAsync(application, secret, ct)))
            return true;
        http.HttpContext?.Features.Set(new WrongSecret());
        var from = http.HttpContext is { } context ? Caller.From(context, "接口") : "";
        await audit.AppendAsync(
            new AuditDeed(AuditAction.ClientRefused, application.ClientId!, application.RegionCode) { IsRefused = true },
            new Actor(application.ClientId!, from, "") { Role = "client", RegionCode = application.RegionCode }, ct);
        return false;
    }

    private async Task<bool> IsPreviousAsync(ApiClient application, string secret, CancellationToken ct) =>
        application is { PreviousSecret: { } previous, PreviousSecretUntil: { } until } && clock.GetUtcNow().UtcDateTime < until
        && await ValidateClientSecretAsync(secret, previous, ct);
}
