using System.Data.Common;
using Dapper;
using RiskReport.Data.Audit;
using RiskReport.Data.Inbox;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;
using RiskReport.Domain.Inbox;
using RiskReport.Domain.Reminders;

namespace RiskReport.Data.Reminders;

/// <summary>How far the looking for reminders has come on a day.</summary>
public sealed record ReminderRun
{
    public required DateOnly OnDay { get; init; }

    /// <summary>The day looked at before.</summary>
    public required DateOnly Since { get; init; }
    public required long AfterId { get; init; }
    public DateTime? FinishedAt { get; init; }
}

/// <summary>
/// Reminds enterprises: an entry, a notice and who is to be written to, in one transaction. The day's looking goes on enterprise by
/// enterprise in pieces; the place reached moves on with each by a conditional update, so several workers remind nobody twice, and the
/// unique key of report, day and kind has the last word.
/// </summary>
public sealed class ReminderStore(Database database, InboxStore inbox, AuditLog audit, TimeProvider clock)
{
    private const int PieceSize = 500;

    private static readonly Actor Reminding = new("系统", "后台", "按日程提醒");

    private const string Owed = """
        d.Id AS DeclarationId, d.EnterpriseId, d.Year, d.Name, d.TownshipCode, town.Name AS Township, d.IndustryCode, d.Scale, d.OwedSince, d.ReturnDueOn
        """;

    private const string SelectRun = "SELECT r.OnDay, r.Since, r.AfterId, r.FinishedAt FROM ReminderRun r WHERE r.OnDay = @OnDay";

    private const string SelectLast = "SELECT MAX(r.OnDay) FROM ReminderRun r";

    private const string InsertRun = "INSERT INTO ReminderRun (OnDay, Since, AfterId) VALUES (@OnDay, @Since, 0)";

    private const string MoveOn = "UPDATE ReminderRun SET AfterId = @Reached, FinishedAt = @FinishedAt WHERE OnDay = @OnDay AND AfterId = @AfterId AND FinishedAt IS NULL";

    // a change that was returned is owed as a returned report is, though the report it changes stays accepted
    private const string SelectPiece = $$"""
        SELECT {{Owed}}, d.Status
        FROM Declaration d
        JOIN Region town ON town.Code = d.TownshipCode
        WHERE d.EnterpriseId > @AfterId AND d.Status IN (0, 1, 3) AND d.Year IN (@Year, @YearBefore)
        UNION ALL
        SELECT {{Owed}}, d.PendingStatus
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

    private const string Insert = """
        INSERT INTO Reminder (EnterpriseId, DeclarationId, Year, TownshipCode, Kind, DueOn, OnDay, Subject, Body, CreatedAt, CreatedBy, CreatedFrom)
        VALUES (@EnterpriseId, @DeclarationId, @Year, @TownshipCode, @Kind, @DueOn, @OnDay, @Subject, @Body, @Now, @By, @From)
        """;

    private const string InsertReceivers = """
        INSERT INTO ReminderReceiver (ReminderId, AccountId)
        SELECT r.Id, m.AccountId
        FROM Reminder r
        JOIN AccountEnterprise m ON m.EnterpriseId = r.EnterpriseId
        JOIN Account a ON a.Id = m.AccountId
        WHERE r.OnDay = @OnDay AND r.DeclarationId IN @Reports AND r.Kind IN @Kinds AND a.State = 1 AND a.Email IS NOT NULL AND a.EmailConfirmed = 1
          AND NOT EXISTS (SELECT 1 FROM ReminderReceiver x WHERE x.ReminderId = r.Id AND x.AccountId = m.AccountId)
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

