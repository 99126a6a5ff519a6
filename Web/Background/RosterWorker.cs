using System.Data.Common;
using RiskReport.Data.Inbox;
using RiskReport.Data.Roster;
using RiskReport.Domain.Roster;
using RiskReport.Web.Features.RosterJobs;
using RiskReport.Web.Features.SavedViews;

namespace RiskReport.Web.Background;

/// <summary>Makes the roster files that were asked for or are due, one at a time, and puts away what has expired. The queue is a table, so a restart loses nothing.</summary>
public sealed class RosterWorker(
    RosterJobQueue queue, RosterScheduler scheduler, RosterFileMaker maker, RosterFiles files, InboxStore inbox, TimeProvider clock, ILogger<RosterWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenTidying = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var tidied = DateTimeOffset.MinValue;
        while (!stoppingToken.IsCancellationRequested)
        {
            if (clock.GetUtcNow() - tidied >= BetweenTidying && await logger.TryAsync("Putting away roster files", TidyAsync, stoppingToken))
                tidied = clock.GetUtcNow();
            if (!await logger.TryAsync("The roster jobs", RunOneAsync, stoppingToken))
                await Task.Delay(Idle, clock, stoppingToken);
        }
    }

    /// <summary>Makes the next file if one is asked for. Tests call this directly instead of waiting for the loop.</summary>
    public async Task<bool> RunOneAsync(CancellationToken ct)
    {
        await scheduler.QueueDueAsync(ct);
        await queue.RecoverAsync(ct);
        if (await queue.TakeOldestAsync(ct) is not { } job)
            return false;

        try
        {
            await maker.MakeAsync(job, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            await queue.HandBackAsync(job, CancellationToken.None);
            throw;
        }
        catch (Exception e) when (e is not (OperationCanceledException or DbException))
        {
            logger.LogError(e, "Roster job {JobId} failed", job.Id);
            await queue.FailAsync(job, "生成时发生意外错误，没有生成文件。可以重新导出一次，仍然出错的请联系系统管理员。", ct);
        }

        return true;
    }

    /// <summary>
    /// What has expired, what a killed worker left half written, and what nobody knows of any more. The files are listed first: one
    /// that is there by then was begun by a job that the database knows.
    /// </summary>
    public async Task<bool> TidyAsync(CancellationToken ct)
    {
        var all = files.All();
        var kept = (await queue.KeptAsync([.. all.Select(f => f.JobId).Distinct()], ct)).ToDictionary(f => f.Id);
        foreach (var (name, jobId) in all)
        {
            if (!kept.TryGetValue(jobId, out var file)
                || !(file.Status == RosterJobStatus.Made ? file.FileName == name : name.StartsWith($"{jobId}-{file.ClaimNumber}.", StringComparison.Ordinal)))
                TryDelete(name);
        }

        await inbox.TidyAsync(ct);
        return true;
    }

    private void TryDelete(string name)
    {
        try
        {
            files.Delete(name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            logger.LogWarning(e, "The roster file {Name} could not be put away; it is tried again", name);
        }
    }
}
