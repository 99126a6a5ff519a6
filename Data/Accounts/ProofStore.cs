using Dapper;
using RiskReport.Domain.Audit;

namespace RiskReport.Data.Accounts;

/// <summary>What a session has gone to the external service for.</summary>
public sealed record ProofAsked
{
    public required string ProofId { get; init; }
    public required string ProofFor { get; init; }
    public required DateTime ProofAskedAt { get; init; }
}

/// <summary>
/// That a person has signed in anew outside, for one deed of one session: it stands with the session, one at a time, and is gone with it. Each step is a
/// conditional update whose row count is the answer, so that one of several at once gets it, on whichever instance.
/// </summary>
public sealed class ProofStore(Database database, TimeProvider clock)
{
    /// <summary>How long the service outside may take to answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>How long what it has answered is good.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private const string Mine = "Id = @Session AND AccountId = @AccountId AND EndedAt IS NULL";

    private const string UpdateAsked =
        $"UPDATE AccountSession SET ProofId = @ProofId, ProofFor = @Deed, ProofAskedAt = @Now, ProvenAt = NULL WHERE {Mine}";

    private const string SelectAsked = $"""
        SELECT ProofId, ProofFor, ProofAskedAt FROM AccountSession WHERE {Mine} AND ProofId IS NOT NULL AND ProvenAt IS NULL AND ProofAskedAt > @Since
        """;

    private const string UpdateProven = $"UPDATE AccountSession SET ProvenAt = @Now WHERE {Mine} AND ProofId = @ProofId AND ProvenAt IS NULL";

    private const string UpdateDropped = $"UPDATE AccountSession SET ProofId = NULL WHERE {Mine} AND ProofId = @ProofId AND ProvenAt IS NULL";

    private const string SelectProven = $"SELECT ProofFor FROM AccountSession WHERE {Mine} AND ProofId IS NOT NULL AND ProvenAt > @Since";

    private const string UpdateTaken =
        $"UPDATE AccountSession SET ProofId = NULL WHERE {Mine} AND ProofFor = @Deed AND ProofId IS NOT NULL AND ProvenAt > @Since";

    private const string UpdateGivenBack =
        $"UPDATE AccountSession SET ProofId = @ProofId WHERE {Mine} AND ProofFor = @Deed AND ProofId IS NULL AND ProvenAt IS NOT NULL";

    public Task AskAsync(string session, long accountId, string proofId, AuditAction deed, CancellationToken ct) =>
        ExecuteAsync(UpdateAsked, new { Session = session, AccountId = accountId, ProofId = proofId, Deed = deed.Code(), Now = Now() }, ct);

    /// <summary>Null where nothing was asked, or it was answered already.</summary>
    public async Task<ProofAsked?> AskedAsync(string session, long accountId, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<ProofAsked>(
            database.Command(SelectAsked, new { Session = session, AccountId = accountId, Since = Now() - Patience }, ct: ct));
    }

    /// <summary>False for an answer that is not the first one.</summary>
    public Task<bool> ProveAsync(string session, long accountId, string proofId, CancellationToken ct) =>
        ExecuteAsync(UpdateProven, new { Session = session, AccountId = accountId, ProofId = proofId, Now = Now() }, ct);

    /// <summary>The answer has proven nothing, and there is no second one.</summary>
    public Task DropAsync(string session, long accountId, string proofId, CancellationToken ct) =>
        ExecuteAsync(UpdateDropped, new { Session = session, AccountId = accountId, ProofId = proofId }, ct);

    /// <summary>The deed that stands proven; null without one.</summary>
    public async Task<AuditAction?> ProvenAsync(string session, long accountId, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return AuditActionWords.Parse(await connection.QuerySingleOrDefaultAsync<string>(
            database.Command(SelectProven, new { Session = session, AccountId = accountId, Since = Now() - Lifetime }, ct: ct)));
    }

    public Task<bool> TakeAsync(string session, long accountId, AuditAction deed, CancellationToken ct) =>
        ExecuteAsync(UpdateTaken, new { Session = session, AccountId = accountId, Deed = deed.Code(), Since = Now() - Lifetime }, ct);

    /// <summary>Gives back what was taken for a deed that did not come about; it lasts no longer for that.</summary>
    public Task GiveBackAsync(string session, long accountId, string proofId, AuditAction deed, CancellationToken ct) =>
        ExecuteAsync(UpdateGivenBack, new { Session = session, AccountId = accountId, ProofId = proofId, Deed = deed.Code() }, ct);

    private async Task<bool> ExecuteAsync(string sql, object parameters, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.ExecuteAsync(database.Command(sql, parameters, ct: ct)) == 1;
    }

    private DateTime Now() => clock.GetUtcNow().UtcDateTime;
}
