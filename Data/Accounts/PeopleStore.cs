using System.Data.Common;
using Dapper;
using RiskReport.Data.Audit;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;

namespace RiskReport.Data.Accounts;

/// <summary>An account as somebody who looks after it sees it.</summary>
public sealed record Person
{
    public required long Id { get; init; }
    public required string UserName { get; init; }
    public required Role Role { get; init; }
    public required string RegionCode { get; init; }
    public required AccountState State { get; init; }
    public required bool MustChangePassword { get; init; }
    public required DateTime CreatedAt { get; init; }
    public required string CreatedBy { get; init; }
    public string? PhoneNumber { get; init; }

    /// <summary>Confirmed; others see it masked.</summary>
    public string? Email { get; init; }
    public string? EnterpriseName { get; init; }
    public DateTime? SeenAt { get; init; }
    public required int Factors { get; init; }
    public required int ExternalIdentities { get; init; }

    public AccountStanding Standing => new(Id, Role, RegionCode, State);
}

public sealed record AccountEvent
{
    public required AccountDeed Deed { get; init; }
    public required Role Role { get; init; }
    public required string RegionCode { get; init; }
    public required DateTime At { get; init; }
    public required string ChangedBy { get; init; }
    public required string ChangeReason { get; init; }
}

/// <summary>Which accounts are listed: those of enterprises, or of offices.</summary>
public sealed record PeopleFilter
{
    public required bool OfEnterprises { get; init; }
    public Role? Role { get; init; }
    public AccountState? State { get; init; }

    /// <summary>The beginning of a user name, as it is compared.</summary>
    public string? NamePrefix { get; init; }
    public string? CreditCode { get; init; }

    /// <summary>The last account of the page before.</summary>
    public AccountStanding? After { get; init; }
}

/// <summary>What becomes of an account by a deed. The standing is the one that was decided about; if it is another by now, nothing happens.</summary>
public sealed record AccountChange
{
    public required AccountDeed Deed { get; init; }
    public required string UserName { get; init; }
    public required AccountStanding Before { get; init; }
    public required AccountStanding After { get; init; }

    /// <summary>One-time, where the password is set anew.</summary>
    public string? PasswordHash { get; init; }

    /// <summary>Who the person is at the external service, where that is linked.</summary>
    public string? IdentitySha256 { get; init; }

    /// <summary>As whom attempts are counted that are to be forgotten.</summary>
    public IReadOnlyList<string> Attempts { get; init; } = [];
}

