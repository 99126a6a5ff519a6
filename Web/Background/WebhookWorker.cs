using RiskReport.Data.Webhooks;
using RiskReport.Domain.Webhooks;
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
            await logger.TryAsync("Calling webhooks", RunAsync, stoppingToken);
            await Task.Delay(Idle, clock, stoppingToken);
        }
    }

    /// <summary>Every call that is due; what befalls one keeps no other waiting. Tests call this directly instead of waiting for the loop.</summary>
    public async Task<bool> RunAsync(CancellationToken ct)
    {
        var due = await queue.DueAsync(ct);
        await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = ct }, async (webhook, stop) =>
            await logger.TryAsync($"Calling webhook {webhook.Id}", c => CallAsync(webhook, c), stop));
        return due.Count > 0;
    }

    private async Task<bool> CallAsync(Webhook webhook, CancellationToken ct)
    {
        if (!await queue.TakeAsync(webhook, ct))
            return false;
        await queue.EndAsync(webhook, await sender.SendAsync(webhook, ct), ct);
        return true;
    }
}
