using System.Globalization;
using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.Extensions.Time.Testing;
using RiskReport.Data;
using RiskReport.Data.Audit;
using RiskReport.Data.Campaigns;
using RiskReport.Data.Enterprises;
using RiskReport.Data.Roster;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Campaigns;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Roster;
using RiskReport.Tests.Support;
using RiskReport.Tests.Unit.Pdf;

namespace RiskReport.Tests.Integration.Campaigns;

/// <summary>Every figure of the board is what the stored rows, read one by one, say, and what the roster behind it lists.</summary>
[TestClass]
public sealed class BoardTests
{
    private static readonly DateOnly Today = new(2026, 11, 24);

    [TestMethod]
    [DynamicData(nameof(TestDatabase.Providers), typeof(TestDatabase))]
    public async Task Figures_are_what_the_stored_rows_say(string provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider);
        Assert.AreEqual(0, (await CommandRun.OfAsync(test, ["seed", "city", "--enterprises", "200", "--year", "2026"])).Status);
        await test.ScalarAsync<int>("UPDATE Declaration SET OwedSince = '2026-09-01 00:00:00' WHERE EnterpriseId % 7 = 0; UPDATE Declaration SET ReturnDueOn = '2026-11-01 00:00:00' WHERE Status = 3; SELECT 0");
        var stored = await StoredRoster.ReadAsync(test);
        var queries = new RolloutQueries(test.Database, new RosterPieces(test.Database) { Most = 3, Worthwhile = 1 });

        foreach (var phase in new CampaignPhase?[] { null, Phases.Everyone, Phases.AboveScale, Phases.OfDivisions, Phases.OfGroups })
        {
            foreach (var region in new[] { "3205", "320583", "320506", "320583100" })
            {
                var filter = new RosterFilter { Year = 2026, RegionCode = region, Phase = phase };
                var overdue = Overdue.On(Today, 2026, phase, Lists.Reference);
                var rollout = Rollout.Of(filter, await queries.CountAsync(filter, overdue, new Scope("3205"), CancellationToken.None), Lists.Reference, Today);

                foreach (var row in rollout.Parts.Append(rollout.Whole))
                    AssertRow(stored, filter with { RegionCode = row.Code }, overdue, row);
                Assert.AreEqual(rollout.Whole.Due, rollout.Parts.Count == 0 ? rollout.Whole.Due : rollout.Parts.Sum(p => p.Due));
                Assert.AreEqual(rollout.Whole.Filed, rollout.Trend.Count == 0 ? 0 : rollout.Trend[^1].Total, "the trend ends with what is filed");
                foreach (var day in rollout.Trend)
                    Assert.AreEqual(stored.Matching(filter).Count(r => IsFiled(r) && r.FiledOn <= day.Day), day.Total);
                if (phase is not null)
                {
                    // whom it is for, whenever the duty began
                    var owing = stored.Matching(filter with { Phase = null }).Where(r => r.Status != DeclarationStatus.WrittenOff).ToList();
                    var meant = stored.Matching(filter with { Phase = phase with { CampaignDueOn = DateOnly.MaxValue } }).Where(r => r.Status != DeclarationStatus.WrittenOff).ToList();
                    Assert.AreEqual((owing.Count - meant.Count, meant.Count - rollout.Whole.Due), (rollout.Exclusions.OutOfScope, rollout.Exclusions.JoinedLater));
                }

                Assert.AreEqual(
                    stored.Matching(filter with { Phase = null }).Count,
                    rollout.Whole.Due + rollout.Exclusions.WrittenOff + rollout.Exclusions.OutOfScope + rollout.Exclusions.JoinedLater
                        + (phase is null ? 0 : stored.Matching(filter with { Phase = null }).Except(stored.Matching(filter)).Count(r => r.Status == DeclarationStatus.WrittenOff)));
            }
        }

        var seen = await queries.CountAsync(new RosterFilter { Year = 2026, RegionCode = "3205" }, new Overdue(Today, []), new Scope("320583"), CancellationToken.None);
        Assert.IsTrue(seen.Counts.All(c => c.RegionCode == "320583") && seen.Days.All(d => d.RegionCode == "320583"), "nothing of another county");

