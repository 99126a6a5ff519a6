using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using Dapper;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Roster;

namespace RiskReport.Data.Roster;

/// <summary>
/// A city is counted in as many pieces as there are processors, side by side: a piece is a range of whole counties, as any region is a
/// range. SQLite works off a query on one processor alone; SQL Server shares its work out by itself.
/// </summary>
public sealed class RosterPieces(Database database)
{
    /// <summary>How the work is shared may lag behind; what is counted never does.</summary>
    private static readonly TimeSpan Age = TimeSpan.FromMinutes(10);

    private const string SelectSizes = """
        SELECT SUBSTRING(d.TownshipCode, 1, 6) AS CountyCode, SUM(d.Enterprises) AS Reports
        FROM TownshipSummary d {noexpand}
        WHERE d.Year = @Year AND d.TownshipCode BETWEEN @RegionFrom AND @RegionTo
        GROUP BY SUBSTRING(d.TownshipCode, 1, 6)
        ORDER BY SUBSTRING(d.TownshipCode, 1, 6)
        """;

    /// <summary>How many pieces there are at most, and from how many reports on a region is shared out.</summary>
    internal int Most { get; init; } = Math.Min(Environment.ProcessorCount, 4);
    internal long Worthwhile { get; init; } = 50_000;

    private readonly ConcurrentDictionary<(int Year, string From, string To), (long Since, IReadOnlyList<RegionRange> Pieces)> shared = new();

    /// <summary>The rows of every piece; what counts by something else than county or township finds a figure of its own in each.</summary>
    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, RosterFilter filter, Scope scope, object? more, CancellationToken ct)
    {
        var rows = await EachAsync(filter, scope, async (connection, parameters) =>
        {
            parameters.AddDynamicParams(more);
            return await connection.QueryAsync<T>(database.Command(sql, parameters, ct: ct));
        }, ct);
        return [.. rows.SelectMany(r => r)];
    }

    /// <param name="work">Gets the filter as parameters, narrowed to one piece.</param>
    public async Task<IReadOnlyList<T>> EachAsync<T>(RosterFilter filter, Scope scope, Func<DbConnection, DynamicParameters, Task<T>> work, CancellationToken ct)
    {
        async Task<T> OneAsync(RegionRange piece)
        {
            await using var connection = await database.OpenAsync(ct);
            var parameters = RosterSql.Parameters(filter, scope);
            parameters.Add("RegionFrom", piece.From);
            parameters.Add("RegionTo", piece.To);
            return await work(connection, parameters);
        }

        var pieces = await OfAsync(filter.Year, RosterSql.Range(filter, scope), ct);
        return pieces.Count == 1 ? [await OneAsync(pieces[0])] : await Task.WhenAll(pieces.Select(piece => Task.Run(() => OneAsync(piece), ct)));
    }

    private async Task<IReadOnlyList<RegionRange>> OfAsync(int year, RegionRange region, CancellationToken ct)
    {
        if (!database.IsSqlite || region.IsWithinCounty)
            return [region];
        if (shared.TryGetValue((year, region.From, region.To), out var known) && Stopwatch.GetElapsedTime(known.Since) < Age)
            return known.Pieces;

        await using var connection = await database.OpenAsync(ct);
        var sizes = await connection.QueryAsync<(string CountyCode, long Reports)>(
            database.Command(SelectSizes, new { Year = year, RegionFrom = region.From, RegionTo = region.To }, ct: ct));
        var counties = sizes.AsList();
        var pieces = counties.Sum(c => c.Reports) < Worthwhile ? [region] : Share(region, counties, Most);
        shared[(year, region.From, region.To)] = (Stopwatch.GetTimestamp(), pieces);
        return pieces;
    }

    /// <summary>Ranges that touch each other and together are the region, with about as many reports in each.</summary>
    internal static IReadOnlyList<RegionRange> Share(RegionRange region, IReadOnlyList<(string CountyCode, long Reports)> counties, int most)
    {
        var total = counties.Sum(c => c.Reports);
        var pieces = new List<RegionRange>(most);
        var from = region.From;
        long seen = 0;
        foreach (var (county, reports) in counties)
        {
            // a county goes to the piece that the middle of it belongs to
            if (pieces.Count < most - 1 && (seen + reports / 2) * most >= total * (pieces.Count + 1) && seen > 0)
            {
                pieces.Add(new RegionRange(from, JustBefore(county)));
                from = county + "000";
            }

            seen += reports;
        }

        pieces.Add(new RegionRange(from, region.To));
        return pieces;
    }

    private static string JustBefore(string county) => $"{int.Parse(county, System.Globalization.CultureInfo.InvariantCulture) - 1}999";
}

/// <summary>Codes of townships from one to another, both included.</summary>
public readonly record struct RegionRange(string From, string To)
{
    public bool IsWithinCounty => string.CompareOrdinal(From, 0, To, 0, 6) == 0;
}
