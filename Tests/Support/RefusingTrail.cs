using Dapper;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;

namespace RiskReport.Tests.Support;

/// <summary>
/// Has every request, and every other deed that it is given, tried once while nothing can be entered into the trail. What fails for that must have
/// said so and changed nothing; then it is done in earnest.
/// </summary>
internal sealed class RefusingTrail
{
    /// <summary>
    /// What outlives a failure on purpose: guesses are counted before they are made, a code is used up by the first who gives it, and of a token that is
    /// not handed out there is a row that opens nothing.
    /// </summary>
    private static readonly string[] Excepted = ["Attempt", "SecondFactor", "ApiToken", "ApiAuthorization", "TrailStop", "TrailLeft", "sqlite_sequence"];

    private readonly TestDatabase test;

    private RefusingTrail(TestDatabase test) => this.test = test;

    /// <summary>What was left of deeds that failed, which is nothing.</summary>
    public List<string> Left { get; } = [];

    /// <summary>How often something was refused so far.</summary>
    public int Refusals { get; private set; }

    /// <summary>For all clients of this app from here on.</summary>
    public static async Task<RefusingTrail> OverAsync(TestApp app)
    {
        await using (var connection = await app.Database.Database.OpenAsync(CancellationToken.None))
        {
            await connection.ExecuteAsync("CREATE TABLE TrailStop (Id INT NOT NULL); CREATE TABLE TrailLeft (Name TEXT NOT NULL)");
            await connection.ExecuteAsync("""
                CREATE TRIGGER Full BEFORE INSERT ON AuditEntry WHEN EXISTS (SELECT 1 FROM TrailStop) BEGIN SELECT RAISE(ABORT, 'disk full'); END
                """);
            foreach (var table in (await connection.QueryAsync<string>("SELECT name FROM sqlite_master WHERE type = 'table'")).Except(Excepted))
            {
                foreach (var deed in new[] { "INSERT", "UPDATE", "DELETE" })
                    await connection.ExecuteAsync($"""
                        CREATE TRIGGER "Left{table}{deed}" AFTER {deed} ON "{table}" WHEN EXISTS (SELECT 1 FROM TrailStop) BEGIN INSERT INTO TrailLeft VALUES ('{table} {deed}'); END
                        """);
            }
        }

        var trail = new RefusingTrail(app.Database);
        app.Between = () => [new CookieContainerHandler(), new Handler(trail)];
        return trail;
    }

    /// <summary>What is no request.</summary>
    /// <param name="isRefused">Where it tells of the failure by its answer.</param>
    /// <param name="mayLeave">Tables that are not the deed's own, such as that of a job that waits for another try.</param>
    public async Task<T> TwiceAsync<T>(string what, Func<Task<T>> deed, Func<T, bool>? isRefused, params string[] mayLeave)
    {
        var (answer, left) = await StoppedAsync(async () =>
        {
            try
            {
                return await deed() is var done && isRefused?.Invoke(done) != true ? (true, done) : (false, done);
            }
            catch (Exception e) when (e.ToString().Contains("disk full", StringComparison.Ordinal))
            {
                return (false, default!);
            }
        });
        if (answer.Item1)
            return answer.Item2;
        Left.AddRange(left.Where(l => !mayLeave.Contains(l.Split(' ')[0])).Select(l => $"{what}: {l}"));
        return await deed();
    }

    private async Task<((bool IsDone, T) Answer, IReadOnlyList<string> Left)> StoppedAsync<T>(Func<Task<(bool IsDone, T)>> attempt)
    {
        await test.ExecuteAsync("INSERT INTO TrailStop VALUES (1)");
        (bool IsDone, T) answer;
        try
        {
            answer = await attempt();
        }
        finally
        {
            await test.ExecuteAsync("DELETE FROM TrailStop");
        }

        await using var connection = await test.Database.OpenAsync(CancellationToken.None);
        var left = (await connection.QueryAsync<string>("SELECT DISTINCT Name FROM TrailLeft")).AsList();
        await connection.ExecuteAsync("DELETE FROM TrailLeft");
        if (!answer.IsDone)
        {
            Refusals++;
            await connection.ExecuteAsync("UPDATE SecondFactor SET LastStep = 0"); // the code is needed once more
        }

        return (answer, left);
    }

    private sealed class Handler(RefusingTrail trail) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
        {
            if (request.Content is not null)
                await request.Content.LoadIntoBufferAsync(ct);
            var ((isDone, first), left) = await trail.StoppedAsync(async () =>
            {
                var response = await base.SendAsync(request, ct);
                await response.Content.LoadIntoBufferAsync(ct);
                return ((int)response.StatusCode < 500, response);
            });
            if (isDone)
                return first;
            trail.Left.AddRange(left.Select(l => $"{request.Method} {request.RequestUri!.AbsolutePath}: {l}"));
            if (!(request.Headers.TryGetValues("Cookie", out var sent) && sent.Any(IsSession)))
                Assert.IsFalse(first.Headers.TryGetValues("Set-Cookie", out var given) && given.Any(IsSession), "nobody comes in");
            first.Dispose();
            return await base.SendAsync(request, ct);
        }

        private static bool IsSession(string cookie) => cookie.Contains("riskreport=", StringComparison.Ordinal);
    }
}
