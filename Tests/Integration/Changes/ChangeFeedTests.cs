using Dapper;
using Microsoft.Extensions.DependencyInjection;
using RiskReport.Data.Changes;
using RiskReport.Data.Declarations;
using RiskReport.Data.Seeding;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Changes;
using RiskReport.Domain.Declarations;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Changes;

/// <summary>The feed tells every change once, in the order of the commits, whoever writes beside it.</summary>
[TestClass]
public sealed class ChangeFeedTests
{
    private static readonly Actor Office = new("office", "test", "test");

    [TestMethod]
    public async Task A_reader_misses_nothing_and_gets_nothing_twice_while_many_write()
    {
        await using var app = await TestApp.StartAsync();
        await app.Services.GetRequiredService<CitySeed>().AddAsync(120, 2, 2026, 3, _ => { }, CancellationToken.None);
        var feed = app.Services.GetRequiredService<ChangeFeed>();
        var start = (await feed.PageAsync(0, 1000, Scope.City, CancellationToken.None)).Cursor;
        await using var connection = await app.Database.Database.OpenAsync(CancellationToken.None);
        var waiting = (await connection.QueryAsync<(long Id, int Version)>("SELECT Id, Version FROM Declaration WHERE Status = 2")).AsList();
        Assert.IsGreaterThan(20, waiting.Count);

        using var over = new CancellationTokenSource();
        var read = Task.Run(() => FollowAsync(feed, start, over.Token));
        await Parallel.ForEachAsync(waiting.Select((w, i) => (w.Id, w.Version, i)), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (report, ct) =>
        {
            var reviews = app.Services.GetRequiredService<ReviewStore>();
            Assert.IsTrue(report.i % 3 == 0
                ? await reviews.ReturnAsync(report.Id, report.Version, DeclarationStatus.Submitted, [], new DateOnly(2026, 12, 10), Scope.City, Office, ct)
                : await reviews.AcceptAsync(report.Id, report.Version, Scope.City, Office, ct));
        });
        await over.CancelAsync();
        var seen = await read;

        Assert.HasCount(waiting.Count, seen);
        CollectionAssert.AreEqual(Enumerable.Range((int)start + 1, waiting.Count).ToArray(), seen.Select(c => (int)c.Number).ToArray());
        Assert.HasCount((waiting.Count + 2) / 3, seen.Where(c => c is { Kind: ReportChangeKind.Returned, Status: DeclarationStatus.Returned }));
        Assert.HasCount(waiting.Count, seen.Select(c => c.CreditCode).Distinct());

        var city = await AllAsync(feed, Scope.City);
        foreach (var township in city.GroupBy(c => c.TownshipCode))
            CollectionAssert.AreEqual(Enumerable.Range(1, township.Count()).ToArray(), township.Select(c => (int)c.TownshipNumber).ToArray(), township.Key);
        var counties = new List<ReportChange>();
        foreach (var county in city.Select(c => c.TownshipCode[..6]).Distinct())
            counties.AddRange(await AllAsync(feed, new Scope(county)));
        CollectionAssert.AreEqual(city.ToArray(), counties.OrderBy(c => c.Number).ToArray());
    }

    [TestMethod]
    public async Task A_cursor_moves_on_where_nothing_of_the_scope_was_left()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        await (await ReportForm.OpenAsync(filer.Client)).Filled(true, Risk.Lec("3", "6", "15")).SubmitAsync(filer.Client);
        var feed = app.Services.GetRequiredService<ChangeFeed>();

        var own = await feed.PageAsync(0, 10, new Scope(TestApp.KunshanTownship), CancellationToken.None);
        var strangers = await feed.PageAsync(0, 10, new Scope("320581"), CancellationToken.None);