    /// <summary>The day's run, begun where there is none yet; a week without a running program is made up for, not more.</summary>
    public async Task<ReminderRun> RunAsync(DateOnly today, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        if (await FindAsync() is { } run)
            return run;
        var last = await connection.ExecuteScalarAsync<DateOnly?>(database.Command(SelectLast, ct: ct));
        var since = last is { } day && day < today && day >= today.AddDays(-7) ? day : today.AddDays(-1);
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
            SelectPiece, new { run.AfterId, run.OnDay.Year, YearBefore = run.OnDay.Year - 1, Skip = 0, Take = PieceSize }, ct: ct))).AsList();
        var isLast = piece.Count < PieceSize;
        var whole = isLast ? piece : piece.FindAll(r => r.EnterpriseId != piece[^1].EnterpriseId);   // the next piece begins with an enterprise

        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        var moved = await connection.ExecuteAsync(database.Command(MoveOn, new
        {
            run.OnDay,
            run.AfterId,
            Reached = whole.Count > 0 ? whole[^1].EnterpriseId : run.AfterId,
            FinishedAt = isLast ? Now() : (DateTime?)null,
        }, transaction, ct));
        if (moved != 1)
            return false;
        await AddAsync([.. whole.Select(decide).OfType<Reminder>()], templates, byMail, Reminding, connection, transaction, ct);
        if (isLast)
            await TellOfficesAsync(run.OnDay, connection, transaction, ct);
        await transaction.CommitAsync(ct);
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
            await using var transaction = await Database.BeginWriteAsync(connection, ct);
            var piece = (await connection.QueryAsync<OwedReport>(database.Command(
                SelectAskable, new { Year = year, OnDay = today, scope.RegionFrom, scope.RegionTo, Skip = 0, Take = PieceSize }, transaction, ct))).AsList();
            var reminders = piece.Select(decide).OfType<Reminder>().ToList();
            if (reminders.Count == 0)
                return asked;
            await AddAsync(reminders, new Dictionary<ReminderKind, ReminderTemplate> { [ReminderKind.Asked] = template }, byMail, actor, connection, transaction, ct);
            await audit.AppendAsync(new AuditDeed(AuditAction.RemindersAsked, $"{year} 年度 {reminders.Count} 家", scope.RegionCode), actor, connection, transaction, ct);
            await transaction.CommitAsync(ct);
            asked += reminders.Count;
        }
    }

    /// <summary>What the enterprises of a region were told lately, by day and kind.</summary>
    public async Task<IReadOnlyList<(DateOnly OnDay, ReminderKind Kind, int Reminders)>> DaysAsync(DateOnly since, Scope scope, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var days = await connection.QueryAsync<Told>(database.Command(SelectDays, new { Since = since, scope.RegionFrom, scope.RegionTo }, ct: ct));
        return [.. days.Select(d => (d.OnDay, d.Kind, d.Reminders))];
    }

    private async Task AddAsync(
        List<Reminder> reminders, IReadOnlyDictionary<ReminderKind, ReminderTemplate> templates, bool byMail, Actor actor,
        DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        foreach (var ofOne in reminders.GroupBy(r => r.Report.EnterpriseId))
        {
            var texts = new List<ReminderText>();
            foreach (var reminder in ofOne)
            {
                var text = templates[reminder.Kind].Fill(reminder);
                texts.Add(text);
                await connection.ExecuteAsync(database.Command(Insert, new
                {
                    reminder.Report.EnterpriseId,
                    reminder.Report.DeclarationId,
                    reminder.Report.Year,
                    reminder.Report.TownshipCode,
                    reminder.Kind,
                    reminder.DueOn,
                    reminder.OnDay,
                    text.Subject,
                    text.Body,
                    Now = Now(),
                    By = actor.Name,
                    actor.From,
                }, transaction, ct));
            }

            var first = ofOne.First().Report;
            await inbox.AddAsync(new NewNotice
            {
                Kind = NoticeKind.Reminder,
                Office = new Office(Role.Enterprise, first.TownshipCode),
                EnterpriseId = first.EnterpriseId,
                Title = ReminderDigest.SubjectOf(texts),
                Body = string.Join('\n', texts.Select(t => t.Body)),
                Link = $"/declarations/{first.Year}",
                CreatedBy = actor.Name,
            }, connection, transaction, ct);
        }

        if (byMail && reminders.Count > 0)
            await connection.ExecuteAsync(database.Command(InsertReceivers, new
            {
                reminders[0].OnDay,
                Reports = reminders.Select(r => r.Report.DeclarationId),
                Kinds = reminders.Select(r => r.Kind).Distinct(),
            }, transaction, ct));
    }

    /// <summary>Each township what its enterprises were told, and the county what is overdue in them, once a day.</summary>
    private async Task TellOfficesAsync(DateOnly today, DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        var told = (await connection.QueryAsync<Told>(database.Command(SelectTold, new { OnDay = today }, transaction, ct))).AsList();
        foreach (var (office, counts) in told.GroupBy(t => t.Place).Select(g => (new Office(Role.Township, g.Key), g.ToList()))
            .Concat(told.Where(t => t.Kind != ReminderKind.Due).GroupBy(t => t.Place[..6]).Select(g => (new Office(Role.County, g.Key), g.ToList()))))
            await inbox.AddAsync(new NewNotice
            {
                Kind = NoticeKind.Reminder,
                Office = office,
                Title = office.Role == Role.County ? "逾期企业情况" : "今日提醒情况",
                Body = "今天提醒的企业：" + string.Join("，", counts.GroupBy(c => c.Kind).OrderBy(g => g.Key).Select(g => $"{g.Key.Word()} {g.Sum(c => c.Reminders)} 家")) + "。",
                Link = "/reminders",
                CreatedBy = Reminding.Name,
            }, connection, transaction, ct);
    }

    private DateTime Now() => clock.GetUtcNow().UtcDateTime;

    private sealed record Told
    {
        public string Place { get; init; } = "";
        public DateOnly OnDay { get; init; }
        public ReminderKind Kind { get; init; }
        public int Reminders { get; init; }
    }
}
