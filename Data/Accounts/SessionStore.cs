using System.Data.Common;
using Dapper;
using RiskReport.Data.Audit;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;

namespace RiskReport.Data.Accounts;

/// <summary>A session as it begins.</summary>
public sealed record NewSession(string Id, long AccountId, string Network, string Device, string From);

/// <summary>What every request asks of its session: null stamps match nobody.</summary>
public sealed record LiveSession
{
    public string? SecurityStamp { get; init; }
    public required DateTime SeenAt { get; init; }
}

/// <summary>A session as its person sees it.</summary>
public sealed record AccountSession
{
    public required string Id { get; init; }
    public required string Device { get; init; }
    public required string StartedFrom { get; init; }
    public required DateTime StartedAt { get; init; }
    public required DateTime SeenAt { get; init; }
}

/// <summary>The sessions of each account. What is read or ended carries the account as its scope.</summary>
public sealed class SessionStore(Database database, AuditLog audit, TimeProvider clock)
{
    /// <summary>No more than one write a minute for each session, however busy it is.</summary>
    private static readonly TimeSpan Grain = TimeSpan.FromMinutes(1);

    private const string Insert = """
        INSERT INTO AccountSession (Id, AccountId, Network, Device, StartedAt, StartedFrom, SeenAt)
        VALUES (@Id, @AccountId, @Network, @Device, @Now, @From, @Now)
        """;

    private const string SelectLive = """
        SELECT a.SecurityStamp, s.SeenAt
        FROM AccountSession s
        JOIN Account a ON a.Id = s.AccountId
        WHERE s.Id = @Id AND s.AccountId = @AccountId AND s.EndedAt IS NULL AND a.State = 1
        """;

    private const string UpdateSeen = "UPDATE AccountSession SET SeenAt = @Now WHERE Id = @Id AND EndedAt IS NULL AND SeenAt < @Now";

    private const string SelectOpen = """
        SELECT Id, Device, StartedFrom, StartedAt, SeenAt
        FROM AccountSession
        WHERE AccountId = @AccountId AND EndedAt IS NULL AND SeenAt >= @Since
        ORDER BY SeenAt DESC, Id
        """;

    private const string UpdateEnded = """
        UPDATE AccountSession SET EndedAt = @Now, EndedBy = @By, EndReason = @Reason
        WHERE AccountId = @AccountId AND EndedAt IS NULL AND Id = @Id
        """;

    private const string UpdateOthersEnded = """
        UPDATE AccountSession SET EndedAt = @Now, EndedBy = @By, EndReason = @Reason
        WHERE AccountId = @AccountId AND EndedAt IS NULL AND Id <> @Id
        """;

    /// <summary>Begins together with its entry, or not at all.</summary>
    public async Task StartAsync(NewSession session, AuditDeed deed, Actor actor, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        await connection.ExecuteAsync(database.Command(Insert, new
        {
            session.Id,
            session.AccountId,
            session.Network,
            session.Device,
            session.From,
            Now = Now(),
        }, transaction, ct));
        await audit.AppendAsync(deed, actor, connection, transaction, ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Null when the session was ended, or its account is not active any more. Notes once a minute that it was seen.</summary>
    public async Task<LiveSession?> FindAsync(string id, long accountId, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var live = await connection.QuerySingleOrDefaultAsync<LiveSession>(
            database.Command(SelectLive, new { Id = id, AccountId = accountId }, ct: ct));
        if (live is not null && Now() - live.SeenAt >= Grain)
            await connection.ExecuteAsync(database.Command(UpdateSeen, new { Id = id, Now = Now() }, ct: ct));
        return live;
    }

    public async Task<IReadOnlyList<AccountSession>> OpenOfAsync(long accountId, TimeSpan idle, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return (await connection.QueryAsync<AccountSession>(
            database.Command(SelectOpen, new { AccountId = accountId, Since = Now() - idle - Grain }, ct: ct))).AsList();
    }

    /// <summary>By the person itself, which is the actor.</summary>
    public async Task<bool> EndAsync(string id, long accountId, AuditAction action, Actor actor, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        if (await connection.ExecuteAsync(database.Command(UpdateEnded, Ending(id, accountId, actor), transaction, ct)) != 1)
            return false;
        await audit.AppendAsync(new AuditDeed(action, actor.Name, actor.RegionCode), actor, connection, transaction, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    public async Task EndOthersAsync(string id, long accountId, Actor actor, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        if (await connection.ExecuteAsync(database.Command(UpdateOthersEnded, Ending(id, accountId, actor), transaction, ct)) == 0)
            return;
        await audit.AppendAsync(new AuditDeed(AuditAction.SessionsEnded, actor.Name, actor.RegionCode), actor, connection, transaction, ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Within the transaction that takes the account's rights, or gives it others.</summary>
    public async Task EndAllAsync(long accountId, Actor actor, DbConnection connection, DbTransaction transaction, CancellationToken ct) =>
        await connection.ExecuteAsync(database.Command(UpdateOthersEnded, Ending("", accountId, actor), transaction, ct));

    private object Ending(string id, long accountId, Actor actor) =>
        new { Id = id, AccountId = accountId, Now = Now(), By = actor.Name, actor.Reason };

    private DateTime Now() => clock.GetUtcNow().UtcDateTime;
}
