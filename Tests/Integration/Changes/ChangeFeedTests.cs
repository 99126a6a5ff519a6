using System.Net;
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

/// <summary>
/// The feed tells every change once, whoever writes beside it. SQLite lets one writer in at a time, so what is held here is that numbers are dense, that
/// the reader misses nothing and that a rollback leaves no gap; that commits come in the order of their numbers rests, on SQL Server, on the row of the head.
/// </summary>
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
        var start = await PageAsync(feed, ChangeCursor.Beginning, 1000, Scope.City);
        await using var connection = await app.Database.Database.OpenAsync(CancellationToken.None);
        var waiting = (await connection.QueryAsync<(long Id, int Version)>("SELECT Id, Version FROM Declaration WHERE Status = 2")).AsList();
        Assert.IsGreaterThan(20, waiting.Count);

        using var over = new CancellationTokenSource();
        var read = Task.Run(() => FollowAsync(feed, start, over.Token));
        await Parallel.ForEachAsync(waiting.Select((w, i) => (w.Id, w.Version, i)), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (report, ct) =>
        {
            var reviews = app.Services.GetRequiredService<ReviewStore>();
            Assert.IsFalse(await reviews.AcceptAsync(report.Id, report.Version + 1, Scope.City, Office, ct), "overtaken, and rolled back");
            Assert.IsTrue(report.i % 3 == 0
                ? await reviews.ReturnAsync(report.Id, report.Version, DeclarationStatus.Submitted, [], new DateOnly(2026, 12, 10), Scope.City, Office, ct)
                : await reviews.AcceptAsync(report.Id, report.Version, Scope.City, Office, ct));
        });
        await over.CancelAsync();
        var seen = await read;

        Assert.HasCount(waiting.Count, seen);
        CollectionAssert.AreEqual(Enumerable.Range((int)start.Cursor.Number + 1, waiting.Count).ToArray(), seen.Select(c => (int)c.Number).ToArray());
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

        var own = await PageAsync(feed, ChangeCursor.Beginning, 10, new Scope(TestApp.KunshanTownship));
        var strangers = await PageAsync(feed, ChangeCursor.Beginning, 10, new Scope("320581"));

        var change = own.Changes.Single();
        Assert.AreEqual((1L, 1L, ReportChangeKind.Filed, 2026, 1, DeclarationStatus.Submitted),
            (change.Number, change.TownshipNumber, change.Kind, change.Year, change.Version!.Value, change.Status!.Value));
        Assert.AreEqual(await app.Database.ScalarAsync<string>("SELECT CONCAT(Code, ContentSha256) FROM DeclarationVersion"), change.Code + change.ContentSha256);
        Assert.AreEqual((0, own.Cursor), (strangers.Changes.Count, strangers.Cursor));
        Assert.AreEqual($"{TestApp.KunshanTownship}=1", Text(own.Heads));
        Assert.AreEqual("", Text(strangers.Heads), "what others have is not told");
        Assert.IsNull((await PageAsync(feed, ChangeCursor.Beginning, 1, Scope.City)).Heads, "there may be more");
        Assert.AreEqual(1L, own.Cursor.Number);
        Assert.AreEqual(own.Cursor, (await PageAsync(feed, own.Cursor, 10, Scope.City)).Cursor);
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

    [TestMethod]
    public async Task Whoever_has_seen_what_a_restore_took_away_is_told_even_when_the_feed_has_grown_again()
    {
        await using var app = await TestApp.StartAsync();
        var system = await app.SystemAsync("changes.read");
        Assert.AreEqual("""{"items":[],"nextCursor":"0","more":false,"heads":[]}""", (await system.JsonAsync("/api/v1/changes")).ToJsonString());
        var life = await ReportLife.BeginAsync(app, Enterprises.NewCreditCode());
        await life.FileFirstAsync();
        var early = await CursorAsync("?after=0");
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await life.ReturnAsync();
        var late = await CursorAsync($"?after={early}");

        // as the backup had it
        await app.Database.ExecuteAsync("DELETE FROM ReportChange WHERE Number > 1; UPDATE ReportChangeHead SET Number = 1");
        await GoneAsync(late);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.Database.ExecuteAsync("UPDATE Declaration SET Status = 2");
        await life.AcceptAsync();
        await GoneAsync(late);
        await life.ReopenAsync();
        await GoneAsync(late);

        var page = await system.JsonAsync($"/api/v1/changes?after={early}");
        CollectionAssert.AreEqual(new[] { "accepted", "reopened" }, page["items"]!.AsArray().Select(c => (string)c!["kind"]!).ToArray(), "what the backup holds has been seen in earnest");
        Assert.AreEqual(3, (int)page["heads"]!.AsArray().Single()!["townshipNumber"]!, "of the feed as it now is");
        Assert.AreEqual(1, (int)page["items"]![0]!["number"]!);
        foreach (var none in new[] { "2", "1.x", "-1.5", "1.2.3", "0.5" })
            await system.JsonAsync($"/api/v1/changes?after={none}", HttpStatusCode.BadRequest);

        async Task<string> CursorAsync(string query) => (string)(await system.JsonAsync("/api/v1/changes" + query))["nextCursor"]!;

        async Task GoneAsync(string cursor) =>
            Assert.AreEqual("FEED_RESTORED", (string)(await system.JsonAsync($"/api/v1/changes?after={cursor}", HttpStatusCode.Gone))["code"]!);
    }

    private static async Task<ChangePage> PageAsync(ChangeFeed feed, ChangeCursor after, int take, Scope scope) =>
        await feed.PageAsync(after, take, scope, CancellationToken.None) ?? throw new AssertFailedException("The cursor is of another feed.");

    /// <summary>All that the scope may see, which is what the heads say that there is.</summary>
    private static async Task<List<ReportChange>> AllAsync(ChangeFeed feed, Scope scope)
    {
        var all = new List<ReportChange>();
        var page = await PageAsync(feed, ChangeCursor.Beginning, 17, scope);
        for (; page.Heads is null; page = await PageAsync(feed, page.Cursor, 17, scope))
            all.AddRange(page.Changes);
        all.AddRange(page.Changes);
        Assert.AreEqual(Text(all.GroupBy(c => c.TownshipCode).Select(t => new TownshipHead { TownshipCode = t.Key, TownshipNumber = t.Max(c => c.TownshipNumber) })), Text(page.Heads));
        return all;
    }

    /// <summary>Whenever a reader has come to the end, it holds exactly what the heads say, whoever has written since.</summary>
    private static async Task<List<ReportChange>> FollowAsync(ChangeFeed feed, ChangePage start, CancellationToken over)
    {
        var held = start.Heads!.ToDictionary(h => h.TownshipCode, h => h.TownshipNumber);
        var (seen, cursor) = (new List<ReportChange>(), start.Cursor);
        while (true)
        {
            var last = over.IsCancellationRequested;
            var page = await PageAsync(feed, cursor, 5, Scope.City);
            seen.AddRange(page.Changes);
            foreach (var change in page.Changes)
                held[change.TownshipCode] = change.TownshipNumber;
            if (page.Heads is not null)
                Assert.AreEqual(Text(held.Select(h => new TownshipHead { TownshipCode = h.Key, TownshipNumber = h.Value })), Text(page.Heads));
            cursor = page.Cursor;
            if (last && page.Changes.Count == 0)
                return seen;
        }
    }

    private static string Text(IEnumerable<TownshipHead>? heads) =>
        string.Join(' ', heads!.OrderBy(h => h.TownshipCode, StringComparer.Ordinal).Select(h => $"{h.TownshipCode}={h.TownshipNumber}"));
}
