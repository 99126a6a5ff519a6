using System.Data.Common;
using Dapper;
using RiskReport.Data.Changes;
using RiskReport.Data.Inbox;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Changes;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Inbox;

namespace RiskReport.Data.Declarations;

/// <summary>An office's answers to filed reports. Each is a conditional update whose row count is the answer, with its event.</summary>
public sealed class ReviewStore(Database database, ReportNotices notices, ReportChanges changes, TimeProvider clock)
{
    private const string Waiting = "d.Status = 2 AND d.TownshipCode BETWEEN @RegionFrom AND @RegionTo";

    private const string WaitingToo = "d.PendingStatus = 2 AND d.TownshipCode BETWEEN @RegionFrom AND @RegionTo";

    private const string CountWaiting = $"SELECT (SELECT COUNT(*) FROM Declaration d WHERE {Waiting}) + (SELECT COUNT(*) FROM Declaration d WHERE {WaitingToo})";

    /// <summary>What may be accepted in bulk: the condition of IX_Declaration_WaitingNil.</summary>
    private const string WaitingNil = $"{Waiting} AND d.Colour = 1 AND d.HasMajorRisk = 0 AND d.Confirmations IS NULL";

    private const string CountNil = $"SELECT COUNT(*) FROM Declaration d WHERE {WaitingNil} AND d.Id % @SampleEvery <> 0";

    private const string CountKeptBack = $"SELECT COUNT(*) FROM Declaration d WHERE {WaitingNil} AND d.Id % @SampleEvery = 0";

    // corrections first, since somebody waits for them; then the worst colour, then the oldest; a row is in one of the two halves
    private const string SelectWaiting = $$"""
        SELECT d.Id, d.EnterpriseId, d.Year, d.Name, d.CreditCode, town.Name AS Township, d.Scale, COALESCE(d.PendingType, d.Type) AS Type,
            CASE WHEN d.PendingType IS NULL THEN d.Source ELSE 1 END AS Source, p.Colour,
            CASE WHEN d.PendingType IS NULL THEN d.MainRisk END AS MainRisk, p.SubmittedAt, d.Version, p.Versions
        FROM (
            SELECT w.Id, (SELECT COUNT(*) FROM DeclarationVersion v WHERE v.DeclarationId = w.Id) AS Versions, w.Colour, w.SubmittedAt, w.ReturnDueOn
            FROM (
                SELECT d.Id, d.Colour, d.SubmittedAt, d.ReturnDueOn
                FROM Declaration d
                WHERE {{Waiting}}
                UNION ALL
                SELECT d.Id, d.PendingColour, d.PendingAt, d.ReturnDueOn
                FROM Declaration d
                WHERE {{WaitingToo}}
            ) w
            ORDER BY CASE WHEN w.ReturnDueOn IS NULL THEN 1 ELSE 0 END, w.Colour DESC, w.SubmittedAt, w.Id {page}
        ) p
        JOIN Declaration d ON d.Id = p.Id
        JOIN Region town ON town.Code = d.TownshipCode
        ORDER BY CASE WHEN p.ReturnDueOn IS NULL THEN 1 ELSE 0 END, p.Colour DESC, p.SubmittedAt, p.Id
        """;

    private const string SelectNil = $"""
        SELECT d.Id, d.Version
        FROM Declaration d
        WHERE {WaitingNil} AND d.Id % @SampleEvery <> 0
        ORDER BY d.SubmittedAt, d.Id
        """;

    private const string UpdateAccepted = $"""
        UPDATE Declaration
        SET Status = 4, ReturnDueOn = NULL, AcceptedVersion = (SELECT MAX(v.Number) FROM DeclarationVersion v WHERE v.DeclarationId = Declaration.Id), Version = Version + 1, ChangedAt = @Now, ChangedBy = @By, ChangedFrom = @From, ChangeReason = @Reason
        WHERE Id = @Id AND Version = @Version AND Status = 2 AND {ScopeSql.OfThisDeclaration}
        """;

