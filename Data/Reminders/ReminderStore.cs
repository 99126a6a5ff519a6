using System.Data.Common;
using System.Diagnostics;
using Dapper;
using RiskReport.Data.Audit;
using RiskReport.Data.Inbox;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;
using RiskReport.Domain.Inbox;
using RiskReport.Domain.Reminders;

namespace RiskReport.Data.Reminders;

/// <summary>
/// Reminds enterprises. The day's looking goes on enterprise by enterprise in pieces; the place reached moves on with each by a conditional
/// update, so several workers remind nobody twice, and the unique key of report, day and kind has the last word. A run that broke off
/// is made up for by the next day's, which knows who was told.
/// </summary>
public sealed class ReminderStore(Database database, ReminderEntries entries, InboxStore inbox, AuditLog audit, TimeProvider clock)
{
    /// <summary>What is read at a time.</summary>
    private const int PieceSize = 1_000;

    /// <summary>How many are reminded in a transaction, about: others write in between.</summary>
    private const int MostAtOnce = 200;

    private static readonly Actor Reminding = new("系统", "后台", "按日程提醒");

    private const string Owed = """
        d.Id AS DeclarationId, d.EnterpriseId, d.Year, d.Name, d.TownshipCode, town.Name AS Township, d.IndustryCode, d.Scale, d.OwedSince, d.ReturnDueOn
        """;

    private const string ToldOn = """
        (SELECT MAX(r.OnDay) FROM Reminder r WHERE r.DeclarationId = d.Id AND r.Kind <> 4 AND r.OnDay > @Since) AS ToldOn
        """;

    private const string SelectRun = "SELECT r.OnDay, r.Since, r.AfterId, r.FinishedAt FROM ReminderRun r WHERE r.OnDay = @OnDay";

    // up to where everybody was looked at: the last run that came to its end, or where none did, what the first one began behind
    private const string SelectLast = "SELECT COALESCE(MAX(CASE WHEN r.FinishedAt IS NOT NULL THEN r.OnDay END), MIN(r.Since)) FROM ReminderRun r";

    private const string InsertRun = "INSERT INTO ReminderRun (OnDay, Since, AfterId) VALUES (@OnDay, @Since, 0)";

    private const string MoveOn = "UPDATE ReminderRun SET AfterId = @Reached, FinishedAt = @FinishedAt WHERE OnDay = @OnDay AND AfterId = @AfterId AND FinishedAt IS NULL";

    // a change that was returned is owed as a returned report is, though the report it changes stays accepted
    private const string SelectPiece = $$"""
        SELECT {{Owed}}, d.Status, {{ToldOn}}
        FROM Declaration d
        JOIN Region town ON town.Code = d.TownshipCode
        WHERE d.EnterpriseId > @AfterId AND d.Status IN (0, 1, 3) AND d.Year IN (@Year, @YearBefore)
        UNION ALL
        SELECT {{Owed}}, d.PendingStatus, {{ToldOn}}
        FROM Declaration d
        JOIN Region town ON town.Code = d.TownshipCode
        WHERE d.EnterpriseId > @AfterId AND d.PendingStatus = 3 AND d.Year IN (@Year, @YearBefore)
        ORDER BY EnterpriseId, Year {page}
        """;

    private const string OfAsked = """
        d.Year = @Year AND d.TownshipCode BETWEEN @RegionFrom AND @RegionTo AND d.Status IN (0, 1)
          AND NOT EXISTS (SELECT 1 FROM Reminder r WHERE r.DeclarationId = d.Id AND r.OnDay = @OnDay AND r.Kind = 4)
        """;

    private const string CountAskable = $"SELECT COUNT(*) FROM Declaration d WHERE {OfAsked}";

    private const string CountUnfiled = "SELECT COUNT(*) FROM Declaration d WHERE d.Year = @Year AND d.TownshipCode BETWEEN @RegionFrom AND @RegionTo AND d.Status IN (0, 1)";

    private const string SelectAskable = $$"""
        SELECT {{Owed}}, d.Status
        FROM Declaration d
        JOIN Region town ON town.Code = d.TownshipCode
        WHERE {{OfAsked}}
        ORDER BY d.EnterpriseId {page}
        """;

