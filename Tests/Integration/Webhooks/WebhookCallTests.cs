using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Webhooks;
using RiskReport.Tests.Support;
using RiskReport.Web.Background;
using static RiskReport.Tests.Support.WebhookLife;

namespace RiskReport.Tests.Integration.Webhooks;

/// <summary>Clients are told that there is something new, over real connections, and nobody else is.</summary>
[TestClass]
public sealed class WebhookCallTests
{
    private const string Zhangjiagang = "320582";

    [TestMethod]
    public async Task A_client_is_told_once_of_what_is_new_in_its_region()
    {
        await using var receiver = await HookReceiver.StartAsync();
        await using var app = await StartAsync();
        var admin = await app.SignedInAsync(Role.Admin);
        var (id, secret, own) = await AddAsync(app, admin, receiver.Address("/own"));
        await AddAsync(app, admin, receiver.Address("/foreign"), Zhangjiagang);
        await WorkAsync(app);
        Assert.IsEmpty(receiver.Calls, "nothing has changed");

        string code;
        await using (var second = app.Second())
        {
            await QuietAsync(second);
            code = await FileAsync(app);
            await Task.WhenAll(WorkAsync(app), WorkAsync(second));
        }

        var call = receiver.Calls.Single();
        Assert.AreEqual("/own", call.Path);
        Assert.IsTrue(call.IsSignedBy(secret));
        Assert.IsFalse(call.IsSignedBy(WebhookSecret.New()));
        Assert.AreEqual($"{app.Clock.GetUtcNow().ToUnixTimeSeconds()}", call.Timestamp);
        Assert.AreEqual($$$"""{"type":"changes.available","timestamp":"2026-11-24T02:00:00.000Z","data":{"cursor":"{{{await HeadAsync(app)}}}"}}""", call.Body);
        Assert.DoesNotContain(code, call.Body);

        // what changes close together makes one call
        await FileAsync(app);
        await FileAsync(app);
        await WorkAsync(app);
        Assert.HasCount(1, receiver.Calls);
        await FileAsync(app);
        await PassAsync(app, WebhookSchedule.Breath);
        Assert.HasCount(2, receiver.Calls);
        Assert.AreEqual(await HeadAsync(app), receiver.Calls[1].Cursor);
        Assert.AreNotEqual(call.Id, receiver.Calls[1].Id);
        await PassAsync(app, TimeSpan.FromDays(1));
        Assert.HasCount(2, receiver.Calls, "the same is not told twice");

        // a new secret: for a week both sign
        admin = await app.SignedInAsync(Role.Admin);   // the session has ended meanwhile
        using var renewed = await admin.SubmitAsync(own.Page, own.Deed("renew"));
        var fresh = (await renewed.PageAsync()).QuerySelector(".issued")!.TextContent;
        await FileAsync(app);
        await WorkAsync(app);
        Assert.IsTrue(receiver.Calls[2] is { Signatures.Length: 2 } both && both.IsSignedBy(fresh) && both.IsSignedBy(secret));
        await FileAsync(app);
        await PassAsync(app, Webhook.Overlap);
        Assert.IsTrue(receiver.Calls[3] is { Signatures.Length: 1 } one && one.IsSignedBy(fresh));
        Assert.DoesNotContain(fresh, await app.Database.ScalarAsync<string>("SELECT GROUP_CONCAT(Secret || COALESCE(PreviousSecret, '')) FROM Webhook"));

        // neither an address nor a client that has ended
        await FileAsync(app);
        Assert.IsTrue((await app.ClientsAsync(d => d.EndAsync(id, new Actor("test", "test", "test"), CancellationToken.None))).IsDone);
        await PassAsync(app, TimeSpan.FromHours(1));
        admin = await app.SignedInAsync(Role.Admin);
        using (var tested = await admin.SubmitAsync("/clients", own.Deed("test")))
            Assert.AreEqual(HttpStatusCode.NotFound, tested.StatusCode);
        Assert.HasCount(4, receiver.Calls);
        Assert.IsEmpty(receiver.Calls.Where(c => c.Path == "/foreign"));
    }

