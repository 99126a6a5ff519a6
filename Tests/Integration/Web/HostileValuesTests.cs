using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;
using Route = RiskReport.Tests.Support.Route;

namespace RiskReport.Tests.Integration.Web;

/// <summary>
/// Every name of every query, address and form is given every value of <see cref="HostileValues"/>: nothing breaks, nothing is told of the
/// inside or of another county, no page shows more than without, and reading changes nothing.
/// </summary>
[TestClass]
public sealed partial class HostileValuesTests
{
    /// <summary>What reading leaves behind: the trail of who read, and the seal of a file that was taken.</summary>
    private const string Reading = "AuditEntry AuditHead RosterDownload RosterExport";

    private const string Marked = "SELECT GROUP_CONCAT(t) FROM (SELECT CONCAT_WS('|', e.Name, e.TownshipCode, e.ChangedAt, d.Status, d.Version, d.Colour) AS t FROM Enterprise e JOIN Declaration d ON d.CreditCode = e.CreditCode WHERE e.TownshipCode = @Township)";

    /// <summary>Not tried: it ends the session that tries the others.</summary>
    private static readonly string[] Left = ["GET /signout", "POST /signout"];

    private static readonly Dictionary<string, string> Usual = new()
    {
        ["year"] = "2026",
        ["id"] = "2",
        ["format"] = "csv",
        ["number"] = "1",
        ["plan"] = "2",
        ["slug"] = "basics",
        ["kind"] = "due",
        ["status"] = "404",
        ["name"] = "2021-A",
        ["deed"] = "end",
    };

    /// <summary>What an answer may cost, and be longer, than the plain one: a page instead of an address to go to, a password looked at.</summary>
    private const int MostWork = 40_000_000;
    private const int MostPage = 150_000;
    private const int MostAgain = 4;

    private readonly ConcurrentQueue<string> faults = [];
    private readonly WorkMeter meter = new();
    private int sent;

    [TestMethod]
    public async Task What_is_typed_anywhere_breaks_nothing()
    {
        await using var app = await StartAsync();
        var (scoped, city) = await CityAsync(app);
        var entries = await EntriesAsync(app, scoped, city);
        var tokens = new Dictionary<HttpClient, string>();
        foreach (var client in entries.Select(e => e.Client).Distinct())
            tokens[client] = client.DefaultRequestHeaders.Authorization is null ? await TokenAsync(client) : "";
        var marked = await app.Database.ScalarAsync<string>(Marked, new { MarkedCounty.Township });
        var before = await app.Database.StateAsync();

        await TryAllAsync(entries.Where(e => e.Route.Method == "GET"));
        Assert.AreEqual(Reading, before.Changed(await app.Database.StateAsync()), "what reading has changed");
        await TryAllAsync(entries.Where(e => e.Route.Method != "GET"));

        Assert.AreEqual(marked, await app.Database.ScalarAsync<string>(Marked, new { MarkedCounty.Township }));
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"));
        // whatever was taken and stands on pages and in files now
        foreach (var entry in entries.Where(e => e.Route.Method == "GET"))
            await SendAsync(new Trial(entry, scoped.Contains(entry.Client)), entry.Path, "");
        Assert.IsGreaterThan(2_000, sent);
        Assert.IsEmpty(faults, string.Join('\n', faults.Take(60)));

        async Task TryAllAsync(IEnumerable<Entry> some)
        {
            var met = new HashSet<string>();
            // one of each three, so values of every kind, where a name is new; a few, and each time others, where it has had them elsewhere
            var planned = some.Select((e, i) => (Trial: new Trial(e, scoped.Contains(e.Client)), Turn: i, IsNew: e.Fields.Keys.Where(met.Add).ToList().Count > 0)).ToList();
            await Parallel.ForEachAsync(planned, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (p, _) => await TryAsync(p.Trial, p.Turn, p.IsNew, tokens[p.Trial.Entry.Client]));
        }
    }

    private Task<TestApp> StartAsync() => TestApp.StartAsync(
        listen: true,
        configure: services =>
        {
            Workers.Remove(services);
            FakeAddress.Add(services);
            services.AddSingleton<IStartupFilter>(meter);
        },
        settings: new() { ["Api:RequestsPerMinute"] = "1000000" });

    /// <summary>Two counties, and one of every role that sees the first alone; then those that see both, for what only they may.</summary>
    private static async Task<(IReadOnlyList<HttpClient> Scoped, IReadOnlyList<HttpClient> City)> CityAsync(TestApp app)
    {
        await MarkedCounty.AddAsync(app);
        var filer = await FloorPlans.FiledAsync(app);
        await filer.Client.AddPlanAsync(app);
        var county = await app.SignedInAsync(Role.County);
        var township = await app.SignedInAsync(Role.Township);
        await township.ImportAsync(app, ImportFile.OfNil(Enterprises.NewCreditCode()));
        await county.AskForRosterAsync();
        (await county.SaveViewAsync("红色", "?colour=red")).Dispose();
        await app.MakeRostersAsync();
        await county.SimulateAsync(app, "DRAFT");
        var system = await app.SystemAsync("grade roster.read declarations.read declarations.write changes.read");
        return ([county, township, filer.Client, await app.SignedInAsync(Role.Auditor, TestApp.Kunshan), await app.SignedInAsync(Role.Security, TestApp.Kunshan), system],
            [await app.SignedInAsync(Role.Admin), await app.SignedInAsync(Role.City), app.Anonymous()]);
    }

