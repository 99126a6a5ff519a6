using System.Data.Common;
using Dapper;
using RiskReport.Data.Audit;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;

namespace RiskReport.Data.Accounts;

/// <summary>That an account is linked to somebody at the external service: since when, and by whom.</summary>
public sealed record ExternalLink
{
    public required long AccountId { get; init; }
    public required bool IsOwn { get; init; }
    public required DateTime ChangedAt { get; init; }
    public required string ChangedBy { get; init; }
}

/// <summary>Who at the external service is which account: one to one, which the unique keys have the last word about.</summary>
public sealed class ExternalIdentityStore(Database database, AuditLog audit, TimeProvider clock)
{
    private const string Columns = "x.AccountId, x.IsOwn, x.ChangedAt, x.ChangedBy";

    private const string SelectByIdentity = $"SELECT {Columns} FROM ExternalIdentity x WHERE x.IdentitySha256 = @IdentitySha256";

    private const string SelectByAccount = $"SELECT {Columns} FROM ExternalIdentity x WHERE x.AccountId = @AccountId";

    private const string Insert = """
        INSERT INTO ExternalIdentity (AccountId, IdentitySha256, IsOwn, ChangedAt, ChangedBy, ChangedFrom, ChangeReason)
        VALUES (@AccountId, @IdentitySha256, @IsOwn, @Now, @By, @From, @Reason)
        """;

    private const string Delete = "DELETE FROM ExternalIdentity WHERE AccountId = @AccountId";

    public async Task<ExternalLink?> FindAsync(string identitySha256, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<ExternalLink>(
            database.Command(SelectByIdentity, new { IdentitySha256 = identitySha256 }, ct: ct));
    }

    public async Task<ExternalLink?> OfAsync(long accountId, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<ExternalLink>(database.Command(SelectByAccount, new { AccountId = accountId }, ct: ct));
    }

    /// <summary>By the person itself, which is the actor. False when either of the two is linked already.</summary>
    public async Task<bool> LinkAsync(long accountId, string identitySha256, Actor actor, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        if (!await AddAsync(accountId, identitySha256, isOwn: true, actor, connection, transaction, ct))
            return false;
        await audit.AppendAsync(new AuditDeed(AuditAction.ExternalLinked, actor.Name, actor.RegionCode), actor, connection, transaction, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>By the person itself, which is the actor.</summary>
    public async Task<bool> UnlinkAsync(long accountId, Actor actor, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        if (!await RemoveAsync(accountId, connection, transaction, ct))
            return false;
        await audit.AppendAsync(new AuditDeed(AuditAction.ExternalUnlinked, actor.Name, actor.RegionCode), actor, connection, transaction, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>Within the transaction of whoever looks after the account.</summary>
    public async Task<bool> AddAsync(
        long accountId, string identitySha256, bool isOwn, Actor actor, DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        try
        {
            return await connection.ExecuteAsync(database.Command(Insert, new
            {
                AccountId = accountId,
                IdentitySha256 = identitySha256,
                IsOwn = isOwn,
                Now = clock.GetUtcNow().UtcDateTime,
                By = actor.Name,
                actor.From,
                actor.Reason,
            }, transaction, ct)) == 1;
        }
        catch (DbException e) when (Database.IsUniqueViolation(e))
        {
            return false;
        }
    }

    public async Task<bool> RemoveAsync(long accountId, DbConnection connection, DbTransaction transaction, CancellationToken ct) =>
        await connection.ExecuteAsync(database.Command(Delete, new { AccountId = accountId }, transaction, ct)) == 1;
}
