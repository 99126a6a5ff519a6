using Dapper;
using RiskReport.Data.Audit;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;

namespace RiskReport.Data.Maps;

/// <summary>Boundaries that were loaded: who, when, why, and what became of them.</summary>
public sealed record BoundarySetRow
{
    public required long Id { get; init; }
    public required string FileName { get; init; }
    public required string FileSha256 { get; init; }
    public required string Source { get; init; }
    public required int Regions { get; init; }
    public required int Corners { get; init; }
    public required DateTime ChangedAt { get; init; }
    public required string ChangedBy { get; init; }
    public required string ChangeReason { get; init; }
    public DateTime? WithdrawnAt { get; init; }
    public string? WithdrawnBy { get; init; }
    public string? WithdrawReason { get; init; }
}

/// <param name="Content">GeoJSON, written by the program itself.</param>
public sealed record NewBoundarySet(string FileName, string FileSha256, string Source, int Regions, int Corners, string Content);

/// <summary>The boundaries of regions that take the place of the shipped ones. They are the same for everybody, so there is no scope.</summary>
public sealed class BoundaryStore(Database database, AuditLog audit, TimeProvider clock)
{
    private const string Columns = "Id, FileName, FileSha256, Source, Regions, Corners, ChangedAt, ChangedBy, ChangeReason, WithdrawnAt, WithdrawnBy, WithdrawReason";

    private const string SelectAll = $"SELECT {Columns} FROM BoundarySet ORDER BY Id DESC";

    private const string SelectCurrent = $$"""
        SELECT {{Columns}}
        FROM BoundarySet
        WHERE WithdrawnAt IS NULL
        ORDER BY Id DESC {page}
        """;

    private const string SelectContent = "SELECT Content FROM BoundarySet WHERE Id = @Id AND WithdrawnAt IS NULL";

    private const string Insert = """
        INSERT INTO BoundarySet (FileName, FileSha256, Source, Regions, Corners, Content, ChangedAt, ChangedBy, ChangedFrom, ChangeReason)
        VALUES (@FileName, @FileSha256, @Source, @Regions, @Corners, @Content, @Now, @By, @From, @Reason);
        {new-id}
        """;

    private const string UpdateWithdrawn = """
        UPDATE BoundarySet
        SET WithdrawnAt = @Now, WithdrawnBy = @By, WithdrawnFrom = @From, WithdrawReason = @Reason
        WHERE Id = @Id AND WithdrawnAt IS NULL
        """;

    public async Task<IReadOnlyList<BoundarySetRow>> AllAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return (await connection.QueryAsync<BoundarySetRow>(database.Command(SelectAll, ct: ct))).AsList();
    }

    public async Task<BoundarySetRow?> CurrentAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return (await connection.QueryAsync<BoundarySetRow>(database.Command(SelectCurrent, new { Skip = 0, Take = 1 }, ct: ct))).SingleOrDefault();
    }

    public async Task<string?> ContentAsync(long id, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<string>(database.Command(SelectContent, new { Id = id }, ct: ct));
    }

    public async Task AddAsync(NewBoundarySet set, Actor actor, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        var parameters = new DynamicParameters(set);
        parameters.AddDynamicParams(Stamp(actor));
        var id = await connection.ExecuteScalarAsync<long>(database.Command(Insert, parameters, transaction, ct));
        await audit.AppendAsync(
            new AuditDeed(AuditAction.BoundariesLoaded, $"{id}", Scope.City.RegionCode) { HashAfter = set.FileSha256 }, actor, connection, transaction, ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>False where there is none, or it has been withdrawn already.</summary>
    public async Task<bool> WithdrawAsync(long id, Actor actor, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        var parameters = new DynamicParameters(new { Id = id });
        parameters.AddDynamicParams(Stamp(actor));
        if (await connection.ExecuteAsync(database.Command(UpdateWithdrawn, parameters, transaction, ct)) != 1)
            return false;
        await audit.AppendAsync(new AuditDeed(AuditAction.BoundariesWithdrawn, $"{id}", Scope.City.RegionCode), actor, connection, transaction, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    private object Stamp(Actor actor) => new { Now = clock.GetUtcNow().UtcDateTime, By = actor.Name, actor.From, actor.Reason };
}
