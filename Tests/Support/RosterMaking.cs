using System.Net;
using Microsoft.Extensions.DependencyInjection;
using RiskReport.Domain.Accounts;
using RiskReport.Web.Background;

namespace RiskReport.Tests.Support;

/// <summary>Roster files asked for through the page, and the worker's work done.</summary>
internal static class RosterMaking
{
    /// <summary>The address of the job.</summary>
    public static async Task<string> AskForRosterAsync(this HttpClient client, string query = "?year=2026", string format = "csv")
    {
        using var response = await client.SubmitAsync("/roster", "/roster/exports", ("format", format), ("query", query));
        Assert.AreEqual(HttpStatusCode.Redirect, response.StatusCode, await response.Content.ReadAsStringAsync());
        return response.Headers.Location!.OriginalString;
    }

    public static Task<HttpResponseMessage> SaveViewAsync(this HttpClient client, string name, string query, params (string Name, string? Value)[] more) =>
        client.SubmitAsync("/roster", "/roster/views", [("name", name), ("query", query), .. more]);

    /// <summary>Until nothing is queued or running; the host's own worker may have been quicker to take it.</summary>
    public static async Task MakeRostersAsync(this TestApp app)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await app.Services.GetRequiredService<RosterWorker>().RunOneAsync(patience.Token)
            || await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM RosterJob WHERE Status IN (0, 1)") > 0)
            await Task.Yield();
    }

    public static IReadOnlyList<string> RosterFiles(this TestApp app) => Directory.Exists(Path.Combine(app.Database.Folder, "rosters"))
        ? Directory.EnumerateFiles(Path.Combine(app.Database.Folder, "rosters")).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal).ToList() : [];

    /// <summary>An account and a client of it, for a test in which it signs in again or is changed.</summary>
    public static async Task<(string Name, HttpClient Client)> OfficeAsync(this TestApp app, Role role, string? region = null)
    {
        var name = await app.AddAccountAsync(role, region);
        var client = app.Anonymous();
        await client.SignInAsync(name);
        return (name, client);
    }
}
