using System.Data.Common;
using Dapper;
using RiskReport.Data.Audit;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;
using RiskReport.Domain.Roster;

namespace RiskReport.Data.Roster;

/// <summary>What became of a change to a view.</summary>
public enum ViewChange
{
    Saved,
    NameTaken,
    TooMany,
    NotThere,
}

/// <summary>
/// The views of a person and of an office. Personal ones go with the person; shared ones are seen by the office alone, and changed
/// by their owner as long as it is there.
/// </summary>
public sealed class SavedViewStore(Database database, AuditLog audit, TimeProvider clock)
{
    internal const string Columns = """
        v.Id, v.Name, v.Query, v.IsShared, v.OwnerId, v.OwnerName, v.OfficeRole, v.RegionCode, v.Every, v.Day, v.Hour, v.Format, v.NextRunAt,
        v.ScheduleStopped, v.ChangedAt
        """;

    private const string InOffice = "OfficeRole = @OfficeRole AND RegionCode = @RegionCode";

    private const string Visible = "v.RemovedAt IS NULL AND ((v.IsShared = 0 AND v.OwnerId = @AccountId) OR (v.IsShared = 1 AND v.OfficeRole = @OfficeRole AND v.RegionCode = @RegionCode))";

    private const string Own = $"Id = @Id AND RemovedAt IS NULL AND OwnerId = @AccountId AND (IsShared = 0 OR ({InOffice}))";

    private const string OwnerLeft = "NOT EXISTS (SELECT 1 FROM Account a WHERE a.Id = v.OwnerId AND a.State = 1 AND a.Role = v.OfficeRole AND a.RegionCode = v.RegionCode)";

    private const string SelectAll = $"""
        SELECT {Columns}, CASE WHEN v.IsShared = 1 AND {OwnerLeft} THEN 1 ELSE 0 END AS IsLeftBehind
        FROM SavedView v
        WHERE {Visible}
        ORDER BY v.IsShared, v.Name, v.Id
        """;

    private const string SelectOne = $"""
        SELECT {Columns}, CASE WHEN v.IsShared = 1 AND {OwnerLeft} THEN 1 ELSE 0 END AS IsLeftBehind FROM SavedView v WHERE v.Id = @Id AND {Visible}
        """;

    private const string CountKind = $"""
        SELECT COUNT(*) FROM SavedView v WHERE v.IsShared = @IsShared AND v.Id <> @Id AND {Visible}
        """;

    private const string Insert = """
        INSERT INTO SavedView (Name, Query, IsShared, OwnerId, OwnerName, OfficeRole, RegionCode, ChangedAt, ChangedBy, ChangedFrom, ChangeReason)
        VALUES (@Name, @Query, @IsShared, @AccountId, @By, @OfficeRole, @RegionCode, @Now, @By, @From, @Reason)
        """;

    private const string Stamp = "OfficeRole = @OfficeRole, RegionCode = @RegionCode, ChangedAt = @Now, ChangedBy = @By, ChangedFrom = @From, ChangeReason = @Reason";

    private const string UpdateName = $"UPDATE SavedView SET Name = @Name, IsShared = @IsShared, {Stamp} WHERE {Own}";

    private const string UpdateQuery = $"UPDATE SavedView SET Query = @Query, {Stamp} WHERE {Own}";

    private const string UpdateSchedule = $"""
        UPDATE SavedView
        SET Every = @Every, Day = @Day, Hour = @Hour, Format = @Format, NextRunAt = @NextRunAt, ScheduleStopped = NULL, {Stamp}
        WHERE {Own}
        """;

    private const string UpdateRemoved = $"""
        UPDATE SavedView
        SET RemovedAt = @Now, NextRunAt = NULL, ChangedAt = @Now, ChangedBy = @By, ChangedFrom = @From, ChangeReason = @Reason
        WHERE ({Own}) OR (Id = @Id AND RemovedAt IS NULL AND IsShared = 1 AND {InOffice}
            AND NOT EXISTS (SELECT 1 FROM Account a WHERE a.Id = SavedView.OwnerId AND a.State = 1 AND a.Role = SavedView.OfficeRole AND a.RegionCode = SavedView.RegionCode))
        """;

    private const string SelectSchedule = "SELECT v.Name, v.Query, v.IsShared, v.Every, v.Day, v.Hour, v.Format FROM SavedView v WHERE v.Id = @Id AND v.RemovedAt IS NULL";

