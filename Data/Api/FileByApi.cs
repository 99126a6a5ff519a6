using System.Data;
using System.Data.Common;
using Dapper;
using RiskReport.Data.Declarations;
using RiskReport.Data.Imports;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Api;
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
public sealed class FileByApi(Database database, KnownEnterprises known, ApiFilingWriter writer, TimeProvider clock)
{
    private const int MostAttempts = 5;

    private const string SelectKey = "SELECT f.RequestSha256, f.VersionId FROM ApiFiling f WHERE f.ClientKey = @ClientKey AND f.IdempotencyKey = @IdempotencyKey";

    private const string SelectFiledAt = "SELECT f.FiledAt FROM ApiFiling f WHERE f.FiledAt < @Before ORDER BY f.FiledAt {page}";

    private const string DeleteKeys = "DELETE FROM ApiFiling WHERE FiledAt < @Before AND FiledAt <= @UpTo";

    private const string SelectReceipt = $"""
        SELECT {VersionStore.Columns}
        FROM DeclarationVersion v
        JOIN Declaration d ON d.Id = v.DeclarationId
        WHERE v.Id = @VersionId AND {ScopeSql.OfDeclaration}
        """;

    private static readonly ApiProblem Overtaken = new("VERSION", null, "报告正在被他人变更，没有保存。请重新读取后再提交。");

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
        return await OldRows.DeleteAsync(database, SelectFiledAt, DeleteKeys, clock.GetUtcNow().UtcDateTime - age, connection, ct);
    }

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
        var receipt = await writer.WriteAsync(new ApiFilingWriting(order, enterprise, ready, now), connection, ct);
        return new ApiFilingResult(ready is null ? ApiFilingEnd.Repeated : ApiFilingEnd.Filed, receipt, []);
    }

    private sealed record Before
    {
        public required string RequestSha256 { get; init; }
        public required long VersionId { get; init; }
    }
}
