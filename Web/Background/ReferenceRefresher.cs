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
            try
            {
                await references.RefreshAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                logger.LogError(e, "The rules and lists could not be read; the last ones stay in use");
            }
        }
    }
}
