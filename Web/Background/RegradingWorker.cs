using System.Data.Common;
using RiskReport.Data.Regrading;
using RiskReport.Domain;
using RiskReport.Domain.Regrading;
using RiskReport.Web.Startup;

namespace RiskReport.Web.Background;

/// <summary>
/// Does the simulations that were asked for, and grades again what a rule set says when its day has come. The queue is a
/// table, so a restart loses nothing.
/// </summary>
public sealed class RegradingWorker(RegradingQueue queue, Regrader regrader, ReferenceHolder references, TimeProvider clock, ILogger<RegradingWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);

    /// <summary>After midnight until every instance grades by the new rules, so that one pass finds all that was graded by the old.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(5);

    private readonly HashSet<string> applied = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            if (!await logger.TryAsync("The regrading queue", RunOneAsync, stoppingToken))
                await Task.Delay(Idle, clock, stoppingToken);
        }
    }

    /// <summary>Does the next run if there is one. Tests call this directly instead of waiting for the loop.</summary>
    public async Task<bool> RunOneAsync(CancellationToken ct)
    {
        await QueueDueAsync(ct);
        await queue.RecoverAsync(ct);
        if (await queue.TakeOldestAsync(ct) is not { } run)
        {
            await queue.CleanAsync(ct);
            return false;
        }

        try
        {
            if (run.Kind == RegradingKind.Application && references.Current.RuleSetOn(ChinaTime.Today(clock))?.Name != run.RuleSet)
            {
                await queue.FinishAsync(run.Id, RegradingStatus.Cancelled, "该规则已被新的规则取代，不再继续。", ct);
                return true;
            }

            await regrader.RunAsync(run, references.Current, ct);
        }
        catch (Exception e) when (e is not (OperationCanceledException or DbException))
        {
            logger.LogError(e, "Regrading {RunId} failed", run.Id);
            await queue.FinishAsync(run.Id, RegradingStatus.Failed, "处理时发生意外错误，没有处理完。请联系系统管理员。", ct);
        }

        return true;
    }

    private async Task QueueDueAsync(CancellationToken ct)
    {
        if (references.Current.RuleSetOn(ChinaTime.Today(clock)) is { RegradeFromYear: not null } rules
            && ChinaTime.Now(clock).DateTime >= rules.EffectiveFrom!.Value.ToDateTime(TimeOnly.MinValue) + Grace
            && !applied.Contains(rules.Name))
        {
            await queue.ApplyAsync(rules, ct);
            applied.Add(rules.Name);
        }
    }
}
