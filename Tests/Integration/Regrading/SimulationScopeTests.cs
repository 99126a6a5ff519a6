using System.IO.Compression;
using System.Net;
using System.Text;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Regrading;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Regrading;

/// <summary>Two counties that simulate the same rules and must learn nothing of each other by it.</summary>
[TestClass]
public sealed class SimulationScopeTests
{
    private const string Marker = "常熟标记";
    private const string Changshu = "320581";
    private const string ChangshuTownship = "320581001";

    private static readonly string[] Parts = ["", "/progress", "/export.csv", "/export.xlsx"];

    [TestMethod]
    public async Task A_run_of_another_region_is_not_found()
    {
        await using var app = await TestApp.StartAsync();
        await MarkAsync(app);
        var neighbour = await (await app.SignedInAsync(Role.County, Changshu)).SimulateAsync(app, "2021-B");
        var city = await (await app.SignedInAsync(Role.City)).SimulateAsync(app, "2021-B");
        var client = await app.SignedInAsync(Role.County);
        var own = await client.SimulateAsync(app, "2021-B");

        foreach (var address in Parts.SelectMany(_ => new[] { neighbour, city, "/simulations/999" }, (part, run) => run + part))
            await client.PageAsync(address, HttpStatusCode.NotFound);

        CollectionAssert.AreEqual(
            new[] { own },
            (await client.PageAsync("/simulations")).QuerySelectorAll("a[href^='/simulations/']").Select(a => a.GetAttribute("href")).ToArray());
    }

    [TestMethod]
    [DataRow(Changshu)]
    [DataRow("3205")]
    public async Task A_run_of_another_region_cannot_be_cancelled(string region)
    {
        await using var app = await TestApp.StartAsync();
        var instance = RegradingInstance.Of(app);
        var id = await instance.QueueAsync("2021-B", region);
        await instance.HoldAsync(id);
        var client = await app.SignedInAsync(Role.County);

        using var response = await client.SubmitAsync("/simulations", $"/simulations/{id}/cancel");

        Assert.AreEqual(HttpStatusCode.NotFound, response.StatusCode);
        Assert.IsFalse(await instance.Queue.CancelAsync(id, new Scope(TestApp.Kunshan), CancellationToken.None));
        Assert.AreEqual(RegradingStatus.Running, (await instance.FindAsync(id)).Status);
    }

    [TestMethod]
    public async Task A_county_simulates_its_own_enterprises_only()
    {
        await using var app = await TestApp.StartAsync();
        var code = await MarkAsync(app);
        var client = await app.SignedInAsync(Role.County);

        var own = await client.SimulateAsync(app, "2021-B");

        var page = await client.PageAsync(own);
        Assert.AreEqual($"{await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Declaration WHERE TownshipCode LIKE '320583%'")}", page.Tile("评级企业"));
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM RegradingCount WHERE CountyCode <> '320583'"));
        CollectionAssert.AreEqual(new[] { "昆山市" }, page.QuerySelectorAll("[aria-label=各地区] tbody th").Select(h => h.TextContent).ToArray());
        foreach (var query in new[] { "", "?page=2", "?page=99", $"?region={Changshu}", $"?region={ChangshuTownship}", "?region=3205", "?before=blue", "?before=yellow&after=orange", "?after=none" })
        {
            foreach (var address in Parts.Select(p => own + p + query).Append("/simulations"))
                AssertSilent(await client.GetByteArrayAsync(address), code, address);
        }
    }

    [TestMethod]
    public async Task The_city_sees_every_county_and_every_run()
    {
        await using var app = await TestApp.StartAsync();
        var code = await MarkAsync(app);
        var neighbour = await (await app.SignedInAsync(Role.County, Changshu)).SimulateAsync(app, "2021-B");
        var client = await app.SignedInAsync(Role.City);

        var own = await client.SimulateAsync(app, "2021-B");

        Assert.Contains(Marker, await client.GetStringAsync(neighbour));
        Assert.Contains(code, await client.GetStringAsync($"{own}/export.csv?region={Changshu}"));
        Assert.AreEqual(1, (await client.PageAsync($"{own}?region={Changshu}")).Matching());
        CollectionAssert.AreEqual(
            new[] { "常熟市", "昆山市" }, (await client.PageAsync(own)).QuerySelectorAll("[aria-label=各地区] tbody th").Select(h => h.TextContent).ToArray());
    }

    [TestMethod]
    public async Task An_enterprise_that_has_moved_away_since_is_no_longer_shown()
    {
        await using var app = await TestApp.StartAsync();
        var code = await MarkAsync(app);
        var client = await app.SignedInAsync(Role.County, Changshu);
        var own = await client.SimulateAsync(app, "2021-B");
        Assert.Contains(code, await client.GetStringAsync(own));

        await app.Database.ExecuteAsync("UPDATE Enterprise SET TownshipCode = @To WHERE CreditCode = @Code", new { To = TestApp.KunshanTownship, Code = code });
        await app.Database.ExecuteAsync("UPDATE Declaration SET TownshipCode = @To WHERE CreditCode = @Code", new { To = TestApp.KunshanTownship, Code = code });

        Assert.AreEqual(0, (await client.PageAsync(own)).Matching());
        foreach (var part in Parts)
            AssertSilent(await client.GetByteArrayAsync(own + part), code, part);
    }

    /// <summary>A marked enterprise of the other county that 2021-B makes orange, beside the sample of this one.</summary>
    private static async Task<string> MarkAsync(TestApp app)
    {
        await SampleCounty.FillAsync(app.Database);
        var code = Enterprises.NewCreditCode();
        var office = await app.SignedInAsync(Role.County, Changshu);
        await office.ImportAsync(app, new ImportFile()
            .Enterprise(code, ChangshuTownship, ("企业名称", Marker + "有限公司"))
            .Risk(code, ("风险名称", Marker + "风险"), ("评估方法", "LS"), ("L", 3), ("S", 4)).Bytes());
        Assert.AreEqual(2, await app.Database.ScalarAsync<int>("SELECT Colour FROM Declaration WHERE CreditCode = @Code", new { Code = code }));
        return code;
    }

    private static void AssertSilent(byte[] bytes, string code, string address)
    {
        foreach (var text in Readings(bytes))
        {
            Assert.DoesNotContain(Marker, text, address);
            Assert.DoesNotContain(code, text, address);
        }
    }

    /// <summary>A file as what a person reads in it; a packed one is unpacked first.</summary>
    private static List<string> Readings(byte[] bytes)
    {
        if (!bytes.AsSpan().StartsWith("PK"u8))
            return [Encoding.UTF8.GetString(bytes)];

        using var zip = new ZipArchive(new MemoryStream(bytes));
        return zip.Entries.Select(entry =>
        {
            using var reader = new StreamReader(entry.Open());
            return reader.ReadToEnd();
        }).ToList();
    }
}
