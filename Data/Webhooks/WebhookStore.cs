using System.Data.Common;
using Dapper;
using RiskReport.Data.Audit;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;
using RiskReport.Domain.Webhooks;

namespace RiskReport.Data.Webhooks;

/// <summary>The addresses of a client as its administrator sets them. Every change is entered into the audit trail, or not made.</summary>
public sealed class WebhookStore(Database database, AuditLog audit, TimeProvider clock)
{
    internal const string Columns = """
        w.Id, c.ClientId, c.RegionCode, w.Url, w.Secret, w.PreviousSecret, w.PreviousSecretUntil, w.Status, w.ToldTo, w.MessageId, w.MessageNumber, w.MessageAt,
        w.Attempts, w.NextTryAt, w.ClaimNumber, w.ChangedAt, w.ChangedBy, w.ChangeReason
        """;

    private const string SelectOfClient = $"""
        SELECT {Columns} FROM Webhook w JOIN ApiClient c ON c.Id = w.ClientKey WHERE c.ClientId = @ClientId AND w.Status <> 3 ORDER BY w.Id
        """;

    private const string SelectPaused = "SELECT DISTINCT w.ClientKey FROM Webhook w WHERE w.Status = 2";

    private const string CountOfClient = "SELECT COUNT(*) FROM Webhook w WHERE w.ClientKey = @ClientKey AND w.Status <> 3";

    // told from here on: what was before, the client has read or will read by itself
    private const string Insert = """
        INSERT INTO Webhook (ClientKey, Url, Secret, Status, ToldTo, NextTryAt, ChangedAt, ChangedBy, ChangedFrom, ChangeReason)
        SELECT @ClientKey, @Url, @Secret, 1, h.Number, @Now, @Now, @By, @From, @Reason FROM ReportChangeHead h;
        {new-id}
        """;

    private const string Stamp = "ChangedAt = @Now, ChangedBy = @By, ChangedFrom = @From, ChangeReason = @Reason";

    private const string UpdateSecret = $"""
        UPDATE Webhook SET PreviousSecret = Secret, PreviousSecretUntil = @Until, Secret = @Secret, {Stamp} WHERE Id = @Id AND Status <> 3
        """;

    // a new message, with the newest change
    private const string UpdateResumed = $"""
        UPDATE Webhook
        SET Status = 1, MessageId = NULL, MessageNumber = NULL, MessageAt = NULL, Attempts = 0, NextTryAt = @Now, ClaimedUntil = NULL, ClaimNumber = ClaimNumber + 1, {Stamp}
        WHERE Id = @Id AND Status = 2
        """;

    private const string UpdateEnded = $"UPDATE Webhook SET Status = 3, {Stamp} WHERE Id = @Id AND Status <> 3";

    private const string SelectDeliveries = $$"""
        SELECT v.WebhookId, v.MessageId, v.IsTest, v.Attempt, v.At, v.Outcome, v.StatusCode, v.Milliseconds
        FROM WebhookDelivery v
        JOIN Webhook w ON w.Id = v.WebhookId
        JOIN ApiClient c ON c.Id = w.ClientKey
        WHERE c.ClientId = @ClientId
        ORDER BY v.Id DESC {page}
        """;

    private const string CountDeliveries = """
        SELECT COUNT(*) FROM WebhookDelivery v JOIN Webhook w ON w.Id = v.WebhookId JOIN ApiClient c ON c.Id = w.ClientKey WHERE c.ClientId = @ClientId
        """;

    public async Task<IReadOnlyList<Webhook>> OfClientAsync(string clientId, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return (await connection.QueryAsync<Webhook>(database.Command(SelectOfClient, new { ClientId = clientId }, ct: ct))).AsList();
    }

    /// <summary>Null when the client has no such address, or no longer.</summary>
    public async Task<Webhook?> FindAsync(string clientId, long id, CancellationToken ct) => (await OfClientAsync(clientId, ct)).FirstOrDefault(w => w.Id == id);

    /// <summary>The clients that wait for their administrator.</summary>
    public async Task<HashSet<long>> PausedAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return [.. await connection.QueryAsync<long>(database.Command(SelectPaused, ct: ct))];
    }

    /// <summary>The newest first, also of addresses that have ended.</summary>
    public async Task<(IReadOnlyList<WebhookDelivery> Deliveries, int Total)> DeliveriesAsync(string clientId, int skip, int take, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var deliveries = await connection.QueryAsync<WebhookDelivery>(database.Command(SelectDeliveries, new { ClientId = clientId, Skip = skip, Take = take }, ct: ct));
        return (deliveries.AsList(), await connection.ExecuteScalarAsync<int>(database.Command(CountDeliveries, new { ClientId = clientId }, ct: ct)));
    }

    /// <summary>False when the client has that address already, or as many as it may have.</summary>
    public async Task<bool> AddAsync(long clientKey, string clientId, string regionCode, string url, string secret, Actor actor, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        if (await connection.ExecuteScalarAsync<int>(database.Command(CountOfClient, new { ClientKey = clientKey }, transaction, ct)) >= Webhook.MostOfAClient)
            return false;
        try
        {
            var id = await connection.ExecuteScalarAsync<long>(database.Command(Insert, Stamped(actor, new { ClientKey = clientKey, Url = url, Secret = secret }), transaction, ct));
            await audit.AppendAsync(Deed(AuditAction.WebhookAdded, clientId, id, url, regionCode), actor, connection, transaction, ct);
        }
        catch (DbException e) when (Database.IsUniqueViolation(e))
        {
            return false;
        }

        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>Calls are signed by both secrets for a while.</summary>
    public Task<bool> RenewAsync(Webhook webhook, string secret, Actor actor, CancellationToken ct) => ChangeAsync(
        UpdateSecret, webhook, Stamped(actor, new { webhook.Id, Secret = secret, Until = Now() + Webhook.Overlap }), AuditAction.WebhookRenewed, actor, ct);

    public Task<bool> ResumeAsync(Webhook webhook, Actor actor, CancellationToken ct) =>
        ChangeAsync(UpdateResumed, webhook, Stamped(actor, new { webhook.Id }), AuditAction.WebhookResumed, actor, ct);

    public Task<bool> EndAsync(Webhook webhook, Actor actor, CancellationToken ct) =>
        ChangeAsync(UpdateEnded, webhook, Stamped(actor, new { webhook.Id }), AuditAction.WebhookEnded, actor, ct);

    internal static AuditDeed Deed(AuditAction action, Webhook webhook) => Deed(action, webhook.ClientId, webhook.Id, webhook.Url, webhook.RegionCode);

    private static AuditDeed Deed(AuditAction action, string clientId, long id, string url, string regionCode) =>
        new(action, $"{clientId} 通知地址 {id} {new Uri(url).GetLeftPart(UriPartial.Path)}", regionCode);

    private async Task<bool> ChangeAsync(string update, Webhook webhook, DynamicParameters parameters, AuditAction action, Actor actor, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        if (await connection.ExecuteAsync(database.Command(update, parameters, transaction, ct)) != 1)
            return false;
        await audit.AppendAsync(Deed(action, webhook), actor, connection, transaction, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    private DynamicParameters Stamped(Actor actor, object parameters)
    {
        var all = new DynamicParameters(parameters);
        all.AddDynamicParams(new { Now = Now(), By = actor.Name, actor.From, actor.Reason });
        return all;
    }

    private DateTime Now() => clock.GetUtcNow().UtcDateTime;
}
