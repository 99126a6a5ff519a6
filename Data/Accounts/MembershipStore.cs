using System.Data.Common;
using Dapper;
using RiskReport.Data.Audit;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Grading;

namespace RiskReport.Data.Accounts;

/// <summary>That a person may act for an enterprise, as it stands at this moment.</summary>
public sealed record Membership
{
    public required long EnterpriseId { get; init; }
    public required string Name { get; init; }
    public required string TownshipCode { get; init; }
    public required Capacity Capacity { get; init; }

    /// <summary>How many enterprises the person may act for.</summary>
    public required int Served { get; init; }
}

/// <summary>One of the enterprises a person acts for, with the state of its report.</summary>
public sealed record ServedEnterprise
{
    public required long EnterpriseId { get; init; }
    public required string CreditCode { get; init; }
    public required string Name { get; init; }
    public required string TownshipCode { get; init; }
    public required Capacity Capacity { get; init; }

    /// <summary>Null where it owes no report for the year.</summary>
    public DeclarationStatus? Status { get; init; }
    public RiskColour? Colour { get; init; }
}

/// <summary>A person who may act for the caller's enterprise.</summary>
public sealed record EnterprisePerson
{
    public required long AccountId { get; init; }
    public required string UserName { get; init; }
    public required Capacity Capacity { get; init; }
    public required DateTime GrantedAt { get; init; }
    public required string GrantedBy { get; init; }
}

/// <summary>Which person acts for which enterprise. What is read by account carries the account as its scope.</summary>
public sealed class MembershipStore(Database database, AuditLog audit, TimeProvider clock)
{
    private const string SelectOne = """
        SELECT m.EnterpriseId, m.Capacity, e.Name, e.TownshipCode,
            (SELECT COUNT(*) FROM AccountEnterprise o WHERE o.AccountId = m.AccountId) AS Served
        FROM AccountEnterprise m
        JOIN Enterprise e ON e.Id = m.EnterpriseId
        WHERE m.AccountId = @AccountId AND m.EnterpriseId = @EnterpriseId
        """;

    private const string SelectServed = """
        SELECT m.EnterpriseId, e.CreditCode, e.Name, e.TownshipCode, m.Capacity, d.Status, d.Colour
        FROM AccountEnterprise m
        JOIN Enterprise e ON e.Id = m.EnterpriseId
        LEFT JOIN Declaration d ON d.EnterpriseId = e.Id AND d.Year = @Year
        WHERE m.AccountId = @AccountId
        ORDER BY e.TownshipCode, e.Id
        """;

    private const string SelectPeople = $"""
        SELECT a.Id AS AccountId, a.UserName, m.Capacity, m.GrantedAt, m.GrantedBy
        FROM AccountEnterprise m
        JOIN Account a ON a.Id = m.AccountId
        JOIN Enterprise e ON e.Id = m.EnterpriseId
        WHERE {ScopeSql.OfEnterprise}
        ORDER BY m.GrantedAt, a.Id
        """;

    private const string Insert = """
        INSERT INTO AccountEnterprise (AccountId, EnterpriseId, Capacity, GrantedAt, GrantedBy, GrantedFrom, GrantReason)
        VALUES (@AccountId, @EnterpriseId, @Capacity, @Now, @By, @From, @Reason)
        """;

    private const string InsertEvent = """
        INSERT INTO AccountEnterpriseEvent (AccountId, EnterpriseId, Deed, Capacity, At, ChangedBy, ChangedFrom, ChangeReason)
        SELECT m.AccountId, m.EnterpriseId, @Deed, m.Capacity, @Now, @By, @From, @Reason
        FROM AccountEnterprise m
        WHERE m.AccountId = @AccountId AND m.EnterpriseId = @EnterpriseId
        """;

    private const string Delete = "DELETE FROM AccountEnterprise WHERE AccountId = @AccountId AND EnterpriseId = @EnterpriseId";

    private const string SelectSubject = """
        SELECT a.UserName, e.CreditCode, e.TownshipCode FROM Account a JOIN Enterprise e ON e.Id = @EnterpriseId WHERE a.Id = @AccountId
        """;

    private const int Given = 1;
    private const int TakenAway = 2;

    public async Task<Membership?> FindAsync(long accountId, long enterpriseId, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<Membership>(
            database.Command(SelectOne, new { AccountId = accountId, EnterpriseId = enterpriseId }, ct: ct));
    }

    public async Task<IReadOnlyList<ServedEnterprise>> ServedAsync(long accountId, int year, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return (await connection.QueryAsync<ServedEnterprise>(
            database.Command(SelectServed, new { AccountId = accountId, Year = year }, ct: ct))).AsList();
    }

    public async Task<IReadOnlyList<EnterprisePerson>> PeopleAsync(Scope scope, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return (await connection.QueryAsync<EnterprisePerson>(database.Command(SelectPeople, scope.Parameters(new { }), ct: ct))).AsList();
    }

    public async Task AddAsync(long accountId, long enterpriseId, Capacity capacity, Actor actor, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        await AddAsync(accountId, enterpriseId, capacity, actor, connection, transaction, ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Within the transaction that makes the account or takes the code.</summary>
    public async Task AddAsync(
        long accountId, long enterpriseId, Capacity capacity, Actor actor, DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        var parameters = Parameters(accountId, enterpriseId, actor, Given);
        parameters.Add("Capacity", capacity);
        await connection.ExecuteAsync(database.Command(Insert, parameters, transaction, ct));
        await connection.ExecuteAsync(database.Command(InsertEvent, parameters, transaction, ct));
        await AuditAsync(AuditAction.MembershipGiven, parameters, actor, connection, transaction, ct);
    }

    /// <summary>Ends it at once: the next request of every session that acts for the enterprise is refused.</summary>
    public async Task<bool> EndAsync(long accountId, long enterpriseId, Actor actor, CancellationToken ct)
    {
        var parameters = Parameters(accountId, enterpriseId, actor, TakenAway);
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        await connection.ExecuteAsync(database.Command(InsertEvent, parameters, transaction, ct));
        if (await connection.ExecuteAsync(database.Command(Delete, parameters, transaction, ct)) != 1)
            return false;
        await AuditAsync(AuditAction.MembershipEnded, parameters, actor, connection, transaction, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    private async Task AuditAsync(
        AuditAction action, DynamicParameters parameters, Actor actor, DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        var (account, code, township) = await connection.QuerySingleAsync<(string, string, string)>(database.Command(SelectSubject, parameters, transaction, ct));
        await audit.AppendAsync(new AuditDeed(action, $"{code} {account}", township), actor, connection, transaction, ct);
    }

    private DynamicParameters Parameters(long accountId, long enterpriseId, Actor actor, int deed) => new(new
    {
        AccountId = accountId,
        EnterpriseId = enterpriseId,
        Deed = deed,
        Now = clock.GetUtcNow().UtcDateTime,
        By = actor.Name,
        actor.From,
        actor.Reason,
    });
}
