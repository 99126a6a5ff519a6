using Dapper;

namespace RiskReport.Data.Accounts;

/// <summary>What an account has chosen to see. It is the account's own and says nothing to others.</summary>
public sealed class AccountChoiceStore(Database database, TimeProvider clock)
{
    private const string SelectValue = "SELECT Value FROM AccountChoice WHERE AccountId = @AccountId AND Name = @Name";

    private const string UpdateValue = "UPDATE AccountChoice SET Value = @Value, ChangedAt = @Now WHERE AccountId = @AccountId AND Name = @Name";

    private const string InsertValue = """
        INSERT INTO AccountChoice (AccountId, Name, Value, ChangedAt)
        SELECT @AccountId, @Name, @Value, @Now
        WHERE NOT EXISTS (SELECT 1 FROM AccountChoice WHERE AccountId = @AccountId AND Name = @Name)
        """;

    private const string DeleteValue = "DELETE FROM AccountChoice WHERE AccountId = @AccountId AND Name = @Name";

    public async Task<string?> FindAsync(long accountId, string name, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<string>(database.Command(SelectValue, new { AccountId = accountId, Name = name }, ct: ct));
    }

    /// <summary>Nothing forgets the choice.</summary>
    public async Task SaveAsync(long accountId, string name, string? value, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        var parameters = new { AccountId = accountId, Name = name, Value = value, Now = clock.GetUtcNow().UtcDateTime };
        if (value is null)
            await connection.ExecuteAsync(database.Command(DeleteValue, parameters, transaction, ct));
        else if (await connection.ExecuteAsync(database.Command(UpdateValue, parameters, transaction, ct)) == 0)
            await connection.ExecuteAsync(database.Command(InsertValue, parameters, transaction, ct));
        await transaction.CommitAsync(ct);
    }
}
