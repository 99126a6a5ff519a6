using System.Collections.Concurrent;
using System.Data.Common;
using Dapper;
using RiskReport.Data.Audit;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;
using RiskReport.Domain.Webhooks;

namespace RiskReport.Data.Webhooks;

/// <summary>
/// Which addresses are to be called, and what came of it. One message waits for each: it is made when there is something new within the client's
/// region, keeps its name until it has been taken, and what changes meanwhile makes the next one. Taking is a conditional update that
/// holds for a while; whoever dies in between leaves a message that is sent once more: better told twice than not at all.
/// </summary>
public sealed class WebhookQueue(Database database, AuditLog audit, TimeProvider clock)
{
    /// <summary>Longer than a call may take.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(90);

    private static readonly Actor Giving = new("系统", "后台", "通知多次失败，已暂停");

    private const string IsTakable = "w.Status = 1 AND w.NextTryAt <= @Now AND (w.ClaimedUntil IS NULL OR w.ClaimedUntil < @Now) AND c.EndedAt IS NULL";

    private const string SelectDue = $"""
        SELECT {WebhookStore.Columns} FROM Webhook w JOIN ApiClient c ON c.Id = w.ClientKey WHERE {IsTakable} ORDER BY w.NextTryAt, w.Id
        """;

    private const string SelectHead = "SELECT h.Number FROM ReportChangeHead h WHERE h.Id = 1";

    private const string SelectNewest = """
        SELECT MAX(n.Number) FROM ReportChange n WHERE n.Number > @After AND n.Number <= @Head AND n.TownshipCode BETWEEN @RegionFrom AND @RegionTo
        """;

    private const string Claim = """
        UPDATE Webhook
        SET MessageId = @MessageId, MessageNumber = @MessageNumber, MessageAt = @MessageAt, Attempts = @Attempts, ClaimNumber = @ClaimNumber, ClaimedUntil = @Until
        WHERE Id = @Id AND Status = 1 AND ClaimNumber = @ClaimNumber - 1
          AND EXISTS (SELECT 1 FROM ApiClient c WHERE c.Id = Webhook.ClientKey AND c.EndedAt IS NULL)
        """;

    private const string UpdateDelivered = """
        UPDATE Webhook
        SET ToldTo = MessageNumber, MessageId = NULL, MessageNumber = NULL, MessageAt = NULL, Attempts = 0, NextTryAt = @NextTryAt, ClaimedUntil = NULL
        WHERE Id = @Id AND ClaimNumber = @ClaimNumber
        """;

    private const string UpdateFailed = "UPDATE Webhook SET NextTryAt = @NextTryAt, ClaimedUntil = NULL WHERE Id = @Id AND ClaimNumber = @ClaimNumber";

    private const string UpdatePaused = """
        UPDATE Webhook SET Status = 2, ClaimedUntil = NULL, ChangedAt = @Now, ChangedBy = @By, ChangedFrom = @From, ChangeReason = @Reason
        WHERE Id = @Id AND Status = 1 AND ClaimNumber = @ClaimNumber
        """;

    private const string InsertDelivery = """
        INSERT INTO WebhookDelivery (WebhookId, MessageId, IsTest, Attempt, At, Outcome, StatusCode, Milliseconds)
        VALUES (@WebhookId, @MessageId, @IsTest, @Attempt, @At, @Outcome, @StatusCode, @Milliseconds)
        """;

    private const string SelectDeliveredAt = "SELECT v.At FROM WebhookDelivery v WHERE v.At < @Before ORDER BY v.At {page}";

    private const string DeleteDeliveries = "DELETE FROM WebhookDelivery WHERE At < @Before AND At <= @UpTo";

    /// <summary>Up to where there was nothing within the region: need not be looked through again.</summary>
    private readonly ConcurrentDictionary<long, long> seen = new();

