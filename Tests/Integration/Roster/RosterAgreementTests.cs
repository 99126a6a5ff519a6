using RiskReport.Data.Roster;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Roster;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Roster;

/// <summary>Counts, pages and exports of one filter are the same enterprises.</summary>
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
        All with { RegionCode = "320583" },
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
    public async Task Pages_counts_and_export_agree_for_every_filter(string provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider);
        Assert.AreEqual(0, (await CommandRun.OfAsync(test, ["seed", "city", "--enterprises", "150", "--year", "2026"])).Status);
        var roster = new RosterQueries(test.Database);

        foreach (var filter in Filters)
        {
            var total = (await roster.CountAsync(filter, City, CancellationToken.None)).Matching(filter);
            var exported = await ExportedAsync(roster, filter, City);
            var paged = new List<long>();
            for (var skip = 0; skip < total + PageSize; skip += PageSize)
                paged.AddRange((await roster.PageAsync(filter, City, total, skip, PageSize, CancellationToken.None)).Select(r => r.EnterpriseId));

            Assert.AreEqual(total, exported.Count, filter.InWords("苏州市"));
            CollectionAssert.AreEqual(exported, paged, filter.InWords("苏州市"));
        }

        Assert.AreEqual(150, (await ExportedAsync(roster, All, City)).Count);
        Assert.AreEqual(150, (await roster.SummaryAsync(2026, City, CancellationToken.None)).Total);
    }

    [TestMethod]
    [DynamicData(nameof(TestDatabase.Providers), typeof(TestDatabase))]
    public async Task The_counties_together_are_the_city_and_share_nothing(string provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider);
        await CommandRun.OfAsync(test, ["seed", "city", "--enterprises", "150", "--year", "2026"]);
        var roster = new RosterQueries(test.Database);

        var counties = new List<long>();
        foreach (var county in Lists.Reference.Regions.All.Where(r => r.Code.Length == 6))
            counties.AddRange(await ExportedAsync(roster, All, new Scope(county.Code)));

        CollectionAssert.AreEquivalent(await ExportedAsync(roster, All, City), counties);
    }

    [TestMethod]
    public async Task An_enterprise_has_no_roster()
    {
        await using var test = await TestDatabase.CreateAsync();

        await Assert.ThrowsExactlyAsync<InvalidOperationException>(
            () => new RosterQueries(test.Database).CountAsync(All, new Scope("320583100", EnterpriseId: 1), CancellationToken.None));
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
    [DataRow("名册.csv", "--colour", "purple", "风险等级“purple”无效")]
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

    private static async Task<List<long>> ExportedAsync(RosterQueries roster, RosterFilter filter, Scope scope)
    {
        var ids = new List<long>();
        await foreach (var row in roster.AllAsync(filter, scope, CancellationToken.None))
            ids.Add(row.EnterpriseId);
        return ids;
    }
}
