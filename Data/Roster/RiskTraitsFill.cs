using Dapper;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Roster;

namespace RiskReport.Data.Roster;

/// <summary>
/// Reads once what the risks of reports from before migration 0014 are, some thousand reports to a transaction. Until a report
/// is read, all its bits are set, so a filter shows it rather too often than not at all.
/// </summary>
public sealed class RiskTraitsFill(Database database)
{
    private const int BatchSize = 1_000;

    private const string SelectNext = """
        SELECT d.Id FROM Declaration d WHERE d.Methods = -1 AND d.Id > @After ORDER BY d.Id {page}
        """;

    private const string SelectRisks = "SELECT DISTINCT r.DeclarationId, r.Method, r.AccidentType FROM RiskItem r WHERE r.DeclarationId IN @Ids";

    private const string UpdateTraits = "UPDATE Declaration SET Methods = @Methods, AccidentTypes = @AccidentTypes WHERE Id = @Id AND Methods = -1";

    public async Task RunAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var after = 0L;
        while (true)
        {
            await using var transaction = await Database.BeginWriteAsync(connection, ct);
            var ids = (await connection.QueryAsync<long>(database.Command(SelectNext, new { After = after, Skip = 0, Take = BatchSize }, transaction, ct))).AsList();
            if (ids.Count == 0)
                return;

            var risks = (await connection.QueryAsync<(long DeclarationId, GradingMethod Method, string AccidentType)>(
                database.Command(SelectRisks, new { Ids = ids }, transaction, ct))).ToLookup(r => r.DeclarationId);
            await connection.ExecuteAsync(database.Command(UpdateTraits, ids.ConvertAll(id => new
            {
                Id = id,
                Methods = RiskTraits.BitsOf(risks[id].Select(r => r.Method)),
                AccidentTypes = RiskTraits.BitsOf(risks[id].Select(r => r.AccidentType)),
            }), transaction, ct));
            await transaction.CommitAsync(ct);
            after = ids[^1];
        }
    }
}
