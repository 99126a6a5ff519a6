using System.Data.Common;
using Dapper;
using RiskReport.Data.Reference;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Regrading;

namespace RiskReport.Data.Regrading;

/// <summary>The runs as a queue. Claiming is a conditional update, so two workers never share one.</summary>
public sealed class RegradingQueue(Database database, TimeProvider clock)
{
    /// <summary>A worker that has not been heard of for this long is taken for dead.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(60);

    /// <summary>How long the result of a simulation is kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    private const int MostAttempts = 3;

    internal const string Columns = """
        r.Id, r.Kind, r.RuleSet, r.RegionCode, r.YearFrom, r.YearTo, r.Status, r.EnterprisesTotal,
        r.EnterprisesDone, r.ItemsDone, r.LastId, r.Message, r.FinishedAt, r.CreatedAt, r.CreatedBy, r.CreateReason
        """;

    private const string InsertRun = """
        INSERT INTO RegradingRun (Kind, RuleSet, Definition, RegionCode, RegionFrom,
            YearFrom, YearTo, Status, CreatedAt, CreatedBy, CreatedFrom, CreateReason)
        SELECT @Kind, @RuleSet, @Definition, @RegionCode, @RegionFrom,
            @YearFrom, @YearTo, 0, @Now, @By, @From, @Reason
        WHERE @Kind = 1 OR NOT EXISTS (SELECT 1 FROM RegradingRun WHERE Kind = 2 AND RuleSet = @RuleSet);
        {new-id}
        """;

    private const string SelectOldest = $$"""
        SELECT {{Columns}} FROM RegradingRun r WHERE r.Status = 0 ORDER BY r.Id {page}
        """;

    private const string SelectById = $"SELECT {Columns} FROM RegradingRun r WHERE r.Id = @Id";

    private const string SelectDefinition = "SELECT Definition FROM RegradingRun WHERE Id = @Id";

    private const string Claim =
        "UPDATE RegradingRun SET Status = 1, Attempts = Attempts + 1, HeartbeatAt = @Now WHERE Id = @Id AND Status = 0";

    private const string UpdateTotal =
        "UPDATE RegradingRun SET EnterprisesTotal = EnterprisesDone + @Left, HeartbeatAt = @Now WHERE Id = @Id AND Status = 1";

    internal const string UpdateProgress = """
        UPDATE RegradingRun
        SET EnterprisesDone = EnterprisesDone + @Enterprises, ItemsDone = ItemsDone + @Items, LastId = @LastId, HeartbeatAt = @Now, Attempts = 0
        WHERE Id = @Id AND Status = 1 AND LastId = @After
        """;

    private const string UpdateFinished =
        "UPDATE RegradingRun SET Status = @Status, Message = @Message, FinishedAt = @Now WHERE Id = @Id AND Status = 1";

    // what has begun for good is not left half done
    private const string UpdateCancelled = """
        UPDATE RegradingRun SET Status = 4, FinishedAt = @Now
        WHERE Id = @Id AND Kind = 1 AND Status IN (0, 1) AND RegionFrom BETWEEN @RegionFrom AND @RegionTo
        """;

    private const string Requeue =
        "UPDATE RegradingRun SET Status = 0 WHERE Status = 1 AND HeartbeatAt < @Before AND Attempts < @Most";

    private const string GiveUp = """
        UPDATE RegradingRun SET Status = 3, Message = @Message, FinishedAt = @Now
        WHERE Status = 1 AND HeartbeatAt < @Before AND Attempts >= @Most
        """;

    // a set that was interrupted for good is taken up again where it stopped when the program starts anew
    private const string RequeueApplication =
        "UPDATE RegradingRun SET Status = 0, Attempts = 0, Message = NULL, FinishedAt = NULL WHERE Kind = 2 AND RuleSet = @RuleSet AND Status = 3";

    private const string SelectOld = "SELECT Id FROM RegradingRun WHERE Kind = 1 AND Status > 1 AND CreatedAt < @Before ORDER BY Id";

    private const string DeleteChanges = "DELETE FROM RegradingChange WHERE RunId = @Id";

    private const string DeleteCounts = "DELETE FROM RegradingCount WHERE RunId = @Id";

    private const string DeleteRun = "DELETE FROM RegradingRun WHERE Id = @Id";

