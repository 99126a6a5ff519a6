using System.Diagnostics;
using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;
using RiskReport.Data;
using RiskReport.Domain.Imports;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Benchmarks;

/// <summary>
/// <c>import-kill [--times 50]</c>: an import of 2,000 enterprises in a process of its own, which is killed at a random moment, every third
/// time once more while it is taken up, and then runs to its end. Each time the result must be that of an import nobody has disturbed.
/// </summary>
internal static class ImportKill
{
    private const int Enterprises = 2000;
    private const int Known = 700;
    private const int Times = 50;
    private const int Seed = 7;
    private const string Taken = "taken";

    public static async Task<int> RunAsync(string[] args)
    {
        switch (args)
        {
            case []:
                return await CompareAsync(Times);
            case ["--times", var given] when int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var times) && times > 0:
                return await CompareAsync(times);
            case [var file, "--run", var start]:
                return await ImportAsync(file, int.Parse(start, CultureInfo.InvariantCulture));
            default:
                await Console.Error.WriteLineAsync("usage: import-kill [--times 50]");
                return 2;
        }
    }

    private static async Task<int> CompareAsync(int times)
    {
        var folder = await ImportRig.PrepareAsync(Enterprises, ImportStage.Apply, Known);
        try
        {
            var file = ImportRig.Copy(folder, "import.db");
            var whole = (await RunAsync(file, 0, null))!.Value;
            var expected = await StateAsync(file);
            Console.WriteLine(FormattableString.Invariant($"undisturbed                  {whole.TotalSeconds:F2} s, {expected.Count:N0} rows"));
            var random = new Random(Seed);
            var (equal, copies, before) = (0, 0, new List<int>());
            for (var time = 1; time <= times; time++)
            {
                var starts = 0;
                while (starts == 0)
                {
                    // one that was over before its moment came is not counted; a name of its own, because SQLite finds a log by its name
                    File.Delete(file);
                    file = ImportRig.Copy(folder, $"import-{++copies}.db");
                    for (var deadly = time % 3 == 0 ? 2 : 1; deadly > 0; deadly--)
                    {
                        if (await RunAsync(file, starts, whole * random.NextDouble()) is { } over)
                        {
                            whole = over < whole && starts == 0 ? over : whole;
                            break;
                        }

                        before.Add(await DoneAsync(file));
                        starts++;
                    }
                }

                if (!await IsOverAsync(file))
                    await RunAsync(file, starts, null);
                if (ImportedState.Difference(expected, await StateAsync(file)) is { } difference)
                    Console.WriteLine($"{time}. differs: {difference}");
                else
                    equal++;
            }

            Console.WriteLine($"killed                       {before.Count} times, with {before.Min():N0} to {before.Max():N0} of {Enterprises:N0} done, {before.Count(b => b == 0)} times before the first batch");
            Console.WriteLine($"equal to the undisturbed     {equal} of {times} {(equal == times ? "ok" : "NOT ALL")}");
            return equal == times ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>How long the work took; null when it was killed on the way.</summary>
    private static async Task<TimeSpan?> RunAsync(string file, int start, TimeSpan? killAfter)
    {
        using var child = Measure.Child("import-kill", file, "--run", start.ToString(CultureInfo.InvariantCulture));
        if (await child.StandardOutput.ReadLineAsync() != Taken)
            throw new InvalidOperationException("The child has not taken the import.");
        var watch = Stopwatch.StartNew();
        var over = child.WaitForExitAsync();
        if (killAfter is { } after && await Task.WhenAny(over, Task.Delay(after)) != over)
        {
            child.Kill();
            await over;
            return null;
        }

        await over;
        return child.ExitCode == 0 ? watch.Elapsed : throw new InvalidOperationException($"The child ended with {child.ExitCode}.");
    }

    /// <summary>As the worker does it. Each start is a minute later, so that the one before is taken for dead.</summary>
    private static async Task<int> ImportAsync(string file, int start)
    {
        var rig = new ImportRig(file, new Later(TimeSpan.FromMinutes(start)));
        var reference = await rig.ReferenceAsync();
        await rig.Queue.RecoverAsync(CancellationToken.None);
        var job = await rig.Queue.TakeOldestAsync(CancellationToken.None);
        if (job is null)
            return 1;
        Console.WriteLine(Taken);
        await rig.RunAsync(job, reference);
        await rig.Queue.FinishAsync(job, ImportStatus.Finished, "", CancellationToken.None);
        return 0;
    }

    private static async Task<List<string>> StateAsync(string file)
    {
        var state = await ImportedState.ReadAsync(Database.Create("sqlite", $"Data Source={file}"));
        SqliteConnection.ClearAllPools();
        return state;
    }

    private static Task<int> DoneAsync(string file) => ScalarAsync(file, "SELECT COUNT(*) FROM ImportOutcome");

    private static async Task<bool> IsOverAsync(string file) => await ScalarAsync(file, "SELECT Status FROM ImportJob") == (int)ImportStatus.Finished;

    private static async Task<int> ScalarAsync(string file, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        return await connection.ExecuteScalarAsync<int>(sql);
    }

    private sealed class Later(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}
