using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using RiskReport.Data.Changes;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Changes;
using RiskReport.Domain.Declarations;

namespace RiskReport.Data.Declarations;

/// <summary>Which draft a link is for, and within which enterprise it opens.</summary>
public sealed record CommitInvitation
{
    public required long DeclarationId { get; init; }
    public required long EnterpriseId { get; init; }
    public required int Year { get; init; }
    public required string TownshipCode { get; init; }
    public required int DraftVersion { get; init; }
    public required string ChangedBy { get; init; }

    public Scope Scope => new(TownshipCode, EnterpriseId);
}

/// <summary>
/// Links by which a responsible person commits without an account. Whoever holds the token may read and commit that one
/// draft, once; only its hash is kept, and an edit after it was made ends it.
/// </summary>
public sealed class CommitLinkStore(Database database, DeclarationStore declarations, PendingStore pending, ReportChanges changes, TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    private const string DeleteOld = "DELETE FROM CommitLink WHERE DeclarationId = @Id AND UsedAt IS NULL";

    private const string Insert = $"""
        INSERT INTO CommitLink (TokenHash, DeclarationId, DraftVersion, ExpiresAt, ChangedAt, ChangedBy, ChangedFrom, ChangeReason)
        SELECT @TokenHash, d.Id, @Version, @ExpiresAt, @Now, @By, @From, @Reason
        FROM Declaration d
        WHERE d.Id = @Id AND d.Version = @Version AND {ScopeSql.OfDeclaration}
        """;

    // the token is the right to it: it opens this one draft and nothing else
    private const string SelectOne = """
        SELECT l.DeclarationId, d.EnterpriseId, d.Year, d.TownshipCode, l.DraftVersion, l.ChangedBy
        FROM CommitLink l
        JOIN Declaration d ON d.Id = l.DeclarationId
        WHERE l.TokenHash = @TokenHash AND l.UsedAt IS NULL AND l.ExpiresAt > @Now AND d.Version = l.DraftVersion
        """;

    private const string UpdateUsed = "UPDATE CommitLink SET UsedAt = @Now WHERE TokenHash = @TokenHash AND UsedAt IS NULL AND ExpiresAt > @Now";

    /// <summary>The token, which is shown once; null when the draft has changed meanwhile. A new link ends the ones before it.</summary>
    public async Task<string?> CreateAsync(long declarationId, int version, Scope scope, Actor actor, CancellationToken ct)
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        var now = clock.GetUtcNow().UtcDateTime;
        var parameters = scope.Parameters(new
        {
            Id = declarationId,
            Version = version,
            TokenHash = Hash(token),
            ExpiresAt = now + Lifetime,
            Now = now,
            By = actor.Name,
            actor.From,
            actor.Reason,
        });
        await connection.ExecuteAsync(database.Command(DeleteOld, parameters, transaction, ct));
        if (await connection.ExecuteAsync(database.Command(Insert, parameters, transaction, ct)) != 1)
            return null;
        await transaction.CommitAsync(ct);
        return token;
    }

    /// <summary>Null for an unknown, used or expired token, and when the draft was edited after the link was made.</summary>
    public async Task<CommitInvitation?> FindAsync(string token, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<CommitInvitation>(
            database.Command(SelectOne, new { TokenHash = Hash(token), Now = clock.GetUtcNow().UtcDateTime }, ct: ct));
    }

    /// <summary>Uses the link and files the report, or neither.</summary>
    public async Task<SaveResult> FileAsync(string token, Declaration declaration, Filing filing, Scope scope, Actor actor, CancellationToken ct)
    {
        var isFiled = await database.WriteAsync(async (connection, transaction) =>
        {
            if (await connection.ExecuteAsync(database.Command(UpdateUsed, new { TokenHash = Hash(token), Now = clock.GetUtcNow().UtcDateTime }, transaction, ct)) != 1
                || !await FileAsync(declaration, filing, scope, actor, connection, transaction, ct))
                return false;
            await changes.AddAsync(declaration.IsChange ? ReportChangeKind.ChangeFiled : ReportChangeKind.Filed, [declaration.Id], actor, connection, transaction, ct);
            return true;
        }, ct);
        return isFiled ? SaveResult.Saved : SaveResult.Stale;
    }

    private async Task<bool> FileAsync(
        Declaration declaration, Filing filing, Scope scope, Actor actor, DbConnection connection, DbTransaction transaction, CancellationToken ct) =>
        declaration.IsChange
            ? await pending.FileChangeAsync(declaration, filing, scope, actor, connection, transaction, ct)
            : await declarations.ChangeRollAsync(declaration, filing.Facts, scope, actor, connection, transaction, ct)
                && await declarations.FileAsync(declaration, filing, scope, actor, connection, transaction, ct);

    private static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
