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

    private static string Line(string route, List<string> verdicts) =>
        (route.PadRight(52) + verdicts[0].PadRight(12) + string.Concat(verdicts.Skip(1).Select(v => v.PadRight(18)))).TrimEnd();
}
