using System.Data.Common;
using System.Text.Json;
using Dapper;
using RiskReport.Data.Changes;
using RiskReport.Data.Enterprises;
using RiskReport.Data.Inbox;
using RiskReport.Domain;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Changes;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Inbox;

namespace RiskReport.Data.Declarations;

/// <summary>
/// Changes of an accepted report and write-offs, from their beginning to the office's answer. Whatever becomes of them, the
/// accepted report is in force until a change is accepted. Each step is a conditional update whose row count is the answer.
/// </summary>
public sealed class PendingStore(
    Database database, EnterpriseStore enterprises, DeclarationStore declarations, VersionStore versions, ReportNotices notices, ReportChanges changes, TimeProvider clock)
{
    private const string Stamp = "Version = Version + 1, ChangedAt = @Now, ChangedBy = @By, ChangedFrom = @From, ChangeReason = @Reason";

    private const string UpdateBegun = $"""
        UPDATE Declaration
        SET PendingType = 3, PendingStatus = 1, Draft = NULL, {Stamp}
        WHERE Id = @Id AND Version = @Version AND Status = 4 AND PendingType IS NULL AND {ScopeSql.OfThisDeclaration}
        """;

    private const string UpdateWithdrawn = $"""
        UPDATE Declaration
        SET PendingType = NULL, PendingStatus = NULL, PendingColour = NULL, PendingAt = NULL, Pending = NULL,
            Draft = NULL, ReturnDueOn = NULL, {Stamp}
        WHERE Id = @Id AND Version = @Version AND PendingType = 3 AND PendingStatus IN (1, 3) AND {ScopeSql.OfThisDeclaration}
        """;

    private const string UpdateChangeFiled = $"""
        UPDATE Declaration
        SET PendingStatus = 2, PendingColour = @Colour, PendingAt = @Now, Pending = @Pending, Draft = NULL, {Stamp}
        WHERE Id = @Id AND Version = @Version AND Status = 4 AND PendingType = 3 AND PendingStatus IN (1, 3) AND {ScopeSql.OfThisDeclaration}
        """;

    // of the newest year alone: the duty that ends is the one from now on, and what was accepted for earlier years stays valid
    private const string UpdateWriteOffAsked = $"""
        UPDATE Declaration
        SET PendingType = 5, PendingStatus = 2, PendingColour = NULL, PendingAt = @Now, Pending = @Pending, {Stamp}
        WHERE Id = @Id AND Version = @Version AND Status IN (0, 1, 3, 4) AND (PendingType IS NULL OR (PendingType = 3 AND PendingStatus IN (1, 3)))
          AND NOT EXISTS (SELECT 1 FROM Declaration n WHERE n.EnterpriseId = Declaration.EnterpriseId AND n.Year > Declaration.Year)
          AND {ScopeSql.OfThisDeclaration}
        """;

    private const string UpdateWrittenOff = $"""
        UPDATE Declaration
        SET Status = 5, Type = 5, PendingType = NULL, PendingStatus = NULL, PendingAt = NULL, {Stamp}
        WHERE Id = @Id AND Version = @Version AND PendingType = 5 AND PendingStatus = 2 AND {ScopeSql.OfThisDeclaration}
        """;

    // only the application ends; the report, and a change of it, stand where they stood
    private const string UpdateWriteOffEnded = $"""
        UPDATE Declaration
        SET PendingType = @ChangeType, PendingStatus = @ChangeStatus, PendingColour = @ChangeColour, PendingAt = @ChangeAt, Pending = @Change, {Stamp}
        WHERE Id = @Id AND Version = @Version AND PendingType = 5 AND PendingStatus = 2 AND {ScopeSql.OfThisDeclaration}
        """;

    // what was accepted before it was written off, and not reopened (which has a day), is accepted again; what was filed and not taken back is to be corrected, anything else to be filed
    private const string UpdateRestored = $"""
        UPDATE Declaration
        SET Status = CASE WHEN AcceptedVersion IS NOT NULL AND ReturnDueOn IS NULL THEN 4 WHEN EXISTS (SELECT 1 FROM DeclarationVersion v
                WHERE v.DeclarationId = Declaration.Id AND NOT EXISTS (SELECT 1 FROM WithdrawnReceipt w WHERE w.Code = v.Code)) THEN 3 ELSE 0 END, Type = CASE WHEN AcceptedVersion IS NULL OR ReturnDueOn IS NOT NULL THEN NULL ELSE
                (SELECT v.Type FROM DeclarationVersion v WHERE v.DeclarationId = Declaration.Id AND v.Number = Declaration.AcceptedVersion) END, Pending = NULL, {Stamp}
        WHERE Id = @Id AND Version = @Version AND Status = 5 AND {ScopeSql.OfThisDeclaration}
        """;

    private const string InsertEvent = """
        INSERT INTO DeclarationEvent (DeclarationId, At, Status, Colour, ChangedBy, ChangedFrom, ChangeReason)
        SELECT d.Id, @Now, COALESCE(@Status, d.PendingStatus, d.Status), COALESCE(d.PendingColour, d.Colour), @By, @From, @Reason
        FROM Declaration d
        WHERE d.Id = @Id
        """;

    public Task<bool> BeginChangeAsync(long id, int version, Scope scope, Actor actor, CancellationToken ct) =>
        StepAsync(UpdateBegun, null, id, Parameters(id, version, DeclarationStatus.Draft, null, scope, actor), actor, ct);

    /// <summary>Gives up a change that is not submitted, or takes back an application to be written off.</summary>
    public Task<bool> WithdrawAsync(Declaration declaration, int version, Scope scope, Actor actor, CancellationToken ct) => declaration.PendingType == DeclarationType.WriteOff
        ? EndWriteOffAsync(ReportChangeKind.Withdrawn, declaration, version, scope, actor, ct)
        : StepAsync(UpdateWithdrawn, ReportChangeKind.Withdrawn, declaration.Id, Parameters(declaration.Id, version, null, null, scope, actor), actor, ct);

    /// <param name="declaration">As it was read; nothing is asked for where it is not the version that was looked at.</param>
    public async Task<bool> AskWriteOffAsync(Declaration declaration, int version, WriteOff writeOff, Scope scope, Actor actor, CancellationToken ct) =>
        declaration.Version == version && await StepAsync(UpdateWriteOffAsked, ReportChangeKind.WriteOffAsked, declaration.Id, Parameters(
            declaration.Id, version, DeclarationStatus.Submitted, JsonSerializer.Serialize(writeOff with { Interrupted = InterruptedChange.Of(declaration) }, StoredJson.Options), scope, actor), actor, ct);

    public Task<bool> AcceptWriteOffAsync(long id, int version, Scope scope, Actor actor, CancellationToken ct) =>
        StepAsync(UpdateWrittenOff, ReportChangeKind.WrittenOff, id, Parameters(id, version, DeclarationStatus.WrittenOff, null, scope, actor), actor, ct);

    public Task<bool> RefuseWriteOffAsync(Declaration declaration, Scope scope, Actor actor, CancellationToken ct) =>
        EndWriteOffAsync(ReportChangeKind.WriteOffRefused, declaration, declaration.Version, scope, actor, ct);

    /// <summary>The duty of the year that runs comes back too.</summary>
    public Task<bool> RestoreAsync(Declaration declaration, Scope scope, Actor actor, CancellationToken ct) => database.WriteAsync(async (connection, transaction) =>
    {
        if (!await StepAsync(UpdateRestored, Parameters(declaration.Id, declaration.Version, null, null, scope, actor), connection, transaction, ct))
            return false;
        await enterprises.EnsureDutyAsync(declaration.EnterpriseId, ChinaTime.Today(clock).Year, actor, connection, transaction, ct);
        await notices.AddAsync(new ReportAnswer(ReportChangeKind.Restored, actor.Reason), [declaration.Id], actor, connection, transaction, ct);
        await changes.AddAsync(ReportChangeKind.Restored, [declaration.Id], actor, connection, transaction, ct);
        return true;
    }, ct);

    /// <summary>Files a change: a version and a receipt, but nothing of the accepted report moves.</summary>
    public async Task<SaveResult> FileChangeAsync(Declaration declaration, Filing filing, Scope scope, Actor actor, CancellationToken ct)
    {
        var isFiled = await database.WriteAsync(async (connection, transaction) =>
        {
            if (!await FileChangeAsync(declaration, filing, scope, actor, connection, transaction, ct))
                return false;
            await changes.AddAsync(ReportChangeKind.ChangeFiled, [declaration.Id], actor, connection, transaction, ct);
            return true;
        }, ct);
        return isFiled ? SaveResult.Saved : SaveResult.Stale;
    }

    internal async Task<bool> FileChangeAsync(
        Declaration declaration, Filing filing, Scope scope, Actor actor, DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        var parameters = Parameters(declaration.Id, declaration.Version, DeclarationStatus.Submitted, JsonSerializer.Serialize(filing, StoredJson.Options), scope, actor);
        parameters.Add("Colour", filing.Grade.Colour);
        if (await connection.ExecuteAsync(database.Command(UpdateChangeFiled, parameters, transaction, ct)) != 1)
            return false;

        await connection.ExecuteAsync(database.Command(InsertEvent, parameters, transaction, ct));
        await versions.AddAsync(declaration, filing, DeclarationType.Change, clock.GetUtcNow().UtcDateTime, actor, connection, transaction, ct);
        return true;
    }

    /// <summary>The change takes the place of the report it changes.</summary>
    public Task<bool> AcceptChangeAsync(Declaration declaration, Filing filing, Scope scope, Actor actor, CancellationToken ct) => database.WriteAsync(async (connection, transaction) =>
    {
        if (!await declarations.ReplaceAsync(declaration, filing, scope, actor, connection, transaction, ct))
            return false;
        await notices.AddAsync(new ReportAnswer(ReportChangeKind.ChangeAccepted), [declaration.Id], actor, connection, transaction, ct);
        await changes.AddAsync(ReportChangeKind.ChangeAccepted, [declaration.Id], actor, connection, transaction, ct);
        return true;
    }, ct);

    private async Task<bool> EndWriteOffAsync(ReportChangeKind kind, Declaration declaration, int version, Scope scope, Actor actor, CancellationToken ct)
    {
        if (declaration.PendingType != DeclarationType.WriteOff || declaration.Version != version)
            return false;
        var change = declaration.Pending is { } asked ? JsonSerializer.Deserialize<WriteOff>(asked, StoredJson.Options)!.Interrupted : null;
        var parameters = Parameters(declaration.Id, version, declaration.Status, null, scope, actor);
        parameters.AddDynamicParams(new
        {
            ChangeType = change is null ? null as DeclarationType? : DeclarationType.Change,
            ChangeStatus = change?.Status,
            ChangeColour = change?.Colour,
            ChangeAt = change?.At,
            Change = change?.Filed,
        });
        return await StepAsync(UpdateWriteOffEnded, kind, declaration.Id, parameters, actor, ct);
    }

    /// <param name="kind">Nothing where it stays between the enterprise and its draft.</param>
    private Task<bool> StepAsync(
        string update, ReportChangeKind? kind, long id, DynamicParameters parameters, Actor actor, CancellationToken ct) => database.WriteAsync(async (connection, transaction) =>
    {
        if (!await StepAsync(update, parameters, connection, transaction, ct))
            return false;
        if (kind is ReportChangeKind.WrittenOff or ReportChangeKind.WriteOffRefused)
            await notices.AddAsync(new ReportAnswer(kind.Value, actor.Reason), [id], actor, connection, transaction, ct);
        if (kind is { } told)
            await changes.AddAsync(told, [id], actor, connection, transaction, ct);
        return true;
    }, ct);

    private async Task<bool> StepAsync(string update, DynamicParameters parameters, DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        if (await connection.ExecuteAsync(database.Command(update, parameters, transaction, ct)) != 1)
            return false;
        await connection.ExecuteAsync(database.Command(InsertEvent, parameters, transaction, ct));
        return true;
    }

    private DynamicParameters Parameters(long id, int version, DeclarationStatus? status, string? pending, Scope scope, Actor actor) => scope.Parameters(new
    {
        Id = id,
        Version = version,
        Status = status,
        Pending = pending,
        Now = clock.GetUtcNow().UtcDateTime,
        By = actor.Name,
        actor.From,
        actor.Reason,
    });
}
