using RiskReport.Data.Maps;
using RiskReport.Data.Roster;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Maps;
using RiskReport.Domain.Roster;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Roster;

/// <summary>
/// Counts, pages, figures and exports of one filter are the same enterprises, and those that the stored rows, read one by one,
/// say they should be.
/// </summary>
[TestClass]
public sealed class RosterAgreementTests
{
    private const int PageSize = 7;

    private static readonly Scope City = new("3205");

    private static readonly RosterFilter All = new() { Year = 2026, RegionCode = "3205" };

    private static readonly RosterFilter[] Filters =
    [
        All,
        All with { Colours = [RiskColour.Red] },
        All with { Colours = [RiskColour.Red, RiskColour.Blue], Ungraded = true },
        All with { Ungraded = true },
        All with { Scale = Scale.Above },
        All with { Statuses = [DeclarationStatus.Submitted, DeclarationStatus.Returned] },
        All with { Statuses = [DeclarationStatus.Accepted], Colours = [RiskColour.Yellow] },
        All with { RegionCode = "320583" },
        All with { Parts = ["320583", "320505100", "320506102"] },
        All with { Industries = ["33", "594"] },
        All with { Industries = ["348"] },
        All with { Types = [DeclarationType.NilConfirmation] },
        All with { Overdue = Overdue.On(new DateOnly(2026, 7, 1), 2026, null, Lists.Reference) },
        All with { Overdue = Overdue.On(new DateOnly(2027, 1, 1), 2026, null, Lists.Reference) },
        All with { Overdue = new Overdue(new DateOnly(2026, 7, 1), [Phases.OfGroups]) },
        All with { Phase = Phases.Everyone },
        All with { Phase = Phases.AboveScale },
        All with { Phase = Phases.OfGroups },
        All with { Phase = Phases.OfGroups, RegionCode = "320583", Text = "有限公司" },
        All with { Phase = Phases.AboveScale, Parts = ["320583", "320505100"], Statuses = [DeclarationStatus.NotFiled, DeclarationStatus.Draft] },
        All with { Subjects = ["ConfinedSpace", "CombustibleDust"] },
        All with { SubmittedFrom = new DateOnly(2026, 5, 1), SubmittedTo = new DateOnly(2026, 6, 20) },
        All with { Risk = new RiskFilter { Colours = [RiskColour.Red, RiskColour.Orange] } },
        All with { Risk = new RiskFilter { Methods = [GradingMethod.Ls] } },
        All with { Risk = new RiskFilter { AccidentTypes = ["火灾", "触电"] } },
        All with { Risk = new RiskFilter { CatalogueCodes = ["PT-01", "FC-01", "FC-02", "YJ-01", "WH-01", "YX-01", "LD-01", "TZ-01"] } },
        All with { Risk = new RiskFilter { AccidentTypes = ["火灾"], Colours = [RiskColour.Orange, RiskColour.Red], Methods = [GradingMethod.Lec] } },
        All with { Risk = new RiskFilter { AccidentTypes = ["触电"], Methods = [GradingMethod.Ls] }, Scale = Scale.Below, Colours = [RiskColour.Yellow] },
        All with { Text = "有限公司" },
        All with { Text = "科技" },
        All with { Text = "没有这家" },
        All with { Text = "100%_[x]'" },
        All with { Text = "91320583" },
        All with { Text = "科技", Colours = [RiskColour.Red, RiskColour.Orange], Scale = Scale.Below },
        All with { Year = 2025 },
    ];

    [TestMethod]
    [DynamicData(nameof(TestDatabase.Providers), typeof(TestDatabase))]
    public async Task Pages_counts_figures_and_export_are_what_the_stored_rows_say(string provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider);
        Assert.AreEqual(0, (await CommandRun.OfAsync(test, ["seed", "city", "--enterprises", "150", "--year", "2026"])).Status);
        var stored = await StoredRoster.ReadAsync(test);
        var pieces = new RosterPieces(test.Database) { Most = 3, Worthwhile = 1 };
        var roster = new RosterQueries(test.Database, pieces);
        var risks = new RiskRosterQueries(test.Database, roster, pieces);
        var map = new MapQueries(test.Database, pieces);
        var matched = 0;

