using RiskReport.Web.Startup;

namespace RiskReport.Web.Background;

/// <summary>
/// Reads the rules and lists anew, so that every instance knows what another one has changed. A change of rules begins
/// tomorrow at the earliest, so a minute's delay decides nothing.
/// </summary>
public sealed class ReferenceRefresher(ReferenceHolder references, TimeProvider clock, ILogger<ReferenceRefresher> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Pause, clock, stoppingToken);
            await logger.TryAsync("Reading the rules and lists", RefreshAsync, stoppingToken);
        }
    }

    /// <summary>Where it fails, the last ones stay in use.</summary>
    private async Task<bool> RefreshAsync(CancellationToken ct)
    {
        await references.RefreshAsync(ct);
        return true;
    }
}
