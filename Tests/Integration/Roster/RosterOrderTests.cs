using RiskReport.Data.Roster;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Roster;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Roster;

/// <summary>Every order of enterprises and of risks is total, and the same forwards, backwards and in a file.</summary>
[TestClass]
public sealed class RosterOrderTests
{
    private const int PageSize = 7;

    private static readonly Scope City = new("3205");

    private static readonly RosterFilter All = new() { Year = 2026, RegionCode = "3205" };

    [TestMethod]
    [DynamicData(nameof(TestDatabase.Providers), typeof(TestDatabase))]
    public async Task Every_order_is_total_and_the_same_by_number_forwards_and_backwards(string provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider);
        await CommandRun.OfAsync(test, ["seed", "city", "--enterprises", "60", "--year", "2026"]);
        var roster = new RosterQueries(test.Database, new RosterPieces(test.Database));

        foreach (var key in RosterColumns.Known.Select(c => c.Key))
        {
            var filter = key == RosterColumns.Delay ? All with { Overdue = Overdue.On(new DateOnly(2027, 1, 1), 2026, null, Lists.Reference) } : All;
            foreach (var isDescending in new[] { false, true }.Where(_ => RosterOrder.IsPossible(RosterKind.Enterprises, key, filter.Overdue)))
            {
                var request = new RosterRequest { Kind = RosterKind.Enterprises, Filter = filter, Order = new RosterOrder(key, isDescending) };
                var rows = await roster.ListAsync(request, City);
                var ids = rows.ConvertAll(r => r.EnterpriseId);
                var keys = rows.ConvertAll(r => Key(key, r));
                var sorted = isDescending ? keys.OrderDescending(Nothing.First).ToList() : keys.Order(Nothing.First).ToList();

                if (key == RosterColumns.Delay)
                    Assert.IsGreaterThan(1, keys.Distinct().Count(), "delays are to differ");
                Assert.HasCount(key == RosterColumns.Delay ? ids.Count : 60, ids.Distinct().ToList(), key);
                CollectionAssert.AreEqual(sorted, keys, key);
                CollectionAssert.AreEqual(ids, await ForwardsAsync(roster, request, ids.Count), key);
                CollectionAssert.AreEqual(ids, await BackwardsAsync(roster, request, ids[^1]), key);
            }
        }
    }

    /// <summary>Many risks share a colour, a method, a township, and have no score or number at all.</summary>
    [TestMethod]
    [DynamicData(nameof(TestDatabase.Providers), typeof(TestDatabase))]
    public async Task Every_order_of_the_risks_is_total_and_the_same_on_pages_and_in_a_file(string provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider);
        await CommandRun.OfAsync(test, ["seed", "city", "--enterprises", "12", "--year", "2026"]);
        await test.ExecuteAsync("UPDATE RiskItem SET RiskPoint = NULL WHERE Position = 2");
        var pieces = new RosterPieces(test.Database);
        var risks = new RiskRosterQueries(test.Database, new RosterQueries(test.Database, pieces), pieces);
        var total = await test.ScalarAsync<int>("SELECT COUNT(*) FROM RiskItem");
        var nothing = 0;

        foreach (var key in RiskRosterColumns.Known.Select(c => c.Key).Where(k => RosterOrder.IsPossible(RosterKind.Items, k, null)))
        {
            foreach (var filter in new[] { All, All with { Risk = new RiskFilter { Colours = [RiskColour.Yellow, RiskColour.Orange] } } })
            {
                foreach (var isDescending in new[] { false, true })
                {
                    var request = new RosterRequest { Kind = RosterKind.Items, Filter = filter, Order = new RosterOrder(key, isDescending) };
                    var rows = new List<RiskRosterRow>();
                    await foreach (var row in risks.AllAsync(request, City, CancellationToken.None))
                        rows.Add(row);
                    var keys = rows.ConvertAll(r => (Key: Key(key, r), (object?)r.EnterpriseId, (object?)r.Position));
                    var sorted = keys.Order(Comparer<(object? Key, object? Enterprise, object? Position)>.Create((a, b) =>
                        Nothing.First.Compare(a.Key, b.Key) is not 0 and var first ? first
                        : Nothing.First.Compare(a.Enterprise, b.Enterprise) is not 0 and var second ? second
                        : Nothing.First.Compare(a.Position, b.Position))).ToList();
                    if (isDescending)
                        sorted.Reverse();

                    nothing += keys.Exists(k => k.Key is null) ? 1 : 0;
                    Assert.HasCount(filter == All ? total : rows.Count, keys.Distinct().ToList(), key);
                    CollectionAssert.AreEqual(sorted, keys, key);
                    CollectionAssert.AreEqual(rows.ConvertAll(r => (r.EnterpriseId, r.Position)), await risks.PagedAsync(request, City, PageSize), key);
                }
            }
        }

        Assert.IsGreaterThan(4, nothing, "what has nothing to be sorted by is to be among them");
    }

    private static async Task<List<long>> ForwardsAsync(RosterQueries roster, RosterRequest request, long total)
    {
        var ids = new List<long>();
        var page = await roster.PageAsync(request, City, new RosterPlace(), total, PageSize, CancellationToken.None);
        while (page.Count > 0)
        {
            ids.AddRange(page.Select(r => r.EnterpriseId));
            page = await roster.PageAsync(request, City, new RosterPlace { After = ids[^1] }, 60, PageSize, CancellationToken.None);
        }

        return ids;
    }

    private static async Task<List<long>> BackwardsAsync(RosterQueries roster, RosterRequest request, long last)
    {
        var ids = new List<long> { last };
        var page = await roster.PageAsync(request, City, new RosterPlace { Before = last }, 60, PageSize, CancellationToken.None);
        while (page.Count > 0)
        {
            ids.InsertRange(0, page.Select(r => r.EnterpriseId));
            page = await roster.PageAsync(request, City, new RosterPlace { Before = ids[0] }, 60, PageSize, CancellationToken.None);
        }

        return ids;
    }

    private static object? Key(string key, RosterRow row) => key switch
    {
        "county" or "township" or "county-code" => row.TownshipCode,
        "industry" or "industry-code" => row.IndustryCode,
        "scale" => (int)row.Scale,
        "type" => (int?)row.Type,
        "status" => (int)row.Status,
        "colour" => (int?)row.Colour,
        _ => RosterColumns.Known.First(c => c.Key == key).Value(row),
    };

    private static object? Key(string key, RiskRosterRow row) => key switch
    {
        "county" or "township" or "county-code" => row.TownshipCode,
        "industry" or "industry-code" => row.IndustryCode,
        "scale" => (int)row.Scale,
        "status" => (int)row.Status,
        "colour" => (int)row.Colour,
        "method" => (int)row.Method,
        _ => RiskRosterColumns.Known.First(c => c.Key == key).Value(row),
    };

    /// <summary>Both databases sort nothing before everything.</summary>
    private sealed class Nothing : IComparer<object?>
    {
        public static readonly Nothing First = new();

        public int Compare(object? x, object? y) => (x, y) switch
        {
            (null, null) => 0,
            (null, _) => -1,
            (_, null) => 1,
            (string a, string b) => CodePoints(a, b),
            _ => ((IComparable)x).CompareTo(y),
        };

        /// <summary>UTF-8 sorts by code point, and none of the names lies beyond the basic plane.</summary>
        private static int CodePoints(string a, string b) => string.CompareOrdinal(a, b);
    }
}
