using System.Diagnostics;
using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;
using RiskReport.Domain.Imports;
using RiskReport.Reports.Xlsx;

namespace RiskReport.Tests.Benchmarks;

/// <summary>
/// <c>import</c> and <c>import-dry</c>: 20,000 enterprises with about 80,000 risks from a workbook into an empty SQLite file, beside reading
/// the same workbook with nothing else and inserting the same rows with nothing else. Each in a process of its own, for its peak memory.
/// </summary>
internal static class Import
{
    private const int Enterprises = 20_000;
    private const int Runs = 3;
    private const double MostSecondsDry = 8;
    private const double MostSeconds = 20;
    private const double MostTimes = 2.5;
    private const double MostMegabytes = 400;
    private const double MostGrowth = 64;

    /// <summary>What an import writes, and the column that tells the report a row belongs to; outcomes and problems are written along.</summary>
    private static readonly (string Table, string? Key)[] Tables =
    [
        ("Enterprise", "Id"), ("Declaration", "Id"), ("RiskItem", "DeclarationId"), ("DeclarationEvent", "DeclarationId"), ("DeclarationVersion", "DeclarationId"),
        ("ImportOutcome", null), ("ImportProblem", null), ("ReportChange", null), ("AuditEntry", null),
    ];

    public static Task<int> RunAsync(string[] args) => RunAsync(args, ImportStage.Apply);

    public static Task<int> RunDryAsync(string[] args) => RunAsync(args, ImportStage.Check);

    private static async Task<int> RunAsync(string[] args, ImportStage stage)
    {
        switch (args)
        {
            case []:
                return await CompareAsync(stage);
            case [var folder, "--read"]:
                await ReadAsync(folder);
                return 0;
            case [var folder, "--bare"]:
                await BareAsync(folder);
                return 0;
            case [var folder, "--run"]:
                await ImportAsync(folder);
                return 0;
            default:
                await Console.Error.WriteLineAsync("usage: import | import-dry");
                return 2;
        }
    }

    private static async Task<int> CompareAsync(ImportStage stage)
    {
        // the collector lets as much rubbish lie as the cache of the processor holds: how much the program needs shows with little
        Environment.SetEnvironmentVariable("DOTNET_GCGen0MaxBudget", "200000");
        var scenario = stage == ImportStage.Apply ? "import" : "import-dry";
        var small = await ImportRig.PrepareAsync(Enterprises / 10, stage);
        var large = await ImportRig.PrepareAsync(Enterprises, stage);
        try
        {
            var (_, _, smallPeak, _) = await BestAsync(scenario, small, "--run");
            var (wall, cpu, peak, what) = await BestAsync(scenario, large, "--run");
            var (_, read, _, cells) = await BestAsync(scenario, large, "--read");
            Console.WriteLine($"reading the workbook alone   {read:F2} CPU s, {cells}");
            var good = peak <= MostMegabytes && peak - smallPeak <= MostGrowth && wall <= (stage == ImportStage.Apply ? MostSeconds : MostSecondsDry);
            if (stage == ImportStage.Apply)
            {
                var (_, bare, _, rows) = await BestAsync(scenario, large, "--bare");
                Console.WriteLine($"inserting the rows alone     {bare:F2} CPU s, {rows}");
                good &= cpu <= MostTimes * (read + bare);
                Console.WriteLine($"import                       {wall:F1} s (limit {MostSeconds:F0} s), {cpu:F2} CPU s (limit {MostTimes:F1}x both: {cpu / (read + bare):F2}x), {what}");
            }
            else
            {
                Console.WriteLine($"dry run                      {wall:F1} s (limit {MostSecondsDry:F0} s), {cpu:F2} CPU s, {what}");
            }

            Console.WriteLine($"peak memory                  {peak:F0} MB (limit {MostMegabytes:F0} MB), {peak - smallPeak:F0} MB more than with a tenth (limit {MostGrowth:F0} MB) {(good ? "ok" : "TOO MUCH")}");
            return good ? 0 : 1;
        }
        finally
        {
            Directory.Delete(small, recursive: true);
            Directory.Delete(large, recursive: true);
        }
    }

    private static async Task<(double Wall, double Cpu, double Megabytes, string What)> BestAsync(string scenario, string folder, string what)
    {
        var runs = new List<(double Wall, double Cpu, double Megabytes, string What)>();
        for (var i = 0; i < Runs; i++)
        {
            var parts = (await Measure.InChildAsync(scenario, folder, what)).Split('|');
            double Part(int n) => double.Parse(parts[n], CultureInfo.InvariantCulture);
            runs.Add((Part(0), Part(1), Part(2), parts[3]));
        }

        return runs.MinBy(r => r.Cpu) with { Megabytes = runs.Max(r => r.Megabytes) };
    }

