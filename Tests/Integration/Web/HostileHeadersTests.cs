using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Dapper;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Web;

/// <summary>What comes beside the values of a form: names of files and headers. Nothing breaks, nothing is given back as it came, and no name is a path.</summary>
[TestClass]
public sealed partial class HostileHeadersTests
{
    private static readonly string[] Names =
    [
        "../../../../tmp/hostile.xlsx", @"..\..\web.config", "/etc/hostile", @"C:\Windows\hostile.xlsx", "..", ".", "/", "hostile.xlsx/", "", " ", "CON", "a:stream.xlsx",
        "=1+1.xlsx", "@SUM(A1).xlsx", "<script>hostile()</script>.xlsx", "'><img src=x onerror=hostile()>.xlsx", "' OR 1=1 --.xlsx", "{{9973*9973}}.xlsx",
        "\u202Exslx.exe", "a\u0001\u001B[31m\u007F\u2028\uFEFF.xlsx", "%00.xlsx", "%2e%2e%2fhostile", "名册\U00020000.xlsx", new string('长', 5_000) + ".xlsx", new string('a', 5_000), string.Concat(Enumerable.Repeat("\U00020000", 150)),
    ];

    private static readonly (string Name, string[] Values)[] Headers =
    [
        ("Host", ["hostile.example", "hostile.example:99999", "localhost:80@hostile.example", "[::1", "a\u00E9", "<script>hostile"]),
        ("X-Forwarded-Host", ["hostile.example"]),
        ("X-Forwarded-For", ["127.0.0.1", "hostile", "1.2.3.4, ::1, x", "999.1.1.1", "<script>hostile"]),
        ("X-Forwarded-Proto", ["https", "javascript", "https, http"]),
        ("X-Forwarded-Prefix", ["/hostile", "//hostile.example"]),
        ("Forwarded", ["for=127.0.0.1;host=hostile.example;proto=https"]),
        ("X-Original-URL", ["/hostile"]),
        ("X-Rewrite-Url", ["/hostile"]),
        ("X-HTTP-Method-Override", ["DELETE", "POST"]),
        ("Accept-Language", ["en-US", "xx-hostile;q=9", new string('a', 8_000), "../../hostile", "*;q=NaN"]),
        ("Accept", ["hostile/*", "application/json", "text/html;q=x", "a/b,,,;;;="]),
        ("Accept-Encoding", ["hostile", "gzip;q=0, *;q=0"]),
        ("Referer", ["https://hostile.example/", "javascript:hostile()", "<script>hostile", new string('r', 8_000)]),
        ("Origin", ["https://hostile.example", "null"]),
        ("User-Agent", ["<script>hostile", new string('u', 8_000), "\u202Ehostile"]),
        ("Cookie", ["riskreport=hostile", "riskreport=; riskreport-form=hostile; riskreport-notice=hostile", "=;;=;hostile", "riskreportC1=hostile; riskreport=chunks-9", "\"hostile=\u00E9", new string('c', 8_000)]),
        ("Range", ["bytes=0-0", "bytes=9999999999-", "bytes=5-1", "bytes=-99999999999999999999", "bytes=" + string.Join(',', Enumerable.Range(0, 500).Select(i => $"{i}-")), "hostile=1"]),
        ("If-Range", ["\"hostile\""]),
        ("If-None-Match", ["*", "\"hostile\"", "W/hostile", "\"", string.Join(',', Enumerable.Repeat("\"x\"", 2_000))]),
        ("If-Match", ["*", "\"hostile\"", "hostile", "999999999999999999999"]),
        ("If-Modified-Since", ["hostile", "Fri, 31 Dec 9999 23:59:59 GMT"]),
        ("Authorization", ["Basic aG9zdGlsZTpob3N0aWxl", "Bearer hostile", "Bearer", "Hostile x"]),
        ("Idempotency-Key", ["hostile", new string('k', 8_000), "<script>hostile"]),
        ("Content-Language", ["hostile"]),
    ];

    private readonly List<string> faults = [];

