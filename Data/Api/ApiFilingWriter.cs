using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using Dapper;
using RiskReport.Data.Changes;
using RiskReport.Data.Declarations;
using RiskReport.Data.Imports;
using RiskReport.Domain.Changes;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Imports;

namespace RiskReport.Data.Api;

/// <summary>What has been decided and waits to be written.</summary>
internal sealed record ApiFilingWriting(ApiFilingOrder Order, KnownEnterprise Known, ReadyFiling? Ready, DateTime Now)
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

/// <summary>Writes what was decided: on SQLite those who wait together, in one transaction, elsewhere each in its own.</summary>
public sealed class ApiFilingWriter(Database database, FileImported files, ReportChanges changes) : IDisposable
{
    private const int MostTogether = 64;
    private const string SavePoint = "filing";

    private const string InsertKey = """
        INSERT INTO ApiFiling (ClientKey, IdempotencyKey, RequestSha256, VersionId, FiledAt)
        VALUES (@ClientKey, @IdempotencyKey, @RequestSha256, @VersionId, @Now)
        """;

    private const string SelectOfReports = $"""
        SELECT d.EnterpriseId, d.Version, {VersionStore.Columns}
        FROM DeclarationVersion v
        JOIN Declaration d ON d.Id = v.DeclarationId
        WHERE d.EnterpriseId IN @Ids AND d.Year = @Year AND {ScopeSql.OfNamedDeclaration}
        """;

    private static readonly BulkInsert<Key> Keys = new(InsertKey);

    /// <summary>SQLite has one writer, and those who wait inside it block a thread each and are let in at random; here they stand in line.</summary>
    private readonly SemaphoreSlim turn = new(1);
    private readonly ConcurrentQueue<ApiFilingWriting> waiting = new();

    internal Task<Receipt> WriteAsync(ApiFilingWriting writing, DbConnection connection, CancellationToken ct) =>
        database.IsSqlite ? InLineAsync(writing, connection, ct) : AloneAsync(writing, connection, ct);

    public void Dispose() => turn.Dispose();

    private async Task<Receipt> AloneAsync(ApiFilingWriting writing, DbConnection connection, CancellationToken ct)
    {
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        await StoreAsync([writing], connection, transaction, ct);
        await transaction.CommitAsync(ct);
        return writing.Receipt!;
    }

    /// <summary>Whoever's turn it is writes for all who wait by then: a commit costs the disk the same for one as for thirty.</summary>
    private async Task<Receipt> InLineAsync(ApiFilingWriting writing, DbConnection connection, CancellationToken ct)
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
        var batch = new List<ApiFilingWriting>(MostTogether);
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
    private async Task StoreOrFailAsync(IReadOnlyList<ApiFilingWriting> writings, DbConnection connection, DbTransaction transaction)
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
    private async Task StoreAsync(IReadOnlyList<ApiFilingWriting> writings, DbConnection connection, DbTransaction transaction, CancellationToken ct)
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

    private sealed record Place
    {
        public required long EnterpriseId { get; init; }
        public required int Version { get; init; }
    }

    private sealed record Key(ApiFilingOrder Order, long VersionId, DateTime Now);
}
