using System.Net;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Imports;
using RiskReport.Reports.Xlsx;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Regrading;

/// <summary>The list of changes under every filter: counts, pages and files are the same enterprises.</summary>
[TestClass]
public sealed class SimulationListTests
{
    private const string Changshu = "320581";
    private const string ChangshuTownship = "320581001";

    private static readonly (string Query, Func<FiledReport, Outcome, bool> Admits)[] Filters =
    [
        ("", (_, _) => true),
        ("before=red", (r, _) => r.Colour == RiskColour.Red),
        ("before=blue", (r, _) => r.Colour == RiskColour.Blue),
        ("after=orange", (_, o) => o.Colour == RiskColour.Orange),
        ("after=none", (_, o) => o.Colour is null),
        ("before=red&after=none", (r, o) => r.Colour == RiskColour.Red && o.Colour is null),
        ("before=orange&after=yellow", (r, o) => r.Colour == RiskColour.Orange && o.Colour == RiskColour.Yellow),
        ("before=blue&after=red", (_, _) => false),
        ($"region={Changshu}", (r, _) => r.TownshipCode == ChangshuTownship),
        ("region=320583&after=none", (r, o) => r.TownshipCode != ChangshuTownship && o.Colour is null),
        ("region=320583101&before=red", (r, _) => r.TownshipCode == "320583101" && r.Colour == RiskColour.Red),
        ("region=320582", (_, _) => false),
        ("region=3205", (_, _) => true),
    ];

    [TestMethod]
    public async Task Counts_pages_and_files_agree_for_every_filter()
    {
        await using var app = await TestApp.StartAsync();
        var (client, address, changes) = await SimulateAsync(app);

        foreach (var (query, admits) in Filters)
        {
            var expected = changes.Where(c => admits(c.Report, c.After)).ToList();
            var page = await client.PageAsync($"{address}?{query}");
            Assert.AreEqual(expected.Count, page.Matching(), query);
            CollectionAssert.AreEqual(expected.ConvertAll(c => SimulationReading.Line(c.Report, c.After)), await client.AllChangesAsync($"{address}?{query}"), query);

            var lines = expected.ConvertAll(c => SimulationReading.FileLine(c.Report, c.After));
            CollectionAssert.AreEqual(lines, SimulationReading.Csv(await client.GetStringAsync($"{address}/export.csv?{query}")).ConvertAll(SimulationReading.FileLine), query);
            CollectionAssert.AreEqual(lines, Rows(await client.GetByteArrayAsync($"{address}/export.xlsx?{query}"), "变化清单").Skip(1).Select(r => SimulationReading.FileLine(Texts(r))).ToList(), query);
        }
    }

    [TestMethod]
    public async Task A_cell_of_the_table_leads_to_as_many_enterprises_as_it_says()
    {
        await using var app = await TestApp.StartAsync();
        var (client, address, changes) = await SimulateAsync(app);

        var links = (await client.PageAsync(address)).QuerySelectorAll("[aria-label=原等级和新等级] td a");

        Assert.AreEqual(changes.Select(c => (c.Report.Colour, c.After.Colour)).Distinct().Count(), links.Length);
        foreach (var link in links)
            Assert.AreEqual(link.TextContent, $"{(await client.PageAsync(address + link.GetAttribute("href")!.Split('#')[0])).Matching()}");
    }

    [TestMethod]
    public async Task A_page_that_is_not_there_is_the_nearest_one()
    {
        await using var app = await TestApp.StartAsync();
        var (client, address, changes) = await SimulateAsync(app);
        var first = (await client.PageAsync(address)).Changes();

        var last = (await client.PageAsync(address + "?page=999")).Changes();

        Assert.HasCount(50, first);
        Assert.HasCount(((changes.Count - 1) % 50) + 1, last);
        Assert.AreEqual(SimulationReading.Line(changes[^1].Report, changes[^1].After), last[^1]);
        CollectionAssert.AreEqual(first, (await client.PageAsync(address + "?page=0")).Changes());
        CollectionAssert.AreEqual(first, (await client.PageAsync(address + "?page=-3")).Changes());
    }

    [TestMethod]
    public async Task A_filter_or_a_format_that_cannot_be_is_not_found()
    {
        await using var app = await TestApp.StartAsync();
        var client = await app.SignedInAsync(Role.City);
        var address = await client.SimulateAsync(app, "2021-B");

        foreach (var query in new[] { "before=purple", "before=none", "after=green", "region=999999" })
        {
            await client.PageAsync($"{address}?{query}", HttpStatusCode.NotFound);
            await client.PageAsync($"{address}/export.csv?{query}", HttpStatusCode.NotFound);
        }

        await client.PageAsync($"{address}/export.pdf", HttpStatusCode.NotFound);
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM RosterExport"));
    }

