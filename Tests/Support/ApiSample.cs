using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using RiskReport.Domain.Accounts;
using RiskReport.Web.Identity;

namespace RiskReport.Tests.Support;

/// <summary>A system that calls the API, and what it sends.</summary>
internal static class ApiSample
{
    public const string ReadWrite = "declarations.read declarations.write";

    private static readonly Actor Tester = new("test", "test", "test");

    private static int clients;

    public static async Task<(string Id, string Secret)> AddClientAsync(this TestApp app, string scopes, string region = TestApp.Kunshan, string? redirect = null)
    {
        var id = $"client-{Interlocked.Increment(ref clients)}";
        var (secret, problems) = await app.ClientsAsync(d => d.AddAsync(new NewApiClient(id, scopes, region, redirect), Tester, CancellationToken.None));
        Assert.IsEmpty(problems, string.Join(' ', problems));
        return (id, secret!);
    }

    /// <param name="asked">When the desk looks at the clock.</param>
    public static async Task<T> ClientsAsync<T>(this TestApp app, Func<ApiClientDesk, Task<T>> deed, Action<int>? asked = null)
    {
        await using var services = app.Services.CreateAsyncScope();
        return await deed(asked is null ? services.ServiceProvider.GetRequiredService<ApiClientDesk>()
            : ActivatorUtilities.CreateInstance<ApiClientDesk>(services.ServiceProvider, new TellingClock(app.Clock.GetUtcNow(), asked)));
    }

    /// <summary>With a token of a client of its own.</summary>
    public static async Task<HttpClient> SystemAsync(this TestApp app, string scopes, string region = TestApp.Kunshan)
    {
        var (id, secret) = await app.AddClientAsync(scopes, region);
        return app.Bearing(await app.TokenAsync(id, secret));
    }

    public static HttpClient Bearing(this TestApp app, string token)
    {
        var client = app.Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public static async Task<string> TokenAsync(this TestApp app, string id, string secret)
    {
        using var response = await app.AskTokenAsync(id, secret);
        return (string)(await response.JsonAsync(HttpStatusCode.OK))["access_token"]!;
    }

    public static async Task<HttpResponseMessage> AskTokenAsync(this TestApp app, string id, string secret, params (string Key, string Value)[] more)
    {
        using var client = app.Anonymous();
        var fields = new[] { ("grant_type", "client_credentials"), ("client_id", id), ("client_secret", secret) }.Concat(more);
        return await client.PostAsync("/connect/token", new FormUrlEncodedContent(fields.Reverse().DistinctBy(f => f.Item1).Select(f => KeyValuePair.Create(f.Item1, f.Item2))));
    }

    public static async Task<JsonObject> JsonAsync(this HttpResponseMessage response, HttpStatusCode expected)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.AreEqual(expected, response.StatusCode, text);
        return JsonNode.Parse(text)!.AsObject();
    }

    public static async Task<JsonObject> JsonAsync(this HttpClient client, string address, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var response = await client.GetAsync(address);
        return await response.JsonAsync(expected);
    }

    public static async Task RefusedAsync(HttpResponseMessage response, HttpStatusCode status, string code)
    {
        using (response)
            Assert.AreEqual(code, (string)(await response.JsonAsync(status))["code"]!);
    }

    public static string Declaration(string creditCode, int year = ReportForm.Year) => $"/api/v1/declarations/{creditCode}/{year}";

    public static Task<HttpResponseMessage> FileAsync(this HttpClient client, string creditCode, JsonObject report, string? key = null, string? ifMatch = null, CancellationToken ct = default)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, Declaration(creditCode)) { Content = new StringContent(report.ToJsonString(), Encoding.UTF8, "application/json") };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return client.SendAsync(request, ct);
    }

    /// <summary>A report without a doubt about it; yellow with a risk, blue without.</summary>
    public static JsonObject Report(params JsonNode[] risks) => new()
    {
        ["basics"] = new JsonObject
        {
            ["name"] = "昆山接口机械有限公司",
            ["township"] = TestApp.KunshanTownship,
            ["industry"] = "3511",
            ["scale"] = "below",
            ["address"] = "长江路1号",
            ["legalRepresentative"] = "王伟",
            ["safetyOfficer"] = "李芳",
            ["phone"] = "0512-57301234",
            ["employees"] = 20,
            ["revenue"] = 1800.5m,
            ["hasMajorRisk"] = false,
        },
        ["risks"] = new JsonArray(risks),
    };

    /// <summary>By LEC 3 × 6 × 7 = 126.</summary>
    public static JsonObject Risk() => new()
    {
        ["name"] = "冲压设备夹伤",
        ["location"] = "2号车间",
        ["accidentType"] = "机械伤害",
        ["consequence"] = "手部致残",
        ["method"] = "LEC",
        ["l"] = 3,
        ["e"] = 6,
        ["c"] = 7,
        ["controls"] = "加装光电保护",
        ["emergency"] = "立即停机送医",
        ["department"] = "生产部",
        ["owner"] = "张磊",
    };

    public static JsonObject With(this JsonObject json, string path, JsonNode? value)
    {
        var names = path.Split('.');
        var at = names[..^1].Aggregate((JsonNode)json, (node, name) => int.TryParse(name, out var index) ? node[index]! : node[name]!);
        at[names[^1]] = value;
        return json;
    }
}
