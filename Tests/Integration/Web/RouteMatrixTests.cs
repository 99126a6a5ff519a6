using System.Net;
using System.Text.RegularExpressions;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Web;

/// <summary>routes.txt says who gets what from every route: reviewed by a person, held against the running program here.</summary>
[TestClass]
public sealed partial class RouteMatrixTests
{
    private static readonly Dictionary<string, string> Values = new()
    {
        ["year"] = "2026",
        ["id"] = "1",
        ["slug"] = "basics",
        ["token"] = "NOSUCHTOKEN",
        ["plan"] = "1",
        ["format"] = "csv",
        ["kind"] = "due",
        ["status"] = "404",
        ["name"] = "2021-A",
        ["code"] = "NOSUCHCODE",
        ["number"] = "1",
        ["uscc"] = "NOSUCHENTERPRISE",
        ["deed"] = "end",
        ["session"] = "NOSUCHSESSION",
    };

    private static readonly string[] Columns = ["anonymous", .. Enum.GetValues<Role>().Select(r => r.Code())];

    [TestMethod]
    public async Task Every_route_answers_every_role_as_the_matrix_says()
    {
        await using var app = await TestApp.StartAsync();
        var clients = await EverybodyAsync(app);

        var actual = new List<string>();
        foreach (var route in Route.All(app).OrderBy(r => r.Pattern == "/signout"))
        {
            var verdicts = new List<string>();
            foreach (var client in clients)
                verdicts.Add(await VerdictAsync(client, route, Address(route)));
            actual.Add(Line(route.ToString(), verdicts));
        }

        var expected = await ReviewedAsync("routes.txt");
        Assert.AreEqual(
            string.Join('\n', expected.Where(l => !l.StartsWith('#')).Order(StringComparer.Ordinal)),
            string.Join('\n', actual.Append(Line("", Columns)).Order(StringComparer.Ordinal)),
            "A new or changed route needs a reviewed row in routes.txt.");
    }

    /// <summary>Whoever looks whether a page is there, and how it comes, is told what whoever opens it is told; what does something is not for looking.</summary>
    [TestMethod]
    public async Task Head_is_answered_as_get_but_for_what_makes_a_file_or_does_something()
    {
        await using var app = await TestApp.StartAsync(configure: Workers.Remove);
        var clients = await EverybodyAsync(app);
        var (refused, answered) = (new SortedSet<string>(StringComparer.Ordinal), 0);

        foreach (var route in Route.All(app).Where(r => r.Method == "GET"))
            foreach (var client in new[] { clients[1], clients[4], clients[5] })
            {
                var (head, entered) = await AskAsync(client, HttpMethod.Head, route);
                using var _ = head;
                if (head.StatusCode == HttpStatusCode.MethodNotAllowed)
                {
                    Assert.AreEqual("GET", head.Content.Headers.Allow.First(), route.Pattern);
                    refused.Add(route.Pattern);
                    continue;
                }

                var (get, asOften) = await AskAsync(client, HttpMethod.Get, route);
                using var __ = get;
                Assert.AreEqual((get.StatusCode, $"{get.Content.Headers.ContentType}", get.Headers.Location), (head.StatusCode, $"{head.Content.Headers.ContentType}", head.Headers.Location), route.Pattern);
                Assert.AreEqual(asOften, entered, $"entries in the trail of {route.Pattern}");
                answered += get.IsSuccessStatusCode ? 1 : 0;
            }

        Assert.IsGreaterThan(100, answered);
        Assert.AreEqual(
            "/account/external/start /account/proof/done /imports/roll /imports/template /imports/{id:long}/annotated /imports/{id:long}/file /roster/exports/{id:long}/file /signin/external /signin/external/done",
            string.Join(' ', refused.Where(r => !r.Contains('.', StringComparison.Ordinal))));
        Assert.IsGreaterThan(15, refused.Count(r => r.Contains('.', StringComparison.Ordinal)));

        async Task<(HttpResponseMessage Answer, int Entered)> AskAsync(HttpClient client, HttpMethod method, Route route)
        {
            var before = await EntriesAsync();
            var answer = await client.SendAsync(new HttpRequestMessage(method, Address(route)));
            return (answer, await EntriesAsync() - before);
        }

        Task<int> EntriesAsync() => app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM AuditEntry");
    }