    /// <summary>Each route once, by whoever comes to it with the least rights; with the names on pages and those that it is bound to.</summary>
    private static async Task<IReadOnlyList<Entry>> EntriesAsync(TestApp app, IReadOnlyList<HttpClient> scoped, IReadOnlyList<HttpClient> city)
    {
        var routes = Route.All(app).Where(r => !Left.Contains(r.ToString())).ToList();
        var maps = new List<SiteMap>();
        foreach (var client in scoped.Concat(city).Where(c => c.DefaultRequestHeaders.Authorization is null))
            maps.Add(await new SiteMap(routes, client).WalkAsync());
        var models = app.Services.GetRequiredService<IModelMetadataProvider>();
        var bound = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(e => (e.Metadata.GetMetadata<ControllerActionDescriptor>()?.Parameters ?? [])
                .SelectMany(p => BoundFieldsTests.Names(p.Name, models.GetMetadataForType(p.ParameterType), p.BindingInfo?.BindingSource))
                .Where(n => e.RoutePattern.GetParameter(n) is null)
                .Select(n => (Pattern: "/" + e.RoutePattern.RawText!.TrimStart('/'), Name: n)))
            .ToLookup(b => b.Pattern, b => b.Name);
        return routes.Select(Found)
            .Select(e => e with { Fields = e.Fields.Concat(bound[e.Route.Pattern].Select(n => KeyValuePair.Create(n, ""))).DistinctBy(f => f.Key, StringComparer.OrdinalIgnoreCase).ToDictionary() }).ToList();

        Entry Found(Route route) => maps.Find(m => m.Entries.ContainsKey(route))?.Entries[route]
            ?? new Entry(route.Pattern.StartsWith("/api", StringComparison.Ordinal) ? scoped[^1] : scoped[0], route,
                SiteMap.Parameter().Replace(route.Pattern, m => Usual.GetValueOrDefault(m.Value.Trim('{', '}').Split(':')[0], "NOSUCH")), new Dictionary<string, string>());
    }

    private static async Task<string> TokenAsync(HttpClient client)
    {
        using var home = await client.GetAsync("/");
        return await client.TokenAsync(home.IsSuccessStatusCode ? "/" : "/signin");
    }

    /// <summary>An entry, and what its answer is without anything hostile.</summary>
    private sealed record Trial(Entry Entry, bool IsScoped, int? Rows = null, int Length = 0, long Bytes = 0);

    private async Task TryAsync(Trial trial, int turn, bool isNew, string token)
    {
        var entry = trial.Entry;
        var names = entry.Fields.Keys.ToList();
        trial = await SendAsync(trial, entry.Path, Fields());
        // what is no value at all may stand for what is usual
        trial = trial with { Rows = Math.Max(trial.Rows ?? 0, (await SendAsync(trial with { Rows = null }, entry.Path, "")).Rows ?? 0) };
        var n = HostileValues.Values.Count;
        for (var i = 0; i < (isNew ? n / 3 : n / 14) && names.Count > 0; i++)
            await SendAsync(trial, entry.Path, Fields([.. names.Select((name, j) => (name, HostileValues.Pair(name, HostileValues.Values[((3 * i) + (turn * 5) + (7 * j)) % n])))]));
        for (var j = turn; j < turn + Math.Min(names.Count, 4); j++)
            await SendAsync(trial, entry.Path, Fields((names[j % names.Count], HostileValues.Pair(names[j % names.Count], HostileValues.Values[j % n]))));
        var shapes = HostileValues.Shapes.Concat(entry.Route.Method == "GET" ? [] : HostileValues.Large).ToList();
        for (var k = turn; k < turn + (shapes.Count / 4) && names.Count > 0; k++)
            await SendAsync(trial, entry.Path, Fields((names[k % names.Count], shapes[k % shapes.Count](WebUtility.UrlEncode(names[k % names.Count])))));

        var (pattern, path) = (entry.Route.Pattern.Split('/'), entry.Path.Split('/'));
        foreach (var at in Enumerable.Range(0, pattern.Length).Where(p => SiteMap.Parameter().IsMatch(pattern[p])))
        {
            for (var i = turn % 5; i < n; i += pattern[at].Contains(':', StringComparison.Ordinal) ? 15 : 5)
                await SendAsync(trial with { Rows = null }, string.Join('/', path.Select((part, p) => p == at ? SiteMap.Parameter().Replace(pattern[at], HostileValues.Values[i]) : part)), Fields());
        }

        string Fields(params (string Name, string Pair)[] typed)
        {
            var over = typed.ToDictionary();
            return string.Join('&', entry.Fields.Select(f => over.GetValueOrDefault(f.Key) ?? HostileValues.Pair(f.Key, Uri.EscapeDataString(f.Value)))
                .Concat(entry.Route.Method == "GET" ? [] : [$"__RequestVerificationToken={token}"]));
        }
    }

