using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using RiskReport.Data.Roster;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Privacy;
using RiskReport.Domain.Reference;
using RiskReport.Domain.Roster;
using RiskReport.Reports.Xlsx;
using RiskReport.Tests.Support;
using RiskReport.Tests.Unit.Pdf;
using RiskReport.Web.Features.Roster;

namespace RiskReport.Tests.Integration.Roster;

/// <summary>A roster as a file: what is in it, what is recorded of it, and what anyone can check.</summary>
[TestClass]
public sealed class RosterExportTests
{
    private const int Enterprises = 60;

    [TestMethod]
    [DataRow("enterprises", "xlsx")]
    [DataRow("enterprises", "csv")]
    [DataRow("enterprises", "pdf")]
    [DataRow("items", "xlsx")]
    [DataRow("items", "csv")]
    [DataRow("items", "pdf")]
    [DataRow("statistics", "xlsx")]
    [DataRow("statistics", "csv")]
    [DataRow("statistics", "pdf")]
    public async Task Every_file_holds_what_is_counted_and_is_recorded_with_its_hash(string view, string format)
    {
        await using var app = await CityAsync();
        var client = await app.SignedInAsync(Role.County);

        using var response = await client.GetAsync($"/roster/export.{format}?year=2026&view={view}");
        var file = await response.Content.ReadAsByteArrayAsync();

        Assert.AreEqual(HttpStatusCode.OK, response.StatusCode);
        var rows = await RowsAsync(app, view);
        Assert.IsGreaterThan(0, rows);
        Assert.AreEqual(rows, Rows(view, format, file));
        Assert.AreEqual($"{rows} {file.Length} {Hash(file)} 320583 0 1", await app.Database.ScalarAsync<string>(
            "SELECT CONCAT_WS(' ', RowsMade, Bytes, Sha256, RegionCode, PhonesShown, EndedAt IS NOT NULL) FROM RosterExport"));
        var page = (await app.Anonymous().PageAsync($"/verify/{await CodeAsync(app)}")).Body!.TextContent;
        foreach (var words in new[] { "核验结果：名册导出，已完整生成", "2026 年度；昆山市", Hash(file), "昆山市", "2026-11-24 10:00:00" })
            StringAssert.Contains(page, words);
        Assert.DoesNotContain("county-1", page, "the name of an account may be that of a person");
    }

    [TestMethod]
    public async Task A_file_that_was_changed_has_another_hash_than_the_page_says()
    {
        await using var app = await CityAsync();
        var file = await (await app.SignedInAsync(Role.City)).GetByteArrayAsync("/roster/export.csv?year=2026");
        file[^5] ^= 1;

        var page = (await app.Anonymous().PageAsync($"/verify/{await CodeAsync(app)}")).Body!.TextContent;

        Assert.DoesNotContain(Hash(file), page);
    }

    [TestMethod]
    [DataRow("xlsx")]
    [DataRow("csv")]
    [DataRow("pdf")]
    public async Task Telephones_are_masked_for_every_role(string format)
    {
        await using var app = await CityAsync();
        var phones = await PhonesAsync(app);
        foreach (var role in new[] { Role.Township, Role.County, Role.City, Role.Auditor })
        {
            var client = await app.SignedInAsync(role);
            foreach (var view in new[] { "enterprises", "items" })
            {
                var text = Text(format, await client.GetByteArrayAsync($"/roster/export.{format}?year=2026&view={view}"));

                Assert.IsEmpty(phones.Where(p => text.Contains(p, StringComparison.Ordinal)), $"{role} {view}");
                if (format != "csv")
                    StringAssert.Contains(text, "电话已隐去部分号码");
            }
        }
    }

    [TestMethod]
    public async Task Whole_numbers_are_for_a_reason_which_is_recorded()
    {
        await using var app = await CityAsync();
        var output = new MemoryStream();

        await ExportAsync(app, output, phonesFor: "台风防御电话通知");

        var text = Encoding.UTF8.GetString(output.ToArray());
        Assert.IsTrue((await PhonesAsync(app)).All(p => text.Contains(p, StringComparison.Ordinal)));
        Assert.AreEqual("1 台风防御电话通知", await app.Database.ScalarAsync<string>("SELECT CONCAT_WS(' ', PhonesShown, PhonesReason) FROM RosterExport"));
    }

    [TestMethod]
    public async Task Without_a_reason_nothing_leaves_and_nothing_is_recorded()
    {
        await using var app = await CityAsync();
        var output = new MemoryStream();

        await Assert.ThrowsExactlyAsync<ArgumentException>(() => ExportAsync(app, output, phonesFor: " "));

        Assert.AreEqual(0, output.Length);
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM RosterExport"));
    }

    [TestMethod]
    public async Task What_breaks_off_is_recorded_as_that_and_the_public_page_says_so()
    {
        await using var app = await CityAsync();

        await Assert.ThrowsExactlyAsync<IOException>(() => ExportAsync(app, new BreakingStream(mostBytes: 2_000)));

        Assert.AreEqual("1 1 2000", await app.Database.ScalarAsync<string>("SELECT CONCAT_WS(' ', RowsMade IS NULL, EndedAt IS NOT NULL, MIN(Bytes, 2000)) FROM RosterExport"));
        var page = (await app.Anonymous().PageAsync($"/verify/{await CodeAsync(app)}")).Body!.TextContent;
        StringAssert.Contains(page, "核验结果：名册导出，未完成");
        Assert.DoesNotContain("SHA-256", page);
    }