        var change = own.Changes.Single();
        Assert.AreEqual((1L, 1L, ReportChangeKind.Filed, 2026, 1, DeclarationStatus.Submitted),
            (change.Number, change.TownshipNumber, change.Kind, change.Year, change.Version!.Value, change.Status!.Value));
        Assert.AreEqual(await app.Database.ScalarAsync<string>("SELECT CONCAT(Code, ContentSha256) FROM DeclarationVersion"), change.Code + change.ContentSha256);
        Assert.AreEqual((0, 1L), (strangers.Changes.Count, strangers.Cursor));
        Assert.AreEqual(5, (await feed.PageAsync(5, 10, Scope.City, CancellationToken.None)).Cursor, "a cursor never goes back");
    }

    [TestMethod]
    public async Task Who_moves_leaves_one_feed_and_goes_on_in_another()
    {
        await using var app = await TestApp.StartAsync();
        var feed = app.Services.GetRequiredService<ChangeFeed>();
        var code = Enterprises.NewCreditCode();
        var id = await Enterprises.AddAsync(app.Database, TestApp.KunshanTownship, code);
        await Enterprises.AddAsync(app.Database, TestApp.KunshanTownship);
        var system = await app.SystemAsync("declarations.write", "3205");
        foreach (var year in new[] { 2025, 2026 })
            await FileAsync(TestApp.KunshanTownship, year, $"昆山{year}机械有限公司");
        Assert.AreEqual("filed2025/1 filed2026/1", await ToldAsync("320583"));

        await FileAsync("320582100", 2026, "张家港迁入机械有限公司");
        await FileAsync("320582100", 2026, "张家港更名机械有限公司");

        Assert.AreEqual("filed2025/1 filed2026/1 left2025/1 left2026/1", await ToldAsync("320583"));
        Assert.AreEqual("arrived2025/1 arrived2026/1 replaced2026/2 replaced2026/3", await ToldAsync("320582"));
        Assert.AreEqual("filed2025/1 filed2026/1 left2025/1 left2026/1 arrived2025/1 arrived2026/1 replaced2026/2 replaced2026/3", await ToldAsync("3205"));
        var (left, arrived) = ((await AllAsync(feed, new Scope("320583")))[^1], (await AllAsync(feed, new Scope("320582")))[1]);
        Assert.AreEqual(left with { Number = 0, TownshipCode = "", TownshipNumber = 0, Kind = 0 }, arrived with { Number = 0, TownshipCode = "", TownshipNumber = 0, Kind = 0 }, "as it stood");
        var entry = (await new AuditWatch(app.Database).SinceAsync(0)).Where(e => e.Action is "report.left" or "report.arrived").Select(e => $"{e.Action} {e.Subject} {e.Region}").ToList();
        CollectionAssert.AreEqual(new[] { $"report.left {code}/2025/1 320583100", $"report.left {code}/2026/1 320583100", $"report.arrived {code}/2025/1 320582100", $"report.arrived {code}/2026/1 320582100" }, entry);

        // an import brings it back, and its undo away again
        var office = await app.SignedInAsync(Role.City);
        var import = await office.ImportAsync(app, ImportFile.OfNil(code));
        Assert.AreEqual("filed2025/1 filed2026/1 left2025/1 left2026/1 arrived2025/1 arrived2026/3 replaced2026/4", await ToldAsync("320583"));
        using (await office.DecideAsync(import, "undo", ("reason", "错误的文件"))) { }
        await app.WorkAsync();
        Assert.AreEqual("320582100", await app.Database.ScalarAsync<string>("SELECT TownshipCode FROM Enterprise WHERE Id = @id", new { id }));
        StringAssert.EndsWith(await ToldAsync("320583"), " replaced2026/4 left2025/1 left2026/4");
        StringAssert.EndsWith(await ToldAsync("320582"), " arrived2025/1 arrived2026/4 undone2026/5");

        // each township still counts without a gap
        foreach (var township in (await AllAsync(feed, Scope.City)).GroupBy(c => c.TownshipCode))
            CollectionAssert.AreEqual(Enumerable.Range(1, township.Count()).ToArray(), township.Select(c => (int)c.TownshipNumber).ToArray(), township.Key);

        async Task FileAsync(string township, int year, string name)
        {
            using var filed = await system.PutAsync(ApiSample.Declaration(code, year), new StringContent(
                ApiSample.Report().With("basics.township", township).With("basics.name", name).ToJsonString(), System.Text.Encoding.UTF8, "application/json"));
            await filed.JsonAsync(System.Net.HttpStatusCode.Created);
        }

        async Task<string> ToldAsync(string region) =>
            string.Join(' ', (await AllAsync(feed, new Scope(region))).Select(c => $"{c.Kind.Code()}{c.Year}/{c.Version}"));
    }

    private static async Task<List<ReportChange>> AllAsync(ChangeFeed feed, Scope scope)
    {
        var all = new List<ReportChange>();
        for (var cursor = 0L; await feed.PageAsync(cursor, 17, scope, CancellationToken.None) is { Changes.Count: > 0 } page; cursor = page.Cursor)
            all.AddRange(page.Changes);
        return all;
    }

    private static async Task<List<ReportChange>> FollowAsync(ChangeFeed feed, long cursor, CancellationToken over)
    {
        var seen = new List<ReportChange>();
        while (true)
        {
            var last = over.IsCancellationRequested;
            var page = await feed.PageAsync(cursor, 5, Scope.City, CancellationToken.None);
            seen.AddRange(page.Changes);
            cursor = page.Cursor;
            if (last && page.Changes.Count == 0)
                return seen;
        }
    }
}
