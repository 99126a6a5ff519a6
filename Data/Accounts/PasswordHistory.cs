using System.Data.Common;
using Dapper;

namespace RiskReport.Data.Accounts;

/// <summary>Hashes of passwords an account had before the present one.</summary>
public sealed class PasswordHistory(Database database)
{
    private const string Select = "SELECT PasswordHash FROM PasswordUsed WHERE AccountId = @AccountId ORDER BY Id DESC {page}";

    private const string Insert = "INSERT INTO PasswordUsed (AccountId, PasswordHash) VALUES (@AccountId, @PasswordHash)";

    private const string DeleteOlder = """
        DELETE FROM PasswordUsed
        WHERE AccountId = @AccountId AND Id NOT IN (SELECT p.Id FROM PasswordUsed p WHERE p.AccountId = @AccountId ORDER BY p.Id DESC {page})
        """;

    public async Task<IReadOnlyList<string>> OfAsync(long accountId, int count, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return (await connection.QueryAsync<string>(
            database.Command(Select, new { AccountId = accountId, Skip = 0, Take = count }, ct: ct))).AsList();
    }

    /// <summary>Within the transaction that sets another; keeps so many, the one added among them.</summary>
    public async Task AddAsync(long accountId, string passwordHash, int count, DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        await connection.ExecuteAsync(database.Command(Insert, new { AccountId = accountId, PasswordHash = passwordHash }, transaction, ct));
        await connection.ExecuteAsync(database.Command(DeleteOlder, new { AccountId = accountId, Skip = 0, Take = count }, transaction, ct));
    }
}
