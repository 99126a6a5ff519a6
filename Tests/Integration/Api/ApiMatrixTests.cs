using System.Net;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;
using RiskReport.Web.Identity;

namespace RiskReport.Tests.Integration.Api;

/// <summary>api-routes.txt says what a scope opens; a new call, or a new scope, needs its place there.</summary>
[TestClass]
public sealed class ApiMatrixTests
{
    [TestMethod]
    public async Task Every_call_answers_every_scope_as_the_matrix_says()
    {
        await using var app = await TestApp.StartAsync();
        var clients = new List<HttpClient> { app.Anonymous() };
        foreach (var scope in ApiScopes.All)
            clients.Add(await app.SystemAsync(scope));

        var actual = new List<string> { Line("", ["none", .. ApiScopes.All]) };
        foreach (var route in Route.All(app).Where(r => r.Pattern.StartsWith("/api/", StringComparison.Ordinal)))
        {
            var verdicts = new List<string>();
            foreach (var client in clients)
            {
                var address = route.Pattern.Replace("{uscc}", Enterprises.NewCreditCode(), StringComparison.Ordinal).Replace("{year:int}", "2026", StringComparison.Ordinal);
                using var response = await client.SendAsync(new HttpRequestMessage(new HttpMethod(route.Method), address));
                verdicts.Add($"{(int)response.StatusCode}");
            }

            actual.Add(Line(route.ToString(), verdicts));
        }

        var expected = await File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "Integration", "Api", "api-routes.txt"));
        Assert.AreEqual(
            string.Join('\n', expected.Where(l => !l.StartsWith('#')).Order(StringComparer.Ordinal)), string.Join('\n', actual.Order(StringComparer.Ordinal)));
    }

    /// <summary>Known addresses are told apart from others only to whoever has a token.</summary>
    [TestMethod]
    public async Task A_verb_that_a_call_does_not_have_is_refused_with_those_that_it_has()
    {
        await using var app = await TestApp.StartAsync();
        var system = await app.SystemAsync(ApiScopes.Grade);
        var cookie = await app.SignedInAsync(Role.City);
        foreach (var (method, address, allowed) in new[]
        {
            ("GET", "/api/v1/grade", "POST"), ("POST", "/api/v1/roster", "GET, HEAD"), ("DELETE", "/api/v1/changes", "GET, HEAD"), ("HEAD", "/api/v1/grade", "POST"),
            ("OPTIONS", ApiSample.Declaration(Enterprises.NewCreditCode()), "GET, HEAD, PUT"), ("POST", "/api/v1/nothing", null),
        })
        {
            foreach (var client in new[] { system, app.Bearing("none"), app.Anonymous(), cookie })
            {
                using var response = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), address));
                var expected = allowed is null ? HttpStatusCode.NotFound : client == system ? HttpStatusCode.MethodNotAllowed : HttpStatusCode.Unauthorized;
                Assert.AreEqual(expected, response.StatusCode, $"{method} {address}");
                Assert.AreEqual("application/problem+json", response.Content.Headers.ContentType!.MediaType);
                Assert.AreEqual(client == system ? allowed ?? "" : "", string.Join(", ", response.Content.Headers.Allow.Order(StringComparer.Ordinal)));
                if (method != "HEAD")
                    Assert.AreEqual(expected switch { HttpStatusCode.NotFound => "NOT_FOUND", HttpStatusCode.Unauthorized => "UNAUTHENTICATED", _ => "METHOD_NOT_ALLOWED" },
                        (string)(await response.JsonAsync(expected))["code"]!);
            }
        }
    }

    private static string Line(string route, List<string> verdicts) =>
        (route.PadRight(52) + verdicts[0].PadRight(12) + string.Concat(verdicts.Skip(1).Select(v => v.PadRight(18)))).TrimEnd();
}
