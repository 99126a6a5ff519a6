using System.Data;
using System.Data.Common;
using System.Diagnostics;
using System.Text.Json;
using Dapper;
using RiskReport.Data.Changes;
using RiskReport.Domain;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Changes;
using RiskReport.Domain.Imports;

namespace RiskReport.Data.Imports;

/// <summary>How far a run came.</summary>
public enum ApplyEnd
{
    Done = 1,

    /// <summary>The plan no longer holds; what is left is to be planned anew.</summary>
    PlanAnew = 2,
    Cancelled = 3,

    /// <summary>All or nothing, and one that had been good was good no more when its turn came.</summary>
    Broken = 4,
}

/// <summary>
/// Decides about the enterprises of a workbook and, in earnest, files them: some hundred to a short transaction, each batch
/// together with its outcomes and problems. A job that is run again goes on behind the last batch and applies nothing twice.
/// </summary>
public sealed class ApplyImport(Database database, KnownEnterprises known, FileImported files, ReportChanges changes, ImportQueue queue, TimeProvider clock)
{
    private const int MostAttempts = 5;

    private const string SelectDone = "SELECT RowNumber FROM ImportOutcome WHERE ImportId = @Id";

    private const string InsertOutcome = """
        INSERT INTO ImportOutcome (ImportId, RowNumber, CreditCode, Name, Outcome, Risks, Colour, Reasons, Changes, PriorState, EnterpriseId, VersionAfter)
        VALUES (@ImportId, @RowNumber, @CreditCode, @Name, @Outcome, @Risks, @Colour, @Reasons, @Changes, @PriorState, @EnterpriseId, @VersionAfter)
        """;

    private const string UpdateDone = $"""
        UPDATE ImportJob SET EnterprisesDone = EnterprisesDone + @Enterprises, RowsDone = RowsDone + @Rows, HeartbeatAt = @Now WHERE {ImportQueue.OfAttempt}
        """;

    private static readonly BulkInsert<ProblemRow> Problems = new(ProblemRow.Insert);
    private static readonly BulkInsert<OutcomeRow> Outcomes = new(InsertOutcome);

    /// <param name="notices">What is to be said of the workbook as a whole.</param>
    /// <param name="holds">Whether the rules the planner was made with are still those in force.</param>
    public async Task<ApplyEnd> RunAsync(
        ImportJob job, ImportRows rows, ImportPlanner planner, IReadOnlyList<ImportProblem> notices, Func<bool> holds, CancellationToken ct)
    {
        var region = new Scope(job.RegionCode);
        await using var connection = await database.OpenForScanAsync(ct);
        var loose = planner.Loose(rows);
        var done = (await connection.QueryAsync<int>(database.Command(SelectDone, new { job.Id }, ct: ct))).ToHashSet();
        if (done.Count == 0)
            await new LooseProblems(database, clock).SaveAsync(job, notices, loose, connection, ct);

        var allGood = job.AllGood;
        if (job is { Stage: ImportStage.Apply, AllOrNothing: true } && allGood is null)
        {
            allGood = !loose.Any() && await AllGoodAsync(job, rows, planner, region, connection, ct);
            await queue.VerdictAsync(job, allGood.Value, ct);
        }

        var takes = job.Stage == ImportStage.Apply && (!job.AllOrNothing || allGood == true);
        var size = Breath.MostTogether;
        foreach (var batch in Batches(rows, done, () => size))
        {
            if (!holds())
                return ApplyEnd.PlanAnew;
            if (await queue.IsCancelledAsync(job, ct))
                return ApplyEnd.Cancelled;
            if (await ApplyBatchAsync(job, batch, planner, region, takes, connection, ct) is not { } held)
                return ApplyEnd.Broken;
            size = Breath.Next(size, held);
        }

        return ApplyEnd.Done;
    }

    private static IEnumerable<List<ImportGroup>> Batches(ImportRows rows, HashSet<int> done, Func<int> size)
    {
        var batch = new List<ImportGroup>(Breath.MostTogether);
        for (var i = 0; i < rows.Enterprises; i++)
        {
            var group = rows[i];
            if (done.Contains(group.Enterprise.Number))
                continue;
            batch.Add(group);
            if (batch.Count >= size())
            {
                yield return batch;
                batch = new List<ImportGroup>(Breath.MostTogether);
            }
        }

        if (batch.Count > 0)
            yield return batch;
    }

    private async Task<bool> AllGoodAsync(ImportJob job, ImportRows rows, ImportPlanner planner, Scope region, DbConnection connection, CancellationToken ct)
    {
        foreach (var batch in Batches(rows, [], () => Breath.MostTogether))
        {
            if ((await DecideAsync(job, batch, planner, region, connection, ct)).Exists(d => d.Kind == ImportOutcomeKind.Refused))
                return false;
            await queue.BeatAsync(job, ct);
        }

        return true;
    }

    private async Task<List<ImportDecision>> DecideAsync(
        ImportJob job, List<ImportGroup> batch, ImportPlanner planner, Scope region, DbConnection connection, CancellationToken ct)
    {
        var codes = batch.Where(g => g.Key is { Length: Domain.Fields.CreditCode.Length }).Select(g => g.Key!).ToList();
        var (there, elsewhere) = await known.ReadAsync(codes, region, job.Year, connection, ct);
        return batch.ConvertAll(group =>
        {
            var enterprise = group.Key is { } key ? there.GetValueOrDefault(key) : null;
            var planned = planner.Plan(group, enterprise?.Facts);
            return ImportDecision.Of(planned, enterprise, group.Key is { } code && elsewhere.Contains(code), job.Year);
        });
    }

