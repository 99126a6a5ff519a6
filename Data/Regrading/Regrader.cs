using System.Data.Common;
using Dapper;
using RiskReport.Data.Changes;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Changes;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Reference;
using RiskReport.Domain.Regrading;

namespace RiskReport.Data.Regrading;

/// <summary>
/// Does a run, chunk by chunk; each chunk's results and how far it has come are one transaction, so that a run that is taken
/// up again goes on behind it. A simulation writes its own tables only.
/// </summary>
public sealed class Regrader(Database database, RegradingQueue queue, RegradeReports reports, ReportChanges changes, TimeProvider clock)
{
    private const int SimulatedAtOnce = 4_000;
    private const int AppliedAtOnce = 400;

    private const string InsertChange = """
        INSERT INTO RegradingChange (RunId, DeclarationId, ColourFrom, ColourTo, Position, RuleSetFrom, Version)
        VALUES (@RunId, @DeclarationId, @ColourFrom, @ColourTo, @Position, @RuleSetFrom, @Version)
        """;

    private const string UpdateCount = """
        UPDATE RegradingCount SET Enterprises = Enterprises + @Enterprises
        WHERE RunId = @RunId AND CountyCode = @CountyCode AND ColourFrom = @ColourFrom AND ColourTo = @ColourTo
        """;

    private const string InsertCount = """
        INSERT INTO RegradingCount (RunId, CountyCode, ColourFrom, ColourTo, Enterprises)
        VALUES (@RunId, @CountyCode, @ColourFrom, @ColourTo, @Enterprises)
        """;

    public async Task RunAsync(RegradingRun run, ReferenceData reference, CancellationToken ct)
    {
        var rules = new RunRules(await queue.RulesAsync(run.Id, ct), reference);
        var chunkSize = run.Kind == RegradingKind.Simulation ? SimulatedAtOnce : AppliedAtOnce;
        var stored = new StoredReports(database, run);
        await using var connection = await database.OpenForScanAsync(ct);
        await queue.TotalAsync(run.Id, await stored.CountAsync(connection, run.LastId, ct), ct);

        for (var after = run.LastId; await stored.NextAsync(connection, after, chunkSize, ct) is { Count: > 0 } chunk; after = chunk[^1].Id)
        {
            var results = chunk.Select(r => Decide(r, rules.For(r.CatalogueEdition))).ToList();
            await using var transaction = await Database.BeginWriteAsync(connection, ct);
            if (run.Kind == RegradingKind.Application)
                results = await ApplyAsync(run, results, rules, connection, transaction, ct);
            await SaveAsync(run, results, connection, transaction, ct);
            if (await AdvanceAsync(run, after, chunk, stored.Items, connection, transaction, ct) != 1)
                return;   // cancelled, or taken for dead and taken up by another worker: leaving without a commit undoes the chunk
            if (run.Kind == RegradingKind.Application)
                await changes.AddAsync(ReportChangeKind.Regraded, results.FindAll(r => r.After is not null).ConvertAll(r => r.DeclarationId), ActorOf(run), connection, transaction, ct);
            await transaction.CommitAsync(ct);
        }

        await queue.FinishAsync(run.Id, RegradingStatus.Finished, run.Kind == RegradingKind.Simulation ? "模拟完成，没有改动任何报告。" : "重新评级完成。", ct);
    }

    private static Result Decide(StoredReport report, GradingRules rules)
    {
        var (colour, item) = Grader.Worst(report.Items.Span, report.Conditions, rules);
        return new Result(report.Id, report.TownshipCode[..6], report.Version, report.RuleSet, report.Colour, colour, item + 1);
    }

    /// <summary>Writes the new colours; a report that has been graded anew since it was read drops out.</summary>
    private async Task<List<Result>> ApplyAsync(
        RegradingRun run, List<Result> results, RunRules rules, DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        var gradable = results.Where(r => r.After is not null).ToDictionary(r => r.DeclarationId);
        var done = await reports.RunAsync(
            gradable.Values.Select(r => (r.DeclarationId, r.RuleSetFrom, r.Before)).ToList(), rules, new Scope(run.RegionCode), ActorOf(run), connection, transaction, ct);
        return results.FindAll(r => r.After is null || done.Contains(r.DeclarationId));
    }

    private static Actor ActorOf(RegradingRun run) => new(run.CreatedBy, $"重新评级 {run.Id}", run.CreateReason);

    private async Task SaveAsync(RegradingRun run, List<Result> results, DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        foreach (var group in results.GroupBy(r => (r.CountyCode, r.Before, r.After)))
        {
            var count = new
            {
                RunId = run.Id,
                group.Key.CountyCode,
                ColourFrom = (int)group.Key.Before,
                ColourTo = (int)(group.Key.After ?? 0),
                Enterprises = group.Count(),
            };
            if (await connection.ExecuteAsync(database.Command(UpdateCount, count, transaction, ct)) == 0)
                await connection.ExecuteAsync(database.Command(InsertCount, count, transaction, ct));
        }

        await connection.ExecuteAsync(database.Command(InsertChange, results.Where(r => r.Before != r.After).Select(r => new
        {
            RunId = run.Id,
            r.DeclarationId,
            ColourFrom = (int)r.Before,
            ColourTo = (int)(r.After ?? 0),
            r.Position,
            r.RuleSetFrom,
            // an application has made the next version of it
            Version = run.Kind == RegradingKind.Application && r.After is not null ? r.Version + 1 : r.Version,
        }).ToList(), transaction, ct));
    }

    private Task<int> AdvanceAsync(
        RegradingRun run, long after, IReadOnlyList<StoredReport> chunk, int items, DbConnection connection, DbTransaction transaction, CancellationToken ct) =>
        connection.ExecuteAsync(database.Command(RegradingQueue.UpdateProgress, new
        {
            run.Id,
            After = after,
            Enterprises = chunk.Count,
            Items = items,
            LastId = chunk[^1].Id,
            Now = clock.GetUtcNow().UtcDateTime,
        }, transaction, ct));

    /// <summary>Position counts from 1, as the items are stored.</summary>
    private sealed record Result(long DeclarationId, string CountyCode, int Version, string RuleSetFrom, RiskColour Before, RiskColour? After, int? Position);
}
