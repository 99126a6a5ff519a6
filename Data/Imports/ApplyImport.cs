using System.Data;
using System.Data.Common;
using Dapper;
using RiskReport.Data.Declarations;
using RiskReport.Data.Enterprises;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Imports;

namespace RiskReport.Data.Imports;

/// <summary>
/// Files the good enterprises of a plan, some hundred to a transaction, each batch together with its outcomes:
/// a job that is run again after a crash goes on behind the last batch and applies nothing twice.
/// </summary>
public sealed class ApplyImport(Database database, EnterpriseStore enterprises, DeclarationStore declarations, ImportQueue queue)
{
    private const int BatchSize = 200;
    private const int MostAttempts = 3;

    /// <summary>Problems found while applying stand behind those of the plan, at a place that a second run finds again.</summary>
    private const int AppliedFrom = 10_000_000;

    private const string SelectDone = "SELECT RowNumber FROM ImportOutcome WHERE ImportId = @Id";

    private const string DeletePlanned = "DELETE FROM ImportProblem WHERE ImportId = @Id AND Position < @AppliedFrom";

    private const string InsertProblem = """
        INSERT INTO ImportProblem (ImportId, Position, Sheet, RowNumber, ColumnName, CellValue, Code, Message)
        VALUES (@ImportId, @Position, @Sheet, @RowNumber, @ColumnName, @CellValue, @Code, @Message)
        """;

    private const string InsertOutcome = """
        INSERT INTO ImportOutcome (ImportId, RowNumber, CreditCode, Name, Outcome, Risks, Colour, Reasons)
        VALUES (@ImportId, @RowNumber, @CreditCode, @Name, @Outcome, @Risks, @Colour, @Reasons)
        """;

    private const string UpdateDone = "UPDATE ImportJob SET EnterprisesDone = EnterprisesDone + @Count WHERE Id = @Id AND Status = 1";

    /// <summary>False when the plan no longer holds before all of it is filed; what is filed stays and is not filed again.</summary>
    public async Task<bool> RunAsync(ImportJob job, ImportPlan plan, Func<bool> holds, CancellationToken ct)
    {
        var region = new Scope(job.RegionCode);
        var actor = new Actor(job.CreatedBy, $"批量导入 {job.Id}", $"导入工作簿 {job.FileName}");
        await using var connection = await database.OpenAsync(ct);
        await SaveProblemsAsync(job, plan, connection, ct);

        var done = (await connection.QueryAsync<int>(database.Command(SelectDone, new { job.Id }, ct: ct))).ToHashSet();
        var batches = plan.Enterprises.Where(e => !done.Contains(e.Row)).Chunk(BatchSize);
        if (job.AllOrNothing)
        {
            await ApplyAllOrNothingAsync(job, plan, batches.SelectMany(b => b).ToList(), region, actor, connection, ct);
            return true;
        }

        foreach (var batch in batches)
        {
            if (!holds())
                return false;
            await ApplyBatchAsync(job, batch, region, actor, connection, ct);
        }

        return true;
    }

