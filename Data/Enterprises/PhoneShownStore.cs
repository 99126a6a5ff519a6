using Dapper;
using RiskReport.Data.Audit;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;
using RiskReport.Domain.Enterprises;

namespace RiskReport.Data.Enterprises;

/// <summary>A telephone number is shown to whoever says why, for a moment, and that stays on record.</summary>
public sealed class PhoneShownStore(Database database, AuditLog audit, TimeProvider clock)
{
    public static readonly TimeSpan Moment = TimeSpan.FromMinutes(10);

    private const string Insert = $"""
        INSERT INTO PhoneShown (EnterpriseId, AccountId, ShownAt, ShownBy, ShownFrom, ShowReason)
        SELECT e.Id, @AccountId, @Now, @By, @From, @Reason FROM Enterprise e WHERE e.Id = @Id AND {ScopeSql.OfEnterprise}
        """;

    private const string SelectSubject = "SELECT e.CreditCode, e.TownshipCode FROM Enterprise e WHERE e.Id = @Id";

    private const string CountRecent = $"""
        SELECT COUNT(*)
        FROM PhoneShown p
        JOIN Enterprise e ON e.Id = p.EnterpriseId
        WHERE p.EnterpriseId = @Id AND p.AccountId = @AccountId AND p.ShownAt > @Since AND {ScopeSql.OfEnterprise}
        """;

    private const string SelectLatest = $$"""
        SELECT p.ShownAt, p.ShownBy, p.ShowReason
        FROM PhoneShown p
        JOIN Enterprise e ON e.Id = p.EnterpriseId
        WHERE p.EnterpriseId = @Id AND {{ScopeSql.OfEnterprise}}
        ORDER BY p.Id DESC {page}
        """;

    /// <summary>False when there is no such enterprise for the caller.</summary>
    public async Task<bool> ShowAsync(long enterpriseId, long accountId, Scope scope, Actor actor, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var parameters = scope.Parameters(new { Id = enterpriseId, AccountId = accountId, Now = Now(), By = actor.Name, actor.From, actor.Reason });
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        if (await connection.ExecuteAsync(database.Command(Insert, parameters, transaction, ct)) != 1)
            return false;
        var (code, township) = await connection.QuerySingleAsync<(string, string)>(database.Command(SelectSubject, new { Id = enterpriseId }, transaction, ct));
        await audit.AppendAsync(new AuditDeed(AuditAction.PhoneShown, code, township), actor, connection, transaction, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    public async Task<bool> IsShownAsync(long enterpriseId, long accountId, Scope scope, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var parameters = scope.Parameters(new { Id = enterpriseId, AccountId = accountId, Since = Now() - Moment });
        return await connection.ExecuteScalarAsync<int>(database.Command(CountRecent, parameters, ct: ct)) > 0;
    }

    public async Task<IReadOnlyList<PhoneLook>> LatestAsync(long enterpriseId, Scope scope, int most, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return (await connection.QueryAsync<PhoneLook>(database.Command(SelectLatest, scope.Parameters(new { Id = enterpriseId, Skip = 0, Take = most }), ct: ct))).AsList();
    }

    private DateTime Now() => clock.GetUtcNow().UtcDateTime;
}