    // reopening takes the acceptance back, but what had been accepted stays what is in force; what was begun of a change is the draft of the correction
    private const string UpdateReturned = $"""
        UPDATE Declaration
        SET Status = 3, ReturnDueOn = @DueOn, PendingType = NULL, PendingStatus = NULL, PendingColour = NULL, PendingAt = NULL,
            Pending = NULL, Version = Version + 1, ChangedAt = @Now, ChangedBy = @By, ChangedFrom = @From, ChangeReason = @Reason
        WHERE Id = @Id AND Version = @Version AND Status = @Before AND (PendingType IS NULL OR (PendingType = 3 AND PendingStatus IN (1, 3))) AND {ScopeSql.OfThisDeclaration}
        """;

    private const string UpdateChangeReturned = $"""
        UPDATE Declaration
        SET PendingStatus = 3, ReturnDueOn = @DueOn, Version = Version + 1, ChangedAt = @Now, ChangedBy = @By, ChangedFrom = @From, ChangeReason = @Reason
        WHERE Id = @Id AND Version = @Version AND Status = 4 AND PendingType = 3 AND PendingStatus = 2 AND {ScopeSql.OfThisDeclaration}
        """;

    private const string InsertReason = """
        INSERT INTO ReturnReason (DeclarationId, VersionNumber, Position, Item, FieldKey, Message)
        VALUES (@Id, @VersionNumber, @Position, @Item, @FieldKey, @Message)
        """;

    private const string DeleteReasons = "DELETE FROM ReturnReason WHERE DeclarationId = @Id AND VersionNumber = @VersionNumber";

    private const string SelectReasons = $"""
        SELECT r.Item, r.FieldKey, r.Message
        FROM ReturnReason r
        JOIN Declaration d ON d.Id = r.DeclarationId
        WHERE r.DeclarationId = @Id AND {ScopeSql.OfDeclaration}
          AND r.VersionNumber = (SELECT MAX(v.Number) FROM DeclarationVersion v WHERE v.DeclarationId = r.DeclarationId) - @Back
        ORDER BY r.Position
        """;

    private const string SelectVersionNumber = "SELECT COUNT(*) FROM DeclarationVersion WHERE DeclarationId = @Id";

    public async Task<(int All, int Nil)> CountAsync(Scope scope, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return (await connection.ExecuteScalarAsync<int>(database.Command(CountWaiting, new { scope.RegionFrom, scope.RegionTo }, ct: ct)),
            await connection.ExecuteScalarAsync<int>(database.Command(CountNil, OfNil(scope), ct: ct)));
    }

    public async Task<IReadOnlyList<WaitingReport>> WaitingAsync(Scope scope, int skip, int take, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var rows = await connection.QueryAsync<WaitingReport>(
            database.Command(SelectWaiting, new { scope.RegionFrom, scope.RegionTo, Skip = skip, Take = take }, ct: ct));
        return rows.AsList();
    }

    /// <summary>Why the last version was returned; back 1: the one before it, to see what became of it.</summary>
    public async Task<IReadOnlyList<ReturnReason>> ReasonsAsync(long declarationId, int back, Scope scope, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var rows = await connection.QueryAsync<ReturnReason>(database.Command(SelectReasons, scope.Parameters(new { Id = declarationId, Back = back }), ct: ct));
        return rows.AsList();
    }

    public Task<bool> AcceptAsync(long id, int version, Scope scope, Actor actor, CancellationToken ct) => database.WriteAsync(async (connection, transaction) =>
    {
        if (!await AcceptAsync(id, version, scope, actor, connection, transaction, ct))
            return false;
        await notices.AddAsync(new ReportAnswer(ReportChangeKind.Accepted), [id], actor, connection, transaction, ct);
        await changes.AddAsync(ReportChangeKind.Accepted, [id], actor, connection, transaction, ct);
        return true;
    }, ct);

    /// <summary>Accepts the blue nil reports that wait, but for the sample that is kept back to be looked at.</summary>
    public async Task<(int Accepted, int KeptBack)> AcceptNilAsync(Scope scope, Actor actor, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var waiting = (await connection.QueryAsync<(long Id, int Version)>(database.Command(SelectNil, OfNil(scope), ct: ct))).AsList();
        var accepted = 0;
        foreach (var batch in waiting.Chunk(500))
            accepted += await Database.DespiteDeadlocksAsync(() => AcceptAsync(batch, scope, actor, connection, ct));
        return (accepted, await connection.ExecuteScalarAsync<int>(database.Command(CountKeptBack, OfNil(scope), ct: ct)));
    }

    private static object OfNil(Scope scope) => new { scope.RegionFrom, scope.RegionTo, Reviewing.SampleEvery };

