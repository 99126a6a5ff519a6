using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Dapper;
using Microsoft.Data.Sqlite;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Web;

/// <summary>Something fails in each layer: every route says so in a sentence and nothing of what failed, nothing is half done, and afterwards all is as before.</summary>
[TestClass]
public sealed class FailureTests
{
    private const string Cause = "cause-4711";

    /// <summary>What is written without an entry in the trail: a wrong guess, what is read and kept for oneself, and runs that are entered with what they make.</summary>
    private const string NotEntered = "Attempt NoticeRead RegradingRun RosterJob SavedView";

    private static readonly Dictionary<string, string> Typed = new(StringComparer.OrdinalIgnoreCase)
    {
        ["reason"] = "已核实",
        ["why"] = "仍在生产",
        ["name"] = "一号方案",
        ["year"] = "2026",
        ["kind"] = "搬迁",
        ["on"] = "2026-11-01",
        ["detail"] = "搬到浙江嘉兴",
        ["score"] = "80",
        ["confirmed"] = "true",
        ["keep"] = "true",
        ["creditCode"] = Enterprises.NewCreditCode(),
        ["userName"] = "li.si",
        ["personName"] = "李四",
        ["phone"] = "13812345678",
        ["password"] = "Another-horse-8",
        ["repeated"] = "Another-horse-8",
        ["format"] = "csv",
        ["reasons[0].target"] = "0:Phone",
        ["reasons[0].message"] = "电话打不通",
        ["dueOn"] = "2026-12-10",
        ["BeginsOn"] = "2026-11-25",
        ["CampaignDueOn"] = "2026-11-30",
        ["ruleSet"] = "2021-B",
    };

    private readonly List<string> faults = [];

    /// <summary>Whose answer had begun already: the receiver sees that it is not whole.</summary>
    private readonly SortedSet<string> brokenOff = [];

