using System.Data.Common;
using Dapper;
using RiskReport.Data.Declarations;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Regrading;

namespace RiskReport.Data.Regrading;

/// <summary>A filed report as far as its colour depends on it; its items are a piece of a list that the reader owns.</summary>
internal readonly record struct StoredReport(
    long Id, string TownshipCode, RiskColour Colour, string RuleSet, string? CatalogueEdition, int Version, EnterpriseConditions Conditions, ReadOnlyMemory<Assessment> Items);

/// <summary>
/// Reads filed reports with what they were assessed by, some thousand to a query that starts behind the last one, so that
/// memory stays flat and no reader is open between them. The bulk path: columns are read by their place, without Dapper.
/// </summary>
internal sealed class StoredReports(Database database, RegradingRun run)
{
    // the plus sign keeps the planner on the primary key, which gives the order; an index by year would be sorted for each chunk
    internal const string Matching = """
        d.Id > @After AND +d.Year BETWEEN @YearFrom AND @YearTo AND d.TownshipCode BETWEEN @RegionFrom AND @RegionTo
          AND d.Status IN (2, 4) AND (@Other IS NULL OR d.RuleSet <> @Other)
        """;

    private const string CountMatching = $"SELECT COUNT(*) FROM Declaration d WHERE {Matching}";

    private const string SelectReports = $$"""
        SELECT d.Id, d.TownshipCode, d.Colour, d.RuleSet, d.CatalogueEdition, d.Version, d.HazardPlacePeople, d.MajorHazard, d.SeriousViolation, d.AccidentConditions
        FROM Declaration d
        WHERE {{Matching}}
        ORDER BY d.Id {page}
        """;

    private const string SelectItems = $"""
        SELECT i.DeclarationId, i.Method, i.L, i.E, i.C, i.S, i.M, i.CatalogueCode
        FROM Declaration d
        JOIN RiskItem i ON i.DeclarationId = d.Id
        WHERE {Matching} AND d.Id <= @Last
        ORDER BY i.DeclarationId, i.Position
        """;

    private const string SelectDetails = $"""
        SELECT i.DeclarationId, i.Position, i.Details
        FROM Declaration d
        JOIN RiskItem i ON i.DeclarationId = d.Id
        WHERE {Matching} AND d.Id <= @Last AND i.Method IN (5, 6)
        ORDER BY i.DeclarationId, i.Position
        """;

    private readonly List<StoredReport> reports = [];
    private readonly List<(long Id, int Items)> counts = [];
    private Assessment[] items = new Assessment[1024];
    private int itemCount;

    /// <summary>How many items the last chunk had.</summary>
    public int Items => itemCount;

    public async Task<int> CountAsync(DbConnection connection, long after, CancellationToken ct) =>
        await connection.ExecuteScalarAsync<int>(database.LongCommand(CountMatching, Parameters(after, 0), ct));

    /// <summary>The next reports behind an id; the list and the items are overwritten by the next call.</summary>
    public async Task<IReadOnlyList<StoredReport>> NextAsync(DbConnection connection, long after, int take, CancellationToken ct)
    {
        reports.Clear();
        await using (var reader = await connection.ExecuteReaderAsync(database.LongCommand(SelectReports, Parameters(after, 0, take), ct)))
        {
            while (await reader.ReadAsync(ct))
                reports.Add(Report(reader));
        }

        if (reports.Count > 0)
        {
            await ReadItemsAsync(connection, after, reports[^1].Id, ct);
            HandOut();
        }

        return reports;
    }

    private async Task ReadItemsAsync(DbConnection connection, long after, long last, CancellationToken ct)
    {
        counts.Clear();
        itemCount = 0;
        var withDetails = new Dictionary<(long Id, int Position), int>();
        await using (var reader = await connection.ExecuteReaderAsync(database.LongCommand(SelectItems, Parameters(after, last), ct)))
        {
            while (await reader.ReadAsync(ct))
            {
                var id = reader.GetInt64(0);
                if (counts.Count == 0 || counts[^1].Id != id)
                    counts.Add((id, 0));
                counts[^1] = (id, counts[^1].Items + 1);

                var item = Item(reader, database.IsSqlite);
                if (item.Method is GradingMethod.MajorHazard or GradingMethod.ChemicalScore)
                    withDetails.Add(counts[^1], itemCount);
                if (itemCount == items.Length)
                    Array.Resize(ref items, items.Length * 2);
                items[itemCount++] = item;
            }
        }

        if (withDetails.Count > 0)
            await ReadDetailsAsync(connection, after, last, withDetails, ct);
    }

