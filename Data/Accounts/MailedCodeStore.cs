using System.Data.Common;
using Dapper;
using RiskReport.Data.Audit;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;

namespace RiskReport.Data.Accounts;

/// <summary>An address that waits for its code.</summary>
public sealed record PendingAddress
{
    public required string Address { get; init; }
    public required DateTime ExpiresAt { get; init; }
}

/// <summary>Whose code it is, and where it was sent.</summary>
public sealed record CodeFor(long AccountId, string Address, string SecurityStamp);

/// <summary>
/// One-time codes that were sent by mail, and what they open: an address that is confirmed, a password set anew. A code is taken by a
/// conditional delete whose row count says whether it was the first to be; one of an account that has changed since is good for nothing.
/// </summary>
public sealed class MailedCodeStore(Database database, SessionStore sessions, AttemptStore attempts, AuditLog audit, TimeProvider clock)
{
    private const string Delete = "DELETE FROM MailedCode WHERE AccountId = @AccountId AND Kind = @Kind";

    private const string DeleteAll = "DELETE FROM MailedCode WHERE AccountId = @AccountId";

    private const string Insert = """
        INSERT INTO MailedCode (AccountId, Kind, CodeSha256, Address, SecurityStamp, ExpiresAt)
        VALUES (@AccountId, @Kind, @CodeSha256, @Address, @SecurityStamp, @ExpiresAt)
        """;

    private const string SelectPending = """
        SELECT c.Address, c.ExpiresAt FROM MailedCode c WHERE c.AccountId = @AccountId AND c.Kind = 1 AND c.ExpiresAt > @Now
        """;

    private const string IsOfAddress = """
        AccountId = @AccountId AND Kind = 1 AND CodeSha256 = @CodeSha256 AND ExpiresAt > @Now
          AND EXISTS (SELECT 1 FROM Account a WHERE a.Id = MailedCode.AccountId AND a.State = 1 AND a.SecurityStamp = MailedCode.SecurityStamp)
        """;

    private const string IsOfPassword = """
        Kind = 2 AND CodeSha256 = @CodeSha256 AND ExpiresAt > @Now
          AND EXISTS (SELECT 1 FROM Account a WHERE a.Id = MailedCode.AccountId AND a.State = 1 AND a.SecurityStamp = MailedCode.SecurityStamp
            AND a.EmailConfirmed = 1 AND a.Email = MailedCode.Address)
        """;

    private const string SelectAddress = $"SELECT Address FROM MailedCode WHERE {IsOfAddress}";

    private const string DeleteOfAddress = $"DELETE FROM MailedCode WHERE {IsOfAddress}";

    private const string SelectOfPassword = $"SELECT AccountId FROM MailedCode WHERE {IsOfPassword}";

    private const string DeleteOfPassword = $"DELETE FROM MailedCode WHERE AccountId = @AccountId AND {IsOfPassword}";

    private const string SelectMailbox = "SELECT a.Email FROM Account a WHERE a.Id = @AccountId AND a.EmailConfirmed = 1";

    private const string UpdateMailbox = """
        UPDATE Account SET Email = @Address, NormalizedEmail = @Normalized, EmailConfirmed = @Confirmed, ConcurrencyStamp = @Stamp WHERE Id = @AccountId
        """;

    private const string UpdatePassword = """
        UPDATE Account
        SET PasswordHash = @PasswordHash, MustChangePassword = 0, PasswordSetAt = @Now, SecurityStamp = @Stamp, ConcurrencyStamp = @Stamp
        WHERE Id = @AccountId
        """;

    /// <summary>The code, at the one moment at which it is known; the one of the same kind before it is good no more.</summary>
    public async Task<string> MakeAsync(MailedCodeKind kind, CodeFor whose, AuditDeed entry, Actor actor, CancellationToken ct)
    {
        var code = VerificationCode.New(ActivationCode.Length);
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        await connection.ExecuteAsync(database.Command(Delete, new { whose.AccountId, Kind = kind }, transaction, ct));
        await connection.ExecuteAsync(database.Command(Insert, new
        {
            whose.AccountId,
            Kind = kind,
            CodeSha256 = ActivationCode.Hash(code),
            whose.Address,
            whose.SecurityStamp,
            ExpiresAt = Now() + kind.Lifetime(),
        }, transaction, ct));
        await audit.AppendAsync(entry, actor, connection, transaction, ct);
        await transaction.CommitAsync(ct);
        return code;
    }