    /// <summary>Another site can have a form posted, but does not know the token that stands in ours.</summary>
    [TestMethod]
    public async Task No_form_is_taken_without_its_antiforgery_token()
    {
        await using var app = await TestApp.StartAsync(configure: Workers.Remove);
        var clients = await EverybodyAsync(app);
        var before = await app.Database.StateAsync();

        var faults = new List<string>();
        foreach (var route in Route.All(app).Where(r => r.Method is "POST" or "PUT" && !Tokenless.Any(t => r.Pattern.StartsWith(t, StringComparison.Ordinal))))
        {
            var verdicts = new List<string>();
            foreach (var client in clients)
            {
                using var request = new HttpRequestMessage(new HttpMethod(route.Method), Address(route)) { Content = new FormUrlEncodedContent([new("reason", "更准")]) };
                using var response = await client.SendAsync(request);
                verdicts.Add(Verdict(response));
            }

            // who may not come here at all is told so first; whoever may is refused
            if (!verdicts.Contains("400") || verdicts.Except(["400", "403", "signin"]).Any())
                faults.Add($"{route} {string.Join(' ', verdicts)}");
        }

        Assert.IsEmpty(faults, string.Join('\n', faults));
        // who was turned away may stand in the trail
        Assert.IsEmpty(before.Changed(await app.Database.StateAsync()).Split(' ').Except(["", "AuditEntry", "AuditHead"]));
    }

    /// <summary>No other site's script may read an answer, whatever it is.</summary>
    [TestMethod]
    public async Task No_other_site_is_let_in_beforehand()
    {
        await using var app = await TestApp.StartAsync();
        foreach (var address in new[] { "/", "/signin", "/roster", "/verify/NOSUCHCODE", "/openapi/v1.json", "/api/v1/roster", "/api/v1/grade", "/connect/token" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Options, address);
            request.Headers.Add("Origin", ForeignOrigin);
            request.Headers.Add("Access-Control-Request-Method", "POST");
            request.Headers.Add("Access-Control-Request-Headers", "authorization, content-type");
            using var response = await app.Anonymous().SendAsync(request);
            Assert.IsFalse(response.Headers.Any(IsShared), $"{address} {response.Headers}");
        }
    }

    /// <summary>headers.txt says with which headers every page comes over https: reviewed too. What is like the first group need not be named.</summary>
    [TestMethod]
    public async Task Every_page_comes_with_the_headers_that_are_written_down()
    {
        await using var app = await TestApp.StartAsync();
        var client = app.Anonymous();
        client.BaseAddress = new Uri("https://riskreport.example/");
        await client.SignInAsync(await app.AddAccountAsync(Role.City));
        using var boundaries = await (await app.SignedInAsync(Role.Admin)).LoadBoundariesAsync(BoundaryUploads.Kunshan);

        var found = new Dictionary<string, List<string>>();
        foreach (var route in Route.All(app).Where(r => r.Method == "GET").Append(new Route("GET", "/site.css")).Append(new Route("GET", "/no/such/page")))
        {
            using var response = await client.GetAsync(Address(route), HttpCompletionOption.ResponseHeadersRead);
            var headers = string.Join('\n', response.Headers.NonValidated.Where(h => !Varying.Contains(h.Key)).Select(h => $"  {h.Key}: {h.Value}").Order(StringComparer.Ordinal));
            (found.TryGetValue(headers, out var group) ? group : found[headers] = []).Add(route.ToString());
        }

        var groups = found.OrderByDescending(g => g.Value.Count).ToList();
        var actual = groups.Skip(1).OrderBy(g => g.Value[0], StringComparer.Ordinal).Select(g => $"{string.Join('\n', g.Value.Order(StringComparer.Ordinal))}\n{g.Key}");
        Assert.AreEqual(
            string.Join('\n', (await ReviewedAsync("headers.txt")).Where(l => !l.StartsWith('#'))),
            string.Join('\n', actual.Prepend($"Every other page\n{groups[0].Key}")),
            "Changed headers need a review in headers.txt.");
    }

