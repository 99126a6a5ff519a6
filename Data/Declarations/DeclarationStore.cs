using System.Data.Common;
using Dapper;
using RiskReport.Data.Changes;
using RiskReport.Data.Enterprises;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Changes;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;

namespace RiskReport.Data.Declarations;

/// <summary>How an attempt to change a report ended; the row count of a conditional update is the answer.</summary>
public enum SaveResult
{
    Saved = 1,

    /// <summary>Somebody changed it since it was read, or it is no longer open.</summary>
    Stale = 2,
}

/// <summary>Loads and saves the report of one enterprise and year.</summary>
public sealed class DeclarationStore(Database database, EnterpriseStore enterprises, VersionStore versions, ReportChanges changes, TimeProvider clock)
{
    internal const string Columns = """
        d.Id, d.EnterpriseId, d.Year, d.Status, d.Type, d.Source, d.HasMajorRisk, d.Colour, d.TopScore, d.RuleSet, d.CatalogueEdition, d.Reasons, d.Basics,
        d.Draft, d.ReturnDueOn, d.CommittedBy, d.CommittedRole, d.CommittedVia, d.PreparedBy, d.Confirmations, d.PendingType, d.PendingStatus,
        d.PendingColour, d.PendingAt, d.Pending, d.AcceptedVersion, d.SubmittedAt, d.Version, d.ChangedAt, d.ChangedBy, d.ChangeReason
        """;

    private const string SelectOne = $"""
        SELECT {Columns}
        FROM Declaration d
        WHERE d.EnterpriseId = @EnterpriseId AND d.Year = @Year AND {ScopeSql.OfDeclaration}
        """;

    private const string SelectByEnterprises = $"""
        SELECT {Columns}
        FROM Declaration d
        WHERE d.EnterpriseId IN @Ids AND d.Year = @Year AND {ScopeSql.OfNamedDeclaration}
        """;

    private const string SelectYears = $"""
        SELECT d.Year
        FROM Declaration d
        WHERE d.EnterpriseId = @EnterpriseId AND {ScopeSql.OfDeclaration}
        ORDER BY d.Year DESC
        """;

    private const string SelectAcceptedBefore = $$"""
        SELECT {{Columns}}
        FROM Declaration d
        WHERE d.EnterpriseId = @EnterpriseId AND d.Year < @Year AND d.Status = 4 AND {{ScopeSql.OfDeclaration}}
        ORDER BY d.Year DESC {page}
        """;

    internal const string ItemColumns = """
        i.DeclarationId, i.Position, i.Name, i.RiskPoint, i.Location, i.AccidentType, i.AccidentEdition, i.Consequence, i.Method,
        i.L, i.E, i.C, i.S, i.M, i.CatalogueCode, i.Details, i.Controls, i.Emergency, i.Department, i.Owner, i.Phone,
        i.Colour, i.Score, i.RuleName, i.Reason
        """;

    private const string SelectItems = $"""
        SELECT {ItemColumns}
        FROM RiskItem i
        JOIN Declaration d ON d.Id = i.DeclarationId
        WHERE i.DeclarationId = @Id AND {ScopeSql.OfDeclaration}
        ORDER BY i.Position
        """;

    private const string SelectItemsOfMany = $"""
        SELECT {ItemColumns}
        FROM RiskItem i
        JOIN Declaration d ON d.Id = i.DeclarationId
        WHERE i.DeclarationId IN @Ids AND {ScopeSql.OfNamedDeclaration}
        ORDER BY i.DeclarationId, i.Position
        """;

    private const string SelectEvents = $"""
        SELECT v.At, v.Status, v.Colour, v.ChangedBy, v.ChangedFrom, v.ChangeReason
        FROM DeclarationEvent v
        JOIN Declaration d ON d.Id = v.DeclarationId
        WHERE v.DeclarationId = @Id AND {ScopeSql.OfDeclaration}
        ORDER BY v.Id
        """;

    private const string CountFiledBefore = """
        SELECT COUNT(*) FROM Declaration WHERE EnterpriseId = @EnterpriseId AND Year < @Year AND Status IN (2, 4)
        """;

    private const string CountFiledAfter = """
        SELECT COUNT(*) FROM Declaration WHERE EnterpriseId = @EnterpriseId AND Year > @Year AND Status IN (2, 4)
        """;

    private const string UpdateDraft = $"""
        UPDATE Declaration
        SET Status = CASE WHEN Status IN (3, 4) THEN Status ELSE 1 END, Draft = @Draft, Version = Version + 1,
            ChangedAt = @Now, ChangedBy = @By, ChangedFrom = @From, ChangeReason = @Reason
        WHERE Id = @Id AND Version = @Version AND ((Status IN (0, 1, 3) AND PendingType IS NULL) OR (Status = 4 AND PendingType = 3 AND PendingStatus IN (1, 3)))
          AND {ScopeSql.OfThisDeclaration}
        """;

