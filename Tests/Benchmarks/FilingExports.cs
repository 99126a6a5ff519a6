using System.Diagnostics;

namespace RiskReport.Tests.Benchmarks;

/// <summary><c>filing-exports FILE</c>: 32 connections file into the database of a seeded city while twenty people export all of it at once.</summary>
internal static class FilingExports
{
    private const int Enterprises = 100_000;
    private const int Exports = 20;
    private const double MostMilliseconds = 500;

    private static readonly TimeSpan Compiling = TimeSpan.FromSeconds(30);

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is not [var city] || !File.Exists(city))
        {
            await Console.Error.WriteLineAsync("usage: filing-exports FILE, a SQLite database made by: seed city --enterprises 200000");
            return 2;
        }

        var folder = Directory.CreateTempSubdirectory("riskreport-filing-").FullName;
        try
        {
            Measure.Copy(city, Path.Combine(folder, "riskreport.db"));
            var filings = await FilingLoad.PrepareAsync(folder, Enterprises);
            var secret = await FilingServer.AddClientAsync(folder);
            await CityOffice.AddAsync(folder);
            await using var server = await FilingServer.StartAsync(folder);
            using var client = await server.SignInAsync(secret);
            using var office = await CityOffice.SignInAsync(server.Address);
            var alone = await FilingLoad.RunAsync(client, filings, t => t > Compiling);
            Measure.Line($"filed alone                {alone.PerSecond,5:F0} filings/s, p50 {alone.At(0.5):F0}, p99 {alone.At(0.99):F0} ms");

            var watch = Stopwatch.StartNew();
            var exports = Task.WhenAll(Enumerable.Range(0, Exports).Select(_ => Task.Run(async () =>
            {
                await ExportAsync(office);
                return watch.Elapsed.TotalSeconds;
            })));
            // until the last export has ended or nothing is left to be filed: beside exports all the time
            var beside = await FilingLoad.RunAsync(client, filings, _ => exports.IsCompleted);
            var ends = await exports;
            var good = beside.At(0.99) < MostMilliseconds;
            Measure.Line($"beside {Exports} exports of all   {beside.PerSecond,5:F0} filings/s over {beside.Duration.TotalSeconds:F0} s, p50 {beside.At(0.5):F0}, p99 {beside.At(0.99):F0} ms (limit {MostMilliseconds:F0}) {Measure.Verdict(good)}");
            Measure.Line($"the exports                ended after {ends.Min():F0} to {ends.Max():F0} s, {filings.Count:N0} reports were not filed by then");
            return good ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task ExportAsync(HttpClient office)
    {
        using var response = await office.GetAsync("/roster/export.xlsx", HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        await using var body = await response.Content.ReadAsStreamAsync();
        await body.CopyToAsync(Stream.Null);
    }
}
