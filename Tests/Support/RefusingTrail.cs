using Microsoft.AspNetCore.Mvc.Testing.Handlers;

namespace RiskReport.Tests.Support;

/// <summary>
/// Has every request, and every other deed that it is given, tried once while nothing can be entered into the trail. What fails for that must have
/// said so and changed nothing; then it is done in earnest.
/// </summary>
internal sealed class RefusingTrail
{
    /// <summary>What a failed attempt may leave: guesses are counted before they are made.</summary>
    private static readonly string[] Excepted = ["Attempt", "TrailStop"];

    private readonly TestDatabase test;
    private int refusals;

    private RefusingTrail(TestDatabase test) => this.test = test;

    /// <summary>For all clients of this app from here on.</summary>
    public static async Task<RefusingTrail> OverAsync(TestApp app)
    {
        await app.Database.ExecuteAsync("CREATE TABLE TrailStop (Id INT NOT NULL)");
        await app.Database.ExecuteAsync("""
            CREATE TRIGGER Full BEFORE INSERT ON AuditEntry WHEN EXISTS (SELECT 1 FROM TrailStop) BEGIN SELECT RAISE(ABORT, 'disk full'); END
            """);
        var trail = new RefusingTrail(app.Database);
        app.Between = () => [new CookieContainerHandler(), new Handler(trail)];
        return trail;
    }

    /// <summary>How often something was refused since the last time.</summary>
    public int Take() => Interlocked.Exchange(ref refusals, 0);

    /// <summary>What is no request.</summary>
    /// <param name="mayLeave">Tables that are not the deed's own, such as that of a job that waits for another try.</param>
    public async Task<T> TwiceAsync<T>(Func<Task<T>> deed, Func<T, bool>? isRefused = null, params string[] mayLeave)
    {
        var before = await test.StateAsync();
        bool refused;
        await StopAsync();
        try
        {
            var answer = await deed();
            refused = isRefused?.Invoke(answer) ?? false;
            if (!refused)
                return answer;
        }
        catch (Exception e) when (e.ToString().Contains("disk full", StringComparison.Ordinal))
        {
            refused = true;
        }
        finally
        {
            await test.ExecuteAsync("DELETE FROM TrailStop");
        }

        refusals++;
        Assert.AreEqual("", await LeftAsync(before, mayLeave));
        return await deed();
    }

    public Task TwiceAsync(Func<Task> deed, params string[] mayLeave) => TwiceAsync(async () =>
    {
        await deed();
        return true;
    }, null, mayLeave);

    private Task StopAsync() => test.ExecuteAsync("INSERT INTO TrailStop VALUES (1)");

    private async Task<string> LeftAsync(IReadOnlyDictionary<string, string> before, string[] mayLeave) =>
        string.Join(' ', before.Changed(await test.StateAsync()).Split(' ').Except([.. Excepted, .. mayLeave]));

    private sealed class Handler(RefusingTrail trail) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
        {
            if (request.Content is not null)
                await request.Content.LoadIntoBufferAsync(ct);
            var before = await trail.test.StateAsync();
            await trail.StopAsync();
            HttpResponseMessage first;
            try
            {
                first = await base.SendAsync(request, ct);
                await first.Content.LoadIntoBufferAsync(ct);
            }
            finally
            {
                await trail.test.ExecuteAsync("DELETE FROM TrailStop");
            }

            if ((int)first.StatusCode < 500)
                return first;
            trail.refusals++;
            Assert.AreEqual("", await trail.LeftAsync(before, []), $"{request.Method} {request.RequestUri!.AbsolutePath}");
            Assert.IsFalse(first.Headers.TryGetValues("Set-Cookie", out var cookies) && cookies.Any(c => c.StartsWith("riskreport=", StringComparison.Ordinal)));
            first.Dispose();
            return await base.SendAsync(request, ct);
        }
    }
}
