using System.Data.Common;
using System.Runtime.CompilerServices;
using Dapper;
using RiskReport.Domain;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;

namespace RiskReport.Data.Audit;

/// <summary>Reads the trail for auditors: entries of their region, in the order of their numbers, which is that of time.</summary>
public sealed class AuditQueries(Database database)
{
    private const int ChunkSize = 2_000;

    internal const string Columns = """
        a.Number, a.At, a.Action, a.Result, a.Subject, a.Region, a.Account, a.Role, a.AccountRegion, a.Source, a.HashBefore, a.HashAfter, a.PreviousHash, a.Hash
        """;

    /// <summary>More entries than this are found sooner along the numbers than sorted.</summary>
    private const int FewOfSubject = 2_000;

    private const string SelectMatching = $"SELECT {Columns} FROM AuditEntry a WHERE a.Region BETWEEN @RegionFrom AND @RegionTo";

    // along the index on both: LIKE is not on SQLite, and what is the last of a range hangs on the collation on SQL Server
    private const string OfSubject = "{subject-begins}";

    private const string CountOfSubject = $$"""
        SELECT COUNT(*) FROM (SELECT a.Number FROM AuditEntry a WHERE {{OfSubject}} ORDER BY a.Subject, a.Number {page}) s
        """;

    private const string CountOfAgent = "SELECT COUNT(*) FROM (SELECT a.Number FROM AuditEntry a WHERE a.Account = @AsAgent ORDER BY a.Number {page}) s";

    private const string SelectOne = $"SELECT {Columns} FROM AuditEntry a WHERE a.Number = @Number AND a.Region BETWEEN @RegionFrom AND @RegionTo";

    // a seek each: a condition on the time itself would be read from one end of the table to the other, or sorted
    private const string SelectFirst = "SELECT a.Number FROM AuditEntry a WHERE a.At >= @At ORDER BY a.At, a.Number {page}";

    private const string SelectLast = "SELECT a.Number FROM AuditEntry a WHERE a.At < @At ORDER BY a.At DESC, a.Number DESC {page}";

    /// <summary>The newest first.</summary>
    /// <param name="before">The number of the last entry of the page before; null for the first page.</param>
    public async Task<IReadOnlyList<AuditEntry>> PageAsync(AuditFilter filter, long? before, int take, Scope scope, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var (first, last) = await BoundsAsync(filter, connection, ct);
        return await ReadAsync(filter, await SqlAsync(filter, newestFirst: true, connection, ct), first, Math.Min(last, before - 1 ?? last), take, scope, connection, ct);
    }

    /// <summary>The oldest first, some thousand to a query: nothing stays open while a slow client takes its time.</summary>
    public async IAsyncEnumerable<AuditEntry> AllAsync(AuditFilter filter, Scope scope, [EnumeratorCancellation] CancellationToken ct)
    {
        long first, last;
        string sql;
        await using (var connection = await database.OpenAsync(ct))
        {
            (first, last) = await BoundsAsync(filter, connection, ct);
            sql = await SqlAsync(filter, newestFirst: false, connection, ct);
        }

        while (await NextAsync(filter, sql, first, last, scope, ct) is { Count: > 0 } chunk)
        {
            foreach (var entry in chunk)
                yield return entry;
            first = chunk[^1].Number + 1;
        }
    }

    private async Task<IReadOnlyList<AuditEntry>> NextAsync(AuditFilter filter, string sql, long first, long last, Scope scope, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await ReadAsync(filter, sql, first, last, ChunkSize, scope, connection, ct);
    }

    public async Task<AuditEntry?> FindAsync(long number, Scope scope, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<AuditEntry>(
            database.Command(SelectOne, new { Number = number, scope.RegionFrom, scope.RegionTo }, ct: ct));
    }

    /// <param name="bySubject">The subject is rare: found along its index, since a number that is calculated with is not looked for along the key.</param>
    /// <param name="alsoAgent">The account has acted for others too: then its entries stand under two names, and are sorted.</param>
    internal static string Sql(AuditFilter filter, bool newestFirst, bool bySubject, bool alsoAgent)
    {
        string?[] conditions =
        [
            bySubject ? "a.Number + 0 BETWEEN @First AND @Last" : "a.Number BETWEEN @First AND @Last",
            filter.Account is null ? null : alsoAgent ? "a.Account IN (@Account, @AsAgent)" : "a.Account = @Account",
            filter.Action is null ? null : "a.Action = @Action",
            filter.IsRefused switch { true => "a.Result = 'refused'", false => "a.Result = 'ok'", null => null },
            filter.Subject is null ? null : OfSubject,
        ];
        return string.Join(" AND ", [SelectMatching, .. conditions.OfType<string>()]) + (newestFirst ? " ORDER BY a.Number DESC {page}" : " ORDER BY a.Number {page}");
    }

    private async Task<string> SqlAsync(AuditFilter filter, bool newestFirst, DbConnection connection, CancellationToken ct)
    {
        var bySubject = filter.Subject is not null && await CountAsync(CountOfSubject, FewOfSubject) < FewOfSubject;
        var alsoAgent = filter.Account is not null && await CountAsync(CountOfAgent, 1) > 0;
        return Sql(filter, newestFirst, bySubject, alsoAgent);

        Task<int> CountAsync(string sql, int most) => connection.ExecuteScalarAsync<int>(database.Command(sql, Parameters(filter, most), ct: ct));
    }

    private static DynamicParameters Parameters(AuditFilter filter, int take) => new(new
    {
        filter.Account,
        AsAgent = filter.Account + CapacityWords.AgentMark,
        Action = filter.Action?.Code(),
        filter.Subject,
        SubjectEnd = filter.Subject + "\U0010FFFF",   // behind all that begins with it, in the order of code points
        SubjectPattern = Like.Begins(filter.Subject ?? ""),
        Skip = 0,
        Take = take,
    });

    private async Task<IReadOnlyList<AuditEntry>> ReadAsync(
        AuditFilter filter, string sql, long first, long last, int take, Scope scope, DbConnection connection, CancellationToken ct)
    {
        var parameters = Parameters(filter, take);
        parameters.AddDynamicParams(new { First = first, Last = last, scope.RegionFrom, scope.RegionTo });
        return (await connection.QueryAsync<AuditEntry>(database.Command(sql, parameters, ct: ct))).AsList();
    }

    private async Task<(long First, long Last)> BoundsAsync(AuditFilter filter, DbConnection connection, CancellationToken ct)
    {
        return (
            filter.From is { } from ? await SeekAsync(SelectFirst, from) ?? long.MaxValue : 1,
            filter.To is { } to ? await SeekAsync(SelectLast, to.AddDays(1)) ?? 0 : long.MaxValue);

        Task<long?> SeekAsync(string sql, DateOnly day) => connection.ExecuteScalarAsync<long?>(
            database.Command(sql, new { At = ChinaTime.StartOf(day).UtcDateTime, Skip = 0, Take = 1 }, ct: ct));
    }
}