/// <summary>
/// Accounts within a region, as others look after them. A person of an enterprise is in a region with everything it acts for,
/// or not at all: who acts for enterprises of two counties is the city's.
/// </summary>
public sealed class PeopleStore(
    Database database, SessionStore sessions, SecondFactorStore factors, ExternalIdentityStore externals, AttemptStore attempts, AuditLog audit, TimeProvider clock)
{
    private const string InRegion = """
        a.RegionCode >= @RegionCode AND a.RegionCode <= @RegionTo AND NOT EXISTS (
            SELECT 1 FROM AccountEnterprise m JOIN Enterprise e ON e.Id = m.EnterpriseId
            WHERE m.AccountId = a.Id AND NOT e.TownshipCode BETWEEN @RegionFrom AND @RegionTo)
        """;

    private const string Columns = """
        a.Id, a.UserName, a.Role, a.RegionCode, a.State, a.MustChangePassword, a.CreatedAt, a.CreatedBy, a.PhoneNumber,
        CASE WHEN a.EmailConfirmed = 1 THEN a.Email END AS Email,
        (SELECT o.Name FROM Enterprise o WHERE o.Id = a.EnterpriseId) AS EnterpriseName,
        (SELECT MAX(s.SeenAt) FROM AccountSession s WHERE s.AccountId = a.Id) AS SeenAt,
        (SELECT COUNT(*) FROM SecondFactor f WHERE f.AccountId = a.Id) AS Factors,
        (SELECT COUNT(*) FROM ExternalIdentity x WHERE x.AccountId = a.Id) AS ExternalIdentities
        """;

    private const string SelectOne = $"SELECT {Columns} FROM Account a WHERE a.Id = @Id AND {InRegion}";

    private const string SelectEvents = $"""
        SELECT v.Deed, v.Role, v.RegionCode, v.At, v.ChangedBy, v.ChangeReason
        FROM AccountEvent v
        JOIN Account a ON a.Id = v.AccountId
        WHERE v.AccountId = @Id AND {InRegion}
        ORDER BY v.Id DESC
        """;

    private const string SelectPage = $"SELECT {Columns} FROM Account a WHERE {InRegion}";

    private const string OfRole = "a.Role = @Role";
    private const string OfOffices = "a.Role > 1";
    private const string OfState = "a.State = @State";
    private const string Named = """
        a.Id IN (SELECT n.Id FROM Account n
            WHERE n.NormalizedUserName >= @NamePrefix AND SUBSTRING(n.NormalizedUserName, 1, @NameLength) = @NamePrefix)
        """;
    private const string Serving =
        "a.Id IN (SELECT x.AccountId FROM AccountEnterprise x JOIN Enterprise y ON y.Id = x.EnterpriseId WHERE y.CreditCode = @CreditCode)";
    private const string Behind = "a.RegionCode >= @AfterRegion AND (a.RegionCode > @AfterRegion OR a.Id > @AfterId)";
    private const string Order = "ORDER BY a.RegionCode, a.Id {page}";

    // in one order, so that two who end each other go one after the other
    private const string HoldKeepers =
        "UPDATE Account SET State = State WHERE Role = @RoleBefore AND RegionCode = @RegionBefore AND State = 1";

    // the last one of the whole city cannot go
    private const string UpdateOne = """
        UPDATE Account
        SET State = @State, Role = @Role, RegionCode = @NewRegion, SecurityStamp = COALESCE(@Stamp, SecurityStamp), ConcurrencyStamp = @NewStamp
        WHERE Id = @Id AND State = @StateBefore AND Role = @RoleBefore AND RegionCode = @RegionBefore
          AND (@IsKeeper = 0 OR EXISTS (
            SELECT 1 FROM Account o WHERE o.Role = @RoleBefore AND o.RegionCode = @RegionBefore AND o.State = 1 AND o.Id <> @Id))
        """;

    private const string InsertUsed = "INSERT INTO PasswordUsed (AccountId, PasswordHash) SELECT a.Id, a.PasswordHash FROM Account a WHERE a.Id = @Id AND a.PasswordHash IS NOT NULL";

    private const string UpdatePassword =
        "UPDATE Account SET PasswordHash = @PasswordHash, MustChangePassword = 1, PasswordSetAt = @Now WHERE Id = @Id";

    private const string SelectHashed = """
        SELECT a.UserName, a.Role, a.RegionCode, a.State, a.EnterpriseId, a.MustChangePassword, a.PasswordSetAt,
            (SELECT COUNT(*) FROM SecondFactor f WHERE f.AccountId = a.Id) AS Factors,
            (SELECT COUNT(*) FROM ExternalIdentity x WHERE x.AccountId = a.Id) AS ExternalIdentities
        FROM Account a WHERE a.Id = @Id
        """;

    private const string InsertEvent = """
        INSERT INTO AccountEvent (AccountId, Deed, Role, RegionCode, At, ChangedBy, ChangedFrom, ChangeReason)
        VALUES (@Id, @Deed, @Role, @NewRegion, @Now, @By, @From, @Reason)
        """;

    public async Task<IReadOnlyList<Person>> ListAsync(PeopleFilter filter, Scope scope, int take, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return (await connection.QueryAsync<Person>(database.Command(PageSql(filter), Parameters(scope, new
        {
            Role = filter.OfEnterprises ? Role.Enterprise : filter.Role,
            filter.State,
            filter.NamePrefix,
            NameLength = filter.NamePrefix?.Length,
            filter.CreditCode,
            AfterRegion = filter.After?.RegionCode,
            AfterId = filter.After?.Id,
            Skip = 0,
            Take = take,
        }), ct: ct))).AsList();
    }

    public async Task<Person?> FindAsync(long id, Scope scope, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<Person>(database.Command(SelectOne, Parameters(scope, new { Id = id }), ct: ct));
    }

    public async Task<IReadOnlyList<AccountEvent>> EventsAsync(long id, Scope scope, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return (await connection.QueryAsync<AccountEvent>(database.Command(SelectEvents, Parameters(scope, new { Id = id }), ct: ct))).AsList();
    }

    /// <summary>
    /// False when the account is not any more what was decided about, or is the last of its kind. Whatever is done, its sessions
    /// end, since their cookies carry what it was; but not when a pause is lifted, which changes nothing of it.
    /// </summary>
    public async Task<bool> ChangeAsync(AccountChange change, Actor actor, CancellationToken ct)
    {
        var (before, after) = (change.Before, change.After);
        var endsSessions = change.Deed is not AccountDeed.Unlock;
        var parameters = new DynamicParameters(new
        {
            before.Id,
            after.State,
            after.Role,
            NewRegion = after.RegionCode,
            StateBefore = before.State,
            RoleBefore = before.Role,
            RegionBefore = before.RegionCode,
            IsKeeper = AccountAuthority.IsKeeper(before) && after != before ? 1 : 0,
            Stamp = endsSessions ? Guid.NewGuid().ToString("N") : null,
            NewStamp = Guid.NewGuid().ToString("N"),
            change.PasswordHash,
        });
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        if (AccountAuthority.IsKeeper(before) && after != before)
            await connection.ExecuteAsync(database.Command(HoldKeepers, parameters, transaction, ct));
        var hash = await HashAsync(before.Id, connection, transaction, ct);
        if (await connection.ExecuteAsync(database.Command(UpdateOne, parameters, transaction, ct)) != 1)
            return false;
        if (change.PasswordHash is not null)
        {
            parameters.Add("Now", clock.GetUtcNow().UtcDateTime);
            await connection.ExecuteAsync(database.Command(InsertUsed, parameters, transaction, ct));
            await connection.ExecuteAsync(database.Command(UpdatePassword, parameters, transaction, ct));
        }

        if (change.Deed is AccountDeed.Factor)
            await factors.RemoveAsync(before.Id, connection, transaction, ct);
        if (change.Deed is AccountDeed.Unlink or AccountDeed.End or AccountDeed.Refuse) // the identity is free for the person's next account
            await externals.RemoveAsync(before.Id, connection, transaction, ct);
        if (change.IdentitySha256 is { } identity && !await externals.AddAsync(before.Id, identity, isOwn: false, actor, connection, transaction, ct))
            return false;
        foreach (var who in change.Attempts)
            await attempts.ForgetAsync(who, connection, transaction, ct);
        if (endsSessions)
            await sessions.EndAllAsync(before.Id, actor, connection, transaction, ct);
        await NoteAsync(change.Deed, change.UserName, (before, hash), after, actor, connection, transaction, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>Within the transaction that makes or changes the account. Whoever may read of the region that it leaves reads of it too.</summary>
    /// <param name="before">How it stood, and the hash of that; null where it is made.</param>
    public async Task NoteAsync(
        AccountDeed deed, string userName, (AccountStanding Standing, string? Hash)? before, AccountStanding after, Actor actor, DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        await connection.ExecuteAsync(database.Command(InsertEvent, new
        {
            after.Id,
            Deed = deed,
            after.Role,
            NewRegion = after.RegionCode,
            Now = clock.GetUtcNow().UtcDateTime,
            By = actor.Name,
            actor.From,
            actor.Reason,
        }, transaction, ct));
        var moves = before is { Standing: var old } && (old.Role, old.RegionCode) != (after.Role, after.RegionCode)
            ? $"{old.Role.Code()} {old.RegionCode} → {after.Role.Code()} {after.RegionCode}" : null;
        var entry = new AuditDeed(deed.Entry(), $"{userName} {moves ?? after.Role.Code()}", after.RegionCode)
        {
            HashBefore = before?.Hash,
            HashAfter = await HashAsync(after.Id, connection, transaction, ct),
        };
        var left = before?.Standing.RegionCode;
        await audit.AppendAsync(
            left is null || new Scope(left).Covers(after.RegionCode) ? [entry] : [entry with { RegionCode = left }, entry], actor, connection, transaction, ct);
    }

    private async Task<string?> HashAsync(long id, DbConnection connection, DbTransaction transaction, CancellationToken ct) =>
        ContentHash.Of(await connection.QuerySingleOrDefaultAsync<HashedAccount>(database.Command(SelectHashed, new { Id = id }, transaction, ct)));

    internal static string PageSql(PeopleFilter filter) => string.Join(" AND ", new[]
    {
        SelectPage,
        filter.OfEnterprises || filter.Role is not null ? OfRole : OfOffices,
        filter.State is null ? null : OfState,
        filter.NamePrefix is null ? null : Named,
        filter.CreditCode is null ? null : Serving,
        filter.After is null ? null : Behind,
    }.Where(part => part is not null)) + " " + Order;

    /// <summary>What the trail hashes of an account: neither of the password nor of what is known of the person.</summary>
    private sealed record HashedAccount
    {
        public required string UserName { get; init; }
        public required Role Role { get; init; }
        public required string RegionCode { get; init; }
        public required AccountState State { get; init; }
        public long? EnterpriseId { get; init; }
        public required bool MustChangePassword { get; init; }
        public DateTime? PasswordSetAt { get; init; }
        public required int Factors { get; init; }
        public required int ExternalIdentities { get; init; }
    }

    private static DynamicParameters Parameters(Scope scope, object others)
    {
        var all = new DynamicParameters(others);
        all.AddDynamicParams(new { scope.RegionCode, scope.RegionFrom, scope.RegionTo });
        return all;
    }
}
