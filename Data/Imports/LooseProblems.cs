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
        while (await WriteAsync(job, [], connection, ct) == BatchSize)
            ct.ThrowIfCancellationRequested();
        foreach (var rows in ProblemRow.From(job.Id, notices).Concat(ProblemRow.InOrder(job.Id, loose)).Chunk(BatchSize))
            await WriteAsync(job, rows, connection, ct);
    }

    /// <summary>Writes these; without any, deletes some that an earlier attempt or the check has left, and answers how many.</summary>
    private async Task<int> WriteAsync(ImportJob job, ProblemRow[] rows, DbConnection connection, CancellationToken ct)
    {
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        var since = Stopwatch.GetTimestamp();
        var deleted = 0;
        if (await connection.ExecuteAsync(database.Command(UpdateHeartbeat, new { job.Id, job.Attempts, job.Stage, Now = clock.GetUtcNow().UtcDateTime }, transaction, ct)) == 0)
            throw new ImportLostException();
        if (rows.Length == 0)
            deleted = await connection.ExecuteAsync(database.Command(DeleteSome, new { ImportId = job.Id, Skip = 0, Take = BatchSize }, transaction, ct));
        else
            await Problems.RunAsync(rows, connection, transaction, ct);
        await transaction.CommitAsync(ct);
        if (Math.Max(rows.Length, deleted) == BatchSize)
            await Breath.AfterAsync(since, ct);
        return deleted;
    }
}
