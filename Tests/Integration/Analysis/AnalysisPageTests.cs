using System.Globalization;
using System.Net;
using AngleSharp.Html.Dom;
using ClosedXML.Excel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;
using RiskReport.Tests.Unit.Pdf;

namespace RiskReport.Tests.Integration.Analysis;

[TestClass]
public sealed class AnalysisPageTests
{
    [TestMethod]
    public async Task Every_figure_leads_to_as_many_enterprises_within_the_callers_region()
    {
        await using var app = await TestApp.StartAsync();
        foreach (var year in new[] { "2025", "2026" })
            Assert.AreEqual(0, (await CommandRun.OfAsync(app.Database, ["seed", "city", "--enterprises", "300", "--year", year])).Status);
        await app.Database.ScalarAsync<int>("""
            UPDATE Declaration SET OwedSince = '2026-01-01 00:00:00', Scale = CASE WHEN Status = 0 THEN 2 ELSE Scale END WHERE Year = 2026;
            SELECT 0
            """);   // seeded today, nothing would be late
        var county = await app.SignedInAsync(Role.County);

        foreach (var view in new[] { "movement", "items", "subjects", "townships", "overdue" })
        {
            var scale = view == "overdue" ? "scale=above" : "scale=below";   // in November only the larger ones are late
            var page = await county.PageAsync($"/analysis?view={view}&{scale}");
            var figures = page.QuerySelectorAll("main table a").Cast<IHtmlAnchorElement>().Where(a => a.TextContent != "0").ToList();
            Assert.IsNotEmpty(figures, view);
            foreach (var figure in figures.Where((_, i) => i % 3 == 0))
            {
                var address = figure.GetAttribute("href")!;
                StringAssert.Contains(address, scale);
                Assert.AreEqual(figure.TextContent, (await county.PageAsync(address)).QuerySelector("main .lead strong")!.TextContent, $"{view} {address}");
            }
        }

        var statistics = await county.PageAsync("/analysis?view=industries");
        Assert.AreEqual(
            await app.Database.ScalarAsync<string>("SELECT COUNT(*) FROM Declaration WHERE Year = 2026 AND TownshipCode LIKE '320583%'"),
            statistics.QuerySelector("tr.sum td.number")!.TextContent, "the county's own enterprises and no others");
        Assert.AreEqual(HttpStatusCode.BadRequest, (await county.GetAsync("/analysis?region=320505")).StatusCode, "another county is unknown to this one");
        Assert.AreEqual(HttpStatusCode.NotFound, (await county.GetAsync("/analysis/movement?region=320505")).StatusCode);
        Assert.AreEqual(HttpStatusCode.NotFound, (await county.GetAsync("/analysis/movement?before=green")).StatusCode);
        Assert.AreEqual(HttpStatusCode.NotFound, (await county.GetAsync("/analysis/movement?after=absent")).StatusCode);
        Assert.AreEqual(HttpStatusCode.NotFound, (await county.GetAsync("/analysis/export.csv")).StatusCode);
    }

    [TestMethod]
    public async Task Files_hold_what_the_page_shows_and_are_recorded()
    {
        await using var app = await TestApp.StartAsync();
        foreach (var year in new[] { "2025", "2026" })
            Assert.AreEqual(0, (await CommandRun.OfAsync(app.Database, ["seed", "city", "--enterprises", "200", "--year", year])).Status);
        var city = await app.SignedInAsync(Role.City);
        var figure = (await city.PageAsync("/analysis")).QuerySelector(".tiles a")!;
        var names = figure.GetAttribute("href")!.Replace("/movement?", "/movement/export.xlsx?", StringComparison.Ordinal);

        using var workbook = new XLWorkbook(new MemoryStream(await city.GetByteArrayAsync(names)));
        using var tables = new XLWorkbook(new MemoryStream(await city.GetByteArrayAsync("/analysis/export.xlsx?view=townships")));
        using var csv = await city.GetAsync(names.Replace(".xlsx", ".csv", StringComparison.Ordinal));
        var paper = await city.GetByteArrayAsync("/analysis/export.pdf?view=subjects");

        var count = int.Parse(figure.TextContent, CultureInfo.InvariantCulture);
        Assert.AreEqual(count, workbook.Worksheet("变化名单").RowsUsed().Count() - 1);
        foreach (var grade in workbook.Worksheet("变化名单").RowsUsed().Skip(1).SelectMany(r => new[] { r.Cell(6), r.Cell(7) }))
            Assert.AreEqual(grade.GetString() switch { "重大(红)" => "FFC62828", "较大(橙)" => "FFFF9800", "一般(黄)" => "FFFFD600", "低(蓝)" => "FF1565C0", var other => other }, grade.Style.Fill.BackgroundColor.Color.ToArgb().ToString("X8", CultureInfo.InvariantCulture));
        Assert.AreEqual(count, (await csv.Content.ReadAsStringAsync()).Split("\r\n").Length - 2);
        CollectionAssert.AreEqual(new[] { "重大(红)企业最多的镇(街道)", "较大(橙)企业最多的镇(街道)", "说明" }, tables.Worksheets.Select(w => w.Name).ToList());
        StringAssert.StartsWith(System.Text.Encoding.ASCII.GetString(paper, 0, 5), "%PDF-");
        Assert.AreEqual(4, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM RosterExport WHERE Kind IN (9, 10) AND Sha256 IS NOT NULL"));
        using var all = new XLWorkbook(new MemoryStream(await city.GetByteArrayAsync("/analysis/movement/export.xlsx?year=2025")));
        Assert.AreEqual("上年度不在名册", all.Worksheet("变化名单").Cell("F2").GetString(), "why there is no colour");
        foreach (var format in new[] { "csv", "pdf" })
        {
            var file = await city.GetByteArrayAsync($"/analysis/movement/export.{format}?year=2025");
            StringAssert.Contains(format == "pdf" ? new PdfFile(file).AllText.Replace("\n", "", StringComparison.Ordinal) : System.Text.Encoding.UTF8.GetString(file), "上年度不在名册");
        }

        var code = await app.Database.ScalarAsync<string>("SELECT Code FROM RosterExport WHERE Kind = 9 AND Format = 'pdf'");
        StringAssert.Contains((await app.Anonymous().PageAsync($"/verify/{code}")).QuerySelector("main")!.TextContent, "工业企业安全风险分析表");

        app.Services.GetRequiredService<IConfiguration>()["Roster:BackgroundRows"] = $"{count - 1}";
        var refused = await city.PageAsync(names, HttpStatusCode.UnprocessableEntity);
        StringAssert.Contains(refused.QuerySelector(".note")!.TextContent, $"名单超过 {count - 1} 家，不能一次导出");
        Assert.IsEmpty((await city.PageAsync(figure.GetAttribute("href")!)).QuerySelectorAll(".exports a"));
        Assert.AreEqual(7, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM RosterExport WHERE Kind IN (9, 10)"));
    }
}
