using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace RiskReport.Tests.Benchmarks;

/// <summary>
/// <c>filing [FILE]</c>: 32 connections that file through the API of the real program without rest, beside a bare Kestrel with Dapper that
/// inserts the same rows; and again, with the database of a seeded city, while all of it is exported and 20,000 enterprises are imported.
/// </summary>
internal static class FilingCalls
{
    private const int Enterprises = 70_000;
    private const int Imported = 20_000;
    private const double LeastPerSecond = 300;
    private const double MostMilliseconds = 200;
    private const double MostBeside = 500;
    private const double LeastOfBare = 0.5;

    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Compiling = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(15);

    public static async Task<int> RunAsync(string[] args)
    {
        switch (args)
        {
            case ["--bare", var file]:
                return await BareFiling.ServeAsync(file);
            case []:
                return await InFolderAsync(null);
            case [var city] when File.Exists(city):
                return await InFolderAsync(city);
            default:
                await Console.Error.WriteLineAsync("usage: filing [FILE]");
                return 2;
        }
    }

    private static async Task<int> InFolderAsync(string? city)
    {
        var folder = Directory.CreateTempSubdirectory("riskreport-filing-").FullName;
        try
        {
            var file = Path.Combine(folder, "riskreport.db");
            if (city is not null)
                Measure.Copy(city, file);
            var filings = await FilingLoad.PrepareAsync(folder, Enterprises);
            var secret = await FilingServer.AddClientAsync(folder);

            var bare = await BareAsync(folder, filings);
            await using var server = await FilingServer.StartAsync(folder);
            using var client = await server.SignInAsync(secret);
            await FilingLoad.RunAsync(client, filings, t => t > Warm);
            var times = await FilingLoad.RunAsync(client, filings, t => t > Measured);
            var good = times.PerSecond >= LeastPerSecond && times.At(0.99) < MostMilliseconds && times.PerSecond >= LeastOfBare * bare.PerSecond;
            Measure.Line($"bare Kestrel and Dapper   {bare.PerSecond,6:F0} filings/s, p50 {bare.At(0.5):F0}, p99 {bare.At(0.99):F0} ms");
            Measure.Line($"filed through the API     {times.PerSecond,6:F0} filings/s (limit {LeastPerSecond:F0}, and {LeastOfBare:P0} of bare: {times.PerSecond / bare.PerSecond:P0}), p50 {times.At(0.5):F0}, p99 {times.At(0.99):F0} ms (limit {MostMilliseconds:F0}) {Measure.Verdict(good)}");
            await FilingLoad.RunAsync(client, filings, t => t > Compiling);
            var later = await FilingLoad.RunAsync(client, filings, t => t > Measured);
            Measure.Line($"once all of it is compiled {later.PerSecond,5:F0} filings/s, p50 {later.At(0.5):F0}, p99 {later.At(0.99):F0} ms");
            return (city is null || await BesideAsync(folder, client, filings)) && good ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<FilingTimes> BareAsync(string folder, ConcurrentQueue<FilingBody> filings)
    {
        // a database of its own: what it inserts is none of the program's
        var file = Path.Combine(folder, "bare.db");
        Measure.Copy(Path.Combine(folder, "riskreport.db"), file);
        using var child = Measure.Child("filing", "--bare", file);
        try
        {
            var address = new Uri((await child.StandardOutput.ReadLineAsync())!);
            using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = FilingLoad.Connections }) { BaseAddress = address };
            await FilingLoad.RunAsync(client, filings, t => t > Warm);
            return await FilingLoad.RunAsync(client, filings, t => t > Measured);
        }
        finally
        {
            child.Kill();
            await child.WaitForExitAsync();
        }
    }

    /// <summary>Until both are over, or nothing is left to be filed.</summary>
    private static async Task<bool> BesideAsync(string folder, HttpClient client, ConcurrentQueue<FilingBody> filings)
    {
        var rig = new ImportRig(Path.Combine(folder, "riskreport.db"), TimeProvider.System);
        var workbook = Path.Combine(folder, "import.xlsx");
        await File.WriteAllBytesAsync(workbook, ImportFileMaker.Make(await rig.ReferenceAsync(), Imported, ImportRig.RisksPerEnterprise, ImportRig.Year));
        SqliteConnection.ClearAllPools();
        Process[] others =
        [
            FilingServer.Start(folder, "export", "roster", "--out", Path.Combine(folder, "roster.xlsx")),
            FilingServer.Start(folder, "import", workbook, "--region", "3205", "--year", "2026"),
        ];
        var times = await FilingLoad.RunAsync(client, filings, _ => others.All(o => o.HasExited));
        var good = times.At(0.99) < MostBeside;
        Measure.Line($"beside export and import  {times.PerSecond,6:F0} filings/s over {times.Duration.TotalSeconds:F0} s, p50 {times.At(0.5):F0}, p99 {times.At(0.99):F0} ms (limit {MostBeside:F0}) {Measure.Verdict(good)}");
        foreach (var other in others)
        {
            other.Kill();
            await other.WaitForExitAsync();
            other.Dispose();
        }

        return good;
    }
}
