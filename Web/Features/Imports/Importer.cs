using System.Data.Common;
using RiskReport.Data.Imports;
using RiskReport.Domain;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Imports;
using RiskReport.Reports.Xlsx;
using RiskReport.Web.Startup;

namespace RiskReport.Web.Features.Imports;

/// <summary>Runs one import job, for the background worker and for the command line alike.</summary>
public sealed class Importer(
    ImportQueue queue, ImportQueries imports, ApplyImport apply, UndoImport undo, ReferenceHolder references, TimeProvider clock, ILogger<Importer> logger)
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(5);

    public async Task RunAsync(ImportJob job, CancellationToken ct)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var beating = BeatAsync(job, over.Token);
        try
        {
            await (job switch
            {
                { Stage: ImportStage.Undo } => UndoAsync(job, ct),
                { UndoneAt: not null } => TakeBackAsync(job, ct),   // an attempt before was at it
                _ => ReadAndApplyAsync(job, ct),
            });
        }
        catch (ImportLostException)
        {
            logger.LogWarning("Import {ImportId} was taken over by another worker", job.Id);
        }
        catch (Exception) when (ct.IsCancellationRequested)
        {
            await queue.HandBackAsync(job);
            throw;
        }
        finally
        {
            await over.CancelAsync();
            await beating;
        }
    }

    private async Task UndoAsync(ImportJob job, CancellationToken ct)
    {
        var whole = await undo.RunAsync(job, ct);
        var summary = await imports.SummaryAsync(job.Id, new Scope(job.RegionCode), ct);
        var counts = $"已撤销 {summary.Undone} 家{(summary.Kept > 0 ? $"，保留 {summary.Kept} 家（导入后又有改动，见“每家企业的结果”）" : "")}";
        await queue.FinishAsync(job, whole ? ImportStatus.Finished : ImportStatus.Failed, whole ? $"{counts}。" : $"撤销已取消：{counts}，其余未撤销。", ct);
    }

    private async Task ReadAndApplyAsync(ImportJob job, CancellationToken ct)
    {
        ImportRows rows;
        IReadOnlyList<ImportProblem> notices;
        try
        {
            (rows, notices) = await ReadAsync(job, ct);
        }
        catch (WorkbookException e)
        {
            await queue.FinishAsync(job, ImportStatus.Failed, e.Message, ct);
            return;
        }

        // the file and its strings have grown old while it was read; nothing else would fetch them before the import is over, and nobody waits for this
        GC.Collect(2, GCCollectionMode.Forced, blocking: false);
        await queue.TotalsAsync(job, rows.Enterprises, rows.Risks, rows.Enterprises + rows.Risks, ct);
        var end = ApplyEnd.PlanAnew;
        while (end == ApplyEnd.PlanAnew)
        {
            // at midnight other rules may begin: what is not filed by then is planned anew
            var day = ChinaTime.Today(clock);
            job = await imports.FindAsync(job.Id, new Scope(job.RegionCode), ct) ?? job;   // with the verdict of all or nothing, once it is found
            end = await apply.RunAsync(job, rows, Planner(job, day), notices, () => ChinaTime.Today(clock) == day, ct);
        }

        if (end == ApplyEnd.Broken)
            await TakeBackAsync(job, ct);
        else
            await FinishAsync(job, end, ct);
    }

    /// <summary>Apart, so that the files do not outlive their reading on the stack of the run.</summary>
    private async Task<(ImportRows Rows, IReadOnlyList<ImportProblem> Notices)> ReadAsync(ImportJob job, CancellationToken ct)
    {
        using var workbook = (await queue.FilesAsync(job.Id, ct)).Open(job.RegionCode);
        return (ImportRows.Read(workbook.Enterprises, workbook.Risks, ct), [.. workbook.Notices, .. workbook.YearNotice(job.Year)]);
    }

    private ImportPlanner Planner(ImportJob job, DateOnly day)
    {
        var reference = references.Current;
        return new ImportPlanner(reference, reference.Rules(day) ?? throw new InvalidOperationException("No rule set is in force."), new Scope(job.RegionCode), job.Year);
    }

    private async Task FinishAsync(ImportJob job, ApplyEnd end, CancellationToken ct)
    {
        var scope = new Scope(job.RegionCode);
        var summary = await imports.SummaryAsync(job.Id, scope, ct);
        if (end == ApplyEnd.Cancelled)
        {
            await queue.FinishAsync(job, ImportStatus.Failed, job.Stage == ImportStage.Check ? "检查已取消，没有写入任何数据。"
                : $"导入已取消：{ImportSentences.Counts(summary)}，其余企业没有处理。可以继续处理，也可以撤销已导入的企业。", ct);
            return;
        }

        // the verdict of all or nothing was found on the way
        var ended = await imports.FindAsync(job.Id, scope, ct) ?? job;
        var faults = (await imports.GroupsAsync(job.Id, scope, ct)).Where(g => g.Level == ProblemLevel.Fault).Sum(g => g.Cells);
        await queue.FinishAsync(job, ImportStatus.Finished, ImportSentences.Of(ended, summary, faults), ct);
    }

    /// <summary>All or nothing, and somebody changed one while it ran: what had been taken by then is taken back.</summary>
    private async Task TakeBackAsync(ImportJob job, CancellationToken ct)
    {
        const string Why = "导入过程中有企业被他人改动，不再全部合格";
        await queue.UndoingAsync(job, job.AppliedBy ?? job.CreatedBy, "系统", Why, ct);
        await undo.RunAsync(job with { UndoneBy = job.AppliedBy, UndoReason = Why }, ct);
        await queue.VerdictAsync(job, allGood: false, ct);   // taken back to its end: there is nothing to go on with
        var summary = await imports.SummaryAsync(job.Id, new Scope(job.RegionCode), ct);
        var end = summary.Kept == 0 ? "因此已全部撤回，没有导入任何企业"
            : $"因此已撤回 {summary.Undone} 家；另有 {summary.Kept} 家导入后又有改动，予以保留（见“每家企业的结果”）";
        await queue.FinishAsync(job, ImportStatus.Failed, $"{Why}，而本次选择了“全部合格才导入”，{end}。请重新上传。", ct);
    }

    /// <summary>Reading a large workbook takes longer than a worker may be silent.</summary>
    private async Task BeatAsync(ImportJob job, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(Beat);
        try
        {
            while (await timer.WaitForNextTickAsync(ct))
                await TryBeatAsync(job, ct);
        }
        catch (Exception e) when (e is OperationCanceledException or ImportLostException)
        {
            // over, or found out by the work itself
        }
    }

    /// <summary>A database that is busy for once must not make the worker look dead.</summary>
    private async Task TryBeatAsync(ImportJob job, CancellationToken ct)
    {
        try
        {
            await queue.BeatAsync(job, ct);
        }
        catch (DbException e)
        {
            logger.LogWarning(e, "The heartbeat of import {ImportId} was missed", job.Id);
        }
    }
}
