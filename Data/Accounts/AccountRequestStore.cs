using System.Data.Common;
using Dapper;
using RiskReport.Data.Audit;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;

namespace RiskReport.Data.Accounts;

/// <summary>A wish for an account, before it is kept.</summary>
public sealed record NewAccountRequest
{
    public required string CreditCode { get; init; }
    public required string PersonName { get; init; }
    public required string Phone { get; init; }
    public required string UserName { get; init; }
    public required string NormalizedUserName { get; init; }
    public required string PasswordHash { get; init; }
    public string? Note { get; init; }
}

/// <summary>A wish for an account that waits, with the enterprise that its credit code names.</summary>
public sealed record AccountRequest
{
    public required long Id { get; init; }
    public required string CreditCode { get; init; }
    public required string PersonName { get; init; }
    public required string Phone { get; init; }
    public required string UserName { get; init; }
    public required string PasswordHash { get; init; }
    public string? Note { get; init; }
    public required DateTime AskedAt { get; init; }

    /// <summary>The enterprise; nothing where the code is not on the roll.</summary>
    public long? EnterpriseId { get; init; }
    public string? EnterpriseName { get; init; }
    public string? TownshipCode { get; init; }

    /// <summary>How many accounts the enterprise has already.</summary>
    public required int Accounts { get; init; }
}

/// <summary>Keeps wishes for an account and the offices' answers; an answer is a conditional update whose row count says who was first.</summary>
public sealed class AccountRequestStore(Database database, AuditLog audit, TimeProvider clock)
{
    // what is not on the roll has no township; the city alone sees it
    private const string InScope = $"(({ScopeSql.OfEnterprise}) OR (e.Id IS NULL AND @SeesUnknown = 1))";

    private const string OnRoll =
        $"EXISTS (SELECT 1 FROM Enterprise e WHERE e.CreditCode = AccountRequest.CreditCode AND {ScopeSql.OfEnterprise})";

    private const string Unknown =
        "(@SeesUnknown = 1 AND NOT EXISTS (SELECT 1 FROM Enterprise e WHERE e.CreditCode = AccountRequest.CreditCode))";

    private const string Columns = """
        r.Id, r.CreditCode, r.PersonName, r.Phone, r.UserName, r.PasswordHash, r.Note, r.AskedAt, e.Id AS EnterpriseId, e.Name AS EnterpriseName,
        e.TownshipCode, (SELECT COUNT(*) FROM AccountEnterprise m WHERE m.EnterpriseId = e.Id) AS Accounts
        """;

    private const string FromWaiting = $"FROM AccountRequest r LEFT JOIN Enterprise e ON e.CreditCode = r.CreditCode WHERE r.Status = 0 AND {InScope}";

    private const string Count = $"SELECT COUNT(*) {FromWaiting}";

    private const string SelectWaiting = $$"""SELECT {{Columns}} {{FromWaiting}} ORDER BY r.AskedAt, r.Id {page}""";

    private const string SelectOne = $"SELECT {Columns} {FromWaiting} AND r.Id = @Id";

    private const string Insert = """
        INSERT INTO AccountRequest (CreditCode, PersonName, Phone, UserName, NormalizedUserName, PasswordHash, Note, Status, AskedAt, AskedFrom)
        VALUES (@CreditCode, @PersonName, @Phone, @UserName, @NormalizedUserName, @PasswordHash, @Note, 0, @Now, @From)
        """;

    private const string UpdateAgreed = $"""
        UPDATE AccountRequest
        SET Status = 1, PasswordHash = NULL, DecidedAt = @Now, DecidedBy = @By, DecidedFrom = @From, DecisionReason = @Reason
        WHERE Id = @Id AND Status = 0 AND {OnRoll}
        """;

    private const string UpdateRefused = $"""
        UPDATE AccountRequest
        SET Status = 2, PasswordHash = NULL, DecidedAt = @Now, DecidedBy = @By, DecidedFrom = @From, DecisionReason = @Reason
        WHERE Id = @Id AND Status = 0 AND ({OnRoll} OR {Unknown})
        """;