    internal const string ReportColumns = """
        Type = @Type, Source = @Source, HasMajorRisk = @HasMajorRisk, Colour = @Colour, TopScore = @TopScore,
            RedItems = @RedItems, OrangeItems = @OrangeItems, YellowItems = @YellowItems, BlueItems = @BlueItems, Methods = @Methods, AccidentTypes = @AccidentTypes, MainRisk = @MainRisk,
            RuleSet = @RuleSet, CatalogueEdition = @CatalogueEdition, HazardPlacePeople = @HazardPlacePeople, MajorHazard = @MajorHazard,
            SeriousViolation = @SeriousViolation, AccidentConditions = @AccidentConditions, Reasons = @Reasons, Basics = @Basics, Draft = NULL,
            CommittedBy = @CommittedBy, CommittedRole = @CommittedRole, CommittedVia = @CommittedVia, PreparedBy = @PreparedBy, Confirmations = @Confirmations,
            Version = Version + 1, ChangedAt = @Now, ChangedBy = @By, ChangedFrom = @From, ChangeReason = @Reason
        """;

    // what is corrected before anybody has looked keeps the day on which it was filed
    // 2 with Source 2 or 3: an office may correct what an office has brought in, never what the enterprise itself has filed.
    internal const string UpdateFiled = $"""
        UPDATE Declaration
        SET Status = 2, AcceptedVersion = NULL, SubmittedAt = @Now, FiledOn = CASE WHEN Status = 2 THEN FiledOn ELSE @FiledOn END, {ReportColumns}
        WHERE Id = @Id AND Version = @Version AND PendingType IS NULL AND (Status IN (0, 1, 3) OR (Status = 2 AND Source IN (2, 3) AND @Source IN (2, 3)))
          AND {ScopeSql.OfThisDeclaration}
        """;

    // the accepted report is replaced by its change, in the moment the change is accepted
    private const string UpdateReplaced = $"""
        UPDATE Declaration
        SET SubmittedAt = PendingAt, AcceptedVersion = (SELECT MAX(v.Number) FROM DeclarationVersion v WHERE v.DeclarationId = Declaration.Id), ReturnDueOn = NULL,
            PendingType = NULL, PendingStatus = NULL, PendingColour = NULL, PendingAt = NULL, Pending = NULL, {ReportColumns}
        WHERE Id = @Id AND Version = @Version AND Status = 4 AND PendingType = 3 AND PendingStatus = 2 AND {ScopeSql.OfThisDeclaration}
        """;

    private const string DeleteItems = "DELETE FROM RiskItem WHERE DeclarationId = @Id";

    internal const string InsertItem = """
        INSERT INTO RiskItem (DeclarationId, Position, Name, RiskPoint, Location, AccidentType, AccidentEdition, Consequence, Method,
            L, E, C, S, M, CatalogueCode, Details, Controls, Emergency, Department, Owner, Phone, Colour, Score, RuleName, Reason)
        VALUES (@DeclarationId, @Position, @Name, @RiskPoint, @Location, @AccidentType, @AccidentEdition, @Consequence, @Method,
            @L, @E, @C, @S, @M, @CatalogueCode, @Details, @Controls, @Emergency, @Department, @Owner, @Phone, @Colour, @Score, @RuleName, @Reason)
        """;

    internal const string InsertEvent = """
        INSERT INTO DeclarationEvent (DeclarationId, At, Status, Colour, ChangedBy, ChangedFrom, ChangeReason)
        VALUES (@Id, @Now, @Status, @Colour, @By, @From, @Reason)
        """;

    public async Task<Declaration?> FindAsync(long enterpriseId, int year, Scope scope, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<Declaration>(
            database.Command(SelectOne, scope.Parameters(new { EnterpriseId = enterpriseId, Year = year }), ct: ct));
    }

    /// <summary>The newest accepted report of an earlier year: what a new one begins with.</summary>
    public async Task<Declaration?> AcceptedBeforeAsync(long enterpriseId, int year, Scope scope, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<Declaration>(
            database.Command(SelectAcceptedBefore, scope.Parameters(new { EnterpriseId = enterpriseId, Year = year, Skip = 0, Take = 1 }), ct: ct));
    }

    public async Task<IReadOnlyList<int>> YearsAsync(long enterpriseId, Scope scope, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var years = await connection.QueryAsync<int>(database.Command(SelectYears, scope.Parameters(new { EnterpriseId = enterpriseId }), ct: ct));
        return years.AsList();
    }

    public async Task<IReadOnlyList<GradedRisk>> RisksAsync(long declarationId, Scope scope, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var rows = await connection.QueryAsync<RiskItemRow>(database.Command(SelectItems, scope.Parameters(new { Id = declarationId }), ct: ct));
        return rows.Select(r => r.ToRisk()).ToList();
    }

    public async Task<IReadOnlyList<DeclarationEvent>> EventsAsync(long declarationId, Scope scope, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var rows = await connection.QueryAsync<DeclarationEvent>(database.Command(SelectEvents, scope.Parameters(new { Id = declarationId }), ct: ct));
        return rows.AsList();
    }

