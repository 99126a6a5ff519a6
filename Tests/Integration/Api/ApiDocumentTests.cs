using System.Globalization;
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
        var system = await app.SystemAsync(Everything);
        var document = await app.Anonymous().JsonAsync("/openapi/v1.json");
        var calls = document["paths"]!.AsObject().SelectMany(p => p.Value!.AsObject().Select(c => (Path: p.Key, Method: c.Key.ToUpperInvariant(), Call: c.Value!.AsObject()))).ToList();

        var code = (string)calls.SelectMany(c => c.Call["parameters"]!.AsArray()).First(p => (string)p!["name"]! == "uscc")!["example"]!;
        await Enterprises.AddAsync(app.Database, TestApp.KunshanTownship, code);

        CollectionAssert.AreEquivalent(
            Route.All(app).Where(r => r.Pattern.StartsWith("/api/", StringComparison.Ordinal)).Select(r => r.ToString().Replace("{year:int}", "{year}", StringComparison.Ordinal)).ToList(),
            calls.ConvertAll(c => $"{c.Method} {c.Path}"));
        // what is filed first can be read afterwards
        foreach (var (path, method, call) in calls.OrderByDescending(c => c.Method == "PUT"))
        {
            var (address, body) = (Address(path, call), call["requestBody"]?["content"]!["application/json"]!);
            if (body is not null)
                JsonShape.Holds(document, body["schema"]!, body["example"], "request");
            if (method == "PUT")
                await AnswersAsync("201", system, body!["example"]);
            await AnswersAsync("200", system, body?["example"]);
            await AnswersAsync("401", app.Anonymous());
            // with a token that is good for everything but this
            var scope = (string)call["security"]![0]!["oauth2"]![0]!;
            await AnswersAsync("403", await app.SystemAsync(string.Join(' ', Everything.Split(' ').Where(s => s != scope))));
            foreach (var status in call["responses"]!.AsObject().Select(r => r.Key).Except(["200", "201", "401", "403", "429"]))
            {
                (address, JsonNode? wrong) = (Address(path, call), body?["example"]!.DeepClone());
                if (status is "400" or "404" or "410")
                    address = status == "400" ? address + "&fields=all" : status == "404" ? address.Replace(code, Enterprises.NewCreditCode(), StringComparison.Ordinal) : path + "?after=9.9";
                if (status == "422")
                    (wrong!["risks"] ?? wrong["items"])![0]!["l"] = 4;
                await AnswersAsync(status, system, status == "415" ? null : status == "413" ? new string('x', 4 << 20) : wrong, status == "409" ? "\"9\"" : null);
            }

            // as it is described and shown
            async Task AnswersAsync(string status, HttpClient client, JsonNode? sent = null, string? seen = null)
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), address);
                request.Content = sent is null ? null : new StringContent(sent.ToJsonString(), Encoding.UTF8, "application/json");
                request.Headers.TryAddWithoutValidation("If-Match", seen);
                using var response = await client.SendAsync(request);
                var where = $"{method} {path} {status}";
                var content = call["responses"]![status]!["content"]![response.Content.Headers.ContentType!.MediaType!]!;
                var answer = await response.JsonAsync((HttpStatusCode)int.Parse(status, CultureInfo.InvariantCulture));
                JsonShape.Holds(document, content["schema"]!, answer, where);
                JsonShape.Holds(document, content["schema"]!, content["example"], where + " example");
                JsonShape.IsLike(content["example"], answer, where, ["verificationCode", "contentSha256"]);
            }
        }

        var told = document["webhooks"]!["changesAvailable"]!["post"]!["requestBody"]!["content"]!["application/json"]!;
        JsonShape.Holds(document, told["schema"]!, told["example"], "webhook");
        Assert.AreEqual("orange", (string)(await system.JsonAsync(ApiSample.Declaration(code)))["colour"]!);
    }

    private static string Address(string path, JsonObject call)
    {
        var parameters = call["parameters"]!.AsArray().Where(p => p!["example"] is not null).Select(p => ((string)p!["in"]!, (string)p["name"]!, p["example"]!.ToString())).ToList();
        foreach (var (_, name, value) in parameters.Where(p => p.Item1 == "path"))
            path = path.Replace($"{{{name}}}", value, StringComparison.Ordinal);
        return path + "?" + string.Join('&', parameters.Where(p => p.Item1 == "query").Select(p => $"{p.Item2}={p.Item3}"));
    }
}
