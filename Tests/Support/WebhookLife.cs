using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using RiskReport.Domain.Webhooks;
using RiskReport.Web.Background;

namespace RiskReport.Tests.Support;

/// <summary>Addresses of clients, which are called when the test says so.</summary>
internal static class WebhookLife
{
    public static async Task<TestApp> StartAsync(bool inProduction = false)
    {
        var app = await TestApp.StartAsync(configure: services =>
        {
            services.Configure<HostOptions>(o => o.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore); // see QuietAsync
            if (!inProduction)
                services.Replace(ServiceDescriptor.Singleton(new WebhookReach(true, [])));
        });
        await QuietAsync(app);
        return app;
    }

    /// <summary>Calls are made when the test says so.</summary>
    public static Task QuietAsync(TestApp app) => app.Services.GetRequiredService<WebhookWorker>().StopAsync(CancellationToken.None);

    public static async Task WorkAsync(TestApp app) => await app.Services.GetRequiredService<WebhookWorker>().RunAsync(CancellationToken.None);

    public static Task PassAsync(TestApp app, TimeSpan time)
    {
        app.Clock.Advance(time);
        return WorkAsync(app);
    }

    public static async Task<(string Id, string Secret, HookPage Page)> AddAsync(TestApp app, HttpClient admin, string url, string region = TestApp.Kunshan)
    {
        var (id, _) = await app.AddClientAsync("changes.read", region);
        using var added = await admin.SubmitAsync($"/clients/{id}", $"/clients/{id}/webhooks", ("url", url));
        var secret = (await added.PageAsync()).QuerySelector(".issued")!.TextContent;
        return (id, secret, new HookPage($"/clients/{id}", await app.Database.ScalarAsync<long>("SELECT MAX(Id) FROM Webhook")));
    }

    public static async Task<string> FileAsync(TestApp app)
    {
        var code = Enterprises.NewCreditCode();
        await Enterprises.AddAsync(app.Database, TestApp.KunshanTownship, code);
        using var filed = await (await app.SystemAsync("declarations.write")).FileAsync(code, ApiSample.Report());
        await filed.JsonAsync(HttpStatusCode.Created);
        return code;
    }

    /// <summary>Where the feed stands for whoever reads it.</summary>
    public static async Task<string> HeadAsync(TestApp app) => (string)(await (await app.SystemAsync("changes.read")).JsonAsync("/api/v1/changes"))["nextCursor"]!;

    public static Task<int> LastAsync(TestApp app) => app.Database.ScalarAsync<int>("SELECT Outcome FROM WebhookDelivery ORDER BY Id DESC LIMIT 1");
}

/// <summary>Where an administrator sees one.</summary>
internal sealed record HookPage(string Page, long Id)
{
    public string Deed(string deed) => $"{Page}/webhooks/{Id}/{deed}";
}