    [TestMethod]
    public async Task A_call_that_fails_is_made_again_by_the_schedule_until_the_address_is_paused()
    {
        await using var receiver = await HookReceiver.StartAsync();
        await using var app = await StartAsync();
        var admin = await app.SignedInAsync(Role.Admin);
        var (_, secret, own) = await AddAsync(app, admin, receiver.Address("/own"));
        receiver.Answer = c =>
        {
            c.Response.Headers.RetryAfter = receiver.Calls.Count == 1 ? "120" : "1";
            return Answered(c, receiver.Calls.Count == 1 ? 302 : 500);
        };

        await FileAsync(app);
        await WorkAsync(app);
        foreach (var (minutes, calls) in new[] { (2, 2), (5, 3), (30, 4), (120, 5), (360, 6), (1440, 7) })
        {
            await FileAsync(app);
            var soonest = TimeSpan.FromMinutes(minutes) * 0.9;   // by chance
            await PassAsync(app, soonest - TimeSpan.FromSeconds(1));
            Assert.HasCount(calls - 1, receiver.Calls, $"before {minutes} minutes");
            await PassAsync(app, TimeSpan.FromMinutes(minutes) - soonest + TimeSpan.FromSeconds(1));
            Assert.HasCount(calls, receiver.Calls, $"after {minutes} minutes");
        }

        var first = receiver.Calls[0];
        Assert.IsTrue(receiver.Calls.All(c => c.Path == "/own" && c.Id == first.Id && c.Body == first.Body && c.IsSignedBy(secret)), "one message, and no redirection");
        Assert.HasCount(7, receiver.Calls.Select(c => c.Timestamp).Distinct());
        await PassAsync(app, TimeSpan.FromDays(3));
        Assert.HasCount(7, receiver.Calls);
        admin = await app.SignedInAsync(Role.Admin);
        var page = await admin.PageAsync(own.Page);
        StringAssert.Contains(page.QuerySelector("tbody")!.TextContent, "已暂停：7 次未送达");
        StringAssert.Contains((await admin.PageAsync("/clients")).QuerySelector("tbody")!.TextContent, "通知已暂停");
        Assert.AreEqual("500 302", string.Join(' ', page.QuerySelectorAll("table")[^1].QuerySelectorAll("tbody tr td:nth-child(4)").Select(c => c.TextContent).Distinct()));
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM AuditEntry WHERE Action = 'webhook.paused' AND Account = '系统'"));

        // goes on when somebody says so, with the newest change
        receiver.Answer = c => Answered(c, 204);
        using (var resumed = await admin.SubmitAsync(own.Page, own.Deed("resume")))
            Assert.AreEqual(HttpStatusCode.Redirect, resumed.StatusCode);
        await WorkAsync(app);
        Assert.AreEqual(await HeadAsync(app), receiver.Calls[7].Cursor);
        Assert.AreNotEqual(first.Id, receiver.Calls[7].Id);
        using (var again = await admin.SubmitAsync(own.Page, own.Deed("resume")))
            Assert.AreEqual(HttpStatusCode.NotFound, again.StatusCode, "it is not paused");

        // an answer that does not come, and one that says never again
        var arrived = new TaskCompletionSource();
        receiver.Answer = c =>
        {
            arrived.SetResult();
            return Task.Delay(Timeout.Infinite, c.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        };
        await FileAsync(app);
        app.Clock.Advance(WebhookSchedule.Breath);
        var waiting = WorkAsync(app);
        await arrived.Task;
        app.Clock.Advance(TimeSpan.FromSeconds(10));
        await waiting;
        Assert.AreEqual((int)WebhookOutcome.TimedOut, await LastAsync(app));
        receiver.Answer = c => Answered(c, 410);
        await PassAsync(app, TimeSpan.FromMinutes(1));
        Assert.AreEqual((int)WebhookOutcome.Gone, await LastAsync(app));
        Assert.AreEqual((int)WebhookStatus.Paused, await app.Database.ScalarAsync<int>("SELECT Status FROM Webhook"));

        app.Clock.Advance(TimeSpan.FromDays(91));
        await app.Services.GetRequiredService<RetentionWorker>().ClearAsync(CancellationToken.None);
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM WebhookDelivery"));

        static Task Answered(HttpContext context, int status)
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "/elsewhere";
            return Task.CompletedTask;
        }
    }

    [TestMethod]
    public async Task In_production_neither_plain_http_nor_an_inner_address_is_called()
    {
        using var inner = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        inner.Start();
        var port = ((IPEndPoint)inner.LocalEndpoint).Port;
        await using var app = await StartAsync(inProduction: true);
        var admin = await app.SignedInAsync(Role.Admin);
        var (id, _) = await app.AddClientAsync("changes.read");
        foreach (var url in new[] { "", $"http://localhost:{port}/", $"https://127.0.0.1:{port}/" })
        {
            using var refused = await admin.SubmitAsync($"/clients/{id}", $"/clients/{id}/webhooks", ("url", url));
            var page = await refused.PageAsync(HttpStatusCode.UnprocessableEntity);
            Assert.AreEqual("#Url", page.QuerySelector(".error-summary a")!.GetAttribute("href"));
            Assert.AreEqual(url, page.GetElementById("Url")!.GetAttribute("value") ?? "");
        }

        // a name says nothing: it is looked at when it is called
        using (var added = await admin.SubmitAsync($"/clients/{id}", $"/clients/{id}/webhooks", ("url", $"https://localhost:{port}/")))
            await added.PageAsync();
        using (var twice = await admin.SubmitAsync($"/clients/{id}", $"/clients/{id}/webhooks", ("url", $"https://localhost:{port}/")))
            await twice.PageAsync(HttpStatusCode.UnprocessableEntity);
        await FileAsync(app);
        await WorkAsync(app);
        Assert.AreEqual((int)WebhookOutcome.Forbidden, await LastAsync(app));
        using (var tested = await admin.SubmitAsync($"/clients/{id}", $"/clients/{id}/webhooks/1/test"))
            Assert.AreEqual(HttpStatusCode.Redirect, tested.StatusCode);
        StringAssert.Contains((await admin.PageAsync($"/clients/{id}")).Body!.TextContent, "测试：地址不允许访问");
        Assert.IsFalse(inner.Pending(), "nobody has connected");

        // whoever may not read the feed has nothing to be told; nor has somebody else's client this address
        var (other, _) = await app.AddClientAsync("grade");
        Assert.IsNull((await admin.PageAsync($"/clients/{other}")).GetElementById("Url"));
        using (var unfit = await admin.SubmitAsync("/clients", $"/clients/{other}/webhooks", ("url", "https://platform.example.gov.cn/")))
            await unfit.PageAsync(HttpStatusCode.UnprocessableEntity);
        foreach (var deed in new[] { "test", "renew", "resume", "end" })
        {
            using var foreign = await admin.SubmitAsync("/clients", $"/clients/{other}/webhooks/1/{deed}");
            Assert.AreEqual(HttpStatusCode.NotFound, foreign.StatusCode, deed);
        }

        using (var ended = await admin.SubmitAsync($"/clients/{id}", $"/clients/{id}/webhooks/1/end"))
            Assert.AreEqual(HttpStatusCode.Redirect, ended.StatusCode);
        await PassAsync(app, TimeSpan.FromDays(1));
        Assert.AreEqual(2, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM WebhookDelivery"));
    }
}
