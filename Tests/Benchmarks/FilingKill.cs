using System.Collections.Concurrent;
using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace RiskReport.Tests.Benchmarks;

/// <summary>
/// <c>filing-kill [--times 20]</c>: the server is killed at a random moment while 32 connections file, again and again; what was not acknowledged
/// is sent again under the same key. In the end every acknowledged receipt is there, and no report has been filed twice.
/// </summary>
internal static class FilingKill
{
    private const int Times = 20;
    private const int Enterprises = 20_000;
    private const int Seed = 7;

    private const string CountTwice = "SELECT COUNT(*) FROM (SELECT DeclarationId FROM DeclarationVersion GROUP BY DeclarationId HAVING COUNT(*) > 1)";

    public static async Task<int> RunAsync(string[] args)
    {
        var times = Times;
        if (args is not [] && !(args is ["--times", var given] && int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out times)))
        {
            await Console.Error.WriteLineAsync("usage: filing-kill [--times 20]");
            return 2;
        }

        var folder = Directory.CreateTempSubdirectory("riskreport-filing-").FullName;
        try
        {
            var filings = await FilingLoad.PrepareAsync(folder, Enterprises);
            var secret = await FilingServer.AddClientAsync(folder);
            var acknowledged = new ConcurrentDictionary<string, string>();
            var random = new Random(Seed);
            var inFlight = 0;
            for (var time = 1; time <= times; time++)
            {
                var again = await KillAsync(folder, secret, filings, acknowledged, TimeSpan.FromMilliseconds(500 + random.Next(2500)));
                inFlight += again.Count;
                filings = new ConcurrentQueue<FilingBody>(again.Concat(filings));
            }

            await using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "riskreport.db")};Pooling=False");
            var stored = (await connection.QueryAsync<(string CreditCode, string Code)>(
                "SELECT d.CreditCode, v.Code FROM DeclarationVersion v JOIN Declaration d ON d.Id = v.DeclarationId")).ToLookup(s => s.CreditCode, s => s.Code);
            var missing = acknowledged.Count(a => !stored[a.Key].Contains(a.Value));
            var twice = await connection.ExecuteScalarAsync<int>(CountTwice);
            Measure.Line($"killed {times} times, {acknowledged.Count:N0} filings acknowledged, {inFlight:N0} on their way when it happened and sent again");
            Measure.Line($"acknowledged and not there {missing}, filed twice {twice} {(missing + twice == 0 ? "ok" : "LOST OR DOUBLED")}");
            return missing + twice == 0 ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>What was on its way.</summary>
    private static async Task<List<FilingBody>> KillAsync(
        string folder, string secret, ConcurrentQueue<FilingBody> filings, ConcurrentDictionary<string, string> acknowledged, TimeSpan after)
    {
        var before = filings.ToList();
        var server = await FilingServer.StartAsync(folder);
        using (var client = await server.SignInAsync(secret))
        {
            var load = FilingLoad.RunAsync(client, filings, _ => false, acknowledged);
            await Task.Delay(after);
            await server.DisposeAsync();
            try
            {
                await load;
            }
            catch (HttpRequestException)
            {
                // the connections broke off, which is the point
            }
        }

        return before.Take(before.Count - filings.Count).Where(f => !acknowledged.ContainsKey(f.CreditCode)).ToList();
    }
}
