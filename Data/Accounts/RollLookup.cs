using Dapper;
using RiskReport.Domain.Accounts;

namespace RiskReport.Data.Accounts;

/// <summary>The enterprise an account is made for.</summary>
public sealed record EnterpriseOnRoll
{
    public required long Id { get; init; }
    public required string TownshipCode { get; init; }
}

public sealed class RollLookup(Database database)
{
    private const string SelectByCreditCode = "SELECT Id, TownshipCode FROM Enterprise WHERE CreditCode = @CreditCode";

    private const string SelectFirst = $$"""
        SELECT e.Id, e.TownshipCode FROM Enterprise e WHERE {{ScopeSql.OfEnterprise}} AND e.Id <> @Except ORDER BY e.Id {page}
        """;

    public async Task<EnterpriseOnRoll?> FindAsync(string creditCode, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<EnterpriseOnRoll>(
            database.Command(SelectByCreditCode, new { CreditCode = creditCode }, ct: ct));
    }

    /// <summary>The one that has been on the roll longest, for the demonstration.</summary>
    public async Task<EnterpriseOnRoll?> FirstAsync(Scope scope, long except, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.QueryFirstOrDefaultAsync<EnterpriseOnRoll>(
            database.Command(SelectFirst, scope.Parameters(new { Except = except, Skip = 0, Take = 1 }), ct: ct));
    }
}
