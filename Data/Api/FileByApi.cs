using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using Dapper;
using RiskReport.Data.Changes;
using RiskReport.Data.Declarations;
using RiskReport.Data.Imports;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Api;
using RiskReport.Domain.Changes;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Imports;

namespace RiskReport.Data.Api;

/// <summary>A report as it came in, with what a repeat of it is known by.</summary>
public sealed record ApiFilingOrder
{
    public required string CreditCode { get; init; }
    public required int Year { get; init; }

    /// <summary>The year may be reported for now; a repeat is answered all the same.</summary>
    public required bool IsOpen { get; init; }
    public required FilingRequest Request { get; init; }
    public required ImportPlanner Planner { get; init; }

    /// <summary>The version that the client has seen; null where it does not say.</summary>
    public int? Seen { get; init; }
    public required long ClientKey { get; init; }

    /// <summary>The SHA-256 of the name of the request: SQL Server would take "a" for "A".</summary>
    public string? IdempotencyKey { get; init; }
    public required string RequestSha256 { get; init; }
    public required Scope Scope { get; init; }
    public required Actor Actor { get; init; }
}

public enum ApiFilingEnd
{
    Filed = 1,

    /// <summary>The same request has been here before, or the same report is filed already.</summary>
    Repeated = 2,
    NotFound = 3,
    Faulty = 4,

    /// <summary>It is not, or no longer, to be filed this way.</summary>
    Clash = 5,

    /// <summary>The key was used for another request.</summary>
    OtherRequest = 6,
}

public sealed record ApiFilingResult(ApiFilingEnd End, Receipt? Receipt, IReadOnlyList<ApiProblem> Problems);

/// <summary>
/// Files one report for another system, as an import files many: decided outside the lock from what there is, written in one transaction with
/// the name of the request, and decided anew where somebody was quicker. Whatever ends before the commit has left nothing.
/// </summary>
public sealed class FileByApi(Database database, KnownEnterprises known, FileImported files, ReportChanges changes, TimeProvider clock) : IDisposable
{
    private const int MostAttempts = 5;
    private const int MostTogether = 64;
    private const string SavePoint = "filing";

    private const string SelectKey = "SELECT f.RequestSha256, f.VersionId FROM ApiFiling f WHERE f.ClientKey = @ClientKey AND f.IdempotencyKey = @IdempotencyKey";

    private const string InsertKey = """
        INSERT INTO ApiFiling (ClientKey, IdempotencyKey, RequestSha256, VersionId, FiledAt)
        VALUES (@ClientKey, @IdempotencyKey, @RequestSha256, @VersionId, @Now)
        """;

    private const string DeleteKeys = "DELETE FROM ApiFiling WHERE FiledAt < @Before";

    private const string SelectReceipt = $"""
        SELECT {VersionStore.Columns}
        FROM DeclarationVersion v
        JOIN Declaration d ON d.Id = v.DeclarationId
        WHERE v.Id = @VersionId AND {ScopeSql.OfDeclaration}
        """;

    private const string SelectOfReports = $"""
        SELECT d.EnterpriseId, d.Version, {VersionStore.Columns}
        FROM DeclarationVersion v
        JOIN Declaration d ON d.Id = v.DeclarationId
        WHERE d.EnterpriseId IN @Ids AND d.Year = @Year AND {ScopeSql.OfNamedDeclaration}
        """;

    private static readonly BulkInsert<Key> Keys = new(InsertKey);

    private static readonly ApiProblem Overtaken = new("VERSION", null, "报告正在被他人变更，没有保存。请重新读取后再提交。");

    /// <summary>SQLite has one writer, and those who wait inside it block a thread each and are let in at random; here they stand in line.</summary>
    private readonly SemaphoreSlim turn = new(1);
    private readonly ConcurrentQueue<Writing> waiting = new();