    [TestMethod]
    public async Task What_the_program_did_not_live_to_end_is_not_complete_either()
    {
        await using var app = await CityAsync();
        await (await app.SignedInAsync(Role.City)).GetByteArrayAsync("/roster/export.csv?year=2026");
        await app.Database.ScalarAsync<int>("UPDATE RosterExport SET RowsMade = NULL, EndedAt = NULL, Sha256 = NULL, Bytes = NULL; SELECT 1");

        StringAssert.Contains((await app.Anonymous().PageAsync($"/verify/{await CodeAsync(app)}")).Body!.TextContent, "核验结果：名册导出，未完成");
    }

    [TestMethod]
    public async Task A_filter_of_any_length_is_recorded_whole()
    {
        await using var app = await CityAsync();
        var filter = string.Concat(Enumerable.Range(1, 300).Select(i => $"镇{i}、"));

        await app.Services.GetRequiredService<ExportLog>().RecordAsync(
            new ExportStart { Kind = ExportKind.Items, Format = "csv", Filter = filter, RegionCode = "3205" },
            new Actor("city-1", "test", "test"), Stream.Null, (_, _) => Task.FromResult(0L), CancellationToken.None);

        StringAssert.Contains((await app.Anonymous().PageAsync($"/verify/{await CodeAsync(app)}")).Body!.TextContent, filter);
    }

    [TestMethod]
    public async Task The_paper_leads_to_the_page_that_checks_it()
    {
        await using var app = await CityAsync();
        var file = await (await app.SignedInAsync(Role.County)).GetByteArrayAsync("/roster/export.pdf?year=2026");

        var text = new PdfFile(file).AllText;

        StringAssert.Contains(text, $"/verify/{await CodeAsync(app)}");
        StringAssert.Contains(text, "第 1 页，共 ");
    }

    private static async Task<TestApp> CityAsync()
    {
        var app = await TestApp.StartAsync();
        await CommandRun.OfAsync(app.Database, ["seed", "city", "--enterprises", $"{Enterprises}", "--year", "2026"]);
        await app.Database.ScalarAsync<int>("UPDATE Declaration SET TownshipCode = '320583100'; UPDATE Enterprise SET TownshipCode = '320583100'; SELECT 1");
        return app;
    }

    private static Task<long> ExportAsync(TestApp app, Stream output, string? phonesFor = null) => app.Services.GetRequiredService<RosterExport>().WriteAsync(
        new ExportOrder
        {
            Format = "csv",
            Request = new RosterRequest { Kind = RosterKind.Enterprises, Filter = new RosterFilter { Year = 2026, RegionCode = "3205" } },
            Scope = Scope.City,
            Actor = new Actor("city-1", "test", "test"),
            Sight = Sight.Office,
            PhonesFor = phonesFor,
        },
        app.Services.GetRequiredService<ReferenceData>(), output, CancellationToken.None);

    private static Task<int> RowsAsync(TestApp app, string view) => app.Database.ScalarAsync<int>(view switch
    {
        "items" => "SELECT COUNT(*) FROM RiskItem r JOIN Declaration d ON d.Id = r.DeclarationId WHERE d.Year = 2026",
        "statistics" => "SELECT 1 + 1 + 1 + COUNT(DISTINCT e.DivisionCode) FROM Declaration d JOIN Enterprise e ON e.Id = d.EnterpriseId WHERE d.Year = 2026",
        _ => "SELECT COUNT(*) FROM Declaration WHERE Year = 2026",
    });

    private static int Rows(string view, string format, byte[] file)
    {
        switch (format)
        {
            case "csv":
                return Encoding.UTF8.GetString(file).Split("\r\n").Length - 2;
            case "pdf" when view != "statistics":
                return int.Parse(new PdfFile(file).AllText.Split("合计 ")[^1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
            case "pdf":
                var names = Lists.Reference.Industries.All.Select(i => i.Name).Append("昆山市").Append("合计");
                return new PdfFile(file).AllText.Split('\n').Count(names.Contains);
            default:
                using (var book = WorkbookReader.Open(new MemoryStream(file), WorkbookLimits.Default))
                {
                    var sheets = book.Sheets.SkipLast(1).ToList();
                    return sheets.Sum(s => book.Rows(s.Name).Count() - (view == "statistics" ? 4 : 1));
                }
        }
    }

    private static string Text(string format, byte[] file)
    {
        if (format == "csv")
            return Encoding.UTF8.GetString(file);
        if (format == "pdf")
            return new PdfFile(file).AllText;
        using var book = WorkbookReader.Open(new MemoryStream(file), WorkbookLimits.Default);
        return string.Join('\n', book.Sheets.SelectMany(s => book.Rows(s.Name)).SelectMany(r => r.Cells).Select(c => c.Text));
    }

    private static async Task<IReadOnlyList<string>> PhonesAsync(TestApp app)
    {
        var phones = (await app.Database.ScalarAsync<string>("SELECT GROUP_CONCAT(DISTINCT Phone) FROM Enterprise")).Split(',');
        Assert.IsGreaterThan(10, phones.Length);
        return phones;
    }

    private static async Task<string> CodeAsync(TestApp app) => await app.Database.ScalarAsync<string>("SELECT Code FROM RosterExport ORDER BY Id DESC LIMIT 1");

    private static string Hash(byte[] file) => Convert.ToHexStringLower(SHA256.HashData(file));
}
