using System.Data.Common;
using Dapper;
using RiskReport.Data.Audit;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;

namespace RiskReport.Data.Accounts;

/// <summary>How far the enterprises of a region have come to their accounts.</summary>
public sealed record ActivationCounts
{
    public required int Enterprises { get; init; }
    public required int WithoutAccount { get; init; }

    /// <summary>Codes that can still be used.</summary>
    public required int OpenCodes { get; init; }
}

/// <summary>A code that can be used at this moment.</summary>
public sealed record OpenCode
{
    public required long Id { get; init; }
    public required long EnterpriseId { get; init; }
    public required string Name { get; init; }
    public required string TownshipCode { get; init; }
    public required Capacity Capacity { get; init; }
    public required string MadeBy { get; init; }
}

/// <summary>Makes activation codes and takes them, each once: the row count of a conditional update is the answer.</summary>
public sealed class ActivationStore(Database database, MembershipStore memberships, AuditLog audit, TimeProvider clock)
{
    /// <summary>At one go: more would keep every other writer waiting.</summary>
    public const int Most = 5_000;

    /// <summary>So long a code is left alone that somebody else has made: it is on paper and on its way.</summary>
    public static readonly TimeSpan Moment = TimeSpan.FromMinutes(10);

    private const int MostTries = 3;

    private const string IsOpen = "c.UsedAt IS NULL AND c.ReplacedAt IS NULL AND c.ExpiresAt > @Now";

    private const string NoAccount = "NOT EXISTS (SELECT 1 FROM AccountEnterprise m JOIN Account a ON a.Id = m.AccountId WHERE m.EnterpriseId = e.Id AND a.State <> 3)";

    private const string SelectCounts = $"""
        SELECT COUNT(*) AS Enterprises,
            COALESCE(SUM(CASE WHEN m.EnterpriseId IS NULL THEN 1 ELSE 0 END), 0) AS WithoutAccount,
            COALESCE(SUM(CASE WHEN c.Id IS NULL THEN 0 ELSE 1 END), 0) AS OpenCodes
        FROM Enterprise e
        LEFT JOIN (SELECT DISTINCT x.EnterpriseId FROM AccountEnterprise x JOIN Account a ON a.Id = x.AccountId WHERE a.State <> 3) m ON m.EnterpriseId = e.Id
        LEFT JOIN ActivationCode c ON c.EnterpriseId = e.Id AND {IsOpen}
        WHERE {ScopeSql.OfEnterprise}
        """;

    private const string Columns = "e.Id, e.Name, e.CreditCode, e.TownshipCode, CONCAT(county.Name, town.Name) AS Place";

    private const string WithPlace = """
        FROM Enterprise e
        JOIN Region town ON town.Code = e.TownshipCode
        JOIN Region county ON county.Code = town.ParentCode
        """;

    private const string SelectOne = $"SELECT {Columns} {WithPlace} WHERE e.Id = @Id AND {ScopeSql.OfEnterprise}";

    private const string SelectWithout = $$"""
        SELECT {{Columns}} {{WithPlace}}
        WHERE {{ScopeSql.OfEnterprise}} AND {{NoAccount}}
          AND (@Renew = 1 OR NOT EXISTS (SELECT 1 FROM ActivationCode c WHERE c.EnterpriseId = e.Id AND {{IsOpen}}))
        ORDER BY e.TownshipCode, e.Id {page}
        """;

    private const string UpdateReplaced = """
        UPDATE ActivationCode SET ReplacedAt = @Now
        WHERE EnterpriseId = @EnterpriseId AND UsedAt IS NULL AND ReplacedAt IS NULL
          AND (ExpiresAt <= @Now OR (@Renew = 1 AND (MadeBy = @By OR MadeAt <= @Before)))
        """;

    // the row count is the answer; where reading waits for nobody, the unique index is
    private const string Insert = """
        INSERT INTO ActivationCode (EnterpriseId, Capacity, CodeSha256, ExpiresAt, MadeAt, MadeBy, MadeFrom, MakeReason)
        SELECT e.Id, @Capacity, @CodeSha256, @ExpiresAt, @Now, @By, @From, @Reason FROM Enterprise e
        WHERE e.Id = @EnterpriseId
          AND NOT EXISTS (SELECT 1 FROM ActivationCode c WHERE c.EnterpriseId = e.Id AND c.UsedAt IS NULL AND c.ReplacedAt IS NULL)
        """;

    // public by nature: whoever holds the code has no scope yet
    private const string SelectOpen = $"""
        SELECT c.Id, c.EnterpriseId, e.Name, e.TownshipCode, c.Capacity, c.MadeBy
        FROM ActivationCode c
        JOIN Enterprise e ON e.Id = c.EnterpriseId
        WHERE c.CodeSha256 = @CodeSha256 AND e.CreditCode = @CreditCode AND {IsOpen}
        """;

    private const string UpdateUsed = """
        UPDATE ActivationCode SET UsedAt = @Now, UsedBy = @By, UsedFrom = @From
        WHERE Id = @Id AND UsedAt IS NULL AND ReplacedAt IS NULL AND ExpiresAt > @Now
        """;

    public async Task<ActivationCounts> CountAsync(Scope scope, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.QuerySingleAsync<ActivationCounts>(database.Command(SelectCounts, scope.Parameters(new { Now = Now() }), ct: ct));
    }