    private const string SelectTold = """
        SELECT r.TownshipCode AS Place, r.Kind, COUNT(*) AS Reminders FROM Reminder r WHERE r.OnDay = @OnDay AND r.Kind <> 4 GROUP BY r.TownshipCode, r.Kind
        """;

    private const string SelectDays = """
        SELECT r.OnDay, r.Kind, COUNT(*) AS Reminders
        FROM Reminder r
        WHERE r.TownshipCode BETWEEN @RegionFrom AND @RegionTo AND r.OnDay >= @Since
        GROUP BY r.OnDay, r.Kind
        ORDER BY r.OnDay DESC, r.Kind
        """;

    /// <summary>The day's run, begun where there is none yet; a week without a run that came to its end is made up for, not more.</summary>
    public async Task<ReminderRun> RunAsync(DateOnly today, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        if (await FindAsync() is { } run)
            return run;
        var last = await connection.ExecuteScalarAsync<DateOnly?>(database.Command(SelectLast, ct: ct));
        var since = last is { } day && day < today ? new[] { day, today.AddDays(-7) }.Max() : today.AddDays(-1);
        try
        {
            await connection.ExecuteAsync(database.Command(InsertRun, new { OnDay = today, Since = since }, ct: ct));
        }
        catch (DbException e) when (Database.IsUniqueViolation(e))
        {
            // another instance began it
        }

        return (await FindAsync())!;

        Task<ReminderRun?> FindAsync() => connection.QuerySingleOrDefaultAsync<ReminderRun>(database.Command(SelectRun, new { OnDay = today }, ct: ct));
    }

    /// <summary>Reminds those of the next piece of the roll. False when the day is done, or another worker was quicker.</summary>
    public async Task<bool> RemindAsync(
        ReminderRun run, Func<OwedReport, Reminder?> decide, IReadOnlyDictionary<ReminderKind, ReminderTemplate> templates, bool byMail, CancellationToken ct)
    {
        if (run.FinishedAt is not null)
            return false;
        await using var connection = await database.OpenAsync(ct);
        var piece = (await connection.QueryAsync<OwedReport>(database.Command(
            SelectPiece, new { run.AfterId, run.Since, run.OnDay.Year, YearBefore = run.OnDay.Year - 1, Skip = 0, Take = PieceSize }, ct: ct))).AsList();
        var (reminders, reached, isLast) = Next(piece, run.AfterId, decide);

        var began = Stopwatch.GetTimestamp();
        await using (var transaction = await Database.BeginWriteAsync(connection, ct))
        {
            var moved = await connection.ExecuteAsync(database.Command(
                MoveOn, new { run.OnDay, run.AfterId, Reached = reached, FinishedAt = isLast ? Now() : (DateTime?)null }, transaction, ct));
            if (moved != 1)
                return false;
            await entries.AddAsync(reminders, templates, byMail, Reminding, connection, transaction, ct);
            if (isLast)
                await TellOfficesAsync(run.OnDay, connection, transaction, ct);
            await transaction.CommitAsync(ct);
        }

        if (!isLast)
            await Breath.AfterAsync(began, ct);
        return true;
    }

    /// <summary>How many of the caller's region have not filed, and how many of them can be asked for the report today.</summary>
    public async Task<(int Unfiled, int Askable)> CountAsync(int year, DateOnly today, Scope scope, CancellationToken ct)
    {
        var parameters = new { Year = year, OnDay = today, scope.RegionFrom, scope.RegionTo };
        await using var connection = await database.OpenAsync(ct);
        return (await connection.ExecuteScalarAsync<int>(database.Command(CountUnfiled, parameters, ct: ct)),
            await connection.ExecuteScalarAsync<int>(database.Command(CountAskable, parameters, ct: ct)));
    }