    /// <summary>
    /// How long it kept others from writing; null when all or nothing can no longer be all. Where another writer was between reading and
    /// writing, the batch is decided once more, from what he left.
    /// </summary>
    private async Task<TimeSpan?> ApplyBatchAsync(
        ImportJob job, List<ImportGroup> batch, ImportPlanner planner, Scope region, bool takes, DbConnection connection, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var decisions = await DecideAsync(job, batch, planner, region, connection, ct);
                if (takes && job.AllOrNothing && decisions.Exists(d => d.Kind == ImportOutcomeKind.Refused))
                    return null;
                return await WriteAsync(job, decisions, region, takes, connection, ct);
            }
            catch (DBConcurrencyException) when (attempt < MostAttempts)
            {
                // the transaction is undone; what the other writer left is read now
            }
            catch (DbException e) when (attempt < MostAttempts && (Database.IsUniqueViolation(e) || Database.IsDeadlock(e)))
            {
                // the same: somebody put the enterprise on the roll, or another worker has this very batch, which the next round finds out; or the server chose this one of two
            }
        }
    }

    private async Task<TimeSpan> WriteAsync(ImportJob job, List<ImportDecision> decisions, Scope region, bool takes, DbConnection connection, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var actor = new Actor(job.AppliedBy ?? job.CreatedBy, $"批量导入 {job.Id}", $"导入工作簿 {job.FileName}");
        var ready = takes ? decisions.Where(d => d.IsTaken).Select(d => ReadyFiling.Of(d, job.Year, _ => job.Confirmation ?? "批量导入时由导入人员确认", region, actor, now)).ToList() : [];
        var refusesAll = job.Stage == ImportStage.Apply && !takes;
        var readyByRow = ready.ToDictionary(f => f.Decision.Planned.Row);
        var outcomes = decisions.ConvertAll(d => OutcomeRow.Of(job.Id, d, readyByRow.GetValueOrDefault(d.Planned.Row), refusesAll));
        var problems = ProblemRow.From(job.Id, decisions.SelectMany(d => d.Problems)).ToList();

        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        var since = Stopwatch.GetTimestamp();
        if (await connection.ExecuteAsync(database.Command(UpdateDone, new
        {
            job.Id,
            job.Attempts,
            job.Stage,
            Enterprises = decisions.Count,
            Rows = decisions.Count + decisions.Sum(d => d.Planned.Risks),
            Now = now,
        }, transaction, ct)) == 0)
            throw new ImportLostException();

        var before = await changes.OfEnterprisesAsync(ready.Where(f => f.IsMove).Select(f => f.EnterpriseId).ToList(), region, connection, transaction, ct);
        var filed = await files.RunAsync(ready, job.Year, region, actor, connection, transaction, ct);
        var ids = filed.ToDictionary(f => f.Decision.Planned.Row, f => f.EnterpriseId);
        await Outcomes.RunAsync(outcomes.ConvertAll(o => ids.TryGetValue(o.RowNumber, out var id) ? o with { EnterpriseId = id } : o), connection, transaction, ct);
        await Problems.RunAsync(problems, connection, transaction, ct);
        await changes.MoveAsync(before, actor, connection, transaction, ct);
        await changes.AddAsync(ReportChangeKind.Filed, filed.Select(f => f.Columns.Id).ToList(), actor, connection, transaction, ct);
        await transaction.CommitAsync(ct);
        var held = Stopwatch.GetElapsedTime(since);
        if (takes)
            await Breath.AfterAsync(since, ct);
        return held;
    }

    private sealed record OutcomeRow
    {
        public required long ImportId { get; init; }
        public required int RowNumber { get; init; }
        public required string CreditCode { get; init; }
        public required string Name { get; init; }
        public required ImportOutcomeKind Outcome { get; init; }
        public required int Risks { get; init; }
        public Domain.Grading.RiskColour? Colour { get; init; }
        public string? Reasons { get; init; }
        public string? Changes { get; init; }
        public string? PriorState { get; init; }
        public long? EnterpriseId { get; init; }
        public int? VersionAfter { get; init; }

        public static OutcomeRow Of(long importId, ImportDecision decision, ReadyFiling? filed, bool refused)
        {
            var planned = decision.Planned;
            var kind = refused ? ImportOutcomeKind.Refused : decision.Kind;
            var changes = kind == ImportOutcomeKind.Changed ? decision.Changes() : [];
            return new OutcomeRow
            {
                ImportId = importId,
                RowNumber = planned.Row,
                CreditCode = Cut(planned.CreditCode, 40),
                Name = Cut(planned.Name, 200),
                Outcome = kind,
                Risks = planned.Risks,
                Colour = kind == ImportOutcomeKind.Refused ? null : planned.Filing?.Grade.Colour,
                Reasons = kind == ImportOutcomeKind.Refused || planned.Filing is null ? null : string.Join('\n', planned.Filing.Grade.Reasons),
                Changes = changes.Count == 0 ? null : JsonSerializer.Serialize(changes, StoredJson.Options),
                PriorState = filed?.Before,
                VersionAfter = filed?.Columns.NextVersion,
            };
        }

        private static string Cut(string text, int length) => text.Length <= length ? text : text[..length];
    }
}
