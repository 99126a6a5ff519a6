using System.Data.Common;
using Dapper;
using RiskReport.Data.Audit;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;

namespace RiskReport.Data.Accounts;

/// <summary>A second factor as it is kept: the secret is sealed.</summary>
public sealed record SecondFactor
{
    public required string Secret { get; init; }
    public required long LastStep { get; init; }
    public required DateTime AddedAt { get; init; }

    /// <summary>How many recovery codes are left.</summary>
    public required int Codes { get; init; }
}

/// <summary>Second factors and recovery codes. A code is taken by a conditional write whose row count says whether it was the first to be.</summary>
public sealed class SecondFactorStore(Database database, AuditLog audit, TimeProvider clock)
{
    private const int CodesMade = 10;

    private const string Select = """
        SELECT f.Secret, f.LastStep, f.AddedAt, (SELECT COUNT(*) FROM RecoveryCode r WHERE r.AccountId = f.AccountId) AS Codes
        FROM SecondFactor f
        WHERE f.AccountId = @AccountId
        """;

    private const string Insert = """
        INSERT INTO SecondFactor (AccountId, Secret, LastStep, AddedAt, AddedFrom) VALUES (@AccountId, @Secret, @Step, @Now, @From)
        """;

    private const string InsertCode = "INSERT INTO RecoveryCode (AccountId, CodeSha256) VALUES (@AccountId, @CodeSha256)";

    private const string UpdateStep = "UPDATE SecondFactor SET LastStep = @Step WHERE AccountId = @AccountId AND LastStep < @Step";

    private const string DeleteCode = "DELETE FROM RecoveryCode WHERE AccountId = @AccountId AND CodeSha256 = @CodeSha256";

    private const string DeleteCodes = "DELETE FROM RecoveryCode WHERE AccountId = @AccountId";

    private const string Delete = "DELETE FROM SecondFactor WHERE AccountId = @AccountId";

    public async Task<SecondFactor?> FindAsync(long accountId, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<SecondFactor>(database.Command(Select, new { AccountId = accountId }, ct: ct));
    }

    /// <summary>The recovery codes, at the one moment at which they are known. Null when the account has a factor already.</summary>
    public async Task<IReadOnlyList<string>?> AddAsync(long accountId, string secret, long step, Actor actor, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        try
        {
            await connection.ExecuteAsync(database.Command(
                Insert, new { AccountId = accountId, Secret = secret, Step = step, Now = clock.GetUtcNow().UtcDateTime, actor.From }, transaction, ct));
        }
        catch (DbException e) when (Database.IsUniqueViolation(e))
        {
            return null;
        }

        var codes = await AddCodesAsync(accountId, connection, transaction, ct);
        await audit.AppendAsync(Deed(AuditAction.FactorAdded, actor), actor, connection, transaction, ct);
        await transaction.CommitAsync(ct);
        return codes;
    }

    /// <summary>False when the code of this step, or a later one, was taken before.</summary>
    public async Task<bool> TakeStepAsync(long accountId, long step, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.ExecuteAsync(database.Command(UpdateStep, new { AccountId = accountId, Step = step }, ct: ct)) == 1;
    }

    public async Task<bool> TakeCodeAsync(long accountId, string code, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.ExecuteAsync(database.Command(DeleteCode, new { AccountId = accountId, CodeSha256 = ActivationCode.Hash(code) }, ct: ct)) == 1;
    }

    /// <summary>The codes that were left are good no more.</summary>
    public async Task<IReadOnlyList<string>> ReplaceCodesAsync(long accountId, Actor actor, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        await connection.ExecuteAsync(database.Command(DeleteCodes, new { AccountId = accountId }, transaction, ct));
        var codes = await AddCodesAsync(accountId, connection, transaction, ct);
        await audit.AppendAsync(Deed(AuditAction.FactorCodesMade, actor), actor, connection, transaction, ct);
        await transaction.CommitAsync(ct);
        return codes;
    }

    public async Task RemoveAsync(long accountId, Actor actor, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        await RemoveAsync(accountId, connection, transaction, ct);
        await audit.AppendAsync(Deed(AuditAction.FactorRemoved, actor), actor, connection, transaction, ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Within the transaction of the security administrator who resets it.</summary>
    public async Task RemoveAsync(long accountId, DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        await connection.ExecuteAsync(database.Command(DeleteCodes, new { AccountId = accountId }, transaction, ct));
        await connection.ExecuteAsync(database.Command(Delete, new { AccountId = accountId }, transaction, ct));
    }

    /// <summary>Of the person itself, which is the actor.</summary>
    private static AuditDeed Deed(AuditAction action, Actor actor) => new(action, actor.Name, actor.RegionCode);

    private async Task<IReadOnlyList<string>> AddCodesAsync(long accountId, DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        var codes = Enumerable.Range(0, CodesMade).Select(_ => VerificationCode.New(ActivationCode.Length)).ToList();
        foreach (var code in codes)
            await connection.ExecuteAsync(
                database.Command(InsertCode, new { AccountId = accountId, CodeSha256 = ActivationCode.Hash(code) }, transaction, ct));
        return codes;
    }
}
