using System.Runtime.CompilerServices;
using Dapper;
using RiskReport.Data.Roster;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Analysis;
using RiskReport.Domain.Roster;

namespace RiskReport.Data.Analysis;

/// <summary>How many enterprises have an item of the catalogue or an accident type among their risks.</summary>
public sealed record ItemCount
{
    public required string Item { get; init; }
    public required long Enterprises { get; init; }
    public long? Risks { get; init; }
}

/// <summary>The figures behind the analysis of a year, from what the caller's scope and the filter leave; each equals the roster's count for the same question.</summary>
public sealed class AnalysisQueries(Database database, RosterPieces pieces)
{
    private const int ChunkSize = 1_000;

    public Task<IReadOnlyList<MovementCount>> MovementAsync(RosterFilter filter, Scope scope, CancellationToken ct) =>
        pieces.QueryAsync<MovementCount>(AnalysisSql.Movement(filter, ByCounty(filter)), filter, scope, YearBefore(filter), ct);

    /// <summary>A page of names behind an enterprise, in the order of the roll; null begins.</summary>
    public Task<IReadOnlyList<MovedEnterprise>> MovedAsync(
        RosterFilter filter, MovementFilter moved, (string Township, long Id)? after, int take, Scope scope, CancellationToken ct)
    {
        var parameters = Parameters(filter, scope);
        parameters.AddDynamicParams(new { StateBefore = moved.Before, StateAfter = moved.After, Skip = 0, Take = take });
        var behind = after is { } seen && scope.Covers(seen.Township) && new Scope(filter.RegionCode).Covers(seen.Township);   // a place elsewhere would widen the range
        if (behind)
        {
            parameters.AddDynamicParams(new { AfterTownship = after!.Value.Township, AfterId = after.Value.Id });
            parameters.Add("RegionFrom", after.Value.Township);
        }

        return ListAsync<MovedEnterprise>(AnalysisSql.MovedNames(filter, moved, behind), parameters, ct);
    }

    /// <summary>All of them. Which they are is decided at one moment; their rows follow some hundred at a time, as those of the roster.</summary>
    public async IAsyncEnumerable<MovedEnterprise> AllMovedAsync(RosterFilter filter, MovementFilter moved, Scope scope, [EnumeratorCancellation] CancellationToken ct)
    {
        var parameters = Parameters(filter, scope);
        parameters.AddDynamicParams(new { StateBefore = moved.Before, StateAfter = moved.After });
        foreach (var chunk in (await ListAsync<long>(AnalysisSql.MovedIds(filter, moved, behind: false), parameters, ct)).Chunk(ChunkSize))
        {
            var some = Parameters(filter, scope);
            some.AddDynamicParams(new { Ids = RosterSql.Ids(chunk) });
            foreach (var enterprise in await ListAsync<MovedEnterprise>(AnalysisSql.MovedChunk, some, ct))
                yield return enterprise;
        }
    }

    public async Task<IReadOnlyList<ItemCount>> CatalogueAsync(RosterFilter filter, Scope scope, CancellationToken ct) =>
        [.. (await pieces.QueryAsync<ItemCount>(AnalysisSql.Catalogue(filter), filter, scope, null, ct)).GroupBy(c => c.Item)
            .Select(g => new ItemCount { Item = g.Key, Enterprises = g.Sum(c => c.Enterprises), Risks = g.Sum(c => c.Risks) })];

    public async Task<IReadOnlyList<ItemCount>> AccidentTypesAsync(RosterFilter filter, Scope scope, CancellationToken ct)
    {
        var sets = await pieces.QueryAsync<(long Types, long Enterprises)>(AnalysisSql.AccidentTypes(filter), filter, scope, null, ct);
        return [.. RiskTraits.AccidentTypeNames
            .Select(name => new ItemCount { Item = name, Enterprises = sets.Where(s => (s.Types & RiskTraits.BitsOf([name])) != 0).Sum(s => s.Enterprises) })
            .Where(c => c.Enterprises > 0)];
    }

    public Task<IReadOnlyList<SubjectCount>> SubjectsAsync(RosterFilter filter, Scope scope, CancellationToken ct) =>
        pieces.QueryAsync<SubjectCount>(AnalysisSql.Subjects(filter, ByCounty(filter)), filter, scope, null, ct);

    public Task<IReadOnlyList<SubjectSums>> SubjectSumsAsync(RosterFilter filter, Scope scope, CancellationToken ct) =>
        pieces.QueryAsync<SubjectSums>(AnalysisSql.SubjectSums(filter, ByCounty(filter)), filter, scope, null, ct);

    /// <summary>Who is overdue, by township and status.</summary>
    public Task<IReadOnlyList<LateCount>> LateAsync(RosterFilter filter, Scope scope, CancellationToken ct) =>
        pieces.QueryAsync<LateCount>(AnalysisSql.Late(filter), filter, scope, null, ct);

    /// <summary>By township, status and colour.</summary>
    public async Task<RosterCounts> ColoursAsync(RosterFilter filter, Scope scope, CancellationToken ct) =>
        new(await pieces.QueryAsync<RosterCount>(AnalysisSql.Colours(filter), filter, scope, null, ct));

    /// <summary>A city is told by its county-level units, anything smaller by its townships.</summary>
    private static bool ByCounty(RosterFilter filter) => filter.RegionCode.Length < 6;

    private static object YearBefore(RosterFilter filter) => new { YearBefore = filter.Year - 1 };

    private static DynamicParameters Parameters(RosterFilter filter, Scope scope)
    {
        var parameters = RosterSql.Parameters(filter, scope);
        parameters.AddDynamicParams(YearBefore(filter));
        return parameters;
    }

    private async Task<IReadOnlyList<T>> ListAsync<T>(string sql, DynamicParameters parameters, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return (await connection.QueryAsync<T>(database.Command(sql, parameters, ct: ct))).AsList();
    }
}