    // public by nature: whoever tries to sign in has no scope yet
    private const string CountNamed = "SELECT COUNT(*) FROM AccountRequest WHERE NormalizedUserName = @Name AND Status = 0";

    private const string SelectHash = "SELECT NormalizedUserName, PasswordHash FROM AccountRequest WHERE NormalizedUserName = @Name AND Status = 0";

    /// <summary>False when another request that waits has the user name.</summary>
    /// <param name="regionCode">The township of the enterprise, whose office answers; the city where it is not on the roll.</param>
    public async Task<bool> AddAsync(NewAccountRequest request, string regionCode, Actor actor, CancellationToken ct)
    {
        var parameters = new DynamicParameters(request);
        parameters.AddDynamicParams(new { Now = Now(), actor.From });
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        try
        {
            await connection.ExecuteAsync(database.Command(Insert, parameters, transaction, ct));
        }
        catch (DbException e) when (Database.IsUniqueViolation(e))
        {
            return false;
        }

        await audit.AppendAsync(new AuditDeed(AuditAction.RegistrationAsked, request.CreditCode, regionCode), actor, connection, transaction, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    public async Task<bool> IsNameWaitingAsync(string normalizedName, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.ExecuteScalarAsync<int>(database.Command(CountNamed, new { Name = normalizedName }, ct: ct)) > 0;
    }

    /// <summary>The hash a password is to be tried against; whoever tries counts that as at the sign-in, since the password will be a real one soon.</summary>
    public async Task<string?> WaitingHashAsync(string normalizedName, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var (found, hash) = await connection.QuerySingleOrDefaultAsync<(string? Name, string? Hash)>(database.Command(SelectHash, new { Name = normalizedName }, ct: ct));
        return found == normalizedName ? hash : null;   // as it is counted, whatever else is the same to the collation
    }

    public async Task<int> CountAsync(Scope scope, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.ExecuteScalarAsync<int>(database.Command(Count, Parameters(scope, new { }), ct: ct));
    }

    public async Task<IReadOnlyList<AccountRequest>> WaitingAsync(Scope scope, int skip, int take, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return (await connection.QueryAsync<AccountRequest>(
            database.Command(SelectWaiting, Parameters(scope, new { Skip = skip, Take = take }), ct: ct))).AsList();
    }

    public async Task<AccountRequest?> FindAsync(long id, Scope scope, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<AccountRequest>(database.Command(SelectOne, Parameters(scope, new { Id = id }), ct: ct));
    }

    /// <summary>Within the transaction that makes the account. False when somebody was quicker.</summary>
    public async Task<bool> AgreeAsync(long id, Scope scope, Actor actor, DbConnection connection, DbTransaction transaction, CancellationToken ct) =>
        await connection.ExecuteAsync(database.Command(UpdateAgreed, Decision(id, scope, actor), transaction, ct)) == 1;

    public async Task<bool> RefuseAsync(AccountRequest request, Scope scope, Actor actor, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        if (await connection.ExecuteAsync(database.Command(UpdateRefused, Decision(request.Id, scope, actor), transaction, ct)) != 1)
            return false;
        var deed = new AuditDeed(AuditAction.RegistrationRefused, request.CreditCode, request.TownshipCode ?? Scope.City.RegionCode);
        await audit.AppendAsync(deed, actor, connection, transaction, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    private DynamicParameters Decision(long id, Scope scope, Actor actor) =>
        Parameters(scope, new { Id = id, Now = Now(), By = actor.Name, actor.From, actor.Reason });

    private static DynamicParameters Parameters(Scope scope, object others)
    {
        var all = scope.Parameters(others);
        all.Add("SeesUnknown", scope == Scope.City ? 1 : 0);
        return all;
    }

    private DateTime Now() => clock.GetUtcNow().UtcDateTime;
}