    public async Task<PendingAddress?> PendingAsync(long accountId, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<PendingAddress>(
            database.Command(SelectPending, new { AccountId = accountId, Now = Now() }, ct: ct));
    }

    /// <summary>Of the person itself, which is the actor. False for a code that is not good (any more).</summary>
    public async Task<(bool IsDone, string? Before)> ConfirmAsync(long accountId, string code, Actor actor, CancellationToken ct)
    {
        var parameters = new { AccountId = accountId, CodeSha256 = ActivationCode.Hash(code), Now = Now() };
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        var address = await connection.ExecuteScalarAsync<string?>(database.Command(SelectAddress, parameters, transaction, ct));
        if (address is null || await connection.ExecuteAsync(database.Command(DeleteOfAddress, parameters, transaction, ct)) != 1)
            return (false, null);
        var before = await connection.ExecuteScalarAsync<string?>(database.Command(SelectMailbox, parameters, transaction, ct));
        await SetMailboxAsync(accountId, address, connection, transaction, ct);
        await audit.AppendAsync(new AuditDeed(AuditAction.MailConfirmed, actor.Name, actor.RegionCode), actor, connection, transaction, ct);
        await transaction.CommitAsync(ct);
        return (true, before);
    }

    /// <summary>Of the person itself; with the address goes every code that was sent to it.</summary>
    public async Task RemoveAddressAsync(long accountId, Actor actor, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        await SetMailboxAsync(accountId, null, connection, transaction, ct);
        await audit.AppendAsync(new AuditDeed(AuditAction.MailRemoved, actor.Name, actor.RegionCode), actor, connection, transaction, ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Whose password it sets anew; null for a code that is not good (any more).</summary>
    public async Task<long?> FindAsync(string code, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.ExecuteScalarAsync<long?>(
            database.Command(SelectOfPassword, new { CodeSha256 = ActivationCode.Hash(code), Now = Now() }, ct: ct));
    }

    /// <summary>Sets the password, ends every session and forgets the attempts counted as <paramref name="who"/>. False when the code was taken meanwhile.</summary>
    /// <param name="remember">Keeps the password of before, within the same transaction.</param>
    public async Task<bool> SetPasswordAsync(
        long accountId, string code, string passwordHash, string who, Func<DbConnection, DbTransaction, Task> remember, AuditDeed entry, Actor actor, CancellationToken ct)
    {
        var parameters = new { AccountId = accountId, CodeSha256 = ActivationCode.Hash(code), Now = Now(), PasswordHash = passwordHash, Stamp = NewStamp() };
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        if (await connection.ExecuteAsync(database.Command(DeleteOfPassword, parameters, transaction, ct)) != 1)
            return false;
        await remember(connection, transaction);
        await connection.ExecuteAsync(database.Command(UpdatePassword, parameters, transaction, ct));
        await connection.ExecuteAsync(database.Command(DeleteAll, parameters, transaction, ct));
        await sessions.EndAllAsync(accountId, actor, connection, transaction, ct);
        await attempts.ForgetAsync(who, connection, transaction, ct);
        await audit.AppendAsync(entry, actor, connection, transaction, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    private async Task SetMailboxAsync(long accountId, string? address, DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        var parameters = new { AccountId = accountId, Address = address, Normalized = address?.ToUpperInvariant(), Confirmed = address is not null, Stamp = NewStamp() };
        await connection.ExecuteAsync(database.Command(UpdateMailbox, parameters, transaction, ct));
        await connection.ExecuteAsync(database.Command(DeleteAll, parameters, transaction, ct));
    }

    private static string NewStamp() => Guid.NewGuid().ToString("N");

    private DateTime Now() => clock.GetUtcNow().UtcDateTime;
}
