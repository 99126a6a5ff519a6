using OpenIddict.Abstractions;

namespace RiskReport.Web.Background;

/// <summary>Takes away tokens that have expired: each client leaves one behind every ten minutes.</summary>
public sealed class TokenSweeper(IServiceScopeFactory scopes, TimeProvider clock, ILogger<TokenSweeper> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    /// <summary>OpenIddict prunes by the day a token was made; a spent one is kept that long to know a replay.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Every, clock, stoppingToken);
            await logger.TryAsync("Taking away expired tokens", SweepAsync, stoppingToken);
        }
    }

    public async Task<bool> SweepAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var before = clock.GetUtcNow() - Kept;
        await scope.ServiceProvider.GetRequiredService<IOpenIddictTokenManager>().PruneAsync(before, ct);
        await scope.ServiceProvider.GetRequiredService<IOpenIddictAuthorizationManager>().PruneAsync(before, ct);
        return true;
    }
}