    /// <summary>The own ones first, by name.</summary>
    public async Task<IReadOnlyList<SavedView>> AllAsync(OfficeMember member, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return (await connection.QueryAsync<SavedView>(database.Command(SelectAll, member.Parameters(new { }), ct: ct))).AsList();
    }

    public async Task<SavedView?> FindAsync(long id, OfficeMember member, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<SavedView>(database.Command(SelectOne, member.Parameters(new { Id = id }), ct: ct));
    }

    public Task<ViewChange> AddAsync(string name, bool isShared, string query, OfficeMember member, Actor actor, CancellationToken ct) =>
        SaveAsync(Insert, Parameters(member, actor, new { Id = 0L, Name = name, IsShared = isShared, Query = query }), ct);

    public Task<ViewChange> RenameAsync(long id, string name, bool isShared, OfficeMember member, Actor actor, CancellationToken ct) =>
        SaveAsync(UpdateName, Parameters(member, actor, new { Id = id, Name = name, IsShared = isShared }), ct);

    public Task<bool> OverwriteAsync(long id, string query, OfficeMember member, Actor actor, CancellationToken ct) =>
        ChangeAsync(UpdateQuery, Parameters(member, actor, new { Id = id, Query = query }), null, actor, ct);

    /// <summary>Null: nothing is made by itself any more.</summary>
    public Task<bool> ScheduleAsync(long id, Schedule? schedule, OfficeMember member, Actor actor, CancellationToken ct) => ChangeAsync(UpdateSchedule, Parameters(member, actor, new
    {
        Id = id,
        schedule?.Every,
        schedule?.Day,
        schedule?.Hour,
        schedule?.Format,
        NextRunAt = schedule?.NextAfter(Now()),
    }), Deed(AuditAction.ScheduleChanged, id, member), actor, ct);

    public Task<bool> RemoveAsync(long id, OfficeMember member, Actor actor, CancellationToken ct) =>
        ChangeAsync(UpdateRemoved, Parameters(member, actor, new { Id = id }), Deed(AuditAction.ViewRemoved, id, member), actor, ct);

    private async Task<ViewChange> SaveAsync(string sql, DynamicParameters parameters, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        if (await connection.ExecuteScalarAsync<int>(database.Command(CountKind, parameters, transaction, ct)) >= SavedView.Most)
            return ViewChange.TooMany;
        try
        {
            var changed = await connection.ExecuteAsync(database.Command(sql, parameters, transaction, ct));
            await transaction.CommitAsync(ct);
            return changed == 0 ? ViewChange.NotThere : ViewChange.Saved;
        }
        catch (DbException e) when (Database.IsUniqueViolation(e))
        {
            return ViewChange.NameTaken;
        }
    }

    private async Task<bool> ChangeAsync(string sql, DynamicParameters parameters, AuditDeed? deed, Actor actor, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        var before = await HashAsync();
        if (await connection.ExecuteAsync(database.Command(sql, parameters, transaction, ct)) != 1)
            return false;
        if (deed is not null)
            await audit.AppendAsync(deed with { HashBefore = before, HashAfter = await HashAsync() }, actor, connection, transaction, ct);
        await transaction.CommitAsync(ct);
        return true;

        async Task<string?> HashAsync() => ContentHash.Of(await connection.QuerySingleOrDefaultAsync<HashedView>(database.Command(SelectSchedule, parameters, transaction, ct)));
    }

    /// <summary>What the trail hashes of a view.</summary>
    private sealed record HashedView
    {
        public required string Name { get; init; }
        public required string Query { get; init; }
        public required bool IsShared { get; init; }
        public int? Every { get; init; }
        public int? Day { get; init; }
        public int? Hour { get; init; }
        public string? Format { get; init; }
    }

    private static AuditDeed Deed(AuditAction action, long id, OfficeMember member) => new(action, $"视图 {id}", member.Office.RegionCode);

    private DynamicParameters Parameters(OfficeMember member, Actor actor, object others)
    {
        var all = member.Parameters(others);
        all.AddDynamicParams(new { Now = Now(), By = actor.Name, actor.From, actor.Reason });
        return all;
    }

    private DateTime Now() => clock.GetUtcNow().UtcDateTime;
}
