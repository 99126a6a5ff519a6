using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dapper;
using RiskReport.Data.Audit;
using RiskReport.Domain;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;
using RiskReport.Domain.Outputs;

namespace RiskReport.Data.Outputs;

/// <summary>A picture that has been looked at and may be kept. Format and size are what it really is, not what it was said to be.</summary>
public sealed record NewPlan(string Name, int Format, int Width, int Height, byte[] Content);

/// <summary>A picture as it was handed in.</summary>
public sealed record PlanPicture
{
    public required int Format { get; init; }
    public required byte[] Content { get; init; }
}

/// <summary>Floor plans, and the drawing of each year on them.</summary>
public sealed class PlanStore(Database database, AuditLog audit, TimeProvider clock)
{
    private const string Columns = "p.Id, p.EnterpriseId, p.Name, p.Width, p.Height, p.ChangedAt, p.ChangedBy";

    private const string OfCaller = $"""
        FROM FloorPlan p
        JOIN Enterprise e ON e.Id = p.EnterpriseId
        WHERE p.RemovedAt IS NULL AND {ScopeSql.OfEnterprise}
        """;

    private const string SelectAll = $"""
        SELECT {Columns}
        {OfCaller} AND p.EnterpriseId = @EnterpriseId
        ORDER BY p.Id
        """;

    private const string SelectOne = $"""
        SELECT {Columns}
        {OfCaller} AND p.EnterpriseId = @EnterpriseId AND p.Id = @Id
        """;

    private const string SelectPicture = $"""
        SELECT p.Format, p.Content
        {OfCaller} AND p.Id = @Id
        """;

    // whoever adds another one at the same time waits here, and then counts this one too
    private const string UpdateHeld = $"UPDATE Enterprise SET ChangedAt = ChangedAt WHERE Id = @EnterpriseId AND {ScopeSql.OfThisEnterprise}";

    private const string SelectCount = "SELECT COUNT(*) FROM FloorPlan p WHERE p.EnterpriseId = @EnterpriseId AND p.RemovedAt IS NULL";

    private const string Insert = $$"""
        INSERT INTO FloorPlan (EnterpriseId, Name, Format, Width, Height, Content, ChangedAt, ChangedBy, ChangedFrom, ChangeReason)
        SELECT e.Id, @Name, @Format, @Width, @Height, @Content, @Now, @By, @From, @Reason
        FROM Enterprise e
        WHERE e.Id = @EnterpriseId AND {{ScopeSql.OfEnterprise}};
        {new-id}
        """;

    private const string UpdateRemoved = $"""
        UPDATE FloorPlan
        SET Content = NULL, RemovedAt = @Now, ChangedAt = @Now, ChangedBy = @By, ChangedFrom = @From, ChangeReason = @Reason
        WHERE Id = @Id AND RemovedAt IS NULL
          AND EXISTS (SELECT 1 FROM Enterprise e WHERE e.Id = FloorPlan.EnterpriseId AND {ScopeSql.OfEnterprise})
        """;

    // a year that has none of its own goes on with the last one before it
    private const string SelectDrawing = $"""
        SELECT w.Year, w.Version, w.Shapes
        FROM FloorPlanDrawing w
        WHERE w.PlanId = @Id AND EXISTS (SELECT 1 {OfCaller} AND p.Id = w.PlanId)
          AND w.Year = (SELECT MAX(l.Year) FROM FloorPlanDrawing l WHERE l.PlanId = @Id AND l.Year <= @Year)
        """;

    private const string InsertDrawing = $"""
        INSERT INTO FloorPlanDrawing (PlanId, Year, Shapes, Version, ChangedAt, ChangedBy, ChangedFrom, ChangeReason)
        SELECT p.Id, @Year, @Shapes, 1, @Now, @By, @From, @Reason
        {OfCaller} AND p.Id = @Id
          AND NOT EXISTS (SELECT 1 FROM FloorPlanDrawing w WHERE w.PlanId = @Id AND w.Year = @Year)
        """;

    private const string UpdateDrawing = $"""
        UPDATE FloorPlanDrawing
        SET Shapes = @Shapes, Version = Version + 1, ChangedAt = @Now, ChangedBy = @By, ChangedFrom = @From, ChangeReason = @Reason
        WHERE PlanId = @Id AND Year = @Year AND Version = @Version AND EXISTS (SELECT 1 {OfCaller} AND p.Id = @Id)
        """;

    private const string SelectOwner = """
        SELECT e.CreditCode, e.TownshipCode FROM FloorPlan p JOIN Enterprise e ON e.Id = p.EnterpriseId WHERE p.Id = @Id
        """;

