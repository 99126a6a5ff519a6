using System.Net;
using Microsoft.Extensions.DependencyInjection;
using RiskReport.Web.Background;

namespace RiskReport.Tests.Support;

/// <summary>Simulations asked for through the page, and the worker's work done.</summary>
internal static class Regrading
{
    /// <summary>The address of the finished run.</summary>
    public static async Task<string> SimulateAsync(this HttpClient client, TestApp app, string ruleSet, int year = 2026)
    {
        using var response = await client.SubmitAsync("/simulations", ("ruleSet", ruleSet), ("year", $"{year}"));
        Assert.AreEqual(HttpStatusCode.Redirect, response.StatusCode, await response.Content.ReadAsStringAsync());
        await app.RegradeAsync();
        return response.Headers.Location!.OriginalString;
    }

    /// <summary>Until nothing is queued or running; the host's own worker may have been quicker to take it.</summary>
    public static async Task RegradeAsync(this TestApp app)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await app.Services.GetRequiredService<RegradingWorker>().RunOneAsync(patience.Token)
            || await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM RegradingRun WHERE Status IN (0, 1)") > 0)
            await Task.Yield();
    }

    /// <summary>That day comes; whoever was signed in must sign in again.</summary>
    public static void ComeTo(this TestApp app, DateOnly day) =>
        app.Clock.SetUtcNow(new DateTimeOffset(day.ToDateTime(new TimeOnly(1, 0)), TimeSpan.Zero));
}
