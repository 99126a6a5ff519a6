using System.Globalization;
using System.Net;
using System.Text.Json;
using AngleSharp.Html.Dom;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Maps;

/// <summary>The map, its answers to the script, and the boundaries, through the pages.</summary>
[TestClass]
public sealed class MapPageTests
{
    private const string Boundaries = BoundaryUploads.Address;

    [TestMethod]
    public async Task The_map_says_what_the_roster_says_and_each_answer_is_the_callers_region_alone()
    {
        await using var app = await WithCityAsync(400);
        var city = await app.SignedInAsync(Role.City);
        long placed = 0, companies = 0, squares = 0, wrong = 0;
        foreach (var county in new[] { "320505", "320506", "320507", "320508", "320509", "320576", "320581", "320582", "320583", "320585" })
        {
            var office = await app.SignedInAsync(Role.County, county);
            var own = await app.Database.ScalarAsync<long>("SELECT COUNT(*) FROM Declaration WHERE TownshipCode LIKE @Code AND Status <> 5", new { Code = county + "%" });
            var page = await office.PageAsync("/map?year=2026");
            Assert.AreEqual(own, page.QuerySelectorAll("#units tbody tr").Sum(r => Number(r.QuerySelectorAll("td")[1].TextContent)), county);
            Assert.IsTrue(page.QuerySelectorAll("#units tbody tr").All(r => r.GetAttribute("data-code")!.StartsWith(county, StringComparison.Ordinal)));

            var points = await JsonAsync(office, "/map/points?year=2026");
            placed += points.GetProperty("total").GetInt64();
            squares += (await JsonAsync(office, "/map/squares?year=2026&weight=enterprises")).GetProperty("squares").EnumerateArray().Sum(s => s[2].GetInt64());
            var ids = points.GetProperty("companies").EnumerateArray().Select(c => c.GetProperty("id").GetInt64()).ToList();
            companies += ids.Count;
            foreach (var id in ids)
                StringAssert.StartsWith(await app.Database.ScalarAsync<string>("SELECT TownshipCode FROM Enterprise WHERE Id = @Id", new { Id = id }), county);
            wrong += Total(await office.PageAsync("/map/misplaced?year=2026"));
        }

        var all = await JsonAsync(city, "/map/points?year=2026");
        Assert.AreEqual(placed, all.GetProperty("total").GetInt64());
        Assert.AreEqual(placed, companies, "every county has few enough to be sent one by one");
        Assert.AreEqual(0, all.GetProperty("companies").GetArrayLength(), "the city has too many");
        Assert.AreEqual(placed, all.GetProperty("rings").EnumerateArray().Sum(r => Enumerable.Range(2, 5).Sum(i => r[i].GetInt64())));
        Assert.IsLessThanOrEqualTo(16, all.GetProperty("rings").GetArrayLength());
        Assert.AreEqual(placed, squares);
        Assert.AreEqual(await app.Database.ScalarAsync<long>("SELECT COUNT(*) FROM Declaration WHERE Status <> 5"), placed + wrong);
        Assert.AreEqual(wrong, await app.Database.ScalarAsync<long>("""
            SELECT COUNT(*) FROM Enterprise e
            JOIN RegionBox b ON b.RegionCode = SUBSTRING(e.TownshipCode, 1, 6)
            JOIN Declaration d ON d.EnterpriseId = e.Id AND d.Status <> 5
            WHERE e.Longitude > b.East + 0.02 OR e.Latitude > b.North + 0.02
            """));
        Assert.IsGreaterThan(0, wrong);
        Assert.AreEqual(0, (await JsonAsync(await app.SignedInAsync(Role.County, "320583"), "/map/points?year=2026&west=119.9&south=30.9&east=120.6&north=31.3")).GetProperty("total").GetInt32());
    }

