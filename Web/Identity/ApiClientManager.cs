using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Core;

namespace RiskReport.Web.Identity;

/// <summary>OpenIddict's own manager, but for two things: a replaced secret stays good for a while, and a client that has ended gets nothing.</summary>
public sealed class ApiClientManager(
    IOpenIddictApplicationCache<ApiClient> cache, ILogger<OpenIddictApplicationManager<ApiClient>> logger, IOptionsMonitor<OpenIddictCoreOptions> options,
    IOpenIddictApplicationStore<ApiClient> store, TimeProvider clock)
    : OpenIddictApplicationManager<ApiClient>(cache, logger, options, store)
{
    /// <summary>How long a replaced secret stays good: long enough for an operator to bring the new one to where it is used.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromDays(7);

    public override async ValueTask<bool> ValidateClientSecretAsync(ApiClient application, string secret, CancellationToken cancellationToken = default)
    {
        if (application.EndedAt is not null)
            return false;
        if (await base.ValidateClientSecretAsync(application, secret, cancellationToken))
            return true;
        return application is { PreviousSecret: { } previous, PreviousSecretUntil: { } until } && clock.GetUtcNow().UtcDateTime < until
            && await ValidateClientSecretAsync(secret, previous, cancellationToken);
    }

    public override async ValueTask<bool> ValidateRedirectUriAsync(ApiClient application, string uri, CancellationToken cancellationToken = default) =>
        application.EndedAt is null && await base.ValidateRedirectUriAsync(application, uri, cancellationToken);
}
