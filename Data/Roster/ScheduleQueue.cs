using Dapper;
using RiskReport.Data.Inbox;
using RiskReport.Domain.Inbox;
using RiskReport.Domain.Roster;

namespace RiskReport.Data.Roster;

/// <summary>
/// Views whose date has come become jobs. The date moves on and the job is queued in one transaction, by a conditional update: however
/// many instances look, each date makes one file.
/// </summary>
public sealed class ScheduleQueue(Database database, InboxStore inbox, TimeProvider clock)
{
    private const int AtATime = 50;

    private const string SelectDue = $$"""
        SELECT {{SavedViewStore.Columns}} FROM SavedView v WHERE v.NextRunAt <= @Now ORDER BY v.NextRunAt, v.Id {page}
        """;

    private const string MoveOn = "UPDATE SavedView SET NextRunAt = @Next WHERE Id = @Id AND NextRunAt = @Due AND RemovedAt IS NULL";

    private const string Stop = """
        UPDATE SavedView
        SET NextRunAt = NULL, Every = NULL, Day = NULL, Hour = NULL, Format = NULL, ScheduleStopped = @Why,
            ChangedAt = @Now, ChangedBy = @By, ChangedFrom = @From, ChangeReason = @Why
        WHERE Id = @Id AND NextRunAt = @Due
        """;

    public async Task<IReadOnlyList<SavedView>> DueAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return (await connection.QueryAsync<SavedView>(database.Command(SelectDue, new { Now = Now(), Skip = 0, Take = AtATime }, ct: ct))).AsList();
    }

    /// <summary>False when another instance was quicker. The file is the office's, whoever's the view is.</summary>
    public async Task<bool> QueueAsync(SavedView view, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        if (await connection.ExecuteAsync(database.Command(MoveOn, new { view.Id, Due = view.NextRunAt, Next = view.Schedule!.NextAfter(Now()) }, transaction, ct)) != 1)
            return false;
        await connection.ExecuteAsync(database.Command(RosterJobDesk.Insert, new
        {
            view.Format,
            view.Query,
            Title = view.FileName(view.NextRunAt!.Value),
            Words = view.Schedule.Words,
            view.OwnerId,
            view.OfficeRole,
            view.RegionCode,
            IsShared = true,
            ViewId = view.Id,
            DueAt = view.NextRunAt,
            Now = Now(),
            By = view.OwnerName,
            From = "定时任务",
            Reason = $"视图“{view.Name}”按计划生成：{view.Schedule.Words}",
        }, transaction, ct));
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>Whose name it ran under is gone; the office is told where the view is its own.</summary>
    public async Task StopAsync(SavedView view, string why, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        var parameters = new { view.Id, Due = view.NextRunAt, Why = why, Now = Now(), By = "系统", From = "定时任务" };
        if (await connection.ExecuteAsync(database.Command(Stop, parameters, transaction, ct)) != 1)
            return;
        await inbox.AddAsync(new NewNotice
        {
            Kind = NoticeKind.ScheduleStopped,
            Office = view.Office,
            AccountId = view.IsShared ? null : view.OwnerId,
            Title = $"视图“{view.Name}”不再按计划生成",
            Body = why,
            Link = "/roster/views",
            CreatedBy = view.OwnerName,
        }, connection, transaction, ct);
        await transaction.CommitAsync(ct);
    }

    private DateTime Now() => clock.GetUtcNow().UtcDateTime;
}
