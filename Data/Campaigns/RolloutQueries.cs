using Dapper;
using RiskReport.Data.Roster;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Campaigns;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Roster;

namespace RiskReport.Data.Campaigns;

/// <summary>
/// Counts the board from what is kept: by status and colour from TownshipSummary, day by day from DailyFiling. A phase that groups of
/// industries belong to, which no counter tells apart, is counted along the index of the roster.
/// </summary>
public sealed class RolloutQueries(Database database, RosterPieces pieces)
{
    public async Task<RolloutCounts> CountAsync(RosterFilter filter, Overdue overdue, Scope scope, CancellationToken ct)
    {
        var parts = await pieces.EachAsync(filter with { Overdue = overdue }, scope, async (connection, parameters) =>
        {
            await using var moment = await Database.BeginReadAsync(connection, ct);

            async Task<IReadOnlyList<T>> AllAsync<T>(string sql) => (await connection.QueryAsync<T>(database.Command(sql, parameters, moment, ct))).AsList();

            return (
                Counts: await AllAsync<RolloutCount>(CountSql(filter, overdue)),
                LateReturns: await AllAsync<LateReturns>(LateReturnsSql(filter)),
                Days: await AllAsync<FiledDay>(DaysSql(filter)),
                Owing: filter.Phase is { } phase ? await AllAsync<OwingCount>(OwingSql(filter, phase)) : []);
        }, ct);
        IReadOnlyList<RolloutCount> counts = [.. parts.SelectMany(p => p.Counts)];
        return new RolloutCounts
        {
            Counts = counts,
            LateReturns = [.. parts.SelectMany(p => p.LateReturns)],
            Days = [.. parts.SelectMany(p => p.Days)],
            Exclusions = Excluded(counts, [.. parts.SelectMany(p => p.Owing)]),
        };
    }

    internal static string CountSql(RosterFilter filter, Overdue overdue)
    {
        var isTallied = RosterSql.IsTallied(filter) && overdue.Past.All(p => RosterSql.IsTallied(filter with { Phase = p }));
        var enterprises = isTallied ? "d.Enterprises" : "1";
        return $$"""
            SELECT {{RegionOf(filter)}} AS RegionCode, d.Status, d.Colour, CASE WHEN d.Type = 4 THEN 1 ELSE 0 END AS IsNil, SUM({{enterprises}}) AS Enterprises,
                SUM(CASE WHEN {{RosterSql.NeverFiled(overdue)}} THEN {{enterprises}} ELSE 0 END) AS Overdue
            FROM {{(isTallied ? "TownshipSummary d {noexpand}" : "Declaration d")}}
            WHERE {{RosterSql.Where(filter)}}
            GROUP BY {{RegionOf(filter)}}, d.Status, d.Colour, CASE WHEN d.Type = 4 THEN 1 ELSE 0 END
            HAVING SUM({{enterprises}}) > 0
            """;
    }

    internal static string LateReturnsSql(RosterFilter filter) => $"""
        SELECT {RegionOf(filter)} AS RegionCode, COUNT(*) AS Enterprises
        FROM Declaration d
        WHERE {RosterSql.Where(filter)} AND {RosterSql.LateReturn}
        GROUP BY {RegionOf(filter)}
        """;

    internal static string DaysSql(RosterFilter filter) => filter.Phase is null or { Scope.Industries.Count: 0 }
        ? $$"""
            SELECT {{RegionOf(filter)}} AS RegionCode, d.FiledOn AS Day, SUM(d.Enterprises) AS Enterprises
            FROM DailyFiling d {noexpand}
            WHERE {{RosterSql.Where(filter)}}
            GROUP BY {{RegionOf(filter)}}, d.FiledOn
            """
        : $"""
            SELECT {RegionOf(filter)} AS RegionCode, d.FiledOn AS Day, COUNT(*) AS Enterprises
            FROM Declaration d
            WHERE {RosterSql.Where(filter)} AND d.Status IN (2, 4) AND d.FiledOn IS NOT NULL
            GROUP BY {RegionOf(filter)}, d.FiledOn
            """;

    /// <summary>The units one level down; below a township there are none.</summary>
    private static string RegionOf(RosterFilter filter) => filter.RegionCode.Length < 6 ? "SUBSTRING(d.TownshipCode, 1, 6)" : "d.TownshipCode";

    /// <summary>Whoever owes a report of the year, and those of them that a phase is for, whenever they came onto the roll.</summary>
    internal static string OwingSql(RosterFilter filter, CampaignPhase phase)
    {
        var year = filter with { Phase = null };
        return $"SELECT {Owing(year, RosterSql.IsTallied(year), "")} AS OfYear, {Owing(year, RosterSql.IsTallied(filter), RosterSql.InScope(phase, ""))} AS OfScope";
    }

    private static string Owing(RosterFilter filter, bool isTallied, string ofPhase) => isTallied
        ? $$"""(SELECT COALESCE(SUM(d.Enterprises), 0) FROM TownshipSummary d {noexpand} WHERE {{RosterSql.Where(filter)}} AND d.Status <> 5{{ofPhase}})"""
        : $"(SELECT COUNT(*) FROM Declaration d WHERE {RosterSql.Where(filter)} AND d.Status <> 5{ofPhase})";

    /// <param name="owing">Nothing where there is no phase.</param>
    private static RolloutExclusions Excluded(IReadOnlyList<RolloutCount> counts, IReadOnlyList<OwingCount> owing)
    {
        var writtenOff = counts.Where(c => c.Status == DeclarationStatus.WrittenOff).Sum(c => c.Enterprises);
        var due = counts.Sum(c => c.Enterprises) - writtenOff;
        var ofScope = owing.Sum(o => o.OfScope);
        return new RolloutExclusions
        {
            WrittenOff = writtenOff,
            OutOfScope = owing.Sum(o => o.OfYear) - ofScope,
            JoinedLater = owing.Count == 0 ? 0 : ofScope - due,
        };
    }

    private sealed record OwingCount
    {
        public required long OfYear { get; init; }
        public required long OfScope { get; init; }
    }
}
