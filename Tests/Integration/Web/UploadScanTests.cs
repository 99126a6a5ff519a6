using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Web;

/// <summary>Whatever is handed in anywhere is shown to the virus scanner first; nothing passes that it has not called clean.</summary>
[TestClass]
public sealed class UploadScanTests
{
    private const string FileName = "marker-file";

    private static readonly byte[] Infected = Encoding.ASCII.GetBytes(FakeScanner.Eicar);

    [TestMethod]
    public async Task A_virus_is_refused_by_every_page_that_takes_a_file_and_entered_and_what_was_typed_stays()
    {
        await using var scanner = new FakeScanner();
        var log = new ListeningLog();
        await using var app = await StartAsync(scanner.Address, log);
        var (filer, township, admin) = (await FloorPlans.FiledAsync(app), await app.SignedInAsync(Role.Township), await app.SignedInAsync(Role.Admin));
        var watch = new AuditWatch(app.Database);
        await watch.PassAsync();
        var before = await app.Database.StateAsync();

        await RefusedAsync(AuditAction.PlanAdded, () => filer.Client.UploadPlanAsync(Infected, "一层平面图", FileName + ".png"), "一层平面图");
        await RefusedAsync(AuditAction.BoundariesLoaded, () => admin.LoadBoundariesAsync(BoundaryUploads.Kunshan + FakeScanner.Eicar, reason: "更准的边界"), "更准的边界");
        await RefusedAsync(AuditAction.CatalogueAdded, () => CatalogueFile.UploadAsync(admin, [.. new CatalogueFile().Item("YX-99").Bytes(), .. Infected], "第二批目录", name: FileName + ".xlsx"), "第二批目录");
        await RefusedAsync(AuditAction.ImportUploaded, () => township.UploadAsync(new ByteArrayContent([.. ImportFile.OfNil(Enterprises.NewCreditCode()), .. Infected]), FileName + ".xlsx"), "2026");
        Assert.AreEqual("AuditEntry AuditHead", before.Changed(await app.Database.StateAsync()));

        // a clean one is taken as it is, and has been shown byte by byte
        await filer.Client.AddPlanAsync(app);
        await township.CheckAsync(app, ImportFile.OfNil(Enterprises.NewCreditCode()));
        var large = BoundaryUploads.Kunshan.PadRight(200_000);
        using (var loaded = await admin.LoadBoundariesAsync(large))
            Assert.AreEqual(HttpStatusCode.Redirect, loaded.StatusCode, await loaded.Content.ReadAsStringAsync());
        Assert.AreEqual(large, Encoding.UTF8.GetString(scanner.Files[^1]));
        using (var taken = await CatalogueFile.UploadAsync(admin, new CatalogueFile().Item("YX-99").Bytes()))
            Assert.AreEqual(HttpStatusCode.Redirect, taken.StatusCode, await taken.Content.ReadAsStringAsync());
        // where nothing is chosen there is nothing to look at
        var seen = scanner.Files.Count;
        using (var nothing = await admin.LoadBoundariesAsync(null))
            StringAssert.Contains(await nothing.Content.ReadAsStringAsync(), "请选择 GeoJSON 文件");
        Assert.HasCount(seen, scanner.Files);
        StringAssert.Contains(log.Text, "Eicar-Test-Signature");
        Assert.DoesNotContain(FileName, log.Text);

        async Task RefusedAsync(AuditAction deed, Func<Task<HttpResponseMessage>> upload, string typed)
        {
            using var response = await upload();
            var page = await response.PageAsync(HttpStatusCode.UnprocessableEntity);
            StringAssert.Contains(page.Body!.TextContent, "文件中发现病毒或恶意代码，没有接收。");
            StringAssert.Contains(page.DocumentElement.OuterHtml, typed);
            var entry = await watch.OneAsync(deed, AuditEntry.Refused);
            Assert.AreEqual(("病毒 Eicar-Test-Signature", Convert.ToHexStringLower(SHA256.HashData(scanner.Files[^1]))), (entry.Subject, entry.HashAfter), deed.ToString());
        }
    }

