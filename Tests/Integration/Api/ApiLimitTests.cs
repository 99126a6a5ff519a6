using System.Net;
using Microsoft.Extensions.DependencyInjection;
using RiskReport.Tests.Support;
using RiskReport.Web.Features.Api;
using RiskReport.Web.Startup;

namespace RiskReport.Tests.Integration.Api;

[TestClass]
public sealed class ApiLimitTests
{
    [TestMethod]
    public async Task A_flood_by_one_client_is_stopped_and_others_still_get_through()
    {
        await using var app = await TestApp.StartAsync(configure: s => s.Configure<ApiLimits>(l => l.RequestsPerMinute = 20));
        var filer = await Filer.SignedInAsync(app);
        var (flooding, calm) = (await app.SystemAsync("grade"), await app.SystemAsync("grade"));

        var flood = Enumerable.Range(0, 100).Select(_ => flooding.PostAsync("/api/v1/grade", null)).ToList();
        await (await ReportForm.OpenAsync(filer.Client)).Nil().SubmitAsync(filer.Client);
        var answers = await Task.WhenAll(flood);

        Assert.AreEqual(80, answers.Count(a => a.StatusCode == HttpStatusCode.TooManyRequests));
        var refused = answers.First(a => a.StatusCode == HttpStatusCode.TooManyRequests);
        Assert.IsTrue(refused.Headers.RetryAfter!.Delta is { TotalSeconds: >= 1 and <= 60 });
        Assert.AreEqual("TOO_MANY_REQUESTS", (string)(await refused.JsonAsync(HttpStatusCode.TooManyRequests))["code"]!);
        using var other = await calm.PostAsync("/api/v1/grade", null);
        Assert.AreEqual(HttpStatusCode.UnsupportedMediaType, other.StatusCode);
    }

    [TestMethod]
    public async Task A_body_that_is_found_too_long_while_it_is_read_is_no_fault_of_the_server()
    {
        await using var app = await TestApp.StartAsync(listen: true);
        var client = await app.SystemAsync("grade");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/grade") { Content = new ByteArrayContent(new byte[BodyLimit.Usual + 1]) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.TransferEncodingChunked = true;

        using var answer = await client.SendAsync(request);

        Assert.AreEqual("TOO_LARGE", (string)(await answer.JsonAsync(HttpStatusCode.RequestEntityTooLarge))["code"]!);
    }

    [TestMethod]
    public async Task What_is_refused_counts_too_and_so_does_every_door_for_programs()
    {
        await using var app = await TestApp.StartAsync(configure: s =>
        {
            FakeAddress.Add(s);
            s.Configure<ApiLimits>(l => l.RequestsPerMinute = 20);
        });
        var (id, secret) = await app.AddClientAsync("grade");
        var token = await app.TokenAsync(id, secret);

        Assert.AreEqual("Unauthorized 20, TooManyRequests 5", await CountAsync("192.0.2.1", 25, c => c.GetAsync("/api/v1/roster")), "without a token");
        Assert.AreEqual("Unauthorized 1", await CountAsync("192.0.2.2", 1, c => c.GetAsync("/api/v1/roster")), "from elsewhere");
        Assert.AreEqual("Forbidden 20, TooManyRequests 5", await CountAsync("192.0.2.1", 25, c =>
        {
            c.DefaultRequestHeaders.Authorization = new("Bearer", token);
            return c.GetAsync("/api/v1/roster");
        }), "with a token for something else");

        await CountAsync("192.0.2.4", 30, c => AskAsync(c, "token"));
        await CountAsync("192.0.2.5", 40, c => AskAsync(c, "token"));
        Assert.AreEqual(60, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM AuditEntry WHERE Subject = '未知客户端 nobody'"), "a few a minute, whoever asks");
        foreach (var door in new[] { "token", "introspect", "revoke" })
            Assert.AreEqual("Unauthorized 60, TooManyRequests 2", await CountAsync("192.0.2.3", 62, c => AskAsync(c, door)), door);
        using var page = await FakeAddress.From(app, "192.0.2.3").GetAsync("/signin");
        Assert.AreEqual(HttpStatusCode.OK, page.StatusCode);

        async Task<string> CountAsync(string from, int times, Func<HttpClient, Task<HttpResponseMessage>> ask)
        {
            using var client = FakeAddress.From(app, from);
            var answers = new List<HttpStatusCode>();
            for (var i = 0; i < times; i++)
            {
                using var response = await ask(client);
                answers.Add(response.StatusCode);
                Assert.AreEqual(response.StatusCode == HttpStatusCode.TooManyRequests, response.Headers.RetryAfter?.Delta is { TotalSeconds: >= 1 and <= 60 });
            }

            return string.Join(", ", answers.CountBy(a => a).Select(a => $"{a.Key} {a.Value}"));
        }

        static Task<HttpResponseMessage> AskAsync(HttpClient client, string door) => client.PostAsync("/connect/" + door, new FormUrlEncodedContent(
            [new("grant_type", "client_credentials"), new("client_id", "nobody"), new("client_secret", "x"), new("token", "x")]));
    }
}
