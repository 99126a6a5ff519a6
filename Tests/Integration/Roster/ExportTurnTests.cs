using Microsoft.Extensions.DependencyInjection;
using RiskReport.Data.Roster;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Roster;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Roster;

[TestClass]
public sealed class ExportTurnTests
{
    private const int Others = 20;

    private static readonly int AtOnce = Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>A turn that is never given up fails a test instead of holding the whole run.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [TestMethod]
    public async Task Few_files_are_made_at_once_and_a_client_that_is_slow_to_take_one_holds_nobody_up()
    {
        await using var app = await TestApp.StartAsync();
        var (made, client) = (new TaskCompletionSource(), new TaskCompletionSource());
        var begun = 0;

        var first = Enumerable.Range(0, AtOnce).Select(_ => RecordAsync(app, new SlowClient(client.Task), async body =>
        {
            Interlocked.Increment(ref begun);
            await made.Task;
            await body.WriteAsync(new byte[10]);
        })).ToList();
        await UntilAsync(() => Task.FromResult(begun == AtOnce));
        using var gone = new CancellationTokenSource();
        var impatient = RecordAsync(app, Stream.Null, _ => throw new InvalidOperationException("It has no turn."), gone.Token);
        var others = Enumerable.Range(0, Others).Select(_ => RecordAsync(app, Stream.Null, async body =>
        {
            Interlocked.Increment(ref begun);
            await body.WriteAsync(new byte[10]);
        })).ToList();
        await UntilAsync(async () => await RecordedAsync(app) == AtOnce + 1 + Others);
        Assert.AreEqual(AtOnce, begun);

        await gone.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => impatient.WaitAsync(Patience));
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM RosterExport WHERE EndedAt IS NOT NULL AND RowsMade IS NULL"));

        made.SetResult();
        await Task.WhenAll(others).WaitAsync(Patience);
        Assert.IsFalse(first.Any(f => f.IsCompleted));

        client.SetResult();
        await Task.WhenAll(first).WaitAsync(Patience);
        Assert.AreEqual(AtOnce + Others, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM RosterExport WHERE RowsMade = 1 AND Bytes = 10"));
    }

    [TestMethod]
    public async Task A_long_file_lets_others_in_between()
    {
        await using var app = await TestApp.StartAsync();
        var other = new TaskCompletionSource();

        var all = Enumerable.Range(0, AtOnce).Select(_ => RecordAsync(app, Stream.Null, async body =>
        {
            // as long as it is written to, and until the other one has been made
            while (!other.Task.IsCompleted)
            {
                app.Clock.Advance(TimeSpan.FromMilliseconds(60));
                await body.WriteAsync(new byte[10]);
                await Task.Yield();
            }
        })).ToList();
        try
        {
            await RecordAsync(app, Stream.Null, _ => Task.CompletedTask).WaitAsync(Patience);
        }
        finally
        {
            other.SetResult();
        }

        await Task.WhenAll(all).WaitAsync(Patience);
    }

    private static Task<long> RecordAsync(TestApp app, Stream output, Func<Stream, Task> write, CancellationToken ct = default) =>
        app.Services.GetRequiredService<ExportLog>().RecordAsync(
            new ExportStart { Kind = ExportKind.Enterprises, Format = "csv", Filter = "2026 年度", RegionCode = "3205" },
            new Actor("city-1", "test", "test"), output, async (_, body) =>
            {
                await write(body);
                return 1;
            }, ct);

    private static Task<int> RecordedAsync(TestApp app) => app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM RosterExport");

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        var late = DateTime.UtcNow + Patience;
        while (!await holds())
        {
            Assert.IsLessThan(late, DateTime.UtcNow, "It never came to that.");
            await Task.Delay(5);
        }
    }

    /// <summary>Takes what is written when it likes.</summary>
    private sealed class SlowClient(Task takes) : MemoryStream
    {
        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => await takes;
    }
}
