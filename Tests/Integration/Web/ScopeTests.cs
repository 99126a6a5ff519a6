using System.Net;
using System.Text;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Grading;
using RiskReport.Tests.Support;
using RiskReport.Tests.Unit.Pdf;

namespace RiskReport.Tests.Integration.Web;

/// <summary>Two counties that must learn nothing of each other: one is marked, the other looks everywhere.</summary>
[TestClass]
public sealed class ScopeTests
{
    private const string Marker = "常熟标记";
    private const string Changshu = "320581";
    private const string ChangshuTownship = "320581001";
    private const string Simulation = "/simulations/1";

    [TestMethod]
    [DataRow(Role.Enterprise)]
    [DataRow(Role.Township)]
    [DataRow(Role.County)]
    public async Task Nobody_of_one_county_learns_anything_of_another(Role role)
    {
        await using var app = await TestApp.StartAsync();
        var (code, enterprise, import) = await MarkAsync(app);
        var client = role == Role.Enterprise ? (await Filer.SignedInAsync(app)).Client : await app.SignedInAsync(role);

        foreach (var address in Addresses(code, enterprise, import))
        {
            using var response = await client.GetAsync(address);
            var bytes = await response.Content.ReadAsByteArrayAsync();
            foreach (var text in Readings(address, bytes))
            {
                Assert.DoesNotContain(Marker, text, address);
                if (!address.Contains(code, StringComparison.Ordinal))   // what was asked for stands on the page again
                    Assert.DoesNotContain(code, text, address);
            }
        }
    }

    [TestMethod]
    public async Task What_is_hidden_is_not_found_like_what_does_not_exist()
    {
        await using var app = await TestApp.StartAsync();
        var (_, enterprise, import) = await MarkAsync(app);
        var client = await app.SignedInAsync(Role.County);

        foreach (var address in new[] { $"/enterprises/{enterprise}/declarations/2026", import, import + "/progress", Simulation, Simulation + "/progress", Simulation + "/export.csv", "/enterprises/99999/declarations/2026", "/imports/99999", "/simulations/99999" })
            await client.PageAsync(address, HttpStatusCode.NotFound);
    }

