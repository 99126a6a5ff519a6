using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Api;

/// <summary>What the description says is so: its paths are the routes, its examples work, and the answers have the shapes it gives.</summary>
[TestClass]
public sealed class ApiDocumentTests
{
    private const string Everything = "grade roster.read declarations.read declarations.write changes.read";

    [TestMethod]
    public async Task The_description_is_the_program()
    {
        await using var app = await TestApp.StartAsync();
        var code = Enterprises.NewCreditCode();
        await Enterprises.AddAsync(app.Database, TestApp.KunshanTownship, code);
        var system = await app.SystemAsync(Everything);
        var document = await app.Anonymous().JsonAsync("/openapi/v1.json");
        var calls = document["paths"]!.AsObject().SelectMany(p => p.Value!.AsObject().Select(c => (Path: p.Key, Method: c.Key.ToUpperInvariant(), Call: c.Value!.AsObject()))).ToList();

        CollectionAssert.AreEquivalent(
            Route.All(app).Where(r => r.Pattern.StartsWith("/api/", StringComparison.Ordinal)).Select(r => r.ToString().Replace("{year:int}", "{year}", StringComparison.Ordinal)).ToList(),
            calls.ConvertAll(c => $"{c.Method} {c.Path}"));
        // what is filed first can be read afterwards
        foreach (var (path, method, call) in calls.OrderByDescending(c => c.Method == "PUT"))
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), Address(path, call, code));
            if (call["requestBody"]?["content"]!["application/json"] is JsonObject body)
            {
                JsonShape.Holds(document, body["schema"]!, body["example"], "request");
                request.Content = new StringContent(body["example"]!.ToJsonString(), Encoding.UTF8, "application/json");
            }

            using var response = await system.SendAsync(request);
            var answer = await response.JsonAsync(method == "PUT" ? HttpStatusCode.Created : HttpStatusCode.OK);
            JsonShape.Holds(document, call["responses"]![$"{(int)response.StatusCode}"]!["content"]!["application/json"]!["schema"]!, answer, $"{method} {path}");

            // without a token, and with a token that is good for everything but this
            using var stranger = await app.Anonymous().SendAsync(new HttpRequestMessage(new HttpMethod(method), request.RequestUri));
            JsonShape.Holds(document, call["responses"]!["401"]!["content"]!["application/problem+json"]!["schema"]!, await stranger.JsonAsync(HttpStatusCode.Unauthorized), "401");
            var scope = (string)call["security"]![0]!["oauth2"]![0]!;
            var other = await app.SystemAsync(string.Join(' ', Everything.Split(' ').Where(s => s != scope)));
            using var forbidden = await other.SendAsync(new HttpRequestMessage(new HttpMethod(method), request.RequestUri));
            Assert.AreEqual(HttpStatusCode.Forbidden, forbidden.StatusCode, $"{method} {path}");
        }

        var told = document["webhooks"]!["changesAvailable"]!["post"]!["requestBody"]!["content"]!["application/json"]!;
        JsonShape.Holds(document, told["schema"]!, told["example"], "webhook");
        Assert.AreEqual("orange", (string)(await system.JsonAsync(ApiSample.Declaration(code)))["colour"]!);
        using var faulty = await system.FileAsync(code, new JsonObject());
        JsonShape.Holds(document, JsonNode.Parse("""{"$ref":"#/components/schemas/Problem"}""")!, await faulty.JsonAsync(HttpStatusCode.UnprocessableEntity), "422");
    }

    private static string Address(string path, JsonObject call, string code)
    {
        var parameters = call["parameters"]!.AsArray().Where(p => p!["example"] is not null).Select(p => ((string)p!["in"]!, (string)p["name"]!, p["example"]!.ToString())).ToList();
        foreach (var (_, name, value) in parameters.Where(p => p.Item1 == "path"))
            path = path.Replace($"{{{name}}}", name == "uscc" ? code : value, StringComparison.Ordinal);
        return path + "?" + string.Join('&', parameters.Where(p => p.Item1 == "query").Select(p => $"{p.Item2}={p.Item3}"));
    }
}
