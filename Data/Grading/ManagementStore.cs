using System.Data.Common;
using Dapper;
using RiskReport.Data.Audit;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;
using RiskReport.Domain.Grading;

namespace RiskReport.Data.Grading;

/// <summary>The second figure of an enterprise and year, 管理评价, as an office gave it.</summary>
public sealed record ManagementEntry
{
    public required decimal Score { get; init; }
    public required ManagementRating Rating { get; init; }
    public required string RuleSet { get; init; }
    public required int Version { get; init; }
    public required DateTime ChangedAt { get; init; }
    public required string ChangedBy { get; init; }
    public required string ChangeReason { get; init; }
}

/// <summary>Keeps 管理评价 in a table of its own, which no colour is made of.</summary>
public sealed class ManagementStore(Database database, AuditLog audit, TimeProvider clock)
{
    private const string SelectOne = $"""
        SELECT m.Score, m.Rating, m.RuleSet, m.Version, m.ChangedAt, m.ChangedBy, m.ChangeReason
        FROM ManagementRating m
        JOIN Enterprise e ON e.Id = m.EnterpriseId
        WHERE m.EnterpriseId = @EnterpriseId AND m.Year = @Year AND {ScopeSql.OfEnterprise}
        """;

    private const string Update = $"""
        UPDATE ManagementRating
        SET Score = @Score, Rating = @Rating, RuleSet = @RuleSet, Version = Version + 1,
            ChangedAt = @Now, ChangedBy = @By, ChangedFrom = @From, ChangeReason = @Reason
        WHERE EnterpriseId = @EnterpriseId AND Year = @Year AND Version = @Version
          AND EXISTS (SELECT 1 FROM Enterprise e WHERE e.Id = @EnterpriseId AND {ScopeSql.OfEnterprise})
        """;

    private const string Insert = $"""
        INSERT INTO ManagementRating (EnterpriseId, Year, Score, Rating, RuleSet, Version, ChangedAt, ChangedBy, ChangedFrom, ChangeReason)
        SELECT e.Id, @Year, @Score, @Rating, @RuleSet, 1, @Now, @By, @From, @Reason
        FROM Enterprise e
        WHERE e.Id = @EnterpriseId AND {ScopeSql.OfEnterprise}
          AND NOT EXISTS (SELECT 1 FROM ManagementRating m WHERE m.EnterpriseId = e.Id AND m.Year = @Year)
        """;

    private const string SelectSubject = "SELECT e.CreditCode, e.TownshipCode FROM Enterprise e WHERE e.Id = @EnterpriseId";

    public async Task<ManagementEntry?> FindAsync(long enterpriseId, int year, Scope scope, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<ManagementEntry>(
            database.Command(SelectOne, scope.Parameters(new { EnterpriseId = enterpriseId, Year = year }), ct: ct));
    }

    /// <summary>version: what the caller saw, 0 for none. False where somebody else was quicker, or the enterprise is not the caller's.</summary>
    public async Task<bool> SaveAsync(long enterpriseId, int year, decimal score, RuleSet rules, int version, Scope scope, Actor actor, CancellationToken ct)
    {
        var parameters = scope.Parameters(new
        {
            EnterpriseId = enterpriseId,
            Year = year,
            Score = score,
            Rating = rules.Management.RatingOf(score),
            RuleSet = rules.Name,
            Version = version,
            Now = clock.GetUtcNow().UtcDateTime,
            By = actor.Name,
            actor.From,
            actor.Reason,
        });
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        var before = await HashAsync();
        try
        {
            if (await connection.ExecuteAsync(database.Command(version == 0 ? Insert : Update, parameters, transaction, ct)) != 1)
                return false;
        }
        catch (DbException e) when (Database.IsUniqueViolation(e))
        {
            return false;
        }

        var (code, township) = await connection.QuerySingleAsync<(string, string)>(database.Command(SelectSubject, parameters, transaction, ct));
        await audit.AppendAsync(
            new AuditDeed(AuditAction.ManagementRated, $"{code}/{year}", township) { HashBefore = before, HashAfter = await HashAsync() }, actor, connection, transaction, ct);
        await transaction.CommitAsync(ct);
        return true;

        async Task<string?> HashAsync() =>
            ContentHash.Of(await connection.QuerySingleOrDefaultAsync<ManagementEntry>(database.Command(SelectOne, parameters, transaction, ct)));
    }
}
