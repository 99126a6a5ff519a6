using Dapper;
using RiskReport.Data.Analysis;
using RiskReport.Data.Roster;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Analysis;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Roster;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Analysis;

/// <summary>Every figure of the analysis against the stored rows, read one by one and counted without SQL, and against the roster.</summary>
[TestClass]
public sealed class AnalysisQueriesTests
{
    private static readonly Scope City = new("3205");

    private static readonly Scope County = new("320583");

    private static readonly RosterFilter All = new() { Year = 2026, RegionCode = "3205" };

    public required TestContext TestContext { get; set; }

    [TestMethod]
    [DynamicData(nameof(TestDatabase.Providers), typeof(TestDatabase))]
    public async Task Figures_are_what_the_stored_rows_say_whatever_was_changed(string provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider);
        foreach (var year in new[] { "2026", "2025" })
            Assert.AreEqual(0, (await CommandRun.OfAsync(test, ["seed", "city", "--enterprises", "200", "--year", year])).Status);
        var ct = TestContext.CancellationToken;

        await HoldAsync(test, ct);
        await ChangeAsync(test, new Random(7));
        await HoldAsync(test, ct);

        var roster = new RosterQueries(test.Database, Pieces(test));
        var analysis = new AnalysisQueries(test.Database, Pieces(test));
        foreach (var item in (await analysis.CatalogueAsync(All, County, ct)).Take(5))
            Assert.AreEqual(await CountAsync(All with { Risk = new RiskFilter { CatalogueCodes = [item.Item] } }), item.Enterprises, item.Item);
        foreach (var type in (await analysis.AccidentTypesAsync(All, County, ct)).Take(5))
            Assert.AreEqual(await CountAsync(All with { Risk = new RiskFilter { AccidentTypes = [type.Item] } }), type.Enterprises, type.Item);
        var subjects = await analysis.SubjectsAsync(All, County, ct);
        foreach (var figure in SpecialSubject.Figures)
            Assert.AreEqual(await CountAsync(All with { Subjects = [figure.Subject] }), subjects.Where(s => (s.Subjects & figure.Bit) != 0).Sum(s => s.Enterprises), figure.Name);

        var overdue = All with { Overdue = new Overdue(new DateOnly(2027, 1, 5), [Phases.Everyone, Phases.AboveScale]) };
        var late = await analysis.LateAsync(overdue, County, ct);
        Assert.AreEqual(await CountAsync(overdue), late.Sum(l => l.Enterprises));
        var never = late.Where(l => l.Status != DeclarationStatus.Returned).ToList();
        var rows = (await RowsAsync(test)).Where(r => County.Covers(r.TownshipCode) && r.After == ReportState.NoColour).ToList();
        foreach (var place in never.GroupBy(l => l.TownshipCode))
            Assert.AreEqual(rows.Where(r => r.TownshipCode == place.Key).Min(r => r.Scale == Scale.Above ? Phases.AboveScale.DueOn : Phases.Everyone.DueOn), place.Min(l => l.DueOn), place.Key);