    public async Task<ApiFilingResult> RunAsync(ApiFilingOrder order, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await RepeatedAsync(order, connection, ct) ?? await FileAsync(order, connection, ct);
            }
            catch (Exception e) when (WasQuicker(e))
            {
                // the transaction is undone; what the other writer left is read now
                if (attempt == MostAttempts)
                    return new ApiFilingResult(ApiFilingEnd.Clash, null, [Overtaken]);
            }
        }
    }

    /// <summary>Gives up the names of requests older than this; whoever still repeats one files anew.</summary>
    public async Task<int> ForgetKeysAsync(TimeSpan age, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.ExecuteAsync(database.Command(DeleteKeys, new { Before = clock.GetUtcNow().UtcDateTime - age }, ct: ct));
    }

    public void Dispose() => turn.Dispose();

    /// <summary>Somebody filed the report, its first of the year or this very request, or moved the enterprise away.</summary>
    private static bool WasQuicker(Exception error) =>
        error is DBConcurrencyException || (error is DbException { } inner && (Database.IsUniqueViolation(inner) || Database.IsDeadlock(inner)));

    private async Task<ApiFilingResult?> RepeatedAsync(ApiFilingOrder order, DbConnection connection, CancellationToken ct)
    {
        if (order.IdempotencyKey is null
            || await connection.QuerySingleOrDefaultAsync<Before>(database.Command(SelectKey, new { order.ClientKey, order.IdempotencyKey }, ct: ct)) is not { } before)
            return null;
        if (before.RequestSha256 != order.RequestSha256)
            return new ApiFilingResult(ApiFilingEnd.OtherRequest, null, []);
        var receipt = await connection.QuerySingleOrDefaultAsync<Receipt>(
            database.Command(SelectReceipt, order.Scope.Parameters(new { before.VersionId }), ct: ct));
        return new ApiFilingResult(receipt is null ? ApiFilingEnd.NotFound : ApiFilingEnd.Repeated, receipt, []);
    }

    private async Task<ApiFilingResult> FileAsync(ApiFilingOrder order, DbConnection connection, CancellationToken ct)
    {
        if (!order.IsOpen)
            return new ApiFilingResult(ApiFilingEnd.NotFound, null, []);
        var (there, _) = await known.ReadAsync([order.CreditCode], order.Scope, order.Year, connection, ct);
        if (!there.TryGetValue(order.CreditCode, out var enterprise))
            return new ApiFilingResult(ApiFilingEnd.NotFound, null, []);
        var (planned, problems) = order.Request.Plan(order.Planner, enterprise, order.Actor.Name);
        if (planned is null)
            return new ApiFilingResult(ApiFilingEnd.Faulty, null, problems);
        if (order.Seen is { } seen && seen != (enterprise.Report?.Version ?? 0))
            return new ApiFilingResult(ApiFilingEnd.Clash, null, [new ApiProblem("VERSION", "If-Match", "报告在读取之后有变动，请重新读取后再提交。")]);
        var decision = ImportDecision.Of(planned, enterprise, elsewhere: false, order.Year);
        if (decision.Problem is { } refused)
            return new ApiFilingResult(ApiFilingEnd.Clash, null, [new ApiProblem(refused.Code, null, refused.Message)]);

        var now = clock.GetUtcNow().UtcDateTime;
        var ready = decision.IsTaken ? ReadyFiling.Of(decision, order.Year, order.Request.ReasonOf, order.Scope, order.Actor, now) : null;
        var writing = new Writing(order, enterprise, ready, now);
        var receipt = database.IsSqlite ? await InLineAsync(writing, connection, ct) : await AloneAsync(writing, connection, ct);
        return new ApiFilingResult(ready is null ? ApiFilingEnd.Repeated : ApiFilingEnd.Filed, receipt, []);
    }

    private async Task<Receipt> AloneAsync(Writing writing, DbConnection connection, CancellationToken ct)
    {
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        await StoreAsync([writing], connection, transaction, ct);
        await transaction.CommitAsync(ct);
        return writing.Receipt!;
    }

    /// <summary>Whoever's turn it is writes for all who wait by then: a commit costs the disk the same for one as for thirty.</summary>
    private async Task<Receipt> InLineAsync(Writing writing, DbConnection connection, CancellationToken ct)
    {
        waiting.Enqueue(writing);
        try
        {
            await turn.WaitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            // whoever writes next leaves it out
            writing.Written.TrySetCanceled(ct);
            throw;
        }

        try
        {
            // not ct: others' filings do not end with this one's request
            if (!writing.Written.Task.IsCompleted)
                await TogetherAsync(connection);
        }
        finally
        {
            turn.Release();
        }

        return await writing.Written.Task;
    }

    private async Task TogetherAsync(DbConnection connection)
    {
        var batch = new List<Writing>(MostTogether);
        while (batch.Count < MostTogether && waiting.TryDequeue(out var next))
        {
            if (!next.Written.Task.IsCompleted)
                batch.Add(next);
        }

        try
        {
            await using var transaction = await Database.BeginWriteAsync(connection, CancellationToken.None);
            foreach (var alike in batch.GroupBy(w => (w.Order.Year, w.Order.Scope, w.Order.Actor)))
                await StoreOrFailAsync([.. alike], connection, transaction);
            await transaction.CommitAsync();
        }
        catch (Exception e)
        {
            foreach (var writing in batch)
                writing.Written.TrySetException(e);
            return;
        }

        foreach (var writing in batch)
        {
            if (writing.Receipt is { } receipt)
                writing.Written.TrySetResult(receipt);
        }
    }

    /// <summary>What one cannot have written is no matter of the others: where they fail together, each is written alone.</summary>
    private async Task StoreOrFailAsync(IReadOnlyList<Writing> writings, DbConnection connection, DbTransaction transaction)
    {
        await transaction.SaveAsync(SavePoint);
        try
        {
            await StoreAsync(writings, connection, transaction, CancellationToken.None);
        }
        catch (Exception e)
        {
            await transaction.RollbackAsync(SavePoint);
            if (writings is [var alone])
            {
                alone.Written.TrySetException(e);
                return;
            }

            foreach (var writing in writings)
                await StoreOrFailAsync([writing], connection, transaction);
        }
    }

    /// <param name="writings">Of one year, by one caller.</param>
    private async Task StoreAsync(IReadOnlyList<Writing> writings, DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        var (year, scope, actor) = (writings[0].Order.Year, writings[0].Order.Scope, writings[0].Order.Actor);
        var ready = writings.Where(w => w.Ready is not null).Select(w => w.Ready!).ToList();
        var before = await changes.OfEnterprisesAsync(ready.Where(r => r.IsMove).Select(r => r.EnterpriseId).ToList(), scope, connection, transaction, ct);
        var filed = await files.RunAsync(ready, year, scope, actor, connection, transaction, ct);
        await changes.MoveAsync(before, actor, connection, transaction, ct);
        await changes.AddAsync(ReportChangeKind.Filed, filed.Select(f => f.Columns.Id).ToList(), actor, connection, transaction, ct);

        // as long as each report is the one that was decided on
        var receipts = (await connection.QueryAsync<Place, Receipt, (Place Of, Receipt Receipt)>(
            database.Command(SelectOfReports, scope.Parameters(new { Ids = writings.Select(w => w.EnterpriseId), Year = year }), transaction, ct),
            (place, receipt) => (place, receipt))).ToDictionary(r => (r.Of.EnterpriseId, r.Of.Version, r.Receipt.Number), r => r.Receipt);
        foreach (var writing in writings)
        {
            writing.Receipt = receipts.GetValueOrDefault((writing.EnterpriseId, writing.Version, writing.Number))
                ?? throw new DBConcurrencyException("The report changed, or its enterprise left the region, while the filing was being written.");
        }

        await Keys.RunAsync(writings.Where(w => w.Order.IdempotencyKey is not null).Select(w => new Key(w.Order, w.Receipt!.Id, w.Now)).ToList(), connection, transaction, ct);
    }

    /// <summary>What has been decided and waits to be written.</summary>
    private sealed record Writing(ApiFilingOrder Order, KnownEnterprise Known, ReadyFiling? Ready, DateTime Now)
    {
        public long EnterpriseId => Known.Enterprise.Id;

        /// <summary>Of the report, once it is written.</summary>
        public int Version => Ready?.Columns.NextVersion ?? Known.Report!.Version;

        /// <summary>Of the receipt: the one just made, or that of the report in force, over which a change may be waiting.</summary>
        public int Number => Ready?.Version.Number ?? Known.Report!.AcceptedVersion ?? Known.Versions;

        /// <summary>Of what is written, once it is committed.</summary>
        public Receipt? Receipt { get; set; }

        public TaskCompletionSource<Receipt> Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed record Place
    {
        public required long EnterpriseId { get; init; }
        public required int Version { get; init; }
    }

    private sealed record Key(ApiFilingOrder Order, long VersionId, DateTime Now);

    private sealed record Before
    {
        public required string RequestSha256 { get; init; }
        public required long VersionId { get; init; }
    }
}