        foreach (var filter in Filters)
        {
            var words = filter.InWords(Lists.Reference);
            var expected = stored.Matching(filter);
            matched += expected.Count > 0 && expected.Count < 150 ? 1 : 0;
            var counts = await roster.CountAsync(filter, City, CancellationToken.None);
            var total = counts.Matching(filter);
            var exported = await ExportedAsync(roster, filter, City);

            Assert.AreEqual(expected.Count, total, words);
            CollectionAssert.AreEqual(expected.Select(d => d.EnterpriseId).ToList(), exported, words);
            CollectionAssert.AreEqual(exported, await ByNumberAsync(roster, filter, total), words);
            Assert.AreEqual(total, (await roster.FiguresAsync(filter, City, CancellationToken.None)).Sum(f => f.Enterprises), words);
            Assert.AreEqual(total, (await map.UnitsAsync(filter, City, CancellationToken.None)).Total, words);
            CollectionAssert.AreEquivalent(CellsOf(expected, stored), (await map.CellsAsync(filter, MapView.All, City, CancellationToken.None)).ToList(), words);
            foreach (var status in Enum.GetValues<DeclarationStatus>())
                Assert.AreEqual(stored.Matching(filter with { Statuses = [status] }).Count, counts.Of(status, filter), words + status);
            foreach (var colour in Enum.GetValues<RiskColour>())
                Assert.AreEqual(stored.Matching(filter with { Colours = [colour], Ungraded = false }).Count, counts.Of(colour, filter), words + colour);

            var expectedRisks = stored.RisksMatching(filter);
            var listed = new List<(long, int)>();
            var ofRisks = new RosterRequest { Kind = RosterKind.Items, Filter = filter };
            await foreach (var row in risks.AllAsync(ofRisks, City, CancellationToken.None))
                listed.Add((row.EnterpriseId, row.Position));
            CollectionAssert.AreEqual(expectedRisks, listed, words);
            Assert.AreEqual(expectedRisks.Count, (await risks.CountAsync(filter, City, CancellationToken.None)).Matching(filter), words);
            CollectionAssert.AreEqual(expectedRisks, await PagedRisksAsync(risks, ofRisks), words);
        }