    /// <summary>Asks every enterprise of the region that has not filed, once a day; returns how many were asked.</summary>
    public async Task<int> AskAsync(
        int year, DateOnly today, Func<OwedReport, Reminder?> decide, ReminderTemplate template, bool byMail, Scope scope, Actor actor, CancellationToken ct)
    {
        var asked = 0;
        await using var connection = await database.OpenAsync(ct);
        while (true)
        {
            var began = Stopwatch.GetTimestamp();
            var (some, isLast) = await AskSomeAsync();
            asked += some;
            if (isLast)
                return asked;
            await Breath.AfterAsync(began, ct);
        }

        async Task<(int Asked, bool IsLast)> AskSomeAsync()
        {
            await using var transaction = await Database.BeginWriteAsync(connection, ct);
            var piece = (await connection.QueryAsync<OwedReport>(database.Command(
                SelectAskable, new { Year = year, OnDay = today, scope.RegionFrom, scope.RegionTo, Skip = 0, Take = MostAtOnce }, transaction, ct))).AsList();
            var reminders = piece.Select(decide).OfType<Reminder>().ToList();
            if (reminders.Count == 0)
                return (0, true);
            try
            {
                await entries.AddAsync(reminders, new Dictionary<ReminderKind, ReminderTemplate> { [ReminderKind.Asked] = template }, byMail, actor, connection, transaction, ct);
            }
            catch (DbException e) when (Database.IsUniqueViolation(e))
            {
                return (0, false);   // a second click was quicker with some of them: who is left is looked up anew
            }

            await audit.AppendAsync(new AuditDeed(AuditAction.RemindersAsked, $"{year} 年度 {reminders.Count} 家", scope.RegionCode), actor, connection, transaction, ct);
            await transaction.CommitAsync(ct);
            return (reminders.Count, piece.Count < MostAtOnce);
        }
    }

    /// <summary>What the enterprises of a region were told lately, by day and kind.</summary>
    public async Task<IReadOnlyList<(DateOnly OnDay, ReminderKind Kind, int Reminders)>> DaysAsync(DateOnly since, Scope scope, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var days = await connection.QueryAsync<Told>(database.Command(SelectDays, new { Since = since, scope.RegionFrom, scope.RegionTo }, ct: ct));
        return [.. days.Select(d => (d.OnDay, d.Kind, d.Reminders))];
    }

    /// <summary>As many as go into a transaction, enterprise by enterprise, and up to which one; last when nobody is left behind it.</summary>
    private static (List<Reminder> Reminders, long Reached, bool IsLast) Next(List<OwedReport> piece, long after, Func<OwedReport, Reminder?> decide)
    {
        var isLast = piece.Count < PieceSize;
        var reminders = new List<Reminder>();
        var reached = after;
        foreach (var ofOne in piece.GroupBy(r => r.EnterpriseId))
        {
            if (reminders.Count >= MostAtOnce || (!isLast && ofOne.Key == piece[^1].EnterpriseId))   // what of the last one is beyond the piece is not known
                return (reminders, reached, false);
            reminders.AddRange(ofOne.Select(decide).OfType<Reminder>());
            reached = ofOne.Key;
        }

        return (reminders, reached, isLast);
    }

    /// <summary>Each township what its enterprises were told, and the county what is overdue in them, once a day.</summary>
    private async Task TellOfficesAsync(DateOnly today, DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        var told = (await connection.QueryAsync<Told>(database.Command(SelectTold, new { OnDay = today }, transaction, ct))).AsList();
        var ofTownships = told.GroupBy(t => t.Place).Select(g => Notice(new Office(Role.Township, g.Key), "今日提醒情况", g));
        var ofCounties = told.Where(t => t.Kind is ReminderKind.Overdue or ReminderKind.Returned).GroupBy(t => t.Place[..6])
            .Select(g => Notice(new Office(Role.County, g.Key), "逾期企业情况", g));
        await inbox.AddAsync([.. ofTownships, .. ofCounties], connection, transaction, ct);
    }

    private static NewNotice Notice(Office office, string title, IEnumerable<Told> counts) => new()
    {
        Kind = NoticeKind.Reminder,
        Office = office,
        Title = title,
        Body = "今天提醒的企业：" + string.Join("，", counts.GroupBy(c => c.Kind).OrderBy(g => g.Key).Select(g => $"{g.Key.Word()} {g.Sum(c => c.Reminders)} 家")) + "。",
        Link = "/reminders",
        CreatedBy = Reminding.Name,
    };

    private DateTime Now() => clock.GetUtcNow().UtcDateTime;

    private sealed record Told
    {
        public string Place { get; init; } = "";
        public DateOnly OnDay { get; init; }
        public ReminderKind Kind { get; init; }
        public int Reminders { get; init; }
    }
}
