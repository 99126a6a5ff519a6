using System.Data.Common;
using RiskReport.Data.Roster;
using RiskReport.Domain.Roster;
using RiskReport.Web.Features.Roster;
using RiskReport.Web.Features.Shared;

namespace RiskReport.Web.Features.RosterJobs;

/// <summary>Makes the file of one job: with what its owner may see now, straight to disk.</summary>
public sealed class RosterFileMaker(
    RosterJobQueue queue, RosterJobReader reader, RosterExport export, RosterFiles files, IConfiguration configuration, ILogger<RosterFileMaker> logger)
{
    private const int KeepFilesDays = 7;

    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    public async Task MakeAsync(RosterJob job, CancellationToken ct)
    {
        var (order, problem) = await reader.ReadAsync(job, ct);
        if (order is null)
        {
            await queue.FailAsync(job, problem!, ct);
            return;
        }

        if (await queue.StartAsync(job, order.Words, order.Total, ct))
            await WriteAsync(job with { Words = order.Words }, order, ct);
    }

    private async Task WriteAsync(RosterJob job, RosterJobOrder order, CancellationToken ct)
    {
        var name = RosterFiles.NameOf(job);
        var done = new RowsDone();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var beating = BeatAsync(job, done, over);
        var made = false;
        try
        {
            long rows, bytes;
            var title = job.Title;
            await using (var file = files.Create(name))
            {
                rows = await export.WriteAsync(new ExportOrder
                {
                    Format = job.Format,
                    Request = order.Request,
                    Scope = order.Scope,
                    Actor = order.Actor,
                    Sight = order.Sight,
                    Site = PublicAddress.Configured(configuration),
                    Progress = done,
                    Coded = code => title = $"{job.Title[..^(job.Format.Length + 1)]}-{code}.{job.Format}",
                }, order.Reference, file, over.Token);
                await file.FlushAsync(over.Token);
                bytes = file.Length;
            }

            files.Complete(name);
            made = await queue.MadeAsync(job with { Title = title }, rows, name, bytes, TimeSpan.FromDays(configuration.GetValue("Roster:KeepFilesDays", KeepFilesDays)), CancellationToken.None);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            logger.LogInformation("Roster job {JobId} was cancelled or taken over", job.Id);
        }
        finally
        {
            await over.CancelAsync();
            await beating;
            if (!made)
                files.Delete(name);
        }
    }

    /// <summary>Tells how far it is, and ends the work when the job is no longer this worker's.</summary>
    private async Task BeatAsync(RosterJob job, RowsDone done, CancellationTokenSource over)
    {
        using var timer = new PeriodicTimer(Beat);
        try
        {
            while (await timer.WaitForNextTickAsync(over.Token))
            {
                if (!await TryBeatAsync(job, done, over.Token))
                    await over.CancelAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // over
        }
    }

    /// <summary>A database that is busy for once must not make the worker look dead.</summary>
    private async Task<bool> TryBeatAsync(RosterJob job, RowsDone done, CancellationToken ct)
    {
        try
        {
            return await queue.ProgressAsync(job, done.Rows, ct);
        }
        catch (DbException e)
        {
            logger.LogWarning(e, "The heartbeat of roster job {JobId} was missed", job.Id);
            return true;
        }
    }
}
