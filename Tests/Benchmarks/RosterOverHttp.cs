using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace RiskReport.Tests.Benchmarks;

/// <summary>
/// <c>roster-http FILE</c>: the real program on a database made by <c>seed city</c>, over HTTP as a browser of the city's office asks it: when
/// the first byte of a file of 200,000 rows comes, and how long whole pages take.
/// </summary>
internal static class RosterOverHttp
{
    private const double MostToFirstByte = 1_000;
    private const double MostToPage = 100;
    private const int Runs = 20;

    private static readonly string[] Pages =
    [
        "/", "/reviews", "/roster", "/roster?colour=red", "/roster?scale=above&status=submitted", "/roster?industry=348", "/roster?view=items&riskColour=red&riskColour=orange", "/roster?view=statistics", "/board", "/map",
    ];

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is not [var city] || !File.Exists(city))
        {
            await Console.Error.WriteLineAsync("usage: roster-http FILE, a SQLite database made by: seed city --enterprises 200000");
            return 2;
        }

        var folder = Directory.CreateTempSubdirectory("riskreport-http-").FullName;
        try
        {
            Measure.Copy(city, Path.Combine(folder, "riskreport.db"));
            SqliteConnection.ClearAllPools();
            await CityOffice.AddAsync(folder);
            await using var server = await FilingServer.StartAsync(folder);
            using var client = await CityOffice.SignInAsync(server.Address);
            var good = true;
            foreach (var page in Pages)
                good &= await PageAsync(client, page);
            foreach (var format in new[] { "xlsx", "csv", "pdf" })
                good &= await FileAsync(client, format);
            return good ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<bool> PageAsync(HttpClient client, string page)
    {
        var times = new List<double>();
        long bytes = 0;
        for (var run = 0; run <= Runs; run++)
        {
            var watch = Stopwatch.StartNew();
            using var response = await client.GetAsync(page);
            response.EnsureSuccessStatusCode();
            bytes = (await response.Content.ReadAsByteArrayAsync()).LongLength;
            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        var p95 = times[1..].Order().ElementAt((int)(Runs * 0.95) - 1);   // the first one pays for compiling
        Measure.Line($"page {page,-45} {bytes / 1024,4} KB, p95 {p95,6:F1} ms (limit {MostToPage:F0}) {Measure.Verdict(p95 <= MostToPage)}");
        return p95 <= MostToPage;
    }

    private static async Task<bool> FileAsync(HttpClient client, string format)
    {
        var watch = Stopwatch.StartNew();
        using var response = await client.GetAsync($"/roster/export.{format}", HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        await using var body = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[65_536];
        var bytes = (long)await body.ReadAsync(buffer);
        var first = watch.Elapsed.TotalMilliseconds;
        for (int read; (read = await body.ReadAsync(buffer)) > 0;)
            bytes += read;
        Measure.Line($"file .{format,-4} first byte after {first,4:F0} ms (limit {MostToFirstByte:F0}), all {bytes / 1048576.0:F1} MB after {watch.Elapsed.TotalSeconds:F1} s {Measure.Verdict(first <= MostToFirstByte)}");
        return first <= MostToFirstByte;
    }
}
