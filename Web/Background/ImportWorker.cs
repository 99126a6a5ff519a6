using System.Data.Common;
using RiskReport.Data.Imports;
using RiskReport.Domain.Imports;
using RiskReport.Web.Features.Imports;

namespace RiskReport.Web.Background;

/// <summary>Takes queued workbooks one at a time. The queue is a table, so a restart loses nothing.</summary>
public sealed class ImportWorker(ImportQueue queue, Importer importer, TimeProvider clock, ILogger<ImportWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            if (!await TryRunOneAsync(stoppingToken))
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
            logger.LogError(e, "Import {ImportId} ({FileName}) failed", job.Id, job.FileName);
            await queue.FinishAsync(job.Id, ImportStatus.Failed, "文件处理时发生意外错误，没有处理完。已导入的企业保持有效；请联系系统管理员后重新上传。", ct);
        }

        return true;
    }

    /// <summary>A database that is away for a moment must not end the worker; the job it had is taken up again.</summary>
    private async Task<bool> TryRunOneAsync(CancellationToken ct)
    {
        try
        {
            return await RunOneAsync(ct);
        }
        catch (DbException e)
        {
            logger.LogError(e, "The import queue cannot be reached");
            return false;
        }
    }
}