        Assert.IsGreaterThan(20, matched, "the filters are to tell rows apart");
        Assert.AreEqual(150, (await roster.SummaryAsync(2026, City, CancellationToken.None)).Total);
    }

    /// <summary>The cells of the map, counted one report after the other.</summary>
    private static List<CellCount> CellsOf(IReadOnlyList<StoredRoster.Report> reports, StoredRoster stored) =>
        [.. reports.GroupBy(r => (X: (int)Math.Floor(r.Longitude!.Value / 0.0105m), Y: (int)Math.Floor(r.Latitude!.Value / 0.009m), r.TownshipCode)).Select(g => new CellCount
        {
            X = g.Key.X,
            Y = g.Key.Y,
            TownshipCode = g.Key.TownshipCode,
            Enterprises = g.Count(),
            Red = g.Count(r => r.Colour == RiskColour.Red),
            Orange = g.Count(r => r.Colour == RiskColour.Orange),
            Yellow = g.Count(r => r.Colour == RiskColour.Yellow),
            Blue = g.Count(r => r.Colour == RiskColour.Blue),
            MajorRisks = g.Sum(r => stored.Risks[r.Id].Count(i => i.Colour >= RiskColour.Orange)),
        })];

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
                var rows = await ToListAsync(roster.AllAsync(request, City, CancellationToken.None));
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
                    CollectionAssert.AreEqual(rows.ConvertAll(r => (r.EnterpriseId, r.Position)), await PagedRisksAsync(risks, request), key);
                }
            }
        }

        Assert.IsGreaterThan(4, nothing, "what has nothing to be sorted by is to be among them");
    }

    [TestMethod]
    [DynamicData(nameof(TestDatabase.Providers), typeof(TestDatabase))]
    public async Task The_counties_together_are_the_city_and_share_nothing(string provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider);
        await CommandRun.OfAsync(test, ["seed", "city", "--enterprises", "150", "--year", "2026"]);
        var roster = new RosterQueries(test.Database, new RosterPieces(test.Database));

        var counties = new List<long>();
        foreach (var county in Lists.Reference.Regions.All.Where(r => r.Code.Length == 6))
            counties.AddRange(await ExportedAsync(roster, All, new Scope(county.Code)));

        CollectionAssert.AreEquivalent(await ExportedAsync(roster, All, City), counties);
    }

    /// <summary>A line of another county is no place in one's own list, whatever its number.</summary>
    [TestMethod]
    public async Task A_page_behind_a_foreign_line_tells_nothing_of_it()
    {
        await using var test = await TestDatabase.CreateAsync();
        await CommandRun.OfAsync(test, ["seed", "city", "--enterprises", "150", "--year", "2026"]);
        var roster = new RosterQueries(test.Database, new RosterPieces(test.Database));
        var own = new Scope("320583");
        var foreign = (await ExportedAsync(roster, All, new Scope("320505")))[0];
        var request = new RosterRequest { Kind = RosterKind.Enterprises, Filter = All, Order = new RosterOrder("name", false) };

        var first = await roster.PageAsync(request, own, new RosterPlace(), 1_000, PageSize, CancellationToken.None);
        var behind = await roster.PageAsync(request, own, new RosterPlace { After = foreign }, 1_000, PageSize, CancellationToken.None);

        CollectionAssert.AreEqual(first.Select(r => r.EnterpriseId).ToList(), behind.Select(r => r.EnterpriseId).ToList());
    }

    [TestMethod]
    public async Task An_enterprise_has_no_roster()
    {
        await using var test = await TestDatabase.CreateAsync();

        await Assert.ThrowsExactlyAsync<InvalidOperationException>(
            () => new RosterQueries(test.Database, new RosterPieces(test.Database)).CountAsync(All, new Scope("320583100", EnterpriseId: 1), CancellationToken.None));
    }

    [TestMethod]
    [DataRow("xlsx")]
    [DataRow("csv")]
    [DataRow("pdf")]
    public async Task The_verb_writes_each_format_and_records_it(string format)
    {
        await using var test = await TestDatabase.CreateAsync();
        await CommandRun.OfAsync(test, ["seed", "city", "--enterprises", "30", "--year", "2026"]);
        var file = Path.Combine(test.Folder, "名册." + format);

        var run = await CommandRun.OfAsync(test, ["export", "roster", "--out", file, "--year", "2026", "--status", "submitted,accepted"]);

        Assert.AreEqual(0, run.Status, run.Error);
        Assert.IsGreaterThan(500, new FileInfo(file).Length);
        Assert.AreEqual(
            await test.ScalarAsync<int>("SELECT COUNT(*) FROM Declaration WHERE Status IN (2, 4)"),
            await test.ScalarAsync<int>("SELECT RowsMade FROM RosterExport"));
    }

    [TestMethod]
    [DataRow("名册.docx", "--year", "2026", "不支持扩展名")]
    [DataRow("名册.csv", "--year", "1999", "年度“1999”无效")]
    [DataRow("名册.csv", "--region", "999999", "地区“999999”无效")]
    [DataRow("名册.csv", "--colour", "purple", "企业风险等级“purple”无效")]
    [DataRow("名册.csv", "--status", "lost", "状态“lost”无效")]
    public async Task The_verb_refuses_what_it_does_not_know(string name, string option, string value, string sentence)
    {
        await using var test = await TestDatabase.CreateAsync();
        var file = Path.Combine(test.Folder, name);

        var run = await CommandRun.OfAsync(test, ["export", "roster", "--out", file, option, value]);

        Assert.AreEqual(2, run.Status);
        StringAssert.Contains(run.Error, sentence);
        Assert.IsFalse(File.Exists(file));
    }

    private static async Task<List<long>> ExportedAsync(RosterQueries roster, RosterFilter filter, Scope scope) =>
        (await ToListAsync(roster.AllAsync(new RosterRequest { Kind = RosterKind.Enterprises, Filter = filter }, scope, CancellationToken.None))).ConvertAll(r => r.EnterpriseId);

    private static async Task<List<RosterRow>> ToListAsync(IAsyncEnumerable<RosterRow> rows)
    {
        var list = new List<RosterRow>();
        await foreach (var row in rows)
            list.Add(row);
        return list;
    }

    private static async Task<List<long>> ByNumberAsync(RosterQueries roster, RosterFilter filter, long total)
    {
        var request = new RosterRequest { Kind = RosterKind.Enterprises, Filter = filter };
        var ids = new List<long>();
        for (var skip = 0; skip < total + PageSize; skip += PageSize)
            ids.AddRange((await roster.PageAsync(request, City, new RosterPlace { Skip = skip }, total, PageSize, CancellationToken.None)).Select(r => r.EnterpriseId));
        return ids;
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

    private static async Task<List<(long, int)>> PagedRisksAsync(RiskRosterQueries risks, RosterRequest request)
    {
        var listed = new List<(long EnterpriseId, int Position)>();
        var page = await risks.PageAsync(request, City, new RiskPlace(IsBackwards: false), PageSize, CancellationToken.None);
        while (page.Count > 0)
        {
            listed.AddRange(page.Select(r => (r.EnterpriseId, r.Position)));
            page = await risks.PageAsync(request, City, new RiskPlace(IsBackwards: false, listed[^1].EnterpriseId, listed[^1].Position), PageSize, CancellationToken.None);
        }

        // and from the end back to the beginning
        var back = new List<(long EnterpriseId, int Position)>();
        page = await risks.PageAsync(request, City, new RiskPlace(IsBackwards: true), PageSize, CancellationToken.None);
        while (page.Count > 0)
        {
            back.InsertRange(0, page.Select(r => (r.EnterpriseId, r.Position)));
            page = await risks.PageAsync(request, City, new RiskPlace(IsBackwards: true, back[0].EnterpriseId, back[0].Position), PageSize, CancellationToken.None);
        }

        CollectionAssert.AreEqual(listed, back);
        return listed;
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