    [TestMethod]
    public async Task Every_route_fails_with_a_sentence_and_is_whole_again_afterwards()
    {
        await using var app = await TestApp.StartAsync(configure: Workers.Remove, settings: new() { ["Api:RequestsPerMinute"] = "1000000" });
        var system = await app.SystemAsync("grade roster.read declarations.read declarations.write changes.read");
        var code = Enterprises.NewCreditCode();
        await Enterprises.AddAsync(app.Database, TestApp.KunshanTownship, code);
        var entries = await EntriesAsync(app, system, code);
        var (reads, writes) = (entries.Where(e => e.Route.Method == "GET").ToList(), entries.Where(e => e.Route.Method != "GET").ToList());
        var tokens = new Dictionary<HttpClient, string>();
        foreach (var client in entries.Select(e => e.Client).Distinct().Where(c => c != system))
            tokens[client] = await client.TokenAsync("/account/password");
        var plain = await SendAsync(reads);
        var before = await app.Database.StateAsync();

        // the trail cannot be written: what must be entered is not done
        await ExecuteAsync($"CREATE TRIGGER Fails BEFORE INSERT ON AuditEntry BEGIN SELECT RAISE(ABORT, '{Cause}'); END");
        var failed = await SendAsync(writes);
        Assert.IsGreaterThan(12, failed.Count(f => f == 500), string.Join('\n', writes.Zip(failed).Select(w => $"{w.Second} {w.First.Route}")));
        Assert.AreEqual(NotEntered, before.Changed(await app.Database.StateAsync()));
        await ExecuteAsync("DROP TRIGGER Fails");

        // nothing can be written at all
        before = await app.Database.StateAsync();
        var tables = before.Keys.ToList();
        foreach (var (table, deed) in tables.SelectMany(t => new[] { "INSERT", "UPDATE", "DELETE" }.Select(d => (t, d))))
            await ExecuteAsync($"CREATE TRIGGER Fails{deed}{table} BEFORE {deed} ON \"{table}\" BEGIN SELECT RAISE(ABORT, '{Cause}'); END");
        var refused = await SendAsync(writes);
        Assert.AreEqual("", before.Changed(await app.Database.StateAsync()));
        foreach (var (table, deed) in tables.SelectMany(t => new[] { "INSERT", "UPDATE", "DELETE" }.Select(d => (t, d))))
            await ExecuteAsync($"DROP TRIGGER Fails{deed}{table}");
        Assert.IsGreaterThanOrEqualTo(failed.Count(f => f == 500), refused.Count(f => f == 500));

        // what a page is about cannot be read, though who asks is known
        var gone = tables.Where(t => t is "Enterprise" or "Declaration" or "DeclarationVersion" or "ImportJob" or "RosterJob" or "Regrading" or "Notice" or "AuditEntry" or "Campaign" or "ApiClient").ToList();
        foreach (var table in gone)
            await ExecuteAsync($"PRAGMA legacy_alter_table = ON; ALTER TABLE \"{table}\" RENAME TO \"{table}Gone\"");
        Assert.IsGreaterThan(25, (await SendAsync(reads)).Count(s => s == 500));
        foreach (var table in gone)
            await ExecuteAsync($"PRAGMA legacy_alter_table = ON; ALTER TABLE \"{table}Gone\" RENAME TO \"{table}\"");

        await UnreachableAsync();

        // and all is as it was
        CollectionAssert.AreEqual(plain, await SendAsync(reads));
        Assert.AreEqual("", before.Changed(await app.Database.StateAsync()).Replace("AuditEntry", "").Replace("AuditHead", "").Replace("RosterDownload", "").Replace("RosterExport", "").Trim());
        var healed = await SendAsync(writes);
        Assert.IsEmpty(writes.Zip(healed).Where(w => w.Second == 500).Select(w => w.First.Route));
        Assert.AreEqual("", string.Join(' ', brokenOff));
        Assert.IsEmpty(faults, string.Join('\n', faults.Take(40)));

        async Task ExecuteAsync(string sql)
        {
            await using var connection = await app.Database.Database.OpenAsync(CancellationToken.None);
            await connection.ExecuteAsync(sql);
        }

        async Task<List<int>> SendAsync(IReadOnlyList<Entry> some)
        {
            var statuses = new List<int>();
            foreach (var entry in some)
                statuses.Add(await this.SendAsync(entry, entry.Client == system ? "" : tokens[entry.Client]));
            return statuses;
        }

        async Task UnreachableAsync()
        {
            var file = new SqliteConnectionStringBuilder(app.Database.Database.ConnectionString).DataSource;
            SqliteConnection.ClearPool(new SqliteConnection(app.Database.Database.ConnectionString));
            var files = new[] { file, file + "-wal", file + "-shm" }.Where(File.Exists).ToList();
            foreach (var name in files)
                File.Move(name, name + ".away");
            Directory.CreateDirectory(file);
            var statuses = await SendAsync([.. reads, .. writes]);
            Assert.AreEqual("503 200", $"{(int)(await app.Anonymous().GetAsync("/health/ready")).StatusCode} {(int)(await app.Anonymous().GetAsync("/health/live")).StatusCode}");
            Assert.IsEmpty(reads.Concat(writes).Zip(statuses).Where(s => s.Second < 400 && !s.First.Route.Pattern.StartsWith("/health", StringComparison.Ordinal)).Select(s => $"{s.First.Route} {s.Second}"));
            Directory.Delete(file);
            foreach (var name in files)
                File.Move(name + ".away", name);
            Assert.AreEqual("200", $"{(int)(await app.Anonymous().GetAsync("/health/ready")).StatusCode}");
        }
    }

    /// <summary>What lies beside the database cannot be written or read: an export fails with a sentence and without a rest, and is made when it is asked for again.</summary>
    [TestMethod]
    public async Task Where_no_file_can_be_made_the_export_says_so()
    {
        await using var app = await TestApp.StartAsync(configure: Workers.Remove);
        await Filer.SignedInAsync(app);
        var county = await app.SignedInAsync(Role.County);
        var folder = Path.Combine(app.Database.Folder, "rosters");
        await File.WriteAllTextAsync(folder, "");

        var job = await county.AskForRosterAsync();
        await app.MakeRostersAsync();

        var page = await county.PageAsync(job);
        StringAssert.Contains(page.Body!.TextContent, "没有生成文件");
        Assert.IsNull(Insides.In(page.DocumentElement.OuterHtml));
        await county.PageAsync(job + "/file", HttpStatusCode.NotFound);
        File.Delete(folder);
        job = await county.AskForRosterAsync();
        await app.MakeRostersAsync();
        StringAssert.Contains(await county.GetStringAsync(job + "/file"), "统一社会信用代码");
        Assert.HasCount(1, app.RosterFiles());
    }

