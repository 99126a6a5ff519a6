using Dapper;

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

    public async Task<EnterpriseOnRoll?> FindAsync(string creditCode, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<EnterpriseOnRoll>(
            database.Command(SelectByCreditCode, new { CreditCode = creditCode }, ct: ct));
    }
}
