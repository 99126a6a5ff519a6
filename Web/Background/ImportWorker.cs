using System.Data.Common;
using RiskReport.Data.Imports;
using RiskReport.Domain;
using RiskReport.Domain.Imports;
using RiskReport.Web.Features.Imports;

namespace RiskReport.Web.Background;

/// <summary>Takes queued workbooks one at a time. The queue is a table, so a restart loses nothing.</summary>
public sealed class ImportWorker(ImportQueue queue, Importer importer, IConfiguration configuration, TimeProvider clock, ILogger<ImportWorker> logger) : BackgroundService
{
    /// <summary>Longer than a reporting year, so that last year's file is there when this year's is made.</summary>
    private const int KeepFilesDays = 400;

    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var tidied = DateOnly.MinValue;
        while (!stoppingToken.IsCancellationRequested)
        {
            if (ChinaTime.Today(clock) is var today && today != tidied && await logger.TryAsync("Giving up the files of old imports", TidyAsync, stoppingToken))
                tidied = today;
            if (!await logger.TryAsync("The import queue", RunOneAsync, stoppingToken))
                await Task.Delay(Idle, clock, stoppingToken);
        }
    }

    /// <summary>Runs the next job if there is one. Tests call this directly instead of waiting for the loop.</summary>
    public async Task<bool> RunOneAsync(CancellationToken ct)
    {
        await queue.RecoverAsync(ct);
        if (await queue.TakeOldestAsync(ct) is not { } job)
            return false;

        try
        {
            await importer.RunAsync(job, ct);
        }
        catch (Exception e) when (e is not (OperationCanceledException or DbException))
        {
            logger.LogError(e, "Import {ImportId} failed", job.Id);
            await GiveUpAsync(job, ct);
        }

        return true;
    }

    private async Task GiveUpAsync(ImportJob job, CancellationToken ct)
    {
        try
        {
            await queue.FinishAsync(job, ImportStatus.Failed, "处理时发生意外错误，没有处理完。已导入的企业保持有效；可以点“继续处理”再试一次，仍然出错的请联系系统管理员。", ct);
        }
        catch (ImportLostException)
        {
            // another worker has it and says how it ends
        }
    }

    /// <summary>Once a day. What came of an import stays on record when its files are given up.</summary>
    private async Task<bool> TidyAsync(CancellationToken ct)
    {
        await queue.GiveUpFilesAsync(TimeSpan.FromDays(configuration.GetValue("Imports:KeepFilesDays", KeepFilesDays)), ct);
        return true;
    }
}
