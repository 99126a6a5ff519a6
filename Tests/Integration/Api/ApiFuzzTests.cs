using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dapper;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Api;

/// <summary>Hundreds of bodies and addresses drawn by lot from the description: each is answered as described, and what is refused has written nothing.</summary>
[TestClass]
public sealed class ApiFuzzTests
{
    private const int UsualSeed = 20261128;
    private const int Bodies = 400;
    private const int Addresses = 60;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    [TestMethod]
    public async Task Whatever_is_sent_is_answered_as_described_and_nothing_is_written_for_a_refusal()
    {
        var seed = Environment.GetEnvironmentVariable("RISKREPORT_TEST_SEED") is { Length: > 0 } given ? int.Parse(given, CultureInfo.InvariantCulture) : UsualSeed;
        Console.WriteLine($"RISKREPORT_TEST_SEED={seed}");
        var lot = new Random(seed);
        await using var app = await TestApp.StartAsync(configure: Workers.Remove, settings: new() { ["Api:RequestsPerMinute"] = "1000000" });
        var code = Enterprises.NewCreditCode();
        await Enterprises.AddAsync(app.Database, TestApp.KunshanTownship, code);
        var system = await app.SystemAsync("grade roster.read declarations.read declarations.write changes.read");
        var document = await app.Anonymous().JsonAsync("/openapi/v1.json");
        var fuzz = new JsonFuzz(document, lot);
        await using var watch = await app.Database.Database.OpenAsync(CancellationToken.None);
        var faults = new List<string>();
        var answered = new SortedDictionary<string, int>();

        foreach (var (path, method, call) in document["paths"]!.AsObject().SelectMany(p => p.Value!.AsObject().Select(c => (p.Key, c.Key.ToUpperInvariant(), c.Value!.AsObject()))))
        {
            var json = call["requestBody"]?["content"]!["application/json"];
            for (var i = 0; i < (json is null ? Addresses : Bodies); i++)
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), Address(path, call, json is null || lot.Next(20) == 0));
                var body = json is null ? [] : fuzz.Body(json["schema"]!, json["example"]!);
                var type = lot.Next(20) == 0 ? new[] { "text/plain", "application/x-www-form-urlencoded", "application/xml", "application/json; charset=utf-16", "multipart/form-data; boundary=x" }[lot.Next(5)] : "application/json";
                if (json is not null)
                {
                    request.Content = new ByteArrayContent(body);
                    request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
                }

                await AnswerAsync(request, body, type, call, json?["schema"]);
            }
        }

        Assert.IsEmpty(faults, $"{faults.Count}: {string.Join("\n\n", faults.Take(12))}");
        Console.WriteLine(string.Join(", ", answered.Select(a => $"{a.Key}: {a.Value}")));
        foreach (var status in new[] { "GET 200", "GET 400", "POST 200", "POST 415", "POST 422", "PUT 201", "PUT 422" })
            Assert.IsTrue(answered.ContainsKey(status), $"{status} never came: {string.Join(' ', answered.Keys)}");

        async Task AnswerAsync(HttpRequestMessage request, byte[] body, string type, JsonObject call, JsonNode? schema)
        {
            var version = await watch.ExecuteScalarAsync<long>("PRAGMA data_version");
            using var response = await system.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            var status = (int)response.StatusCode;
            var what = $"seed {seed}: {request.Method} {request.RequestUri} {type} {(body.Length > 2_000 ? $"{body.Length} bytes " : "")}{Encoding.UTF8.GetString(body, 0, Math.Min(body.Length, 2_000))}\n{status} {text}";
            answered[$"{request.Method} {status}"] = answered.GetValueOrDefault($"{request.Method} {status}") + 1;

            try
            {
                var media = status < 400 ? "application/json" : "application/problem+json";
                Assert.IsTrue(call["responses"]!.AsObject().ContainsKey($"{status}"), "status not described");
                Assert.IsNull(Insides.In(text));
                Assert.AreEqual(media, response.Content.Headers.ContentType?.MediaType);
                JsonShape.Holds(document, call["responses"]![$"{status}"]!["content"]![media]!["schema"]!, JsonNode.Parse(text), "answer");
                if (status < 300 && schema is not null)
                    JsonShape.Holds(document, schema, Given(JsonNode.Parse(body, documentOptions: Strict)), "body that was taken");
                Assert.IsTrue(status < 400 || status == (int)JsonNode.Parse(text)!["status"]!, "another status");
                Assert.IsTrue(status < 400 || version == await watch.ExecuteScalarAsync<long>("PRAGMA data_version"), "written");
            }
            catch (Exception error) when (error is AssertFailedException or JsonException)
            {
                faults.Add($"{error.Message}\n{what}");
            }
        }

        string Address(string path, JsonObject call, bool isOdd)
        {
            var parameters = call["parameters"]!.AsArray().Select(p => (In: (string)p!["in"]!, Name: (string)p["name"]!, Example: p["example"]?.ToString())).ToList();
            foreach (var (_, name, example) in parameters.Where(p => p.In == "path"))
                path = path.Replace($"{{{name}}}", isOdd && lot.Next(5) == 0 ? Hostile() : name == "uscc" ? code : example, StringComparison.Ordinal);
            var query = parameters.Where(p => p.In == "query" && lot.Next(2) == 0).Select(p => $"{p.Name}={(lot.Next(2) == 0 ? Hostile() : p.Example)}").ToList();
            if (isOdd && lot.Next(6) == 0)
                query.Add($"unknown={Hostile()}");
            return isOdd ? $"{path}?{string.Join('&', query)}" : path;
        }

        // a test server takes no NUL in a path, and a slash there is another address
        string Hostile() => HostileValues.Values[lot.Next(HostileValues.Values.Count)].Replace("%2F", "-", StringComparison.Ordinal).Replace("%00", "%01", StringComparison.Ordinal);
    }

    /// <summary>Without the members that are null, which stand for none.</summary>
    private static JsonNode? Given(JsonNode? body) => body switch
    {
        JsonObject members => new JsonObject(members.Where(m => m.Value is not null).Select(m => KeyValuePair.Create(m.Key, Given(m.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Given)]),
        _ => body?.DeepClone(),
    };
}
