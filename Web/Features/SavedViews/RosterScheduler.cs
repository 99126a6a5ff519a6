using RiskReport.Data.Roster;
using RiskReport.Web.Identity;

namespace RiskReport.Web.Features.SavedViews;

/// <summary>Queues the views whose date has come, under the name of their owner as long as it is one of the office.</summary>
public sealed class RosterScheduler(ScheduleQueue schedules, OfficeAccounts accounts)
{
    public async Task QueueDueAsync(CancellationToken ct)
    {
        foreach (var view in await schedules.DueAsync(ct))
        {
            if (await accounts.FindAsync(view.OwnerId) is { } owner && owner.Office == view.Office)
                await schedules.QueueAsync(view, ct);
            else
                await schedules.StopAsync(view, $"“{view.OwnerName}”的账户已停用或不再属于本办公室，该视图不再按计划生成。需要的，请另存一个视图并重新设定。", ct);
        }
    }
}