    private async Task<int> AcceptAsync((long Id, int Version)[] reports, Scope scope, Actor actor, DbConnection connection, CancellationToken ct)
    {
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        var done = new List<long>(reports.Length);
        foreach (var (id, version) in reports)
        {
            if (await AcceptAsync(id, version, scope, actor, connection, transaction, ct))
                done.Add(id);
        }

        await notices.AddAsync(new ReportAnswer(ReportChangeKind.Accepted), done, actor, connection, transaction, ct);
        await changes.AddAsync(ReportChangeKind.Accepted, done, actor, connection, transaction, ct);
        await transaction.CommitAsync(ct);
        return done.Count;
    }

    /// <summary>Hands a filed report back (before: submitted), or opens an accepted one again (before: accepted).</summary>
    public Task<bool> ReturnAsync(
        long id, int version, DeclarationStatus before, IReadOnlyList<ReturnReason> reasons, DateOnly dueOn, Scope scope, Actor actor, CancellationToken ct) =>
        ReturnAsync(UpdateReturned, before == DeclarationStatus.Accepted ? ReportChangeKind.Reopened : ReportChangeKind.Returned, id, version, before, reasons, dueOn, scope, actor, ct);

    /// <summary>Hands a change back; the report it changes stays accepted.</summary>
    public Task<bool> ReturnChangeAsync(
        long id, int version, IReadOnlyList<ReturnReason> reasons, DateOnly dueOn, Scope scope, Actor actor, CancellationToken ct) =>
        ReturnAsync(UpdateChangeReturned, ReportChangeKind.ChangeReturned, id, version, DeclarationStatus.Accepted, reasons, dueOn, scope, actor, ct);

    private Task<bool> ReturnAsync(
        string update, ReportChangeKind kind, long id, int version, DeclarationStatus before, IReadOnlyList<ReturnReason> reasons, DateOnly dueOn, Scope scope, Actor actor,
        CancellationToken ct) => database.WriteAsync(async (connection, transaction) =>
    {
        var number = await connection.ExecuteScalarAsync<int>(database.Command(SelectVersionNumber, new { Id = id }, transaction, ct));
        var parameters = Parameters(id, version, scope, actor, DeclarationStatus.Returned, new { DueOn = dueOn, Before = before, VersionNumber = number });
        if (await connection.ExecuteAsync(database.Command(update, parameters, transaction, ct)) != 1)
            return false;

        await connection.ExecuteAsync(database.Command(DeleteReasons, parameters, transaction, ct));
        await connection.ExecuteAsync(database.Command(InsertReason, reasons
            .Select((r, i) => new { Id = id, VersionNumber = number, Position = i + 1, r.Item, r.FieldKey, r.Message }).ToList(), transaction, ct));
        await connection.ExecuteAsync(database.Command(InsertEventOf, parameters, transaction, ct));
        await notices.AddAsync(new ReportAnswer(kind, reasons.Count > 0 ? reasons[0].Told : null, dueOn), [id], actor, connection, transaction, ct);
        await changes.AddAsync(kind, [id], actor, connection, transaction, ct);
        return true;
    }, ct);

    private async Task<bool> AcceptAsync(long id, int version, Scope scope, Actor actor, DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        var parameters = Parameters(id, version, scope, actor, DeclarationStatus.Accepted, new { });
        if (await connection.ExecuteAsync(database.Command(UpdateAccepted, parameters, transaction, ct)) != 1)
            return false;
        await connection.ExecuteAsync(database.Command(InsertEventOf, parameters, transaction, ct));
        return true;
    }

    // the colour stays: an answer does not grade
    private const string InsertEventOf = """
        INSERT INTO DeclarationEvent (DeclarationId, At, Status, Colour, ChangedBy, ChangedFrom, ChangeReason)
        SELECT d.Id, @Now, @Status, d.Colour, @By, @From, @Reason
        FROM Declaration d
        WHERE d.Id = @Id
        """;

    private DynamicParameters Parameters(long id, int version, Scope scope, Actor actor, DeclarationStatus status, object more)
    {
        var all = scope.Parameters(new
        {
            Id = id,
            Version = version,
            Status = status,
            Now = clock.GetUtcNow().UtcDateTime,
            By = actor.Name,
            actor.From,
            actor.Reason,
        });
        all.AddDynamicParams(more);
        return all;
    }
}