    [TestMethod]
    public async Task A_scanner_that_is_away_or_talks_nonsense_lets_nothing_pass()
    {
        var scanner = new FakeScanner();
        var log = new ListeningLog();
        await using var app = await StartAsync(scanner.Address, log);
        var admin = await app.SignedInAsync(Role.Admin);
        var watch = new AuditWatch(app.Database);
        await watch.PassAsync();

        foreach (var answer in new[] { "stream: Can't allocate memory ERROR\0", "stream: OK", "stream: OK\n\0", "OK\0", " stream: OK\0", "stream: OK FOUNDATION\0", "stream:  FOUND\0", "\0stream: OK\0", "", new string('x', 5_000) + "\u001B[31m\r\n" })
        {
            scanner.Answer = _ => answer;
            await RefusedAsync(answer);
        }

        scanner.Answer = _ => "INSTREAM size limit exceeded. ERROR\0";
        await RefusedAsync("larger than it takes", "文件太大，无法检查是否带有病毒，没有接收。");

        // in the middle of the file, with and without a word; what it says of half a file is no yes
        scanner.HangsUpAfter = 1;
        foreach (var answer in new[] { "", "stream: OK\0" })
        {
            scanner.Answer = _ => answer;
            await RefusedAsync("hung up", "暂时无法检查文件", new string(' ', 8 << 20));
        }

        scanner.HangsUpAfter = int.MaxValue;
        scanner.Answer = _ => null;
        while (scanner.Taken.CurrentCount > 0)
            await scanner.Taken.WaitAsync();
        var waiting = RefusedAsync("silence");
        await scanner.Taken.WaitAsync();
        await Task.Delay(50);
        Assert.IsFalse(waiting.IsCompleted);
        app.Clock.Advance(TimeSpan.FromSeconds(60));
        await waiting;

        await scanner.DisposeAsync();
        await RefusedAsync("nobody listens");
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM BoundarySet"));
        Assert.DoesNotContain("边界.geojson", log.Text);
        Assert.DoesNotContain("\u001B", log.Text);
        StringAssert.Contains(log.Text, "The virus scanner is not to be reached");

        async Task RefusedAsync(string what, string sentence = "暂时无法检查文件", string more = "")
        {
            using var response = await admin.LoadBoundariesAsync(BoundaryUploads.Kunshan + more);
            var page = await response.PageAsync(HttpStatusCode.UnprocessableEntity);
            StringAssert.Contains(page.Body!.TextContent, sentence, what);
            var entry = await watch.OneAsync(AuditAction.BoundariesLoaded, AuditEntry.Refused);
            Assert.AreEqual(("未能检查病毒", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(BoundaryUploads.Kunshan + more)))), (entry.Subject, entry.HashAfter), what);
        }
    }

    [TestMethod]
    public async Task It_may_listen_in_the_file_system_and_no_page_gets_a_file_that_has_not_said_so()
    {
        var path = Path.Combine(Path.GetTempPath(), $"scanner-{Guid.NewGuid():N}.sock");
        await using var scanner = new FakeScanner(path);
        await using var app = await StartAsync(scanner.Address, new ListeningLog());
        var admin = await app.SignedInAsync(Role.Admin);

        using var found = await admin.LoadBoundariesAsync(FakeScanner.Eicar);
        using var clean = await admin.LoadBoundariesAsync(BoundaryUploads.Kunshan);
        using var form = new MultipartFormDataContent { { new StringContent("甲"), "typed" }, { new ByteArrayContent([1]), "all", "a.txt" } };
        using var probed = await app.Anonymous().PostAsync("/probe/files", form);

        Assert.AreEqual((HttpStatusCode.UnprocessableEntity, HttpStatusCode.Redirect), (found.StatusCode, clean.StatusCode));
        Assert.AreEqual("0 0 甲", await probed.Content.ReadAsStringAsync());
        Assert.HasCount(2, scanner.Files);
        File.Delete(path);
    }

    [TestMethod]
    [DataRow("localhost:3310")]
    [DataRow("http://localhost:3310")]
    [DataRow("tcp://")]
    [DataRow("tcp://localhost:99999")]
    [DataRow("tcp://localhost:3310/path")]
    [DataRow("unix:clamd.sock")]
    [DataRow("on")]
    public async Task What_is_no_address_ends_the_start(string word)
    {
        await using var test = await TestDatabase.CreateAsync();
        StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(() => Program.Build([$"--Uploads:Scanner={word}", $"--Storage:Folder={test.Folder}"], serving: false)).Message, "Uploads:Scanner");
    }

    private static Task<TestApp> StartAsync(string scanner, ListeningLog log) => TestApp.StartAsync(
        configure: services =>
        {
            Workers.Remove(services);
            ProbeController.Add(services);
            services.AddLogging(l => l.AddProvider(log).SetMinimumLevel(LogLevel.Information));
        },
        settings: new() { ["Uploads:Scanner"] = scanner });
}