        await test.ScalarAsync<int>("UPDATE Declaration SET TownshipCode = '320583100' WHERE TownshipCode LIKE '320505%'; SELECT 0");
        var all = new RosterFilter { Year = 2026, RegionCode = "3205" };
        var left = Rollout.Of(all, await queries.CountAsync(all, new Overdue(Today, []), new Scope("3205"), CancellationToken.None), Lists.Reference, Today);
        Assert.DoesNotContain("320505", left.Parts.Select(p => p.Code), "nobody is left there");
        Assert.AreEqual(0, await test.ScalarAsync<int>("SELECT COUNT(*) FROM TownshipSummary WHERE Enterprises = 0"));
        Assert.AreEqual(0, await test.ScalarAsync<int>("SELECT COUNT(*) FROM DailyFiling WHERE Enterprises = 0"));
    }

    [TestMethod]
    [DynamicData(nameof(TestDatabase.Providers), typeof(TestDatabase))]
    public async Task A_duty_begins_when_the_enterprise_came_and_earlier_years_keep_what_they_were_counted_as(string provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider);
        await CommandRun.OfAsync(test, ["migrate"]);
        var id = await Enterprises.AddAsync(test, TestApp.KunshanTownship);
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 10, 2, 0, 0, TimeSpan.Zero));
        var store = new EnterpriseStore(test.Database, clock);
        var years = new YearStore(test.Database, new AuditLog(test.Database, clock), clock);
        var actor = new Actor("test", "test", "test");
        await using (var connection = await test.Database.OpenAsync(CancellationToken.None))
        {
            await using var transaction = await Database.BeginWriteAsync(connection, CancellationToken.None);
            await store.EnsureDutyAsync(id, 2025, actor, connection, transaction, CancellationToken.None);
            await transaction.CommitAsync(CancellationToken.None);
        }

        await years.OpenAsync(2026, actor, CancellationToken.None);
        await years.OpenAsync(2027, actor, CancellationToken.None);
        Assert.AreEqual(new DateTime(2026, 11, 10), await OwedSinceAsync(2026), "it came in November, by a report of the year before");
        Assert.AreEqual(new DateTime(2027, 1, 1), await OwedSinceAsync(2027));

        var facts = (await store.FindAsync(id, new Scope("3205"), CancellationToken.None))!.Facts;
        await using (var connection = await test.Database.OpenAsync(CancellationToken.None))
        {
            await using var transaction = await Database.BeginWriteAsync(connection, CancellationToken.None);
            Assert.IsTrue(await store.ChangeAsync(
                id, 2026, facts with { Scale = Scale.Above, IndustryCode = "2651", TownshipCode = "320583101", ConfinedSpace = true }, new Scope("3205"), actor, connection, transaction, CancellationToken.None));
            await transaction.CommitAsync(CancellationToken.None);
        }

        var confined = SpecialSubject.BitsOf(["ConfinedSpace"]);
        Assert.AreEqual("1 3360 33 0 320583101", await StateAsync(2025), "what was published stays, but for where it is");
        Assert.AreEqual($"2 2651 26 {confined} 320583101", await StateAsync(2026));
        Assert.AreEqual($"2 2651 26 {confined} 320583101", await StateAsync(2027));

        Task<DateTime> OwedSinceAsync(int year) => test.ScalarAsync<DateTime>("SELECT OwedSince FROM Declaration WHERE Year = @Year", new { Year = year });
        Task<string> StateAsync(int year) =>
            test.ScalarAsync<string>("SELECT CONCAT(Scale, ' ', IndustryCode, ' ', DivisionCode, ' ', SpecialSubjects, ' ', TownshipCode) FROM Declaration WHERE Year = @Year", new { Year = year });
    }

    [TestMethod]
    public async Task Figures_that_are_read_one_after_the_other_are_of_one_moment()
    {
        await using var test = await TestDatabase.CreateAsync();
        await CommandRun.OfAsync(test, ["seed", "city", "--enterprises", "40", "--year", "2026"]);
        var queries = new RolloutQueries(test.Database, new RosterPieces(test.Database) { Most = 3, Worthwhile = 1 });
        var filter = new RosterFilter { Year = 2026, RegionCode = "3205" };
        using var stop = new CancellationTokenSource();
        var returning = Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
                await test.ScalarAsync<int>(i % 2 == 0 ? "UPDATE Declaration SET Status = 3 WHERE Status = 4; SELECT 0" : "UPDATE Declaration SET Status = 4 WHERE Status = 3 AND Basics IS NOT NULL; SELECT 0");
        });

        for (var i = 0; i < 80; i++)
        {
            var rollout = Rollout.Of(filter, await queries.CountAsync(filter, new Overdue(Today, []), new Scope("3205"), CancellationToken.None), Lists.Reference, Today);
            Assert.AreEqual(rollout.Whole.Filed, rollout.Trend.Count == 0 ? 0 : rollout.Trend[^1].Total);
        }

        await stop.CancelAsync();
        await returning;
    }

    [TestMethod]
    public async Task The_numbers_of_the_page_are_those_of_the_roster_behind_them_and_of_the_home_page()
    {
        await using var app = await TestApp.StartAsync();
        await CommandRun.OfAsync(app.Database, ["seed", "city", "--enterprises", "120", "--year", "2026"]);
        var city = await app.SignedInAsync(Role.City);
        var phase = await app.Database.ScalarAsync<long>("SELECT Id FROM CampaignPhase WHERE ShippedAs = '2026-1'");

        foreach (var address in new[] { "/board?year=2026", $"/board?year=2026&phase={phase}", "/board?year=2026&region=320583" })
        {
            var page = await city.PageAsync(address);
            var links = page.QuerySelectorAll("main .tiles a").Concat(page.QuerySelectorAll("#ranking tbody tr:first-child td a")).OfType<IHtmlAnchorElement>().ToList();
            Assert.HasCount(8 + 4 + 12, links, address);
            foreach (var link in links)
                Assert.AreEqual(link.TextContent, (await city.PageAsync(link.GetAttribute("href")!)).QuerySelector(".lead strong")!.TextContent, $"{address} {link.GetAttribute("href")}");
        }

        var home = await city.PageAsync("/");
        var board = await city.PageAsync("/board");
        foreach (var name in new[] { "应报企业", "已报告", "未报告", "退回未重报" })
            Assert.AreEqual(Tile(board, name), Tile(home, name), name);
        Assert.AreEqual("/board", home.QuerySelectorAll("main a").First(a => a.TextContent == "推进看板").GetAttribute("href"));
    }

    [TestMethod]
    public async Task A_region_that_is_not_the_callers_is_not_there_and_nonsense_is_answered()
    {
        await using var app = await TestApp.StartAsync();
        var county = await app.SignedInAsync(Role.County);

        await county.PageAsync("/board?region=320505", HttpStatusCode.NotFound);
        await county.PageAsync("/board?region=3205", HttpStatusCode.NotFound);
        await county.PageAsync("/board/export.xlsx?region=320505", HttpStatusCode.NotFound);
        StringAssert.Contains((await county.PageAsync("/board?year=1999&phase=7", HttpStatusCode.BadRequest)).QuerySelector(".error-summary")!.TextContent, "年度“1999”无效");
        StringAssert.Contains((await county.PageAsync("/board?region=320583100")).QuerySelector("h1")!.TextContent, "2026 年度");
        StringAssert.Contains((await county.PageAsync("/board?region=320583100")).QuerySelector("main")!.TextContent, "没有应报企业");
    }

    [TestMethod]
    [DataRow("xlsx")]
    [DataRow("pdf")]
    public async Task A_file_is_recorded_and_can_be_verified(string format)
    {
        await using var app = await TestApp.StartAsync();
        await CommandRun.OfAsync(app.Database, ["seed", "city", "--enterprises", "60", "--year", "2026"]);
        var city = await app.SignedInAsync(Role.City);

        using var response = await city.GetAsync($"/board/export.{format}?year=2026");
        var bytes = await response.Content.ReadAsByteArrayAsync();

        Assert.AreEqual(HttpStatusCode.OK, response.StatusCode);
        var code = response.Headers.GetValues("Verification-Code").Single();
        Assert.AreEqual($"推进情况-2026-苏州市-{code}.{format}", response.Content.Headers.ContentDisposition!.FileNameStar);
        Assert.AreEqual(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)), await app.Database.ScalarAsync<string>("SELECT Sha256 FROM RosterExport"));
        var verified = await app.Anonymous().PageAsync("/verify/" + await app.Database.ScalarAsync<string>("SELECT Code FROM RosterExport"));
        StringAssert.Contains(verified.QuerySelector("main")!.TextContent, "安全生产风险报告推进情况表");
        var text = format == "pdf" ? new PdfFile(bytes).AllText : SheetText.All(bytes);
        foreach (var said in new[] { "不计入：核销", "取本年度最后一个阶段的截止日期", "预测方法：取今天以前 14 个整天" })
            StringAssert.Contains(text.Replace("\n", "", StringComparison.Ordinal), said);
    }

    private static void AssertRow(StoredRoster stored, RosterFilter filter, Overdue overdue, RolloutRow row)
    {
        var words = string.Create(CultureInfo.InvariantCulture, $"{filter.Phase?.Name} {filter.RegionCode}");
        var owing = stored.Matching(filter).Where(r => r.Status != DeclarationStatus.WrittenOff).ToList();
        Assert.AreEqual(owing.Count, row.Due, words);
        Assert.AreEqual(owing.Count(IsFiled), row.Filed, words);
        Assert.AreEqual(owing.Count(r => r.Status is DeclarationStatus.NotFiled or DeclarationStatus.Draft), row.NotFiled, words);
        Assert.AreEqual(owing.Count(r => r.Status == DeclarationStatus.Returned), row.Of(DeclarationStatus.Returned), words);
        Assert.AreEqual(owing.Count(r => IsFiled(r) && r.Type == DeclarationType.NilConfirmation), row.Nil, words);
        Assert.AreEqual(stored.Matching(filter with { Overdue = overdue }).Count, row.Overdue, words + " overdue");
        foreach (var colour in Enum.GetValues<RiskColour>())
            Assert.AreEqual(owing.Count(r => r.Colour == colour), row.Of(colour), words + colour);
    }

    private static bool IsFiled(StoredRoster.Report report) => report.Status is DeclarationStatus.Submitted or DeclarationStatus.Accepted;

    private static string Tile(IHtmlDocument page, string name) =>
        page.QuerySelectorAll(".tiles li").First(t => t.QuerySelector("span")!.TextContent == name).QuerySelector("strong")!.TextContent.Trim();
}
