using System.Data.Common;
using System.Diagnostics;
using Dapper;
using Microsoft.Data.Sqlite;
using RiskReport.Data;
using RiskReport.Data.Audit;
using RiskReport.Data.Changes;
using RiskReport.Data.Declarations;
using RiskReport.Data.Enterprises;
using RiskReport.Data.Reference;
using RiskReport.Data.Regrading;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Regrading;

namespace RiskReport.Tests.Benchmarks;

/// <summary>
/// <c>simulate FILE</c>: rule set 2021-B over the whole city of a database made by <c>seed city</c>, against a bare loop that
/// reads the same columns of the same rows. Each in a process of its own, for its peak memory.
/// </summary>
internal static class Simulate
{
    private const double MostSeconds = 10;
    private const double MostMegabytes = 300;
    private const double MostTimesBare = 2;
    private const int Runs = 3;

    public static async Task<int> RunAsync(string[] args)
    {
        switch (args)
        {
            case [var file] when File.Exists(file):
                return await CompareAsync(Path.GetFullPath(file));
            case [var file, "--bare"]:
                await BareAsync(file);
                return 0;
            case [var file, "--simulate"]:
                await SimulateAsync(file);
                return 0;
            default:
                await Console.Error.WriteLineAsync("usage: simulate FILE, a SQLite database made by: seed city --enterprises 200000 --risks-per-enterprise 8");
                return 2;
        }
    }

    private static async Task<int> CompareAsync(string file)
    {
        var database = Open(file);
        await Migrations.RunAsync(database);

        var (bare, _, bareRows) = await BestAsync(file, "--bare");
        var (simulated, megabytes, items) = await BestAsync(file, "--simulate");
        var good = simulated <= MostSeconds && megabytes <= MostMegabytes && simulated <= bare * MostTimesBare;
        Console.WriteLine($"bare read of the same rows   {bare:F2} s, {bareRows}");
        Console.WriteLine($"simulation                   {simulated:F2} s (limit {MostSeconds:F0} s and {MostTimesBare:F1}x the bare read: {simulated / bare:F2}x), {items}");
        Console.WriteLine($"peak memory                  {megabytes:F0} MB (limit {MostMegabytes:F0} MB) {(good ? "ok" : "TOO MUCH")}");
        return good ? 0 : 1;
    }

    private static async Task<(double Seconds, double Megabytes, string What)> BestAsync(string file, string what)
    {
        var runs = new List<(double Seconds, double Megabytes, string What)>();
        for (var i = 0; i < Runs; i++)
        {
            var parts = (await Measure.InChildAsync("simulate", file, what)).Split('|');
            runs.Add((double.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture), double.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture), parts[2]));
        }

        return runs.MinBy(r => r.Seconds) with { Megabytes = runs.Max(r => r.Megabytes) };
    }

    private static async Task SimulateAsync(string file)
    {
        var database = Open(file);
        var clock = TimeProvider.System;
        var reference = await new ReferenceStore(database).ReadAsync(CancellationToken.None);
        var queue = new RegradingQueue(database, clock);
        var enterprises = new EnterpriseStore(database, clock);
        var changes = new ReportChanges(database, new AuditLog(database, clock), clock);
        var declarations = new DeclarationStore(database, enterprises, new VersionStore(database), changes, clock);
        var regrader = new Regrader(database, queue, new RegradeReports(database, declarations, clock), changes, clock);
        var other = reference.RuleSet("2021-B")!;
        var id = await queue.SimulateAsync(other, Scope.City, await YearAsync(database), new Actor("benchmark", "benchmark", "benchmark"), CancellationToken.None);
        var run = (await queue.TakeOldestAsync(CancellationToken.None))!;

        var watch = Stopwatch.StartNew();
        await regrader.RunAsync(run, reference, CancellationToken.None);
        var seconds = watch.Elapsed.TotalSeconds;

        var queries = new RegradingQueries(database);
        var done = (await queries.FindAsync(id, Scope.City, CancellationToken.None))!;
        var counts = await queries.CountsAsync(id, Scope.City, CancellationToken.None);
        if (done.Status != RegradingStatus.Finished || counts.Total != done.EnterprisesTotal)
            throw new InvalidOperationException("The simulation did not finish.");
        Print(seconds, $"{done.EnterprisesDone:N0} enterprises, {done.ItemsDone:N0} items, {counts.Changed:N0} would change");
    }

    /// <summary>One statement, one reader, the same columns, each read as what it is.</summary>
    private static async Task BareAsync(string file)
    {
        await using var connection = await Open(file).OpenAsync(CancellationToken.None);
        var year = await YearAsync(Open(file));
        var watch = Stopwatch.StartNew();
        var (reports, items, sum) = (0, 0, 0d);
        using (var reader = Reader(connection, year,
            "SELECT d.Id, d.TownshipCode, d.Colour, d.RuleSet, d.Version, d.HazardPlacePeople, d.MajorHazard, d.SeriousViolation, d.AccidentConditions FROM Declaration d WHERE +d.Year = @year AND d.Status IN (2, 4) ORDER BY d.Id"))
        {
            while (reader.Read())
            {
                reports++;
                sum += reader.GetInt64(0) + reader.GetString(1).Length + reader.GetInt32(2) + reader.GetString(3).Length + reader.GetInt32(4);
                for (var i = 5; i < 9; i++)
                    sum += reader.IsDBNull(i) ? 0 : reader.GetInt32(i);
            }
        }

        using (var reader = Reader(connection, year,
            "SELECT i.DeclarationId, i.Method, i.L, i.E, i.C, i.S, i.M, i.CatalogueCode FROM Declaration d JOIN RiskItem i ON i.DeclarationId = d.Id WHERE +d.Year = @year AND d.Status IN (2, 4) ORDER BY i.DeclarationId, i.Position"))
        {
            while (reader.Read())
            {
                items++;
                sum += reader.GetInt64(0) + reader.GetInt32(1);
                for (var i = 2; i < 7; i++)
                    sum += reader.IsDBNull(i) ? 0 : reader.GetDouble(i);
                sum += reader.IsDBNull(7) ? 0 : reader.GetString(7).Length;
            }
        }

        GC.KeepAlive(sum);
        Print(watch.Elapsed.TotalSeconds, $"{reports:N0} reports, {items:N0} items");
    }

    private static SqliteDataReader Reader(DbConnection connection, int year, string sql)
    {
        var command = (SqliteCommand)connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("@year", year);
        return command.ExecuteReader();
    }

    private static async Task<int> YearAsync(Database database)
    {
        await using var connection = await database.OpenAsync(CancellationToken.None);
        return await connection.ExecuteScalarAsync<int>("SELECT MAX(Year) FROM Declaration");
    }

    private static void Print(double seconds, string what) =>
        Console.WriteLine(FormattableString.Invariant($"{seconds}|{Measure.PeakMemory() / 1048576.0}|{what}"));

    private static Database Open(string file) => Database.Create("sqlite", $"Data Source={file}");
}
