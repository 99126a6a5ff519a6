using RiskReport.Data.Enterprises;
using RiskReport.Domain;
using RiskReport.Domain.Accounts;

namespace RiskReport.Web.Background;

/// <summary>On 1 January every enterprise of the roll owes a new report; until it files, the roster says 未报告.</summary>
public sealed class YearOpener(YearStore years, TimeProvider clock, ILogger<YearOpener> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var opened = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            var year = ChinaTime.Today(clock).Year;
            if (year != opened && await logger.TryAsync("Opening the year", ct => OpenAsync(year, ct), stoppingToken))
                opened = year;
            await Task.Delay(Pause, clock, stoppingToken);
        }
    }

    private async Task<bool> OpenAsync(int year, CancellationToken ct)
    {
        var added = await years.OpenAsync(year, new Actor("系统", "后台", $"{year} 年度开始"), ct);
        if (added > 0)
            logger.LogInformation("Opened {Year} for {Count} enterprises", year, added);
        return true;
    }
}
