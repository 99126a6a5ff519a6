using Microsoft.Extensions.Options;
using RiskReport.Data.Accounts;
using RiskReport.Data.Api;
using RiskReport.Data.Webhooks;
using RiskReport.Domain.Privacy;
using RiskReport.Web.Features.Api;

namespace RiskReport.Web.Background;

/// <summary>Clears personal data, names of requests and records of calls whose time is over, every few hours.</summary>
public sealed class RetentionWorker(
    Retention retention, FileByApi filings, WebhookQueue webhooks, IOptions<ApiLimits> limits, IConfiguration configuration, TimeProvider clock, ILogger<RetentionWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(6);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await logger.TryAsync("Clearing what is over", ClearAsync, stoppingToken);
            await Task.Delay(Pause, clock, stoppingToken);
        }
    }

    /// <summary>Tests call this directly instead of waiting for the loop.</summary>
    public async Task<bool> ClearAsync(CancellationToken ct)
    {
        if (await retention.RunAsync(TimeSpan.FromDays(configuration.GetValue("Retention:WrittenOffDays", PersonalData.WrittenOffDays)), ct) is > 0 and var cleared)
            logger.LogInformation("Cleared {Count} rows of personal data whose time was over", cleared);
        if (await filings.ForgetKeysAsync(TimeSpan.FromDays(limits.Value.IdempotencyDays), ct) is > 0 and var forgotten)
            logger.LogInformation("Gave up {Count} names of requests", forgotten);
        if (await webhooks.ForgetAsync(ct) is > 0 and var calls)
            logger.LogInformation("Gave up the record of {Count} calls of webhooks", calls);
        return true;
    }
}