    private static async Task<IReadOnlyList<Entry>> EntriesAsync(TestApp app, HttpClient system, string code)
    {
        var filer = await FloorPlans.FiledAsync(app);
        await filer.Client.AddPlanAsync(app);
        var township = await app.SignedInAsync(Role.Township);
        await township.ImportAsync(app, ImportFile.OfNil(Enterprises.NewCreditCode()));
        var county = await app.SignedInAsync(Role.County);
        await county.AskForRosterAsync();
        (await county.SaveViewAsync("红色", "?colour=red")).Dispose();
        await app.MakeRostersAsync();
        await county.SimulateAsync(app, "2021-B");
        var routes = Route.All(app).Where(r => r.Pattern != "/signout").ToList();
        var entries = new Dictionary<Route, Entry>();
        foreach (var client in new[] { township, county, filer.Client, await app.SignedInAsync(Role.Auditor), await app.SignedInAsync(Role.Security), await app.SignedInAsync(Role.Admin), await app.SignedInAsync(Role.City) })
        {
            foreach (var (route, entry) in (await new SiteMap(routes, client).WalkAsync()).Entries)
                entries.TryAdd(route, entry with { Fields = entry.Fields.ToDictionary(f => f.Key, f => f.Value.Length > 0 ? f.Value : Typed.GetValueOrDefault(f.Key.StartsWith("reason-", StringComparison.Ordinal) ? "reason" : f.Key, "")) });
        }

        var report = ApiSample.Report(ApiSample.Risk()).ToJsonString();
        var grade = """{"items":[{"method":"LEC","l":3,"e":6,"c":7}]}""";
        foreach (var route in routes.Where(r => r.Pattern.StartsWith("/api/", StringComparison.Ordinal)))
        {
            entries[route] = new Entry(system, route, route.Pattern.Replace("{uscc}", code, StringComparison.Ordinal).Replace("{year:int}", "2026", StringComparison.Ordinal),
                new Dictionary<string, string> { [""] = route.Method == "PUT" ? report : route.Method == "POST" ? grade : "" });
        }

        return [.. entries.Values];
    }

    private async Task<int> SendAsync(Entry entry, string token)
    {
        var isApi = entry.Route.Pattern.StartsWith("/api/", StringComparison.Ordinal);
        var query = entry.Route.Method == "GET" && !isApi && entry.Fields.Count > 0 ? "?" + string.Join('&', entry.Fields.Select(f => HostileValues.Pair(f.Key, Uri.EscapeDataString(f.Value)))) : "";
        using var request = new HttpRequestMessage(new HttpMethod(entry.Route.Method), entry.Path + query);
        if (entry.Route.Method != "GET")
            request.Content = isApi ? new StringContent(entry.Fields[""], Encoding.UTF8, "application/json") : new FormUrlEncodedContent(entry.Fields.Append(KeyValuePair.Create("__RequestVerificationToken", token)));
        HttpResponseMessage response;
        try
        {
            response = await entry.Client.SendAsync(request);
        }
        catch (Exception error) when (error is SqliteException or HttpRequestException or IOException)
        {
            brokenOff.Add(entry.Route.ToString());
            return 500;
        }

        using var _ = response;
        var text = await response.Content.ReadAsStringAsync();
        if (Insides.In(text) is { } inside || text.Contains(Cause, StringComparison.Ordinal))
            faults.Add($"{entry.Route} tells {Insides.In(text)}");
        if ((int)response.StatusCode >= 500 && !entry.Route.Pattern.StartsWith("/health", StringComparison.Ordinal)
            && !(isApi ? response.Content.Headers.ContentType?.MediaType == "application/problem+json" && (string)JsonNode.Parse(text)!["code"]! == "INTERNAL" : text.Contains("<h1>系统出错</h1>", StringComparison.Ordinal)))
            faults.Add($"{entry.Route} {response.StatusCode} is no page: {text[..Math.Min(text.Length, 200)]}");
        return (int)response.StatusCode;
    }
}