    [TestMethod]
    public async Task A_name_of_a_file_is_shown_and_nothing_else()
    {
        await using var app = await TestApp.StartAsync(configure: Workers.Remove);
        var (township, admin, filer) = (await app.SignedInAsync(Role.Township), await app.SignedInAsync(Role.Admin), await FloorPlans.FiledAsync(app));
        var before = Files(app);
        var tokens = new Dictionary<HttpClient, string>();
        foreach (var client in new[] { township, admin, filer.Client })
            tokens[client] = await client.TokenAsync("/account/password");
        var workbook = ImportFile.OfNil(Enterprises.NewCreditCode());

        foreach (var (name, i) in Names.Select((n, i) => (n, i)))
        {
            if (i % 2 == 0)
                await SendAsync(township, "/imports", name, "File", workbook, ("Year", "2026"));
            await SendAsync(admin, "/map/boundaries", name, "file", Encoding.UTF8.GetBytes(BoundaryUploads.Kunshan), ("source", "测绘院"), ("reason", "更准"));
            if (i % 4 == 0)
                await SendAsync(filer.Client, "/outputs/2026/plans", name, "File", TestPicture.Png(), ("PlanName", $"图 {i}"));
        }

        await SendAsync(admin, "/catalogue", Names[0], "file", new CatalogueFile().Item("YX-99").Bytes(), ("edition", "第二批"), ("effectiveFrom", "2026-11-25"));
        await app.WorkAsync();
        Assert.IsEmpty(faults, string.Join('\n', faults));
        await using var connection = await app.Database.Database.OpenAsync(CancellationToken.None);
        var kept = (await connection.QueryAsync<string>("SELECT FileName FROM ImportJob UNION ALL SELECT FileName FROM BoundarySet UNION ALL SELECT FileName FROM CatalogueEdition WHERE FileName IS NOT NULL")).AsList();
        Assert.HasCount(Names.Length + (Names.Length / 2) - 1, kept, "a name that is empty is no file to a browser");
        Assert.IsEmpty(kept.Where(n => n.Length is 0 or > 200 || NotShown().IsMatch(n)).ToList(), string.Join('\n', kept));
        CollectionAssert.Contains(kept, "xslx.exe");

        foreach (var (client, page) in new[] { (township, "/imports"), (admin, "/map/boundaries"), (admin, "/catalogue"), (filer.Client, FloorPlans.Address) })
            Look(page, await client.GetStringAsync(page));
        foreach (var id in Enumerable.Range(1, Names.Length))
        {
            if (await app.Database.ScalarAsync<int>($"SELECT COUNT(*) FROM ImportJob WHERE Id = {id}") == 0)
                continue;
            Look($"import {id}", await township.GetStringAsync($"/imports/{id}"));
            using var annotated = await township.GetAsync($"/imports/{id}/annotated");
            var disposition = annotated.Content.Headers.ContentDisposition!;
            Assert.IsFalse(NotShown().IsMatch(disposition.FileNameStar!), disposition.ToString());
        }

        CollectionAssert.AreEqual(before, Files(app));

        async Task SendAsync(HttpClient client, string address, string name, string field, byte[] content, params (string Name, string Value)[] fields)
        {
            using var form = new MultipartFormDataContent("hostile-boundary");
            foreach (var (key, value) in fields.Append(("__RequestVerificationToken", tokens[client])))
                form.Add(new StringContent(value), key);
            // as raw as a browser of one's own sends it
            var file = new ByteArrayContent(content);
            file.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"{field}\"; filename=\"{Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)))}\"");
            form.Add(file);
            using var response = await client.PostAsync(address, form);
            if (response.StatusCode != HttpStatusCode.Redirect && name.Length > 0)
                faults.Add($"{address} {name} {response.StatusCode}");
            Look($"{address} {name}", await response.Content.ReadAsStringAsync());
        }
    }

    [TestMethod]
    public async Task No_header_breaks_or_moves_anything_and_none_is_given_back()
    {
        await using var app = await TestApp.StartAsync(configure: Workers.Remove, settings: new() { ["PublicAddress"] = "http://risk.example" });
        var county = await app.SignedInAsync(Role.County);
        var filer = await FloorPlans.FiledAsync(app);
        await filer.Client.AddPlanAsync(app);
        var receipt = await app.Database.ScalarAsync<string>("SELECT Code FROM DeclarationVersion");
        (HttpClient Client, string Path)[] pages =
        [
            (app.Anonymous(), "/signin"), (app.Anonymous(), "/roster"), (app.Anonymous(), $"/verify/{receipt}"), (app.Anonymous(), "/nowhere"), (app.Anonymous(), "/js/charts.js"),
            (app.Anonymous(), "/openapi/v1.json"), (app.Anonymous(), "/api/v1/roster"), (app.Anonymous(), "/health/ready"),
            (county, "/"), (county, "/roster"), (county, "/roster/export.csv?year=2026"), (county, "/account"), (filer.Client, "/declarations/2026"), (filer.Client, "/outputs/2026/plans/1/picture"),
        ];
        var rows = await app.Database.StateAsync();

        var values = Headers.SelectMany(h => h.Values.Select(v => (h.Name, v))).ToList();
        foreach (var ((client, path), turn) in pages.Select((p, i) => (p, i)))
        {
            using var plain = await client.GetAsync(path);
            // a fifth of them on each page, each time others
            foreach (var (name, value) in values.Where((_, i) => (i + turn) % 5 == 0))
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, path);
                Assert.IsTrue(request.Headers.TryAddWithoutValidation(name, value) || name.StartsWith("Content-", StringComparison.Ordinal), name);
                using var response = await client.SendAsync(request);
                var text = await response.Content.ReadAsStringAsync();
                var where = $"{path} {name}: {(value.Length > 60 ? value[..60] : value)}";
                if (response.StatusCode != plain.StatusCode && response.StatusCode is not (HttpStatusCode.BadRequest or HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable or HttpStatusCode.NotModified or HttpStatusCode.PreconditionFailed)
                    && !(name is "Authorization" or "Cookie" && response.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.Unauthorized))
                    faults.Add($"{where} {response.StatusCode} instead of {plain.StatusCode}");
                if ($"{response.Headers} {response.Content.Headers}".Contains("hostile", StringComparison.OrdinalIgnoreCase) || response.Headers.Location is { OriginalString: not ['/', not '/', ..] and not "/" })
                    faults.Add($"{where} comes back as {response.Headers}");
                Look(where, text);
            }
        }

        Assert.IsEmpty(faults, string.Join('\n', faults.Take(40)));
        Assert.AreEqual("AuditEntry AuditHead RosterExport", rows.Changed(await app.Database.StateAsync()));
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM AuditEntry WHERE CONCAT(Source, Subject) LIKE '%hostile%' OR Source LIKE '%1.2.3.4%'"));
    }

    private void Look(string where, string text)
    {
        if (Insides.In(text) is { } inside)
            faults.Add($"{where} tells {inside}");
        if (text.Contains("<script>hostile", StringComparison.OrdinalIgnoreCase) || text.Contains("<img src=x", StringComparison.OrdinalIgnoreCase) || text.Contains("hostile.example", StringComparison.OrdinalIgnoreCase))
            faults.Add($"{where} gives back what came");
        if (text.Contains('\u202E', StringComparison.Ordinal) || text.Contains("99460729", StringComparison.Ordinal))
            faults.Add($"{where} shows what does not show");
    }

    /// <summary>Whatever lies beside the database, and where the names would lead.</summary>
    private static List<string> Files(TestApp app) =>
    [
        .. Directory.GetFiles(app.Database.Folder, "*", SearchOption.AllDirectories).Where(f => !Path.GetFileName(f).StartsWith("test.db", StringComparison.Ordinal) && !f.Contains("/keys/", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
        .. new[] { "/tmp/hostile.xlsx", "/etc/hostile", Path.Combine(app.Database.Folder, "..", "web.config") }.Where(File.Exists),
    ];

    [GeneratedRegex(@"[\p{Cc}\p{Cf}\u2028\u2029/\\]")]
    private static partial Regex NotShown();
}
