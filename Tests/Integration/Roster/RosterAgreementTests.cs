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
            CollectionAssert.AreEqual(expectedRisks, await risks.PagedAsync(ofRisks, City, PageSize), words);
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

    private static async Task<List<long>> ExportedAsync(RosterQueries roster, RosterFilter filter, Scope scope) =>
        (await roster.ListAsync(new RosterRequest { Kind = RosterKind.Enterprises, Filter = filter }, scope)).ConvertAll(r => r.EnterpriseId);

    private static async Task<List<long>> ByNumberAsync(RosterQueries roster, RosterFilter filter, long total)
    {
        var request = new RosterRequest { Kind = RosterKind.Enterprises, Filter = filter };
        var ids = new List<long>();
        for (var skip = 0; skip < total + PageSize; skip += PageSize)
            ids.AddRange((await roster.PageAsync(request, City, new RosterPlace { Skip = skip }, total, PageSize, CancellationToken.None)).Select(r => r.EnterpriseId));
        return ids;
    }
}