    [TestMethod]
    [DataRow("csv")]
    [DataRow("xlsx")]
    public async Task Every_export_is_recorded_with_its_filter_and_its_rows(string format)
    {
        await using var app = await TestApp.StartAsync();
        var (client, address, changes) = await SimulateAsync(app);

        using var response = await client.GetAsync($"{address}/export.{format}?before=red");
        var file = await response.Content.ReadAsByteArrayAsync();

        var rows = changes.Count(c => c.Report.Colour == RiskColour.Red);
        Assert.AreEqual(rows, await app.Database.ScalarAsync<long>("SELECT RowsMade FROM RosterExport"));
        Assert.AreEqual(format, await app.Database.ScalarAsync<string>("SELECT Format FROM RosterExport"));
        Assert.AreEqual("模拟 1 的变化清单 before=red", await app.Database.ScalarAsync<string>("SELECT Filter FROM RosterExport"));
        Assert.AreEqual("city-1", await app.Database.ScalarAsync<string>("SELECT MadeBy FROM RosterExport"));
        StringAssert.StartsWith(response.Content.Headers.ContentDisposition!.FileNameStar, "规则模拟-DRAFT-苏州市-1-");
        if (format == "xlsx")
        {
            var cover = Rows(file, "说明").Select(Texts).Where(r => r.Count > 1).ToDictionary(r => r[0], r => r[1]);
            Assert.AreEqual(await app.Database.ScalarAsync<string>("SELECT Code FROM RosterExport"), cover["核验码"]);
            Assert.AreEqual($"{rows}", cover["清单行数"]);
            Assert.AreEqual($"{(await FiledReport.AllAsync(app.Database)).Count}", cover["全部评级企业"]);
            Assert.AreEqual($"{changes.Count(c => c.After.Colour is null)}", cover["无法评级"]);
        }
    }

    [TestMethod]
    public async Task A_name_like_a_formula_is_text_in_every_file()
    {
        await using var app = await TestApp.StartAsync();
        await SampleCounty.FillAsync(app.Database);
        var client = await app.SignedInAsync(Role.County);

        var address = await client.SimulateAsync(app, "2021-B");

        Assert.Contains(",\"'=1+1&\"\"昆山\"\"\",昆山市,", await client.GetStringAsync(address + "/export.csv"));
        var row = Rows(await client.GetByteArrayAsync(address + "/export.xlsx"), "变化清单").Single(r => r[2].Text == SampleCounty.Formula);
        Assert.AreEqual(CellKind.Text, row[2].Kind);
        StringAssert.Contains((await client.PageAsync(address + "?page=999")).QuerySelector("table.changes")!.TextContent, SampleCounty.Formula);
    }

    /// <summary>Two counties under rules that raise, lower and cannot grade; the changes as they must come out, in their order.</summary>
    private static async Task<(HttpClient Client, string Address, List<(FiledReport Report, Outcome After)> Changes)> SimulateAsync(TestApp app)
    {
        await SampleCounty.FillAsync(app.Database);
        await app.Database.ExecuteAsync("UPDATE Enterprise SET TownshipCode = @To WHERE Id % 3 = 0", new { To = ChangshuTownship });
        await app.Database.ExecuteAsync("UPDATE Declaration SET TownshipCode = @To WHERE EnterpriseId % 3 = 0", new { To = ChangshuTownship });
        var instance = RegradingInstance.Of(app);
        await instance.DraftAsync("DRAFT", r => r.Milder().WithoutC15().Method(GradingMethod.Ls, m => m.From(15, 10, 5)));
        var client = await app.SignedInAsync(Role.City);
        var address = await client.SimulateAsync(app, "DRAFT");
        var changes = (await FiledReport.AllAsync(app.Database)).Select(r => (Report: r, After: r.Under(instance.Rules("DRAFT")))).Where(c => c.Report.Colour != c.After.Colour).ToList();
        Assert.IsGreaterThan(100, changes.Count);
        return (client, address, changes);
    }

    private static List<WorkbookRow> Rows(byte[] file, string sheet)
    {
        using var book = WorkbookReader.Open(new MemoryStream(file), WorkbookLimits.Default);
        return [.. book.Rows(sheet)];
    }

    private static List<string> Texts(WorkbookRow row) => [.. row.Cells.Select(c => c.Text)];
}