    /// <summary>Few items have any, so they are asked for apart and the many stay narrow. An item's position is its place in its report.</summary>
    private async Task ReadDetailsAsync(DbConnection connection, long after, long last, Dictionary<(long Id, int Position), int> places, CancellationToken ct)
    {
        await using var reader = await connection.ExecuteReaderAsync(database.LongCommand(SelectDetails, Parameters(after, last), ct));
        while (await reader.ReadAsync(ct))
        {
            // a report that was filed anew between the two queries may have other items now
            if (places.TryGetValue((reader.GetInt64(0), reader.GetInt32(1)), out var place) && !reader.IsDBNull(2))
                items[place] = AssessmentDetails.Read(items[place], reader.GetString(2));
        }
    }

    /// <summary>Both lists are in the order of the ids; a report without items has none of them.</summary>
    private void HandOut()
    {
        var (start, next) = (0, 0);
        for (var i = 0; i < reports.Count; i++)
        {
            while (next < counts.Count && counts[next].Id < reports[i].Id)
                start += counts[next++].Items;
            if (next < counts.Count && counts[next].Id == reports[i].Id)
                reports[i] = reports[i] with { Items = items.AsMemory(start, counts[next].Items) };
        }
    }

    private static StoredReport Report(DbDataReader reader) => new(
        reader.GetInt64(0), reader.GetString(1), (RiskColour)reader.GetInt32(2), reader.GetString(3), reader.IsDBNull(4) ? null : reader.GetString(4), reader.GetInt32(5),
        reader.IsDBNull(6) && reader.IsDBNull(7) && reader.IsDBNull(8) && reader.IsDBNull(9) ? EnterpriseConditions.None : new EnterpriseConditions
        {
            HazardPlacePeople = reader.IsDBNull(6) ? null : reader.GetInt32(6),
            MajorHazard = Answer(reader, 7),
            SeriousViolation = Answer(reader, 8),
            AccidentConditions = Answer(reader, 9),
        },
        default);

    private static bool? Answer(DbDataReader reader, int place) => reader.IsDBNull(place) ? null : reader.GetBoolean(place);

    /// <summary>Only what the method needs is read at all.</summary>
    private static Assessment Item(DbDataReader reader, bool isSqlite)
    {
        decimal? Number(int place) => reader.IsDBNull(place) ? null
            // SQLite keeps numbers as doubles; of two decimals and fifteen digits nothing is lost on the way back
            : isSqlite ? (decimal)reader.GetDouble(place)
            : reader.GetDecimal(place);
        return (GradingMethod)reader.GetInt32(1) switch
        {
            GradingMethod.Lec => new Assessment { Method = GradingMethod.Lec, L = Number(2), E = Number(3), C = Number(4) },
            GradingMethod.Ls => new Assessment { Method = GradingMethod.Ls, L = Number(2), S = Number(5) },
            GradingMethod.Mes => new Assessment { Method = GradingMethod.Mes, E = Number(3), S = Number(5), M = Number(6) },
            GradingMethod.Catalogue => new Assessment { Method = GradingMethod.Catalogue, CatalogueCode = reader.IsDBNull(7) ? null : reader.GetString(7) },
            var method => new Assessment { Method = method },
        };
    }

    private object Parameters(long after, long last, int take = 0)
    {
        var region = new Scope(run.RegionCode);
        return new
        {
            After = after,
            Last = last,
            run.YearFrom,
            run.YearTo,
            region.RegionFrom,
            region.RegionTo,
            // an application leaves alone what these rules have graded already
            Other = run.Kind == RegradingKind.Application ? run.RuleSet : null,
            Skip = 0,
            Take = take,
        };
    }
}
