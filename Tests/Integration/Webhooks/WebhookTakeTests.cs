using Microsoft.Extensions.DependencyInjection;
using RiskReport.Data.Webhooks;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Webhooks;
using RiskReport.Tests.Support;
using static RiskReport.Tests.Support.WebhookLife;

namespace RiskReport.Tests.Integration.Webhooks;

/// <summary>Of several instances one makes a call, and nobody keeps another's waiting.</summary>
[TestClass]
public sealed class WebhookTakeTests
{
    [TestMethod]
    public async Task Slow_addresses_and_a_broken_one_keep_no_other_from_being_called_once()
    {
        const int slow = 8;   // as many as are called side by side
        await using var receiver = await HookReceiver.StartAsync();
        await using var app = await StartAsync();
        var admin = await app.SignedInAsync(Role.Admin);
        var paths = Enumerable.Range(0, slow + 3).Select(i => $"/{i}").ToList();
        foreach (var path in paths)
            await AddAsync(app, admin, receiver.Address(path));
        await app.Database.ExecuteAsync("UPDATE Webhook SET Url = 'nowhere' WHERE Url LIKE '%/0'");
        await using var second = app.Second();
        await QuietAsync(second);
        await FileAsync(app);
        var (arrived, answered) = (new SemaphoreSlim(0), new TaskCompletionSource());
        receiver.Answer = _ =>
        {
            arrived.Release();
            return answered.Task;
        };

        var first = WorkAsync(app);
        for (var i = 0; i < slow; i++)
            Assert.IsTrue(await arrived.WaitAsync(TimeSpan.FromSeconds(30)));
        var others = WorkAsync(second);
        var areCalled = await arrived.WaitAsync(TimeSpan.FromSeconds(30)) && await arrived.WaitAsync(TimeSpan.FromSeconds(30));
        answered.SetResult();
        await Task.WhenAll(first, others);

        Assert.IsTrue(areCalled, "nobody has taken what nobody calls yet");
        CollectionAssert.AreEquivalent(paths[1..], receiver.Calls.Select(c => c.Path).ToList());
        Assert.AreEqual(slow + 2, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Webhook WHERE ToldTo > 0"));
    }

    [TestMethod]
    public async Task Whoever_dies_on_the_way_leaves_a_call_that_is_made_once_more()
    {
        await using var receiver = await HookReceiver.StartAsync();
        await using var app = await StartAsync();
        await AddAsync(app, await app.SignedInAsync(Role.Admin), receiver.Address("/own"));
        await FileAsync(app);

        var queue = app.Services.GetRequiredService<WebhookQueue>();
        var taken = (await queue.DueAsync(CancellationToken.None)).Single();
        Assert.IsTrue(await queue.TakeAsync(taken, CancellationToken.None));   // and never heard of again
        await WorkAsync(app);
        Assert.IsEmpty(receiver.Calls, "somebody has it");
        await PassAsync(app, TimeSpan.FromSeconds(61));

        Assert.AreEqual(taken.MessageId, receiver.Calls.Single().Id);
        // who was taken for dead comes back: it changes nothing any more
        await queue.EndAsync(taken, new WebhookDelivery
        {
            WebhookId = taken.Id,
            MessageId = taken.MessageId!,
            IsTest = false,
            Attempt = 7,
            At = app.Clock.GetUtcNow().UtcDateTime,
            Outcome = WebhookOutcome.Gone,
            Milliseconds = 1,
        }, CancellationToken.None);
        Assert.AreEqual((int)WebhookStatus.Active, await app.Database.ScalarAsync<int>("SELECT Status FROM Webhook"));
    }
}