    /// <summary>Where another writer was between reading and writing, which SQL Server allows, the batch is done once more.</summary>
    private async Task ApplyBatchAsync(ImportJob job, PlannedEnterprise[] batch, Scope region, Actor actor, DbConnection connection, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await TryBatchAsync(job, batch, region, actor, connection, ct);
                return;
            }
            catch (DBConcurrencyException) when (attempt < MostAttempts)
            {
                // the transaction is undone; what the other writer left is read now
            }
        }
    }

    private async Task TryBatchAsync(ImportJob job, PlannedEnterprise[] batch, Scope region, Actor actor, DbConnection connection, CancellationToken ct)
    {
        await using (var transaction = await Database.BeginWriteAsync(connection, ct))
        {
            var results = await ApplyAsync(job, batch, region, actor, connection, transaction, ct);
            if (!job.DryRun)
            {
                await SaveResultsAsync(job, results, connection, transaction, ct);
                await transaction.CommitAsync(ct);
                await queue.BeatAsync(job.Id, ct);
                return;
            }

            await transaction.RollbackAsync(ct);   // a trial does exactly what the real thing does, and undoes it
            await using var record = await Database.BeginWriteAsync(connection, ct);
            await SaveResultsAsync(job, results, connection, record, ct);
            await record.CommitAsync(ct);
        }

        await queue.BeatAsync(job.Id, ct);
    }

    private async Task ApplyAllOrNothingAsync(
        ImportJob job, ImportPlan plan, IReadOnlyList<PlannedEnterprise> all, Scope region, Actor actor, DbConnection connection, CancellationToken ct)
    {
        var results = new List<Result>();
        await using (var transaction = await Database.BeginWriteAsync(connection, ct))
        {
            foreach (var batch in all.Chunk(BatchSize))
                results.AddRange(await ApplyAsync(job, batch, region, actor, connection, transaction, ct));

            var good = plan.IsFaultless && results.TrueForAll(r => r.Outcome.Outcome != ImportOutcomeKind.Refused);
            if (good && !job.DryRun)
            {
                await SaveResultsAsync(job, results, connection, transaction, ct);
                await transaction.CommitAsync(ct);
                return;
            }

            await transaction.RollbackAsync(ct);
            if (!good)
                results = results.ConvertAll(r => r with { Outcome = r.Outcome with { Outcome = ImportOutcomeKind.Refused, Colour = null, Reasons = null } });
        }

        await using var record = await Database.BeginWriteAsync(connection, ct);
        await SaveResultsAsync(job, results, connection, record, ct);
        await record.CommitAsync(ct);
    }

    private async Task<List<Result>> ApplyAsync(
        ImportJob job, PlannedEnterprise[] batch, Scope region, Actor actor, DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        var codes = batch.Where(e => e.Filing is not null).Select(e => e.CreditCode).ToList();
        var known = await enterprises.FindAsync(codes, region, connection, transaction, ct);
        var taken = await enterprises.TakenAsync(codes, connection, transaction, ct);
        var ids = known.Values.Select(e => e.Id).ToList();
        var reports = await declarations.FindAsync(ids, job.Year, connection, transaction, ct);
        var risks = await declarations.RisksAsync(reports.Values.Select(d => d.Id).ToList(), connection, transaction, ct);

        var results = new List<Result>(batch.Length);
        foreach (var planned in batch)
        {
            if (planned.Filing is null)
                results.Add(Refused(planned, null));
            else if (known.GetValueOrDefault(planned.CreditCode) is { } enterprise)
                results.Add(await ChangeAsync(planned, enterprise, reports.GetValueOrDefault(enterprise.Id), risks));
            else if (taken.Contains(planned.CreditCode))
                results.Add(Refused(planned, Problem(planned, ProblemCodes.OutOfRegion, "该企业未登记在本次导入的地区内，不能由本次导入变更；如已迁入，请联系市级管理部门办理迁移。")));
            else
                results.Add(await AddAsync(planned));
        }

        return results;

        async Task<Result> AddAsync(PlannedEnterprise planned)
        {
            var id = await enterprises.AddAsync(planned.Filing!.Facts, actor, connection, transaction, ct);
            return await FileAsync(planned, id, null, ImportOutcomeKind.New);
        }

        async Task<Result> ChangeAsync(PlannedEnterprise planned, Enterprise enterprise, Declaration? report, ILookup<long, GradedRisk> risksOf)
        {
            var filing = planned.Filing! with { Facts = planned.Filing.Facts.KeepingDetails(enterprise.Facts) };
            planned = planned with { Filing = filing };
            if (report is { IsFiled: true } && enterprise.Facts == filing.Facts && report.HasMajorRisk == filing.HasMajorRisk
                && risksOf[report.Id].Select(r => r.Facts).SequenceEqual(filing.Risks))
                return Done(planned, ImportOutcomeKind.Unchanged);
            if (report is { TakesImport: false })
                return Refused(planned, Problem(planned, ProblemCodes.AlreadyFiled,
                    report.Status == DeclarationStatus.WrittenOff ? "该企业已核销，导入不予办理；如仍在生产，请先由县（市、区）恢复报告任务。"
                    : report.PendingType == DeclarationType.WriteOff ? "该企业已申请核销，导入不予覆盖；请先在“审核”中处理核销申请。"
                    : report.IsChange ? "该企业正在变更已接受的报告，导入不予覆盖；请等变更办结。"
                    : $"该企业 {job.Year} 年度报告{report.Status.Word()}，导入不予覆盖；如需更正，请先退回，由企业修改后重新提交。"));

            await enterprises.ChangeAsync(enterprise.Id, filing.Facts, region, actor, connection, transaction, ct);
            return await FileAsync(planned, enterprise.Id, report, ImportOutcomeKind.Changed);
        }

        async Task<Result> FileAsync(PlannedEnterprise planned, long enterpriseId, Declaration? report, ImportOutcomeKind kind)
        {
            if (report is null)
            {
                await enterprises.EnsureDutyAsync(enterpriseId, job.Year, actor, connection, transaction, ct);
                report = (await declarations.FindAsync([enterpriseId], job.Year, connection, transaction, ct))[enterpriseId];
            }

            return await declarations.FileAsync(report, planned.Filing!, region, actor, connection, transaction, ct)
                ? Done(planned, kind)
                : throw new DBConcurrencyException($"Report {report.Id} changed inside the transaction that read it.");
        }
    }

    private static Result Done(PlannedEnterprise planned, ImportOutcomeKind kind) => new(Outcome(planned, kind), null);

    private static Result Refused(PlannedEnterprise planned, ImportProblem? problem) => new(Outcome(planned, ImportOutcomeKind.Refused), problem);

    private static ImportOutcome Outcome(PlannedEnterprise planned, ImportOutcomeKind kind) => new()
    {
        RowNumber = planned.Row,
        CreditCode = planned.CreditCode.Length <= 40 ? planned.CreditCode : planned.CreditCode[..40],
        Name = planned.Name.Length <= 200 ? planned.Name : planned.Name[..200],
        Outcome = kind,
        Risks = planned.Risks,
        Colour = kind == ImportOutcomeKind.Refused ? null : planned.Filing?.Grade.Colour,
        Reasons = kind == ImportOutcomeKind.Refused || planned.Filing is null ? null : string.Join('\n', planned.Filing.Grade.Reasons),
    };

    private static ImportProblem Problem(PlannedEnterprise planned, string code, string message) => new()
    {
        Sheet = EnterpriseFields.Sheet,
        Row = planned.Row,
        Column = EnterpriseFields.CreditCode.Heading,
        Value = planned.CreditCode,
        Code = code,
        Message = message,
    };

    private async Task SaveProblemsAsync(ImportJob job, ImportPlan plan, DbConnection connection, CancellationToken ct)
    {
        await using var transaction = await Database.BeginWriteAsync(connection, ct);
        await connection.ExecuteAsync(database.Command(DeletePlanned, new { job.Id, AppliedFrom }, transaction, ct));
        await connection.ExecuteAsync(database.Command(InsertProblem, plan.Problems.Select((p, i) => ProblemRow.From(job.Id, i + 1, p)).ToList(), transaction, ct));
        await transaction.CommitAsync(ct);
    }

    private async Task SaveResultsAsync(ImportJob job, IReadOnlyList<Result> results, DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        await connection.ExecuteAsync(database.Command(InsertOutcome, results.Select(r => new
        {
            ImportId = job.Id,
            r.Outcome.RowNumber,
            r.Outcome.CreditCode,
            r.Outcome.Name,
            r.Outcome.Outcome,
            r.Outcome.Risks,
            r.Outcome.Colour,
            r.Outcome.Reasons,
        }).ToList(), transaction, ct));
        await connection.ExecuteAsync(database.Command(InsertProblem, results
            .Where(r => r.Problem is not null)
            .Select(r => ProblemRow.From(job.Id, AppliedFrom + r.Outcome.RowNumber, r.Problem!)).ToList(), transaction, ct));
        await connection.ExecuteAsync(database.Command(UpdateDone, new { job.Id, Count = results.Count }, transaction, ct));
    }

    private sealed record Result(ImportOutcome Outcome, ImportProblem? Problem);
}