        async Task<long> CountAsync(RosterFilter filter) => (await roster.CountAsync(filter, County, ct)).Matching(filter);
    }

    /// <summary>Small as the city is, it is counted in pieces.</summary>
    private static RosterPieces Pieces(TestDatabase test) => new(test.Database) { Most = 3, Worthwhile = 1 };

    private static async Task HoldAsync(TestDatabase test, CancellationToken ct)
    {
        var analysis = new AnalysisQueries(test.Database, Pieces(test));
        var rows = await RowsAsync(test);
        foreach (var (scope, filter) in new[] { (City, All), (County, All), (City, All with { Scale = Scale.Above }), (City, All with { RegionCode = "320583" }), (County, All with { Industries = ["33", "34", "29"] }),
            (City, All with { Parts = ["320583", "320506001"] }) })
        {
            var words = $"{scope.RegionCode} {filter.InWords(Lists.Reference)}";
            var expected = rows.Where(r => scope.Covers(r.TownshipCode) && r.TownshipCode.StartsWith(filter.RegionCode, StringComparison.Ordinal)
                && (filter.Parts.Count == 0 || filter.Parts.Any(p => r.TownshipCode.StartsWith(p, StringComparison.Ordinal)))
                && (filter.Scale is null || r.Scale == filter.Scale) && (filter.Industries.Count == 0 || filter.Industries.Contains(r.DivisionCode))).ToList();
            var movement = new Movement(await analysis.MovementAsync(filter, scope, ct));

            Assert.IsNotEmpty(expected, words);
            Assert.AreEqual(expected.Count, movement.Total, words);
            foreach (var before in ReportStateWords.Before)
            {
                foreach (var after in ReportStateWords.After)
                    Assert.AreEqual(expected.Count(r => r.Before == before && r.After == after), movement.Of(before, after), $"{words} {before} {after}");
            }

            foreach (var moved in new[] { new MovementFilter(null, null, Direction.Risen), new MovementFilter(null, null, Direction.Fallen), new MovementFilter(null, null, Direction.Same),
                new MovementFilter(ReportState.Absent, null, null), new MovementFilter(ReportState.NoColour, ReportState.Red, null), new MovementFilter(null, ReportState.NoColour, null),
                new MovementFilter(ReportState.WrittenOff, ReportState.WrittenOff, null), new MovementFilter(ReportState.Blue, ReportState.Blue, null) })
            {
                var names = await NamesAsync(analysis, filter, moved, scope, ct);
                CollectionAssert.AreEqual(
                    expected.Where(r => Is(r, moved)).OrderBy(r => r.TownshipCode, StringComparer.Ordinal).ThenBy(r => r.EnterpriseId).Select(r => r.EnterpriseId).ToList(), names, $"{words} {moved}");
                Assert.AreEqual(names.Count, movement.Matching(moved), $"{words} {moved}");
                CollectionAssert.AreEqual(names, await analysis.AllMovedAsync(filter, moved, scope, ct).Select(m => m.EnterpriseId).ToListAsync(ct), $"{words} {moved}");
            }

            var sums = await analysis.SubjectSumsAsync(filter, scope, ct);
            foreach (var (figure, i) in SpecialSubject.Figures.Select((f, i) => (f, i)))
            {
                var answers = expected.Select(r => r.Answers.GetValueOrDefault(figure.Field.Key)).OfType<string>().Select(long.Parse).ToList();
                Assert.AreEqual((answers.Count, answers.Sum()), (sums.Sum(s => s[i].Answers), sums.Sum(s => s[i].Sum)), $"{words} {figure.Name}");
            }
        }
    }

    /// <summary>Page by page.</summary>
    private static async Task<List<long>> NamesAsync(AnalysisQueries analysis, RosterFilter filter, MovementFilter moved, Scope scope, CancellationToken ct)
    {
        var names = new List<long>();
        (string, long)? after = null;
        while (await analysis.MovedAsync(filter, moved, after, 7, scope, ct) is { Count: > 0 } page)
        {
            Assert.IsTrue(page.All(n => moved.After is null || n.After == moved.After));
            names.AddRange(page.Select(n => n.EnterpriseId));
            after = (page[^1].TownshipCode, page[^1].EnterpriseId);
        }

        return names;
    }

    private static bool Is(Row row, MovementFilter moved) => (moved.Before is null || row.Before == moved.Before) && (moved.After is null || row.After == moved.After)
        && moved.Direction switch
        {
            null => true,
            _ when row.Before.Colour() is null || row.After.Colour() is null => false,
            Direction.Risen => row.After > row.Before,
            Direction.Fallen => row.After < row.Before,
            _ => row.After == row.Before,
        };

    /// <summary>States, colours, scales and places of both years at random, and reports that come and go.</summary>
    private static async Task ChangeAsync(TestDatabase test, Random random)
    {
        await using var connection = await test.Database.OpenAsync(CancellationToken.None);
        var ids = (await connection.QueryAsync<long>("SELECT Id FROM Declaration ORDER BY Id")).AsList();
        foreach (var id in ids.Where(_ => random.Next(3) == 0))
        {
            var deed = random.Next(5) switch
            {
                0 => "UPDATE Declaration SET Status = 5 WHERE Id = @Id",
                1 => "UPDATE Declaration SET Status = 3, Colour = 4 WHERE Id = @Id",
                2 => "UPDATE Declaration SET Status = 0, Colour = NULL WHERE Id = @Id",
                3 => """
                    UPDATE Enterprise SET Scale = 3 - Scale, TownshipCode = '320583100' WHERE Id = (SELECT d.EnterpriseId FROM Declaration d WHERE d.Id = @Id);
                    UPDATE Declaration
                    SET Scale = (SELECT e.Scale FROM Enterprise e WHERE e.Id = Declaration.EnterpriseId), TownshipCode = '320583100'
                    WHERE EnterpriseId = (SELECT d.EnterpriseId FROM Declaration d WHERE d.Id = @Id)
                    """,
                _ => "DELETE FROM Declaration WHERE Id = @Id AND Status IN (0, 1)",
            };
            await connection.ExecuteAsync(test.Database.Command("DELETE FROM DeclarationEvent WHERE DeclarationId IN (SELECT d.Id FROM Declaration d WHERE d.Id = @Id AND d.Status IN (0, 1))", new { Id = id }));
            await connection.ExecuteAsync(test.Database.Command(deed, new { Id = id }));
        }

        await connection.ExecuteAsync(test.Database.Command("""
            INSERT INTO Declaration (EnterpriseId, Year, TownshipCode, Scale, Name, CreditCode, IndustryCode, DivisionCode, Status, ChangedAt, ChangedBy, ChangedFrom, ChangeReason)
            SELECT e.Id, 2025, e.TownshipCode, e.Scale, e.Name, e.CreditCode, e.IndustryCode, e.DivisionCode, 0, @Now, 'test', 'test', 'test'
            FROM Enterprise e
            WHERE NOT EXISTS (SELECT 1 FROM Declaration d WHERE d.EnterpriseId = e.Id AND d.Year = 2025)
            """, new { Now = new DateTime(2026, 11, 1) }));
    }

    private static async Task<List<Row>> RowsAsync(TestDatabase test)
    {
        await using var connection = await test.Database.OpenAsync(CancellationToken.None);
        var all = (await connection.QueryAsync<Stored>("""
            SELECT d.EnterpriseId, d.Year, d.TownshipCode, d.Scale, e.DivisionCode, d.Status, d.Colour, e.Sheets
            FROM Declaration d JOIN Enterprise e ON e.Id = d.EnterpriseId
            """)).ToLookup(d => d.Year);
        var before = all[2025].ToDictionary(d => d.EnterpriseId, State);
        return [.. all[2026].Select(d => new Row(d.EnterpriseId, d.TownshipCode, d.Scale, d.DivisionCode, before.GetValueOrDefault(d.EnterpriseId, ReportState.Absent), State(d), d.Sheets?.ByKey ?? []))];

        static ReportState State(Stored d) => d.Status == DeclarationStatus.WrittenOff ? ReportState.WrittenOff : (ReportState)(d.Colour ?? 0);
    }

    private sealed record Row(
        long EnterpriseId, string TownshipCode, Scale Scale, string DivisionCode, ReportState Before, ReportState After, SortedDictionary<string, string> Answers);

    private sealed record Stored
    {
        public long EnterpriseId { get; init; }
        public int Year { get; init; }
        public string TownshipCode { get; init; } = "";
        public Scale Scale { get; init; }
        public string DivisionCode { get; init; } = "";
        public DeclarationStatus Status { get; init; }
        public RiskColour? Colour { get; init; }
        public SheetAnswers? Sheets { get; init; }
    }
}
