using System.Data.Common;
using Dapper;
using RiskReport.Domain.Accounts;

namespace RiskReport.Data.Imports;

/// <summary>Takes away what an import alone has brought into being: an enterprise with all that is its, or the report of a year that had not even the duty.</summary>
public sealed class RemoveImported(Database database)
{
    // nobody has an account or a code for it, and nothing but this import was ever written about it
    private const string SelectRemovable = $"""
        SELECT e.Id
        FROM Enterprise e
        WHERE e.Id IN @Ids AND {ScopeSql.OfEnterprise}
          AND NOT EXISTS (SELECT 1 FROM Account a WHERE a.EnterpriseId = e.Id)
          AND NOT EXISTS (SELECT 1 FROM AccountEnterprise m WHERE m.EnterpriseId = e.Id)
          AND NOT EXISTS (SELECT 1 FROM AccountEnterpriseEvent m WHERE m.EnterpriseId = e.Id)
          AND NOT EXISTS (SELECT 1 FROM ActivationCode c WHERE c.EnterpriseId = e.Id)
          AND NOT EXISTS (SELECT 1 FROM ManagementRating r WHERE r.EnterpriseId = e.Id)
          AND NOT EXISTS (SELECT 1 FROM FloorPlan p WHERE p.EnterpriseId = e.Id)
          AND NOT EXISTS (SELECT 1 FROM Declaration d WHERE d.EnterpriseId = e.Id AND d.Year <> @Year AND (d.Version > 0 OR d.Status <> 0))
        """;

    private const string SelectReports = $"SELECT d.Id FROM Declaration d WHERE d.EnterpriseId IN @Ids AND {ScopeSql.OfDeclaration}";

    private const string DeleteSimulated = "DELETE FROM RegradingChange WHERE DeclarationId IN @Ids";

    private const string DeleteItems = "DELETE FROM RiskItem WHERE DeclarationId IN @Ids";

    private const string DeleteEvents = "DELETE FROM DeclarationEvent WHERE DeclarationId IN @Ids";

    private const string DeleteVersions = "DELETE FROM DeclarationVersion WHERE DeclarationId IN @Ids";

    private const string DeleteReports = $"DELETE FROM Declaration WHERE Id IN @Ids AND {ScopeSql.OfThisDeclaration}";

    private const string DeleteEnterprises = $"DELETE FROM Enterprise WHERE Id IN @Ids AND {ScopeSql.OfThisEnterprise}";

    /// <summary>Those of the enterprises that nobody but the import of this year has to do with.</summary>
    internal async Task<HashSet<long>> RemovableAsync(
        IReadOnlyList<long> enterprises, int year, Scope region, DbConnection connection, DbTransaction transaction, CancellationToken ct) =>
        (await connection.QueryAsync<long>(database.Command(SelectRemovable, region.Parameters(new { Ids = enterprises, Year = year }), transaction, ct))).ToHashSet();

    internal async Task EnterprisesAsync(IReadOnlyList<long> enterprises, Scope region, DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        var reports = (await connection.QueryAsync<long>(database.Command(SelectReports, region.Parameters(new { Ids = enterprises }), transaction, ct))).AsList();
        await ReportsAsync(reports, region, connection, transaction, ct);
        await connection.ExecuteAsync(database.Command(DeleteEnterprises, region.Parameters(new { Ids = enterprises }), transaction, ct));
    }

    internal async Task ReportsAsync(IReadOnlyList<long> reports, Scope region, DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        foreach (var delete in new[] { DeleteSimulated, DeleteItems, DeleteEvents, DeleteVersions, DeleteReports })
            await connection.ExecuteAsync(database.Command(delete, region.Parameters(new { Ids = reports }), transaction, ct));
    }
}
