using RiskReport.Web.Features.Reminders;

namespace RiskReport.Web.Background;

/// <summary>Reminds those whose day it is and sends what waits. Everything is in tables, so a restart loses nothing and several instances share the work.</summary>
public sealed class ReminderWorker(Reminding reminding, TimeProvider clock, ILogger<ReminderWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(20);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            if (!await logger.TryAsync("Reminding", RunOneAsync, stoppingToken))
                await Task.Delay(Idle, clock, stoppingToken);
        }
    }

    /// <summary>The next piece of work, if there is one. Tests call this directly instead of waiting for the loop.</summary>
    public async Task<bool> RunOneAsync(CancellationToken ct) => await reminding.RemindAsync(ct) || await reminding.SendAsync(ct);
}