    /// <summary>Keeps what was typed, finished or not. A returned report stays returned until it is filed again.</summary>
    public async Task<SaveResult> SaveDraftAsync(long id, int version, string draft, Scope scope, Actor actor, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var changed = await connection.ExecuteAsync(database.Command(UpdateDraft, scope.Parameters(new
        {
            Id = id,
            Version = version,
            Draft = draft,
            Now = Now(),
            By = actor.Name,
            actor.From,
            actor.Reason,
        }), ct: ct));
        return changed == 1 ? SaveResult.Saved : SaveResult.Stale;
    }

    /// <summary>Files what the enterprise has filled in, and brings the roll up to date with its basics.</summary>
    public async Task<SaveResult> FileAsync(Declaration declaration, Filing filing, Scope scope, Actor actor, CancellationToken ct)
    {
        var isFiled = await database.WriteAsync(async (connection, transaction) =>
        {
            if (!await ChangeRollAsync(declaration, filing.Facts, scope, actor, connection, transaction, ct)
                || !await FileAsync(declaration, filing, scope, actor, connection, transaction, ct))
                return false;
            await changes.AddAsync(ReportChangeKind.Filed, [declaration.Id], actor, connection, transaction, ct);
            return true;
        }, ct);
        return isFiled ? SaveResult.Saved : SaveResult.Stale;
    }

    internal async Task<Dictionary<long, Declaration>> FindAsync(
        IReadOnlyList<long> enterpriseIds, int year, Scope scope, DbConnection connection, DbTransaction? transaction, CancellationToken ct)
    {
        var rows = await connection.QueryAsync<Declaration>(database.Command(
            SelectByEnterprises, scope.Parameters(new { Ids = enterpriseIds, Year = year }), transaction, ct));
        return rows.ToDictionary(d => d.EnterpriseId);
    }

    internal async Task<ILookup<long, GradedRisk>> RisksAsync(
        IReadOnlyList<long> declarationIds, Scope scope, DbConnection connection, DbTransaction? transaction, CancellationToken ct)
    {
        var rows = await connection.QueryAsync<RiskItemRow>(database.Command(SelectItemsOfMany, scope.Parameters(new { Ids = declarationIds }), transaction, ct));
        return rows.ToLookup(r => r.DeclarationId, r => r.ToRisk());
    }

    internal async Task<bool> FileAsync(
        Declaration declaration, Filing filing, Scope scope, Actor actor, DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        var earlier = await connection.ExecuteScalarAsync<int>(database.Command(CountFiledBefore, new { declaration.EnterpriseId, declaration.Year }, transaction, ct));
        var type = !filing.HasMajorRisk ? DeclarationType.NilConfirmation : earlier > 0 ? DeclarationType.Periodic : DeclarationType.First;
        var columns = FiledColumns.Of(declaration.Id, declaration.Version, filing, type, DeclarationStatus.Submitted, Now(), scope, actor);
        if (!await StoreAsync(UpdateFiled, filing, columns, connection, transaction, ct))
            return false;

        await versions.AddAsync(declaration, filing, type, columns.Now, actor, connection, transaction, ct);
        return true;
    }

    /// <summary>Puts an accepted change in the place of the report it changes.</summary>
    internal async Task<bool> ReplaceAsync(
        Declaration declaration, Filing filing, Scope scope, Actor actor, DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        // where it is registered is the office's to change, and may have changed since the change was filed
        if (await enterprises.FindAsync(declaration.EnterpriseId, scope, connection, transaction, ct) is not { } enterprise)
            return false;
        filing = filing with { Facts = filing.Facts with { TownshipCode = enterprise.Facts.TownshipCode } };
        var type = filing.HasMajorRisk ? DeclarationType.Change : DeclarationType.NilConfirmation;   // still, or now, free of greater risks
        var columns = FiledColumns.Of(declaration.Id, declaration.Version, filing, type, DeclarationStatus.Accepted, Now(), scope, actor);
        return await ChangeRollAsync(declaration, filing.Facts, scope, actor, connection, transaction, ct)
            && await StoreAsync(UpdateReplaced, filing, columns, connection, transaction, ct);
    }

    /// <summary>The roll follows the newest report alone: what is filed late for an earlier year does not set it back.</summary>
    internal async Task<bool> ChangeRollAsync(
        Declaration declaration, EnterpriseFacts facts, Scope scope, Actor actor, DbConnection connection, DbTransaction transaction, CancellationToken ct) =>
        await connection.ExecuteScalarAsync<int>(database.Command(CountFiledAfter, new { declaration.EnterpriseId, declaration.Year }, transaction, ct)) > 0
            || await enterprises.ChangeAsync(declaration.EnterpriseId, declaration.Year, facts, scope, actor, connection, transaction, ct);

    private async Task<bool> StoreAsync(
        string update, Filing filing, FiledColumns columns, DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        if (await connection.ExecuteAsync(database.Command(update, columns, transaction, ct)) != 1)
            return false;

        await connection.ExecuteAsync(database.Command(DeleteItems, new { columns.Id }, transaction, ct));
        await connection.ExecuteAsync(database.Command(InsertItem, RiskItemRow.Of(columns.Id, filing).ToList(), transaction, ct));
        await connection.ExecuteAsync(database.Command(InsertEvent, columns, transaction, ct));
        return true;
    }

    private DateTime Now() => clock.GetUtcNow().UtcDateTime;
}