    public async Task<IReadOnlyList<FloorPlan>> AllAsync(long enterpriseId, Scope scope, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var plans = await connection.QueryAsync<FloorPlan>(database.Command(SelectAll, scope.Parameters(new { EnterpriseId = enterpriseId }), ct: ct));
        return plans.AsList();
    }

    /// <summary>Null when the enterprise has no such plan for this caller.</summary>
    public async Task<FloorPlan?> FindAsync(long id, long enterpriseId, Scope scope, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<FloorPlan>(
            database.Command(SelectOne, scope.Parameters(new { Id = id, EnterpriseId = enterpriseId }), ct: ct));
    }

    public async Task<PlanPicture?> PictureAsync(long id, Scope scope, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<PlanPicture>(database.Command(SelectPicture, scope.Parameters(new { Id = id }), ct: ct));
    }

    /// <summary>False when the enterprise has as many as it may have.</summary>
    public async Task<bool> AddAsync(long enterpriseId, NewPlan plan, Scope scope, Actor actor, CancellationToken ct)
    {
        var parameters = Stamp(actor, scope, new { EnterpriseId = enterpriseId });
        parameters.AddDynamicParams(plan);
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        if (await connection.ExecuteAsync(database.Command(UpdateHeld, scope.Parameters(new { EnterpriseId = enterpriseId }), transaction, ct)) != 1
            || await connection.ExecuteScalarAsync<int>(database.Command(SelectCount, new { EnterpriseId = enterpriseId }, transaction, ct)) >= FloorPlan.Most)
            return false;
        var id = await connection.ExecuteScalarAsync<long>(database.Command(Insert, parameters, transaction, ct));
        await EnterAsync(AuditAction.PlanAdded, id, Convert.ToHexStringLower(SHA256.HashData(plan.Content)), actor, connection, transaction, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    public async Task RemoveAsync(long id, Scope scope, Actor actor, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        if (await connection.ExecuteAsync(database.Command(UpdateRemoved, Stamp(actor, scope, new { Id = id }), transaction, ct)) != 1)
            return;
        await EnterAsync(AuditAction.PlanRemoved, id, null, actor, connection, transaction, ct);
        await transaction.CommitAsync(ct);
    }

    public async Task<PlanDrawing> DrawingAsync(long id, int year, Scope scope, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var row = await connection.QuerySingleOrDefaultAsync<DrawingRow>(database.Command(SelectDrawing, scope.Parameters(new { Id = id, Year = year }), ct: ct));
        return row is null
            ? PlanDrawing.Nothing
            : new PlanDrawing(row.Year == year ? row.Version : 0, JsonSerializer.Deserialize<List<PlanShape>>(row.Shapes, StoredJson.Options)!);
    }

    /// <summary>version: of the drawing that was seen. False where somebody else was quicker.</summary>
    public async Task<bool> SaveAsync(long id, int year, int version, IReadOnlyList<PlanShape> shapes, Scope scope, Actor actor, CancellationToken ct)
    {
        var drawing = JsonSerializer.Serialize(shapes, StoredJson.Options);
        var parameters = Stamp(actor, scope, new { Id = id, Year = year, Version = version, Shapes = drawing });
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        try
        {
            if (await connection.ExecuteAsync(database.Command(version == 0 ? InsertDrawing : UpdateDrawing, parameters, transaction, ct)) != 1)
                return false;
        }
        catch (DbException e) when (Database.IsUniqueViolation(e))
        {
            return false;
        }

        await EnterAsync(AuditAction.PlanDrawn, id, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(drawing))), actor, connection, transaction, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <param name="hash">Of what there is from now on.</param>
    private async Task EnterAsync(AuditAction action, long id, string? hash, Actor actor, DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        var (code, township) = await connection.QuerySingleAsync<(string, string)>(database.Command(SelectOwner, new { Id = id }, transaction, ct));
        await audit.AppendAsync(new AuditDeed(action, $"{code} 平面图 {id}", township) { HashAfter = hash }, actor, connection, transaction, ct);
    }

    private DynamicParameters Stamp(Actor actor, Scope scope, object parameters)
    {
        var all = scope.Parameters(parameters);
        all.AddDynamicParams(new { Now = clock.GetUtcNow().UtcDateTime, By = actor.Name, actor.From, actor.Reason });
        return all;
    }

    private sealed record DrawingRow
    {
        public required int Year { get; init; }
        public required int Version { get; init; }
        public required string Shapes { get; init; }
    }
}
