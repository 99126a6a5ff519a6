using System.Net;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Api;

/// <summary>Two counties with marked enterprises: whatever one of them asks for, nothing of the other comes back.</summary>
[TestClass]
public sealed class ApiRegionTests
{
    private const string All = "grade roster.read declarations.read declarations.write changes.read";
    private const string Zhangjiagang = "320582";

    [TestMethod]
    public async Task Nothing_of_another_county_is_told()
    {
        await using var app = await TestApp.StartAsync();
        var (own, foreign) = (Enterprises.NewCreditCode(), Enterprises.NewCreditCode());
        await MarkedAsync(app, own, TestApp.KunshanTownship, "昆山标记机械有限公司");
        await MarkedAsync(app, foreign, Zhangjiagang + "100", "张家港标记机械有限公司");
        var system = await app.SystemAsync(All);
        var texts = new List<string>();

        var roster = await AskAsync("/api/v1/roster?year=2026");
        StringAssert.Contains(roster, own);
        await AskAsync($"/api/v1/roster?year=2026&region={Zhangjiagang}");
        await AskAsync("/api/v1/roster?year=2026&region=3205");
        await AskAsync($"/api/v1/roster?year=2026&cursor={Microsoft.IdentityModel.Tokens.Base64UrlEncoder.Encode("320582100.0")}");
        StringAssert.Contains(await AskAsync("/api/v1/changes"), own);
        StringAssert.Contains(await AskAsync("/api/v1/changes?after=x&limit=0&more=1"), "after 无效");
        var there = await AskAsync(ApiSample.Declaration(foreign));
        Assert.AreEqual(await AskAsync(ApiSample.Declaration(Enterprises.NewCreditCode())), there);
        using (var filed = await system.FileAsync(foreign, ApiSample.Report(), "key"))
        using (var missing = await system.FileAsync(Enterprises.NewCreditCode(), ApiSample.Report(), "key-2"))
            Assert.AreEqual(await Refusal(missing), await Refusal(filed));

        Assert.IsEmpty(texts.Where(t => t.Contains("张家港标记", StringComparison.Ordinal) || t.Contains(foreign, StringComparison.Ordinal)));
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM DeclarationVersion v JOIN Declaration d ON d.Id = v.DeclarationId WHERE d.CreditCode = @Code", new { Code = foreign }));

        async Task<string> AskAsync(string address)
        {
            using var response = await system.GetAsync(address);
            texts.Add(await response.Content.ReadAsStringAsync());
            return texts[^1];
        }

        async Task<string> Refusal(HttpResponseMessage response)
        {
            texts.Add((await response.JsonAsync(HttpStatusCode.NotFound)).ToJsonString());
            return texts[^1];
        }
    }

    [TestMethod]
    public async Task The_roster_comes_page_by_page_and_whole()
    {
        await using var app = await TestApp.StartAsync();
        var codes = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            codes.Add(Enterprises.NewCreditCode());
            await MarkedAsync(app, codes[^1], i < 4 ? TestApp.KunshanTownship : TestApp.Kunshan + "101", $"昆山第{i}机械有限公司");
        }

        var system = await app.SystemAsync(All);
        var (found, cursor, pages) = (new List<string>(), "", 0);
        do
        {
            var page = await system.JsonAsync($"/api/v1/roster?year=2026&colour=blue&status=submitted&scale=below&limit=2{(cursor.Length > 0 ? "&cursor=" + cursor : "")}");
            found.AddRange(page["items"]!.AsArray().Select(r => (string)r!["creditCode"]!));
            cursor = (string?)page["nextCursor"] ?? "";
            // the last line of a page leaves the roll: the next page goes on where it stood
            if (pages++ == 0)
                await app.Database.ScalarAsync<int>("UPDATE Declaration SET Status = 0 WHERE CreditCode = @Code", new { Code = found[^1] });
        }
        while (cursor.Length > 0);

