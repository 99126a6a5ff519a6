using System.Data.Common;
using System.Diagnostics;
using Dapper;
using RiskReport.Domain.Imports;

namespace RiskReport.Data.Imports;

/// <summary>
/// Problems that belong to no enterprise of the workbook, written before the first batch is: as many as there are, some thousand to a
/// short transaction and none of them held. With the first batch they stand; an attempt that broke off before is written anew.
/// </summary>
internal sealed class LooseProblems(Database database, TimeProvider clock)
{
    private const int BatchSize = 2_000;

    private const string UpdateHeartbeat = $"UPDATE ImportJob SET HeartbeatAt = @Now WHERE {ImportQueue.OfAttempt}";

    private const string DeleteSome = $$"""
        DELETE FROM ImportProblem
        WHERE ImportId = @ImportId AND Position IN (SELECT p.Position FROM ImportProblem p WHERE p.ImportId = @ImportId ORDER BY p.Position {page})
        """;

    private static readonly BulkInsert<ProblemRow> Problems = new(ProblemRow.Insert);

    /// <param name="notices">What is to be said of the workbook as a whole.</param>
    /// <param name="loose">Those of one row stand together.</param>
    public async Task SaveAsync(ImportJob job, IReadOnlyList<ImportProblem> notices, IEnumerable<ImportProblem> loose, DbConnection connection, CancellationToken ct)
    {
        while (await FencedAsync(job, DeleteSomeAsync, connection, ct) == BatchSize)
            ct.ThrowIfCancellationRequested();
        foreach (var rows in ProblemRow.From(job.Id, notices).Concat(ProblemRow.InOrder(job.Id, loose)).Chunk(BatchSize))
            await FencedAsync(job, transaction => InsertAsync(rows, transaction), connection, ct);

        // what an earlier attempt or the check has left
        Task<int> DeleteSomeAsync(DbTransaction transaction) =>
            connection.ExecuteAsync(database.Command(DeleteSome, new { ImportId = job.Id, Skip = 0, Take = BatchSize }, transaction, ct));

        async Task<int> InsertAsync(ProblemRow[] rows, DbTransaction transaction)
        {
            await Problems.RunAsync(rows, connection, transaction, ct);
            return rows.Length;
        }
    }

    /// <summary>One short transaction of a worker that still has the job; answers how many rows it was about.</summary>
    private async Task<int> FencedAsync(ImportJob job, Func<DbTransaction, Task<int>> work, DbConnection connection, CancellationToken ct)
    {
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        var since = Stopwatch.GetTimestamp();
        if (await connection.ExecuteAsync(database.Command(UpdateHeartbeat, new { job.Id, job.Attempts, job.Stage, Now = clock.GetUtcNow().UtcDateTime }, transaction, ct)) == 0)
            throw new ImportLostException();
        var rows = await work(transaction);
        await transaction.CommitAsync(ct);
        if (rows == BatchSize)
            await Breath.AfterAsync(since, ct);
        return rows;
    }
}
