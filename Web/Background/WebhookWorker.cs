using RiskReport.Data.Webhooks;
using RiskReport.Web.Features.Webhooks;

namespace RiskReport.Web.Background;

/// <summary>Tells clients that there is something new. Everything is in tables, so a restart loses nothing and several instances share the work.</summary>
public sealed class WebhookWorker(WebhookQueue queue, WebhookSender sender, TimeProvider clock, ILogger<WebhookWorker> logger) : BackgroundService
{
    /// <summary>Side by side, so that nobody waits for whoever answers slowly.</summary>
    private const int AtATime = 8;

    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                logger.LogError(e, "The webhooks could not be called");
            }

            await Task.Delay(Idle, clock, stoppingToken);
        }
    }

    /// <summary>Every call that is due. Tests call this directly instead of waiting for the loop.</summary>
    public async Task RunAsync(CancellationToken ct) => await Parallel.ForEachAsync(
        await queue.TakeAsync(ct), new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = ct }, async (webhook, stop) =>
        {
            var delivery = await sender.SendAsync(webhook, stop);
            await queue.EndAsync(webhook, delivery, stop);
        });
}
