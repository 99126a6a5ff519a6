using System.Net;
using Microsoft.Extensions.DependencyInjection;
using RiskReport.Tests.Support;
using RiskReport.Web.Features.Api;

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
}