    [TestMethod]
    public async Task Counts_and_exports_leave_the_other_county_out()
    {
        await using var app = await TestApp.StartAsync();
        await MarkAsync(app);
        await Filer.SignedInAsync(app);
        var county = await app.SignedInAsync(Role.County);
        var city = await app.SignedInAsync(Role.City);

        Assert.HasCount(1, (await county.PageAsync("/roster?year=2026")).QuerySelectorAll("table.roster tbody tr"));
        Assert.HasCount(2, (await city.PageAsync("/roster?year=2026")).QuerySelectorAll("table.roster tbody tr"));
        Assert.AreEqual(2, (await county.GetStringAsync("/roster/export.csv?year=2026")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.AreEqual(3, (await city.GetStringAsync("/roster/export.csv?year=2026")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.AreEqual("1", (await county.PageAsync("/")).QuerySelector(".tiles strong")!.TextContent);
    }

    [TestMethod]
    public async Task One_enterprise_does_not_see_its_neighbour()
    {
        await using var app = await TestApp.StartAsync();
        var neighbour = await Filer.SignedInAsync(app);
        await (await ReportForm.OpenAsync(neighbour.Client)).Filled(true, Risk.Lec("3", "6", "15", Marker)).SubmitAsync(neighbour.Client);
        var filer = await Filer.SignedInAsync(app);

        await filer.Client.PageAsync($"/enterprises/{neighbour.EnterpriseId}/declarations/2026", HttpStatusCode.Forbidden);
        var own = await ReportForm.OpenAsync(filer.Client);
        await own.Nil().SubmitAsync(filer.Client);

        Assert.DoesNotContain(Marker, await filer.Client.GetStringAsync(ReportForm.Result));
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM RiskItem"));
    }

    [TestMethod]
    public async Task An_office_cannot_import_over_an_enterprise_of_another_county()
    {
        await using var app = await TestApp.StartAsync();
        var (code, _, _) = await MarkAsync(app);
        var client = await app.SignedInAsync(Role.County);

        var import = await client.ImportAsync(app, ImportFile.OfNil(code));

        var page = await client.PageAsync(import);
        StringAssert.Contains(page.Body!.TextContent, "OUT_OF_REGION");
        Assert.DoesNotContain(Marker, page.Body.TextContent);
        Assert.AreEqual(ChangshuTownship, await app.Database.ScalarAsync<string>("SELECT TownshipCode FROM Enterprise WHERE CreditCode = @Code", new { Code = code }));
    }

    /// <summary>A marked enterprise of the other county, with a filed report, the import it came by, and a simulation that changes it.</summary>
    private static async Task<(string Code, long Enterprise, string Import)> MarkAsync(TestApp app)
    {
        const string First17 = "91320581MA8888888";
        var code = First17 + CreditCode.CheckCharacter(First17);
        var office = await app.SignedInAsync(Role.County, Changshu);
        var file = new ImportFile()
            .Enterprise(code, ChangshuTownship, ("企业名称", Marker + "有限公司"), ("安全负责人", Marker), ("经度", 120.75m), ("纬度", 31.65m), ("有无较大以上风险", "有"))
            .Risk(code, ("风险名称", Marker + "风险"), ("C", 100));
        var import = await office.ImportAsync(app, file.Bytes(), Marker + ".xlsx");
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Declaration WHERE CreditCode = @Code AND Colour = 4", new { Code = code }));
        await office.AskForRosterAsync("?q=" + Marker);
        using var view = await office.SaveViewAsync(Marker, "?q=" + Marker, ("shared", "true"));
        await app.MakeRostersAsync();
        await RegradingInstance.Of(app).DraftAsync("DRAFT", r => r.Method(GradingMethod.Lec, m => m.From(5000, 200, 100)));
        Assert.AreEqual(Simulation, await office.SimulateAsync(app, "DRAFT"));
        Assert.Contains(Marker, await office.GetStringAsync(Simulation));
        return (code, await app.Database.ScalarAsync<long>("SELECT Id FROM Enterprise WHERE CreditCode = @Code", new { Code = code }), import);
    }

    private static IEnumerable<string> Addresses(string code, long enterprise, string import)
    {
        yield return "/";
        yield return "/imports";
        yield return import;
        yield return import + "?tab=outcomes";
        yield return import + "/progress";
        yield return "/simulations";
        foreach (var part in new[] { "", "/progress", "/export.csv", "/export.xlsx", "?region=" + Changshu })
            yield return Simulation + part;
        yield return $"/enterprises/{enterprise}";
        yield return $"/enterprises/{enterprise}/declarations/2026";
        foreach (var kept in new[] { "/inbox", "/roster/exports", "/roster/exports/1", "/roster/exports/1/file", "/roster/views", "/roster/views/1" })
            yield return kept;
        foreach (var part in new[] { "", "/board.pdf", "/cards.pdf", "/list.pdf", "/list.xlsx" })
            yield return $"/enterprises/{enterprise}/outputs/2026{part}";
        yield return "/declarations/2026";
        yield return "/declarations/2026/result";
        foreach (var query in new[] { "", $"?region={Changshu}", $"?region={ChangshuTownship}", "?region=3205", "?colour=red", "?status=submitted", "?scale=below", $"?q={code}", "?page=2", "?q=%25", "?year=2026&colour=red&colour=none&status=notFiled,submitted" })
        {
            yield return "/roster" + query;
            foreach (var map in new[] { "/map", "/map/density", "/map/points", "/map/squares", "/map/companies", "/map/misplaced" })
                yield return map + query;
            foreach (var format in new[] { "xlsx", "csv", "pdf" })
                yield return $"/roster/export.{format}{query}";
        }
    }

    /// <summary>A file as what a person reads in it; a packed one is unpacked first.</summary>
    private static IEnumerable<string> Readings(string address, byte[] bytes)
    {
        if (bytes.AsSpan().StartsWith("PK"u8))
        {
            using var zip = new System.IO.Compression.ZipArchive(new MemoryStream(bytes));
            foreach (var entry in zip.Entries)
            {
                using var reader = new StreamReader(entry.Open());
                yield return reader.ReadToEnd();
            }
        }
        else if (bytes.AsSpan().StartsWith("%PDF"u8))
        {
            yield return new PdfFile(bytes).AllText;
        }
        else
        {
            yield return Encoding.UTF8.GetString(bytes);
        }
    }
}