    private static async Task ReadAsync(string folder)
    {
        var cells = 0L;
        await PrintAsync(() =>
        {
            using var file = File.OpenRead(Path.Combine(folder, "file.xlsx"));
            using var book = WorkbookReader.Open(file, WorkbookLimits.Default);
            foreach (var row in book.Sheets.SelectMany(s => book.Rows(s.Name)))
                cells += row.Cells.Count;
            return Task.CompletedTask;
        }, () => $"{cells:N0} cells");
    }

    private static async Task ImportAsync(string folder)
    {
        var rig = new ImportRig(ImportRig.Copy(folder, "import.db"), TimeProvider.System);
        var reference = await rig.ReferenceAsync();
        await PrintAsync(async () => await rig.RunAsync((await rig.Queue.TakeOldestAsync(CancellationToken.None))!, reference), () =>
        {
            using var connection = new SqliteConnection(rig.Database.ConnectionString);
            var (total, refused) = connection.QuerySingle<(int, int)>("SELECT COUNT(*), SUM(Outcome = 4) FROM ImportOutcome");
            return $"{total:N0} enterprises, {refused:N0} refused, {connection.ExecuteScalar<int>("SELECT COUNT(*) FROM RiskItem"):N0} risks written";
        });
    }

    /// <summary>Every row that the import has written, out of memory into an empty database by prepared commands and nothing else, in transactions as short as the import's.</summary>
    private static async Task BareAsync(string folder)
    {
        const int ReportsInTransaction = 200;
        var bare = ImportRig.Copy(folder, "bare.db");
        var tables = new List<(string Sql, List<object[][]> Batches)>();
        await using (var full = new SqliteConnection($"Data Source={Path.Combine(folder, "import.db")}"))
        {
            await full.OpenAsync();
            await full.ExecuteAsync("ATTACH DATABASE @bare AS bare", new { bare });
            var batches = (await full.ExecuteScalarAsync<int>("SELECT MAX(Id) FROM Declaration") / ReportsInTransaction) + 1;
            foreach (var (table, key) in Tables)
            {
                // what the database computes itself is not inserted, nor what was there before the import
                var columns = string.Join(", ", await full.QueryAsync<string>("SELECT name FROM pragma_table_info(@Table)", new { Table = table }));
                await using var command = full.CreateCommand();
                command.CommandText = $"SELECT {columns} FROM {table} WHERE rowid NOT IN (SELECT rowid FROM bare.{table}){(key is null ? "" : $" ORDER BY {key}")}";
                await using var reader = await command.ExecuteReaderAsync();
                var rows = new List<object[]>();
                while (await reader.ReadAsync())
                {
                    var row = new object[reader.FieldCount];
                    reader.GetValues(row);
                    rows.Add(row);
                }

                var place = key is null ? -1 : reader.GetOrdinal(key);
                var batched = rows.Select((row, i) => (Row: row, Batch: place < 0 ? (int)((long)i * batches / rows.Count) : (int)((long)row[place] / ReportsInTransaction))).ToLookup(r => r.Batch, r => r.Row);
                tables.Add((
                    $"INSERT INTO {table} ({columns}) VALUES ({string.Join(", ", Enumerable.Range(0, reader.FieldCount).Select(i => $"@p{i}"))})",
                    Enumerable.Range(0, batches).Select(n => batched[n].ToArray()).ToList()));
            }
        }

        await using var connection = (SqliteConnection)await new ImportRig(bare, TimeProvider.System).Database.OpenForScanAsync(CancellationToken.None);
        await PrintAsync(() =>
        {
            for (var i = 0; i < tables[0].Batches.Count; i++)
            {
                using var transaction = connection.BeginTransaction(deferred: false);
                foreach (var (sql, batches) in tables.Where(t => t.Batches[i].Length > 0))
                    Insert(connection, transaction, sql, batches[i]);
                transaction.Commit();
            }

            return Task.CompletedTask;
        }, () => $"{tables.Sum(t => t.Batches.Sum(b => b.Length)):N0} rows");
    }

    private static void Insert(SqliteConnection connection, SqliteTransaction transaction, string sql, object[][] rows)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        var parameters = rows[0].Select((_, i) => command.Parameters.Add(new SqliteParameter($"@p{i}", null))).ToArray();
        foreach (var row in rows)
        {
            for (var i = 0; i < row.Length; i++)
                parameters[i].Value = row[i];
            command.ExecuteNonQuery();
        }
    }

    private static async Task PrintAsync(Func<Task> work, Func<string> what)
    {
        var watch = Stopwatch.StartNew();
        var cpu = await Measure.CpuSecondsAsync(work);
        var wall = watch.Elapsed.TotalSeconds;
        Console.WriteLine(FormattableString.Invariant($"{wall}|{cpu}|{Measure.PeakMemory() / 1048576.0}|{what()}"));
    }
}
