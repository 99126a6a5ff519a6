using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenIddict.Server;
using RiskReport.Data.Accounts;
using RiskReport.Data.Declarations;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Maps;
using RiskReport.Reports.Pictures;
using RiskReport.Reports.Xlsx;
using RiskReport.Tests.Support;
using RiskReport.Web.Features.Api;
using RiskReport.Web.Features.Kept;
using RiskReport.Web.Features.Webhooks;
using RiskReport.Web.Identity;
using RiskReport.Web.Startup;
using RiskReport.Web.Uploads;

namespace RiskReport.Tests.Integration.Web;

[TestClass]
public sealed class HeadersTests
{
    [TestMethod]
    [DataRow("/signin")]
    [DataRow("/")]
    [DataRow("/no/such/page")]
    [DataRow("/error/500")]
    [DataRow("/health/live")]
    [DataRow("/site.css")]
    public async Task Every_answer_carries_the_protecting_headers(string address)
    {
        await using var app = await TestApp.StartAsync();
        var client = await app.SignedInAsync(Role.City);

        using var response = await client.GetAsync(address);

        var policy = Header(response, "Content-Security-Policy");
        StringAssert.Contains(policy, "default-src 'self'");
        StringAssert.Contains(policy, "frame-ancestors 'none'");
        Assert.DoesNotContain("unsafe", policy);
        Assert.AreEqual("nosniff", Header(response, "X-Content-Type-Options"));
        Assert.AreEqual("same-origin", Header(response, "Referrer-Policy"));
        Assert.IsFalse(response.Headers.Contains("Server"));
    }

    [TestMethod]
    [DataRow("/")]
    [DataRow("/account/password")]
    [DataRow("/no/such/page")]
    public async Task Nothing_of_a_signed_in_person_stays_in_a_cache(string address)
    {
        await using var app = await TestApp.StartAsync();
        var client = await app.SignedInAsync(Role.City);

        using var response = await client.GetAsync(address);

        Assert.IsTrue(response.Headers.CacheControl!.NoStore);
    }

    [TestMethod]
    public async Task A_page_is_opened_by_https_where_the_site_has_it()
    {
        await using var app = await TestApp.StartAsync(settings: new() { ["PublicAddress"] = "https://risk.example.gov.cn/" });
        var client = app.Anonymous();

        async Task<HttpResponseMessage> AskAsync(HttpMethod method, string address) =>
            await client.SendAsync(new HttpRequestMessage(method, address) { Headers = { Host = "10.0.0.5" } });

        using (var page = await AskAsync(HttpMethod.Get, "/signin?returnUrl=%2Froster"))
            Assert.AreEqual("308 https://risk.example.gov.cn/signin?returnUrl=%2Froster", $"{(int)page.StatusCode} {page.Headers.Location!.OriginalString}");
        using (var form = await AskAsync(HttpMethod.Post, "/signin"))
            Assert.AreEqual(400, (int)form.StatusCode);
        using var health = await AskAsync(HttpMethod.Get, "/health/live");
        Assert.AreEqual(200, (int)health.StatusCode);
    }