    /// <summary>Whatever is to be called now, with its message; each is taken just before its call.</summary>
    public async Task<IReadOnlyList<Webhook>> DueAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var due = (await connection.QueryAsync<Webhook>(database.Command(SelectDue, new { Now = Now() }, ct: ct))).AsList();
        if (due.Count == 0)
            return [];
        var head = await connection.ExecuteScalarAsync<long>(database.Command(SelectHead, ct: ct));
        var ready = new List<Webhook>();
        foreach (var webhook in due)
        {
            if (await WithMessageAsync(webhook, head, connection, ct) is { } told)
                ready.Add(told);
        }

        return ready;
    }

    /// <summary>False when somebody else has taken it since it was due, or it is no longer to be called.</summary>
    public async Task<bool> TakeAsync(Webhook due, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.ExecuteAsync(database.Command(
            Claim,
            new { due.Id, due.MessageId, due.MessageNumber, due.MessageAt, due.Attempts, due.ClaimNumber, Until = Now() + Lease }, ct: ct)) == 1;
    }

    /// <summary>Enters the call and what follows from it.</summary>
    public async Task EndAsync(Webhook webhook, WebhookDelivery delivery, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        await connection.ExecuteAsync(database.Command(InsertDelivery, delivery, transaction, ct));
        var delivered = delivery.Outcome == WebhookOutcome.Delivered;
        if ((delivered ? WebhookSchedule.Breath : WebhookSchedule.PauseAfter(webhook.Attempts, delivery.Outcome, delivery.RetryAfter, Random.Shared.NextDouble())) is { } pause)
            await connection.ExecuteAsync(database.Command(
                delivered ? UpdateDelivered : UpdateFailed, new { webhook.Id, webhook.ClaimNumber, NextTryAt = Now() + pause }, transaction, ct));
        else
            await PauseAsync(webhook, connection, transaction, ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Before the address is called because somebody asked for it: what cannot be entered is not sent.</summary>
    public Task TestAsync(Webhook webhook, Actor actor, CancellationToken ct) => audit.AppendAsync(WebhookStore.Deed(AuditAction.WebhookTested, webhook), actor, ct);

    /// <summary>Nothing follows from it.</summary>
    public async Task TestedAsync(WebhookDelivery delivery, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await connection.ExecuteAsync(database.Command(InsertDelivery, delivery, ct: ct));
    }

    /// <summary>Gives up the oldest calls of the log.</summary>
    public async Task<int> ForgetAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await OldRows.DeleteAsync(database, SelectDeliveredAt, DeleteDeliveries, Now() - KeptFor, connection, ct);
    }

    private async Task<Webhook?> WithMessageAsync(Webhook webhook, long head, DbConnection connection, CancellationToken ct)
    {
        if (webhook.MessageId is not null)
            return webhook with { Attempts = webhook.Attempts + 1, ClaimNumber = webhook.ClaimNumber + 1 };
        var after = Math.Max(webhook.ToldTo, seen.GetValueOrDefault(webhook.Id));
        if (after >= head)
            return null;
        var region = new Scope(webhook.RegionCode);
        var parameters = new { After = after, Head = head, region.RegionFrom, region.RegionTo };
        if (await connection.ExecuteScalarAsync<long?>(database.Command(SelectNewest, parameters, ct: ct)) is not { } newest)
        {
            seen[webhook.Id] = head;
            return null;
        }

        return webhook with { MessageId = $"msg_{Guid.NewGuid():N}", MessageNumber = newest, MessageAt = Now(), Attempts = 1, ClaimNumber = webhook.ClaimNumber + 1 };
    }

    private async Task PauseAsync(Webhook webhook, DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        var parameters = new { webhook.Id, webhook.ClaimNumber, Now = Now(), By = Giving.Name, Giving.From, Giving.Reason };
        if (await connection.ExecuteAsync(database.Command(UpdatePaused, parameters, transaction, ct)) == 1)
            await audit.AppendAsync(WebhookStore.Deed(AuditAction.WebhookPaused, webhook), Giving, connection, transaction, ct);
    }

    private DateTime Now() => clock.GetUtcNow().UtcDateTime;
}