    /// <summary>Queues a simulation over the caller's region.</summary>
    public async Task<long> SimulateAsync(RuleSetEntry rules, Scope scope, int year, Actor actor, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.ExecuteScalarAsync<long>(
            database.Command(InsertRun, Parameters(RegradingKind.Simulation, rules, scope, year, year, actor), ct: ct));
    }

    /// <summary>Puts away results of simulations that are too old, a run to a transaction.</summary>
    public async Task CleanAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var old = (await connection.QueryAsync<long>(database.Command(SelectOld, new { Before = Now() - Kept }, ct: ct))).AsList();
        foreach (var id in old)
        {
            await using var transaction = await Database.BeginWriteAsync(connection, ct);
            foreach (var sql in new[] { DeleteChanges, DeleteCounts, DeleteRun })
                await connection.ExecuteAsync(database.Command(sql, new { Id = id }, transaction, ct));
            await transaction.CommitAsync(ct);
        }
    }

    /// <summary>Queues the application of a set whose day has come; once, however many instances ask for it.</summary>
    public async Task ApplyAsync(RuleSetEntry rules, CancellationToken ct)
    {
        var actor = new Actor(rules.ChangedBy, "规则施行", $"规则 {rules.Name} 自 {rules.EffectiveFrom:yyyy-MM-dd} 起施行，对 {rules.RegradeFromYear} 年度及以后的报告重新评级");
        await using var connection = await database.OpenAsync(ct);
        try
        {
            await connection.ExecuteAsync(database.Command(
                InsertRun, Parameters(RegradingKind.Application, rules, Scope.City, rules.RegradeFromYear!.Value, 9999, actor), ct: ct));
        }
        catch (DbException e) when (Database.IsUniqueViolation(e))
        {
            // another instance was quicker by a hair
        }

        await connection.ExecuteAsync(database.Command(RequeueApplication, new { RuleSet = rules.Name }, ct: ct));
    }

    public async Task<RegradingRun?> TakeOldestAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var run = await connection.QuerySingleOrDefaultAsync<RegradingRun>(database.Command(SelectOldest, new { Skip = 0, Take = 1 }, ct: ct));
        return run is not null && await connection.ExecuteAsync(database.Command(Claim, new { run.Id, Now = Now() }, ct: ct)) == 1
            ? await connection.QuerySingleAsync<RegradingRun>(database.Command(SelectById, new { run.Id }, ct: ct))
            : null;
    }

    /// <summary>The rules as they were when the run was asked for.</summary>
    public async Task<RuleSet> RulesAsync(long id, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return RuleSetJson.Read(await connection.QuerySingleAsync<string>(database.Command(SelectDefinition, new { Id = id }, ct: ct)));
    }

    public Task TotalAsync(long id, int left, CancellationToken ct) => ExecuteAsync(UpdateTotal, new { Id = id, Left = left, Now = Now() }, ct);

    public Task FinishAsync(long id, RegradingStatus status, string message, CancellationToken ct) =>
        ExecuteAsync(UpdateFinished, new { Id = id, Status = status, Message = message, Now = Now() }, ct);

    public async Task<bool> CancelAsync(long id, Scope scope, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.ExecuteAsync(database.Command(UpdateCancelled, scope.Parameters(new { Id = id, Now = Now() }), ct: ct)) == 1;
    }

    /// <summary>Runs whose worker died go on behind what is done; one that kills its worker three times does not.</summary>
    public async Task RecoverAsync(CancellationToken ct)
    {
        var parameters = new
        {
            Before = Now() - Silence,
            Most = MostAttempts,
            Now = Now(),
            Message = "处理多次中断，已停止。请联系系统管理员。",
        };
        await ExecuteAsync(GiveUp, parameters, ct);
        await ExecuteAsync(Requeue, new { parameters.Before, parameters.Most }, ct);
    }

    private object Parameters(RegradingKind kind, RuleSetEntry rules, Scope scope, int yearFrom, int yearTo, Actor actor) => new
    {
        Kind = kind,
        RuleSet = rules.Name,
        Definition = RuleSetJson.Write(rules.Rules),
        scope.RegionCode,
        scope.RegionFrom,
        YearFrom = yearFrom,
        YearTo = yearTo,
        Now = Now(),
        By = actor.Name,
        actor.From,
        actor.Reason,
    };

    private async Task ExecuteAsync(string sql, object parameters, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await connection.ExecuteAsync(database.Command(sql, parameters, ct: ct));
    }

    private DateTime Now() => clock.GetUtcNow().UtcDateTime;
}