    [TestMethod]
    public async Task The_session_cookie_is_out_of_reach_of_scripts_and_other_sites()
    {
        await using var app = await TestApp.StartAsync();
        var name = await app.AddAccountAsync(Role.City);

        using var response = await app.Anonymous().SubmitAsync("/signin", ("UserName", name), ("Password", TestApp.Password));

        var cookie = response.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("riskreport=", StringComparison.Ordinal));
        StringAssert.Contains(cookie, "httponly");
        StringAssert.Contains(cookie, "samesite=lax");
        Assert.DoesNotContain("expires", cookie);
    }

    [TestMethod]
    [DataRow("http://riskreport.example/signin", true)]
    [DataRow("https://localhost/signin", true)]
    [DataRow("http://localhost/signin", false)]
    public async Task Cookies_go_over_plain_http_to_this_machine_only(string address, bool secure)
    {
        await using var app = await TestApp.StartAsync();

        using var response = await app.Anonymous().GetAsync(address);

        var cookie = response.Headers.GetValues("Set-Cookie").Single();
        Assert.AreEqual(secure, cookie.Contains("secure", StringComparison.Ordinal), cookie);
    }

    [TestMethod]
    public async Task Where_the_public_address_is_https_no_cookie_can_come_from_elsewhere()
    {
        await using var app = await TestApp.StartAsync(settings: new() { ["PublicAddress"] = "https://risk.example.gov.cn" });
        var name = await app.AddAccountAsync(Role.City);
        var client = app.Anonymous();
        client.BaseAddress = new Uri("https://localhost/");

        using var page = await client.GetAsync("/signin");
        using var signedIn = await client.SubmitAsync("/signin", ("UserName", name), ("Password", TestApp.Password));
        using var ended = await client.SubmitAsync("/account", "/account/sessions/end");

        var cookies = new[] { page, signedIn, ended }.SelectMany(r => r.Headers.GetValues("Set-Cookie")).ToList();
        Assert.HasCount(3, cookies.Select(c => c.Split('=')[0]).Distinct());
        Assert.IsTrue(cookies.TrueForAll(c => c.StartsWith("__Host-riskreport", StringComparison.Ordinal) && c.Contains("; secure", StringComparison.Ordinal)
            && c.Contains("path=/;", StringComparison.Ordinal) && !c.Contains("domain=", StringComparison.Ordinal)), string.Join('\n', cookies));
        StringAssert.Contains((await client.PageAsync("/account")).QuerySelector("[role=status]")!.TextContent, "已全部结束");
    }

    /// <summary>The table of limits in the README says what the program does.</summary>
    [TestMethod]
    public async Task The_limits_are_those_that_are_written_down()
    {
        await using var app = await TestApp.StartAsync();
        var server = app.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits;
        var tokens = app.Services.GetRequiredService<IOptionsMonitor<OpenIddictServerOptions>>().CurrentValue;
        var live = new Dictionary<string, string>
        {
            ["headers of a request"] = $"{server.RequestHeadersTimeout.TotalSeconds} s, {server.MaxRequestHeadersTotalSize / 1024} KB",
            ["an idle connection"] = $"{server.KeepAliveTimeout.TotalSeconds} s",
            ["slowest body, slowest reader"] = $"{server.MinRequestBodyDataRate!.BytesPerSecond} and {server.MinResponseDataRate!.BytesPerSecond} bytes/s after {server.MinRequestBodyDataRate.GracePeriod.TotalSeconds} s",
            ["connections"] = $"{server.MaxConcurrentConnections}",
            ["answers in a form"] = $"{app.Services.GetRequiredService<IOptions<FormOptions>>().Value.ValueCountLimit}",
            ["a session idle, at the longest"] = $"{SessionGuard.Idle.TotalMinutes} min, {SessionGuard.Longest.TotalHours} h",
            ["guesses before a pause: one person from one network, from anywhere; one network"] = $"{AttemptLimit.Here.Free}, {AttemptLimit.Anywhere.Free}; {AttemptLimit.Network.Free}",
            ["the longest pause: the same"] = $"{AttemptLimit.Here.LongestPause.TotalMinutes}, {AttemptLimit.Anywhere.LongestPause.TotalMinutes}; {AttemptLimit.Network.LongestPause.TotalMinutes} min",
            ["a call of a webhook"] = $"{WebhookSender.Patience.TotalSeconds} s",
            ["the virus scanner, for a file"] = $"{UploadScanner.Patience.TotalSeconds} s",
            ["a one-time password"] = $"{PasswordSignIn.OneTimeLifetime.TotalDays} days",
            ["an activation code"] = $"{ActivationCode.Lifetime.TotalDays} days",
            ["the code that confirms a mailbox, the code that sets a forgotten password"] = $"{MailedCodeKind.Address.Lifetime().TotalHours} h, {MailedCodeKind.Password.Lifetime().TotalMinutes} min",
            ["requests a minute from one network: each kind of page for strangers and each door of `/connect`; the sign-in"] = $"{Limits.PerMinute}; {Limits.SignInsPerMinute}",
            ["calls of the API a minute by one client, unless configured"] = $"{new ApiLimits().RequestsPerMinute}",
            ["a body; with an import, a floor plan, a catalogue, boundaries"] = $"{BodyLimit.Usual >> 20}; {Megabytes("imports")}, {Megabytes("outputs/{year:int}/plans")}, {Megabytes("catalogue")}, {Megabytes("map/boundaries")} MB",
            ["a file: a workbook, a picture, boundaries"] = $"{WorkbookLimits.Default.FileBytes >> 20}, {Picture.MostBytes >> 20}, {BoundaryFile.MostBytes >> 20} MB",
            ["an access token, an authorization code"] = $"{tokens.AccessTokenLifetime!.Value.TotalMinutes} min, {tokens.AuthorizationCodeLifetime!.Value.TotalMinutes} min",
            ["the replaced secret or key of a client"] = $"{ApiClientManager.Overlap.TotalDays} days",
            ["a fresh sign-in outside, in place of a password"] = $"{ProofStore.Lifetime.TotalMinutes} min",
            ["from the password to the second factor"] = $"{SecondStep.Lifetime.TotalMinutes} min",
            ["what was typed when a session ended"] = $"{KeptForms.Lifetime.TotalHours} h",
            ["a commitment link"] = $"{CommitLinkStore.Lifetime.TotalDays} days",
        };

        Assert.AreEqual(
            string.Join('\n', live.Select(l => $"{l.Key} = {l.Value}").Order(StringComparer.Ordinal)),
            string.Join('\n', Readme.Table("Limits").Select(r => $"{r[0]} = {r[1]}").Order(StringComparer.Ordinal)),
            "what the program does, and what the README says");

        long Megabytes(string pattern) => app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Single(e => e.RoutePattern.RawText == pattern && e.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods[0] == "POST")
            .Metadata.GetMetadata<IRequestSizeLimitMetadata>()!.MaxRequestBodySize!.Value >> 20;
    }

    /// <summary>The table of threats names tests; each of them is there.</summary>
    [TestMethod]
    public void Every_test_that_stands_against_a_threat_exists()
    {
        var classes = typeof(HeadersTests).Assembly.GetTypes().Where(t => t.IsDefined(typeof(TestClassAttribute), false)).Select(t => t.Name).ToHashSet();

        var threats = Readme.Table("Threats");

        Assert.IsGreaterThan(11, threats.Count);
        foreach (var threat in threats)
        {
            var named = threat[^1].Split(", ");
            Assert.IsEmpty(named.Where(n => !(n.StartsWith('`') && n.EndsWith('`') && classes.Contains(n.Trim('`')))).ToList(), $"{threat[0]}: {threat[^1]}");
        }
    }

    [TestMethod]
    public async Task Pages_hold_no_inline_script_or_style()
    {
        await using var app = await TestApp.StartAsync();
        var client = await app.SignedInAsync(Role.City);

        foreach (var address in new[] { "/", "/account/password" })
        {
            var page = await client.PageAsync(address);
            Assert.IsEmpty(page.QuerySelectorAll("style, [style], script:not([src]), [onclick], [onsubmit]"));
        }
    }

    private static string Header(HttpResponseMessage response, string name) => response.Headers.GetValues(name).Single();
}
