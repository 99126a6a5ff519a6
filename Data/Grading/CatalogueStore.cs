using System.Data.Common;
using Dapper;
using RiskReport.Data.Audit;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;
using RiskReport.Domain.Grading;

namespace RiskReport.Data.Grading;

/// <summary>An edition of the catalogue and the workbook it came in.</summary>
public sealed record CatalogueEditionRow
{
    public required string Edition { get; init; }
    public required DateOnly EffectiveFrom { get; init; }
    public required bool IsSample { get; init; }
    public required int Items { get; init; }
    public string? FileName { get; init; }
    public string? FileSha256 { get; init; }
    public required DateTime ChangedAt { get; init; }
    public required string ChangedBy { get; init; }
}

/// <summary>Adds editions of the catalogue; one that is there never changes, since reports have been graded by it.</summary>
public sealed class CatalogueStore(Database database, AuditLog audit, TimeProvider clock)
{
    private const string SelectEditions = """
        SELECT c.Edition, c.EffectiveFrom, c.IsSample, c.FileName, c.FileSha256, c.ChangedAt, c.ChangedBy,
            (SELECT COUNT(*) FROM CatalogueItem i WHERE i.Edition = c.Edition) AS Items
        FROM CatalogueEdition c
        ORDER BY c.EffectiveFrom DESC, c.Edition
        """;

    private const string InsertEdition = """
        INSERT INTO CatalogueEdition (Edition, EffectiveFrom, IsSample, FileName, FileSha256, ChangedAt, ChangedBy, ChangedFrom, ChangeReason)
        VALUES (@Edition, @EffectiveFrom, @IsSample, @FileName, @FileSha256, @Now, @By, @From, @Reason)
        """;

    private const string InsertItem = """
        INSERT INTO CatalogueItem (Edition, Code, GroupName, Name, Colour, Requirement, AccidentTypes, EffectiveFrom)
        VALUES (@Edition, @Code, @GroupName, @Name, @Colour, @Requirement, @AccidentTypes, @EffectiveFrom)
        """;

    private const string DeleteItems = """
        DELETE FROM CatalogueItem
        WHERE Edition = @Edition AND EXISTS (SELECT 1 FROM CatalogueEdition c WHERE c.Edition = @Edition AND c.EffectiveFrom > @Today)
        """;

    private const string DeleteEdition = "DELETE FROM CatalogueEdition WHERE Edition = @Edition AND EffectiveFrom > @Today";

    public async Task<IReadOnlyList<CatalogueEditionRow>> EditionsAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var rows = await connection.QueryAsync<CatalogueEditionRow>(database.Command(SelectEditions, ct: ct));
        return rows.AsList();
    }

    /// <summary>False where there is no such edition, or its day has come.</summary>
    public async Task<bool> WithdrawAsync(string edition, Actor actor, CancellationToken ct)
    {
        var parameters = new { Edition = edition, Today = Domain.ChinaTime.Today(clock) };
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        await connection.ExecuteAsync(database.Command(DeleteItems, parameters, transaction, ct));
        if (await connection.ExecuteAsync(database.Command(DeleteEdition, parameters, transaction, ct)) != 1)
            return false;
        await audit.AppendAsync(new AuditDeed(AuditAction.CatalogueWithdrawn, edition, Scope.City.RegionCode), actor, connection, transaction, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>False where an edition of that name, or of that day, is there.</summary>
    public async Task<bool> AddAsync(Catalogue edition, string fileName, string fileSha256, Actor actor, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        try
        {
            await connection.ExecuteAsync(database.Command(InsertEdition, new
            {
                edition.Edition,
                edition.EffectiveFrom,
                edition.IsSample,
                FileName = fileName,
                FileSha256 = fileSha256,
                Now = clock.GetUtcNow().UtcDateTime,
                By = actor.Name,
                actor.From,
                actor.Reason,
            }, transaction, ct));
        }
        catch (DbException e) when (Database.IsUniqueViolation(e))
        {
            return false;
        }

        await connection.ExecuteAsync(database.Command(InsertItem, edition.Items.Select(i => new
        {
            edition.Edition,
            i.Code,
            i.GroupName,
            i.Name,
            i.Colour,
            i.Requirement,
            i.AccidentTypes,
            edition.EffectiveFrom,
        }).ToList(), transaction, ct));
        await audit.AppendAsync(
            new AuditDeed(AuditAction.CatalogueAdded, edition.Edition, Scope.City.RegionCode) { HashAfter = fileSha256 }, actor, connection, transaction, ct);
        await transaction.CommitAsync(ct);
        return true;
    }
}