    /// <summary>Sends it and looks at the answer; a trial without an answer yet gets this one as its plain one.</summary>
    private async Task<Trial> SendAsync(Trial trial, string path, string fields, int again = 0)
    {
        var entry = trial.Entry;
        var number = Interlocked.Increment(ref sent);
        var from = $"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}";
        var address = $"{entry.Client.BaseAddress!.GetLeftPart(UriPartial.Authority)}{path}{(entry.Route.Method == "GET" && fields.Length > 0 ? "?" + fields : "")}";
        // nothing is put right on the way
        using var request = new HttpRequestMessage(new HttpMethod(entry.Route.Method), new Uri(address, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        request.Headers.Add(FakeAddress.Header, from);
        if (entry.Route.Method != "GET")
            request.Content = new StringContent(fields, Encoding.UTF8, "application/x-www-form-urlencoded");
        try
        {
            using var response = await entry.Client.SendAsync(request);
            var body = await response.Content.ReadAsByteArrayAsync();
            var text = Encoding.UTF8.GetString(body);
            var rows = response.IsSuccessStatusCode ? TableRow().Count(text) : 0;
            var bytes = meter.Bytes(from);
            var type = response.Content.Headers.ContentType?.MediaType ?? "";
            if ((int)response.StatusCode >= 500)
                Fault($"{(int)response.StatusCode}");
            if (Insides.In(text) is { } inside)
                Fault($"tells {inside}");
            if (text.Contains(HostileValues.Markup, StringComparison.OrdinalIgnoreCase) && type == "text/html")
                Fault("markup as it was typed");
            if (type.StartsWith("text/", StringComparison.Ordinal) && text.Contains(HostileValues.WorkedOut, StringComparison.Ordinal))
                Fault("worked out what was typed");
            if (Formula().IsMatch(text) && type == "text/csv")
                Fault("a formula in a CSV");
            if (response.Headers.Concat(response.Content.Headers).Any(h => h.Key.Contains("hostile", StringComparison.Ordinal)) || response.Headers.Location is { } target && !IsOwn(target.OriginalString, entry.Client))
                Fault($"sends elsewhere: {response.Headers}");
            if (entry.Route.Pattern.StartsWith("/api/", StringComparison.Ordinal) && (int)response.StatusCode >= 400 && type is not ("application/problem+json" or ""))   // what is no HTTP the server itself refuses, without a word
                Fault($"{(int)response.StatusCode} {response.Content.Headers.ContentType}");
            if (trial.IsScoped && (type.StartsWith("text/", StringComparison.Ordinal) ? [text] : MarkedCounty.Readings(body)).Append($"{response.Headers} {response.Content.Headers}").Any(t => t.Contains(MarkedCounty.Marker, StringComparison.Ordinal)))
                Fault("shows the other county");
            if (trial.Rows is null)
                return trial with { Rows = rows, Length = body.Length, Bytes = bytes };
            if (rows > trial.Rows)
                Fault($"{rows} rows instead of {trial.Rows}");
            if (bytes > trial.Bytes + MostWork)
            {
                // the thread may have done others' work meanwhile: what is dear is dear each time
                if (again < MostAgain)
                    return await SendAsync(trial, path, fields, again + 1);
                Fault($"{bytes} bytes of work instead of {trial.Bytes}, {MostAgain + 1} times");
            }

            if (body.Length > trial.Length + MostPage + (8 * fields.Length))
                Fault($"{body.Length} bytes of answer instead of {trial.Length}");
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            Fault(error.Message);
        }

        return trial;

        void Fault(string what) => faults.Enqueue($"{what}: {entry.Route} {path} {(fields.Length > 300 ? fields[..300] : fields)}");
    }

    private static bool IsOwn(string target, HttpClient client) =>
        (target.StartsWith('/') && !target.StartsWith("//", StringComparison.Ordinal) && !target.StartsWith("/\\", StringComparison.Ordinal)) || target.StartsWith(client.BaseAddress!.ToString(), StringComparison.Ordinal);

    [GeneratedRegex("<tr[ >]")]
    private static partial Regex TableRow();

    [GeneratedRegex(@"(^|,)""?[=+@-]1", RegexOptions.Multiline)]
    private static partial Regex Formula();
}
