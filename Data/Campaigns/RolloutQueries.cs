using Dapper;
using RiskReport.Data.Roster;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Campaigns;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Roster;

namespace RiskReport.Data.Campaigns;

/// <summary>
/// Counts the board from what is kept: by status and colour from TownshipSummary, day by day from DailyFiling. A phase that groups of
/// industries belong to, which no counter tells apart, is counted along the index of the roster, once for all of its figures.
/// </summary>
public sealed class RolloutQueries(Database database, RosterPieces pieces)
{
    public async Task<RolloutCounts> CountAsync(RosterFilter filter, Overdue overdue, Scope scope, CancellationToken ct)
    {
        var parts = await pieces.EachAsync(filter with { Overdue = overdue }, scope, async (connection, parameters) =>
        {
            await using var moment = await Database.BeginReadAsync(connection, ct);

            async Task<IReadOnlyList<T>> AllAsync<T>(string sql) => (await connection.QueryAsync<T>(database.Command(sql, parameters, moment, ct))).AsList();

            var late = await AllAsync<LateReturns>(LateReturnsSql(filter));
            if (filter.Phase is { } phase && !RosterSql.IsTallied(filter))
            {
                var cells = await AllAsync<PhaseCell>(CellsSql(filter, phase, overdue));
                var owing = await AllAsync<OwingCount>(OwingSql(filter, null));
                return new Part(PhaseCell.Counts(cells), late, PhaseCell.Days(cells), [owing[0] with { OfScope = PhaseCell.Owing(cells) }]);
            }

            return new Part(
                await AllAsync<RolloutCount>(CountSql(filter, overdue)),
                late,
                await AllAsync<FiledDay>(DaysSql(filter)),
                filter.Phase is null ? [] : await AllAsync<OwingCount>(OwingSql(filter, filter.Phase)));
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
            SELECT {{RegionOf(filter)}} AS RegionCode, d.Status, d.Colour, {{IsNil}} AS IsNil, SUM({{enterprises}}) AS Enterprises,
                SUM(CASE WHEN {{RosterSql.NeverFiled(overdue)}} THEN {{enterprises}} ELSE 0 END) AS Overdue
            FROM {{(isTallied ? "TownshipSummary d {noexpand}" : "Declaration d")}}
            WHERE {{RosterSql.Where(filter)}}
            GROUP BY {{RegionOf(filter)}}, d.Status, d.Colour, {{IsNil}}
            HAVING SUM({{enterprises}}) > 0
            """;
    }

    /// <summary>Whom a phase is for, whenever they came onto the roll, apart by all that any figure asks.</summary>
    internal static string CellsSql(RosterFilter filter, CampaignPhase phase, Overdue overdue) => $"""
        SELECT {RegionOf(filter)} AS RegionCode, d.Status, d.Colour, {IsNil} AS IsNil, d.FiledOn, {InTime} AS IsInTime, COUNT(*) AS Enterprises,
            SUM(CASE WHEN {RosterSql.NeverFiled(overdue)} THEN 1 ELSE 0 END) AS Overdue
        FROM Declaration d
        WHERE {RosterSql.Where(filter with { Phase = null })}{RosterSql.InScope(phase, "")}
        GROUP BY {RegionOf(filter)}, d.Status, d.Colour, {IsNil}, d.FiledOn, {InTime}
        """;

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

    private const string IsNil = "CASE WHEN d.Type = 4 THEN 1 ELSE 0 END";
    private const string InTime = "CASE WHEN d.OwedSince <= @DueOn THEN 1 ELSE 0 END";

    /// <summary>The units one level down; below a township there are none.</summary>
    private static string RegionOf(RosterFilter filter) => filter.RegionCode.Length < 6 ? "SUBSTRING(d.TownshipCode, 1, 6)" : "d.TownshipCode";

    /// <summary>Whoever owes a report of the year, and those of them that a phase is for, whenever they came onto the roll.</summary>
    /// <param name="phase">Null where these are counted otherwise.</param>
    internal static string OwingSql(RosterFilter filter, CampaignPhase? phase) => $$"""
        SELECT COALESCE(SUM(d.Enterprises), 0) AS OfYear, COALESCE(SUM(CASE WHEN 1 = 1{{(phase is null ? "" : RosterSql.InScope(phase, ""))}} THEN d.Enterprises ELSE 0 END), 0) AS OfScope
        FROM TownshipSummary d {noexpand}
        WHERE {{RosterSql.Where(filter with { Phase = null })}} AND d.Status <> 5
        """;

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

    /// <param name="Owing">Nothing where there is no phase.</param>
    private sealed record Part(IReadOnlyList<RolloutCount> Counts, IReadOnlyList<LateReturns> LateReturns, IReadOnlyList<FiledDay> Days, IReadOnlyList<OwingCount> Owing);

    private sealed record OwingCount
    {
        public required long OfYear { get; init; }
        public required long OfScope { get; init; }
    }

    /// <summary>Reports of a phase that no figure tells apart.</summary>
    private sealed record PhaseCell
    {
        public required string RegionCode { get; init; }
        public required DeclarationStatus Status { get; init; }
        public RiskColour? Colour { get; init; }
        public required bool IsNil { get; init; }
        public DateOnly? FiledOn { get; init; }

        /// <summary>Whether the duty began by the last day of the phase.</summary>
        public required bool IsInTime { get; init; }
        public required long Enterprises { get; init; }
        public required long Overdue { get; init; }

        public static IReadOnlyList<RolloutCount> Counts(IEnumerable<PhaseCell> cells) =>
        [
            .. cells.Where(c => c.IsInTime).GroupBy(c => (c.RegionCode, c.Status, c.Colour, c.IsNil)).Select(g => new RolloutCount
            {
                RegionCode = g.Key.RegionCode,
                Status = g.Key.Status,
                Colour = g.Key.Colour,
                IsNil = g.Key.IsNil,
                Enterprises = g.Sum(c => c.Enterprises),
                Overdue = g.Sum(c => c.Overdue),
            }),
        ];

        public static IReadOnlyList<FiledDay> Days(IEnumerable<PhaseCell> cells) =>
        [
            .. from cell in cells
               where cell is { IsInTime: true, Status: DeclarationStatus.Submitted or DeclarationStatus.Accepted, FiledOn: not null }
               group cell.Enterprises by (cell.RegionCode, Day: cell.FiledOn!.Value) into day
               select new FiledDay { RegionCode = day.Key.RegionCode, Day = day.Key.Day, Enterprises = day.Sum() },
        ];

        public static long Owing(IEnumerable<PhaseCell> cells) => cells.Where(c => c.Status != DeclarationStatus.WrittenOff).Sum(c => c.Enterprises);
    }
}