    /// <summary>Everybody there is, in the order of the columns, and something behind each address.</summary>
    private static async Task<List<HttpClient>> EverybodyAsync(TestApp app)
    {
        var filer = await Filer.SignedInAsync(app);
        var office = await app.SignedInAsync(Role.Township);
        var import = await office.ImportAsync(app, ImportFile.OfNil(Enterprises.NewCreditCode()));
        var clients = new List<HttpClient> { app.Anonymous(), filer.Client, office };
        foreach (var role in Enum.GetValues<Role>().Skip(2))
            clients.Add(await app.SignedInAsync(role));
        Assert.AreEqual("/simulations/1", await clients[3].SimulateAsync(app, "2021-B"));
        Assert.AreEqual($"/imports/{Values["id"]}", import);
        Assert.AreEqual(1, filer.EnterpriseId);
        return clients;
    }

    private const string ForeignOrigin = "https://elsewhere.example";

    /// <summary>Where programs come, who have no cookie that another site could use, and the page that says what went wrong.</summary>
    private static readonly string[] Tokenless = ["/connect/", "/api/", "/error/"];

    /// <summary>What tells of an answer, not of how a browser is to treat it.</summary>
    private static readonly string[] Varying = ["Set-Cookie", "Location", "ETag", "Date", "Pragma", "Accept-Ranges", "Transfer-Encoding", "Verification-Code"];

    private static Task<string[]> ReviewedAsync(string file) => File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "Integration", "Web", file));

    private static string Address(Route route) => Parameter().Replace(route.Pattern, m => Values[m.Groups[1].Value]);

    /// <summary>What protects a page, on every answer of every route to everybody; only what is no page may be kept in a cache.</summary>
    private static readonly (string Name, string Value)[] Headers =
    [
        ("Content-Security-Policy", "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cache-Control", "no-store"),
    ];

    /// <summary>What a browser may keep for a day: outlines, which say nothing of anybody.</summary>
    private static readonly string[] Kept = ["/map/outline/{id:long}"];

    private static async Task<string> VerdictAsync(HttpClient client, Route route, string address)
    {
        using var request = new HttpRequestMessage(new HttpMethod(route.Method), address);
        if (route.Method == "POST")
        {
            using var home = await client.GetAsync("/");
            request.Content = new FormUrlEncodedContent([new("__RequestVerificationToken", await client.TokenAsync(home.IsSuccessStatusCode ? "/" : "/signin"))]);
        }

        request.Headers.Add("Origin", ForeignOrigin);
        using var response = await client.SendAsync(request);
        Assert.IsFalse(response.Headers.Any(IsShared), $"{response.Headers} of {route}");
        foreach (var (name, value) in Headers)
            Assert.AreEqual(name == "Cache-Control" && response.IsSuccessStatusCode && Kept.Contains(route.Pattern) ? "private, max-age=86400" : value,
                string.Join(", ", response.Headers.NonValidated[name]), $"{name} of {route}");
        foreach (var cookie in response.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
            Assert.IsTrue(cookie.Contains("httponly", StringComparison.Ordinal) && cookie.Contains("samesite=", StringComparison.Ordinal), $"{cookie} of {route}");
        return Verdict(response);
    }

    private static bool IsShared(KeyValuePair<string, IEnumerable<string>> header) => header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase);

    private static string Verdict(HttpResponseMessage response)
    {
        var target = response.Headers.Location?.OriginalString ?? "";
        return response.StatusCode != HttpStatusCode.Redirect ? $"{(int)response.StatusCode}"
            : target.Contains("/signin?returnUrl", StringComparison.Ordinal) ? "signin"
            : "302";
    }

    private static string Line(string route, IEnumerable<string> verdicts) => (route.PadRight(52) + string.Concat(verdicts.Select(v => v.PadRight(12)))).TrimEnd();

    [GeneratedRegex(@"\{(\w+)[^}]*\}")]
    private static partial Regex Parameter();
}