        CollectionAssert.AreEqual(codes, found);
        Assert.AreEqual(4, pages);
        Assert.AreEqual("0512-******34", (string)(await system.JsonAsync("/api/v1/roster?year=2026&limit=1"))["items"]![0]!["phone"]!);

        var refused = await system.JsonAsync("/api/v1/roster?year=1999&region=nowhere&colour=green&scale=huge&status=lost&cursor=x!&limit=1001&fields=all", HttpStatusCode.BadRequest);
        Assert.AreEqual(8, refused["problems"]!.AsArray().Count, refused.ToJsonString());
    }

    [TestMethod]
    public async Task The_feed_tells_every_change_once_and_proves_it()
    {
        await using var app = await TestApp.StartAsync();
        const string Heads = """[{"townshipCode":"320583100","townshipNumber":3}]""";
        var codes = Enumerable.Range(0, 5).Select(_ => Enterprises.NewCreditCode()).ToList();
        for (var i = 0; i < codes.Count; i++)
            await MarkedAsync(app, codes[i], i % 2 == 0 ? TestApp.KunshanTownship : Zhangjiagang + "100", $"江苏第{i}机械有限公司");
        var system = await app.SystemAsync("changes.read");

        var (found, numbers, cursor) = (new List<string>(), new List<long>(), "0");
        for (var more = true; more;)
        {
            var page = await system.JsonAsync($"/api/v1/changes?after={cursor}&limit=2");
            found.AddRange(page["items"]!.AsArray().Select(c => $"{c!["kind"]} {c["creditCode"]}"));
            numbers.AddRange(page["items"]!.AsArray().Select(c => (long)c!["townshipNumber"]!));
            (cursor, more) = ((string)page["nextCursor"]!, (bool)page["more"]!);
            Assert.AreEqual(more ? null : Heads, page["heads"]?.ToJsonString());
        }

        CollectionAssert.AreEqual(new[] { 0, 2, 4 }.Select(i => $"filed {codes[i]}").ToList(), found);
        CollectionAssert.AreEqual(new long[] { 1, 2, 3 }, numbers);
        var end = await system.JsonAsync($"/api/v1/changes?after={cursor}");
        Assert.IsEmpty(end["items"]!.AsArray());
        Assert.AreEqual(Heads, end["heads"]!.ToJsonString(), "where nothing is new too");
    }

    [TestMethod]
    public async Task Grading_answers_as_on_the_command_line()
    {
        await using var app = await TestApp.StartAsync();
        var system = await app.SystemAsync("grade");

        using (var good = await system.PostAsync("/api/v1/grade", Json("""{"items":[{"method":"LEC","l":3,"e":6,"c":15},{"method":"LS","l":4,"s":5}]}""")))
            Assert.AreEqual("red", (string)(await good.JsonAsync(HttpStatusCode.OK))["colour"]!);
        using (var bad = await system.PostAsync("/api/v1/grade", Json("""{"items":[{"method":"LEC","l":4,"e":6,"c":15},{"method":"LS","l":9,"s":5}]}""")))
            Assert.AreEqual(2, (await bad.JsonAsync(HttpStatusCode.UnprocessableEntity))["problems"]!.AsArray().Count);
        using (var none = await system.PostAsync("/api/v1/grade", Json("""{"items":[]}""")))
            await none.JsonAsync(HttpStatusCode.UnprocessableEntity);

        static StringContent Json(string text) => new(text, System.Text.Encoding.UTF8, "application/json");
    }

    private static async Task MarkedAsync(TestApp app, string code, string township, string name)
    {
        await Enterprises.AddAsync(app.Database, township, code);
        var system = await app.SystemAsync("declarations.write", township[..6]);
        using var filed = await system.FileAsync(code, ApiSample.Report().With("basics.township", township).With("basics.name", name));
        await filed.JsonAsync(HttpStatusCode.Created);
    }
}
