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
public sealed class RolloutQueries(Database database, RosterQueries roster)
{
    public async Task<RolloutCounts> CountAsync(RosterFilter filter, Overdue overdue, Scope scope, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var parameters = RosterSql.Parameters(filter with { Overdue = overdue }, scope);

        async Task<IReadOnlyList<T>> AllAsync<T>(string sql) => (await connection.QueryAsync<T>(database.Command(sql, parameters, ct: ct))).AsList();

        var counts = await AllAsync<RolloutCount>(CountSql(filter, overdue));
        return new RolloutCounts
        {
            Counts = counts,
            LateReturns = await AllAsync<LateReturns>(LateReturnsSql(filter)),
            Days = await AllAsync<FiledDay>(DaysSql(filter)),
            Exclusions = await ExclusionsAsync(filter, counts, scope, ct),
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

    private async Task<RolloutExclusions> ExclusionsAsync(RosterFilter filter, IReadOnlyList<RolloutCount> counts, Scope scope, CancellationToken ct)
    {
        var writtenOff = counts.Where(c => c.Status == DeclarationStatus.WrittenOff).Sum(c => c.Enterprises);
        if (filter.Phase is not { } phase)
            return new RolloutExclusions { WrittenOff = writtenOff, OutOfScope = 0, JoinedLater = 0 };

        var due = counts.Sum(c => c.Enterprises) - writtenOff;
        var whole = (await roster.CountAsync(filter with { Phase = null }, scope, ct)).Due;
        var ever = (await roster.CountAsync(filter with { Phase = phase with { CampaignDueOn = DateOnly.MaxValue } }, scope, ct)).Due;
        return new RolloutExclusions { WrittenOff = writtenOff, OutOfScope = whole - ever, JoinedLater = ever - due };
    }
}