    /// <summary>
    /// Not found when the enterprise is not in the caller's scope. An open code of the enterprise is replaced, but not one that somebody else has
    /// made within the moment: then there is none.
    /// </summary>
    public Task<(bool IsFound, IssuedCode? Code)> MakeAsync(long enterpriseId, Capacity capacity, Scope scope, Actor actor, CancellationToken ct) =>
        TryAsync(() => MakeOneAsync(enterpriseId, capacity, scope, actor, ct));

    /// <summary>
    /// For all enterprises of the scope that have no account and, unless renewed, no open code; left out is whose code somebody else has made
    /// within the moment. Null when they are too many.
    /// </summary>
    public Task<IReadOnlyList<IssuedCode>?> MakeManyAsync(Scope scope, bool renew, Actor actor, CancellationToken ct) =>
        TryAsync(() => MakeForAllAsync(scope, renew, actor, ct));

    private async Task<(bool IsFound, IssuedCode? Code)> MakeOneAsync(long enterpriseId, Capacity capacity, Scope scope, Actor actor, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        var target = await connection.QuerySingleOrDefaultAsync<Target>(
            database.Command(SelectOne, scope.Parameters(new { Id = enterpriseId }), transaction, ct));
        if (target is null)
            return (false, null);
        if (await IssueAsync(target, capacity, renew: true, actor, connection, transaction, ct) is not { } issued)
            return (true, null);
        await audit.AppendAsync(Deed(target), actor, connection, transaction, ct);
        await transaction.CommitAsync(ct);
        return (true, issued);
    }

    private async Task<IReadOnlyList<IssuedCode>?> MakeForAllAsync(Scope scope, bool renew, Actor actor, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        var parameters = scope.Parameters(new { Renew = renew ? 1 : 0, Now = Now(), Skip = 0, Take = Most + 1 });
        var targets = (await connection.QueryAsync<Target>(database.Command(SelectWithout, parameters, transaction, ct))).AsList();
        if (targets.Count > Most)
            return null;

        var (issued, deeds) = (new List<IssuedCode>(targets.Count), new List<AuditDeed>(targets.Count));
        foreach (var target in targets)
        {
            if (await IssueAsync(target, Capacity.OwnStaff, renew, actor, connection, transaction, ct) is not { } code)
                continue;
            issued.Add(code);
            deeds.Add(Deed(target));
        }

        await audit.AppendAsync(deeds, actor, connection, transaction, ct);
        await transaction.CommitAsync(ct);
        return issued;
    }

    /// <summary>Whoever meets somebody at the same enterprise at the same moment looks anew, and finds that code.</summary>
    private static async Task<T> TryAsync<T>(Func<Task<T>> deed)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await deed();
            }
            catch (DbException e) when (tries < MostTries && (Database.IsUniqueViolation(e) || Database.IsDeadlock(e)))
            {
            }
        }
    }

    /// <summary>Null for a code that is unknown, used, expired, replaced, or another enterprise's.</summary>
    public async Task<OpenCode?> FindAsync(string creditCode, string code, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<OpenCode>(
            database.Command(SelectOpen, new { CreditCode = creditCode, CodeSha256 = ActivationCode.Hash(code), Now = Now() }, ct: ct));
    }

    /// <summary>Within the transaction that gives what the code stands for. False when somebody was quicker.</summary>
    public async Task<bool> TakeAsync(OpenCode code, string by, string from, DbConnection connection, DbTransaction transaction, CancellationToken ct) =>
        await connection.ExecuteAsync(database.Command(UpdateUsed, new { code.Id, Now = Now(), By = by, From = from }, transaction, ct)) == 1;

    /// <summary>For a person who has an account already.</summary>
    public async Task<bool> JoinAsync(OpenCode code, long accountId, Actor actor, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        if (!await TakeAsync(code, actor.Name, actor.From, connection, transaction, ct))
            return false;
        await memberships.AddAsync(accountId, code.EnterpriseId, code.Capacity, actor, connection, transaction, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    private static AuditDeed Deed(Target target) => new(AuditAction.ActivationCodeMade, target.CreditCode, target.TownshipCode);

    /// <summary>Null where an open code stands that is to be left alone.</summary>
    private async Task<IssuedCode?> IssueAsync(
        Target target, Capacity capacity, bool renew, Actor actor, DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        var code = VerificationCode.New(ActivationCode.Length);
        var now = Now();
        var expires = now + ActivationCode.Lifetime;
        await connection.ExecuteAsync(database.Command(
            UpdateReplaced, new { EnterpriseId = target.Id, Now = now, Before = now - Moment, Renew = renew ? 1 : 0, By = actor.Name }, transaction, ct));
        var made = await connection.ExecuteAsync(database.Command(Insert, new
        {
            EnterpriseId = target.Id,
            Capacity = capacity,
            CodeSha256 = ActivationCode.Hash(code),
            ExpiresAt = expires,
            Now = now,
            By = actor.Name,
            actor.From,
            actor.Reason,
        }, transaction, ct));
        return made == 0 ? null : new IssuedCode { Name = target.Name, CreditCode = target.CreditCode, Place = target.Place, Capacity = capacity, Code = code, ExpiresAt = expires };
    }

    private DateTime Now() => clock.GetUtcNow().UtcDateTime;

    private sealed record Target
    {
        public required long Id { get; init; }
        public required string Name { get; init; }
        public required string CreditCode { get; init; }
        public required string TownshipCode { get; init; }
        public required string Place { get; init; }
    }
}