    [TestMethod]
    public async Task A_filter_a_view_and_a_measure_stand_in_the_address_and_the_tables_follow_them()
    {
        await using var app = await WithCityAsync(300);
        var city = await app.SignedInAsync(Role.City);

        var red = await city.PageAsync("/map?year=2026&colour=red&measure=major");
        var roster = Total(await city.PageAsync("/roster?year=2026&colour=red"));
        Assert.AreEqual(roster, Total(red));
        Assert.AreEqual(roster, red.QuerySelectorAll("#units tbody tr").Sum(r => Number(r.QuerySelector("td")!.TextContent)), "red enterprises are all major");
        Assert.AreEqual("10", $"{red.QuerySelectorAll("#shades li").Sum(l => Number(l.TextContent.Split('：')[1].Split(' ')[0]))}");
        Assert.IsNotNull(red.QuerySelector("input[type=hidden][name=measure][value=major]"));
        var wuzhong = red.QuerySelector("tr[data-code='320506']")!;
        var drilled = await city.PageAsync(wuzhong.QuerySelector("th a")!.GetAttribute("href")!);
        Assert.AreEqual(Number(wuzhong.QuerySelector("td")!.TextContent), Total(drilled));
        Assert.AreEqual(Total(drilled), Total(await city.PageAsync(wuzhong.QuerySelectorAll("td a")[0].GetAttribute("href")!)));
        Assert.HasCount(20, drilled.QuerySelectorAll("#units tbody tr"));

        // to the last millionth of a degree that belongs to the cell
        await app.Database.ScalarAsync<int>("""
            UPDATE Enterprise SET Longitude = (SELECT MAX((CellX + 1) * 10500 - 1) FROM Declaration WHERE EnterpriseId = Enterprise.Id) / 1000000.0,
                Latitude = (SELECT MAX((CellY + 1) * 9000 - 1) FROM Declaration WHERE EnterpriseId = Enterprise.Id) / 1000000.0;
            SELECT 0
            """);
        var density = await city.PageAsync("/map/density?year=2026&weight=enterprises");
        Assert.HasCount(20, density.QuerySelectorAll("#squares tbody tr"));
        foreach (var row in density.QuerySelectorAll("#squares tbody tr"))
        {
            var there = await city.PageAsync(row.QuerySelector("th a")!.GetAttribute("href")!);
            Assert.AreEqual(Number(row.QuerySelectorAll("td")[1].TextContent), Total(there), row.TextContent);
            Assert.HasCount((int)Total(there), there.QuerySelectorAll("#companies tbody tr"));
        }

        using var file = await city.GetAsync(density.QuerySelector(".exports a")!.GetAttribute("href")!);
        var cells = SheetText.Rows(await file.Content.ReadAsByteArrayAsync());
        var placed = (await JsonAsync(city, "/map/squares?year=2026&weight=enterprises")).GetProperty("total").GetInt64();
        Assert.AreEqual(placed, cells.Skip(1).Sum(c => Number(c[Array.IndexOf(cells[0], "企业")])), "all cells, not the densest alone");
        Assert.AreEqual(cells.Count - 1, await app.Database.ScalarAsync<long>("SELECT RowsMade FROM RosterExport"));

        var unknown = await city.PageAsync("/map?year=2026&colour=none");
        Assert.HasCount(10, unknown.QuerySelectorAll("#units tr[data-step=none][data-value='—']"));
        StringAssert.Contains(unknown.QuerySelector("#shades")!.TextContent, "无数据：10 个地区");

        using var refused = await city.GetAsync("/map?colour=purple");
        StringAssert.Contains((await refused.PageAsync(HttpStatusCode.BadRequest)).QuerySelector(".error-summary")!.TextContent, "企业风险等级“purple”无效");
        foreach (var answer in new[] { "/map/points?region=110000", "/map/squares?year=1999", "/map/companies?colour=x", "/map/misplaced?colour=x", "/map/density?colour=x" })
            Assert.AreEqual(HttpStatusCode.BadRequest, (await city.GetAsync(answer)).StatusCode, answer);
        var office = await app.SignedInAsync(Role.County, "320583");
        Assert.AreEqual(HttpStatusCode.BadRequest, (await office.GetAsync("/map/points?year=2026&region=320506")).StatusCode);
    }

    [TestMethod]
    public async Task Who_stands_wrong_or_is_written_off_takes_nobodys_place()
    {
        await using var app = await WithCityAsync(350);
        await app.Database.ScalarAsync<int>("""
            UPDATE Enterprise SET TownshipCode = '320583100', Longitude = 120.965, Latitude = 31.385;
            UPDATE Declaration SET TownshipCode = '320583100', CellX = 11520, CellY = 3487, Status = 3, Colour = CASE WHEN EnterpriseId % 25 = 3 THEN 2 ELSE 1 END;
            UPDATE Enterprise SET Longitude = 120.63, Latitude = 31.30 WHERE Id % 16 = 0;
            UPDATE Declaration SET CellX = 11488, CellY = 3477, Colour = 4 WHERE EnterpriseId % 16 = 0;
            UPDATE Declaration SET Status = 5, Colour = 4 WHERE EnterpriseId % 16 = 1;
            SELECT 0
            """);
        Task<long> CountAsync(string which) => app.Database.ScalarAsync<long>("SELECT COUNT(*) FROM Declaration WHERE Year = 2026 AND " + which);
        var (wrong, closed) = (await CountAsync("EnterpriseId % 16 = 0"), await CountAsync("Status = 5"));
        var placed = await CountAsync("EnterpriseId % 16 > 1");
        var blue = await CountAsync("EnterpriseId % 16 > 1 AND Colour = 1");
        Assert.IsTrue(placed > 300 && blue < 300 && blue + wrong > 300, "else nothing is pushed out");
        var city = await app.SignedInAsync(Role.City);

        var few = await JsonAsync(city, "/map/points?year=2026&colour=blue&colour=red");
        Assert.AreEqual((blue, (int)blue), (few.GetProperty("total").GetInt64(), few.GetProperty("companies").GetArrayLength()), "each is drawn, as the page says");
        Assert.AreEqual(placed, (await JsonAsync(city, "/map/points?year=2026")).GetProperty("total").GetInt64());
        var list = await city.PageAsync("/map/companies?year=2026");
        Assert.AreEqual(placed, Total(list));
        Assert.HasCount(300, list.QuerySelectorAll("#companies tbody tr"));
        StringAssert.Contains(list.QuerySelector(".notice")!.TextContent, "只列出前 300 家");

        var map = await city.PageAsync("/map?year=2026&measure=major");
        var kunshan = map.QuerySelector("tr[data-code='320583']")!;
        Assert.AreEqual((placed + wrong, wrong), (Total(map), Number(kunshan.QuerySelector("td")!.TextContent)), "who is written off is not red");
        Assert.AreEqual(placed + wrong, Total(await city.PageAsync(kunshan.QuerySelector("td a")!.GetAttribute("href")!)));
        StringAssert.Contains(map.QuerySelector("ul.legend")!.TextContent, "重大 0 家");
        StringAssert.Contains(map.QuerySelector("ul.legend")!.TextContent, $"低 {blue} 家");
        Assert.AreEqual(closed, Total(await city.PageAsync("/map?year=2026&status=writtenOff")), "unless they are asked for");
        Assert.AreEqual(wrong, Total(await city.PageAsync("/map/misplaced?year=2026")));
    }

    [TestMethod]
    public async Task Boundaries_are_loaded_drawn_and_withdrawn_by_the_administrator_of_the_city_alone()
    {
        await using var app = await TestApp.StartAsync();
        var admin = await app.SignedInAsync(Role.Admin);
        var office = await app.SignedInAsync(Role.County);
        Assert.AreEqual("/lib/suzhou.json", await OutlineAsync(office));

        var empty = await (await admin.LoadBoundariesAsync(null, "", "")).PageAsync(HttpStatusCode.UnprocessableEntity);
        Assert.HasCount(3, empty.QuerySelectorAll(".error-summary li"));
        var wrong = await (await admin.LoadBoundariesAsync("{\"type\":\"FeatureCollection\",\"features\":[{\"id\":\"1\"},{\"id\":\"320583\"}]}", "测绘院", "更准")).PageAsync(HttpStatusCode.UnprocessableEntity);
        Assert.IsGreaterThan(2, wrong.QuerySelectorAll(".error-summary li").Length);
        Assert.AreEqual("测绘院", wrong.QuerySelector("#source")!.GetAttribute("value"));
        var large = await (await admin.LoadBoundariesAsync(new string(' ', (8 << 20) + 1), "测绘院", "更准")).PageAsync(HttpStatusCode.UnprocessableEntity);
        StringAssert.Contains(large.QuerySelector(".error-summary")!.TextContent, "超过 8 MB 的上限");
        Assert.AreEqual(HttpStatusCode.Forbidden, (await (await app.SignedInAsync(Role.Admin, TestApp.Kunshan)).LoadBoundariesAsync(BoundaryUploads.Kunshan, tokenFrom: "/")).StatusCode);
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM BoundarySet"));

        Assert.AreEqual(HttpStatusCode.Redirect, (await admin.LoadBoundariesAsync(BoundaryUploads.Kunshan)).StatusCode);
        Assert.AreEqual("/map/outline/1", await OutlineAsync(office));
        using var outline = await office.GetAsync("/map/outline/1");
        Assert.AreEqual("application/geo+json", outline.Content.Headers.ContentType!.MediaType);
        StringAssert.Contains(await outline.Content.ReadAsStringAsync(), "昆山市");
        StringAssert.Contains((await office.PageAsync("/map")).Body!.TextContent, "边界：测绘院 2026");

        using var unsaid = await admin.SubmitAsync(Boundaries, Boundaries + "/1/withdraw", ("reason-1", " "));
        Assert.AreEqual(HttpStatusCode.UnprocessableEntity, unsaid.StatusCode);
        using var withdrawn = await admin.SubmitAsync(Boundaries, Boundaries + "/1/withdraw", ("reason-1", "有误"));
        Assert.AreEqual(HttpStatusCode.Redirect, withdrawn.StatusCode);
        using var again = await admin.SubmitAsync(Boundaries, Boundaries + "/1/withdraw", ("reason-1", "有误"));
        Assert.AreEqual(HttpStatusCode.NotFound, again.StatusCode);
        Assert.AreEqual("/lib/suzhou.json", await OutlineAsync(office));
        Assert.AreEqual(HttpStatusCode.NotFound, (await office.GetAsync("/map/outline/1")).StatusCode);
        StringAssert.Contains((await admin.PageAsync(Boundaries)).Body!.TextContent, "有误");
    }

    private static async Task<string> OutlineAsync(HttpClient client) => (await client.PageAsync("/map")).QuerySelector("#map")!.GetAttribute("data-outline")!;

    private static async Task<JsonElement> JsonAsync(HttpClient client, string address)
    {
        using var document = JsonDocument.Parse(await client.GetStringAsync(address));
        return document.RootElement.Clone();
    }

    private static async Task<TestApp> WithCityAsync(int enterprises)
    {
        var app = await TestApp.StartAsync();
        Assert.AreEqual(0, (await CommandRun.OfAsync(app.Database, ["seed", "city", "--enterprises", $"{enterprises}", "--year", "2026", "--risks-per-enterprise", "2"])).Status);
        return app;
    }

    private static long Total(IHtmlDocument page) => Number(page.QuerySelector(".lead strong")!.TextContent);

    private static long Number(string text) => long.Parse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
}
