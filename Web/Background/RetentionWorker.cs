using System.Data.Common;
using RiskReport.Data.Accounts;

namespace RiskReport.Web.Background;

/// <summary>Clears personal data whose time is over, every few hours.</summary>
public sealed class RetentionWorker(Retention retention, TimeProvider clock, ILogger<RetentionWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(6);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await retention.RunAsync(stoppingToken) is > 0 and var cleared)
                    logger.LogInformation("Cleared {Count} rows of personal data whose time was over", cleared);
            }
            catch (DbException e)
            {
                logger.LogError(e, "Could not clear personal data");
            }

            await Task.Delay(Pause, clock, stoppingToken);
        }
    }
}
