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
