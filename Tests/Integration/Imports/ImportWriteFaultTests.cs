using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RiskReport.Data.Audit;
using RiskReport.Data.Imports;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Imports;

/// <summary>
/// Every kind of write that an import or its undo makes fails, the first of its kind and the last: what had begun is undone, nothing says that it
/// succeeded, and the next attempt comes to the same end as if nothing had been.
/// </summary>
[TestClass]
public sealed class ImportWriteFaultTests
{
    private const string OtherTownship = "320583101";

    private static readonly Actor Office = new("office", "test", "test");

    [TestMethod]
    public async Task An_import_ends_the_same_whichever_of_its_writes_fails()
    {
        await using var app = await StartAsync();

        Assert.AreEqual("""
            Enterprise INSERT, UPDATE
            Declaration INSERT, UPDATE
            RiskItem INSERT, DELETE
            DeclarationVersion INSERT
            DeclarationEvent INSERT
            ImportOutcome INSERT
            ImportProblem INSERT
            TownshipSummary INSERT, UPDATE, DELETE
            DailyFiling INSERT, UPDATE
            ColourMovement INSERT, UPDATE
            ReportChange INSERT
            ReportChangeHead UPDATE
            AuditEntry INSERT
            AuditHead UPDATE
            Notice INSERT
            """, await FailEachAsync(app));
    }

    [TestMethod]
    public async Task An_undo_ends_the_same_whichever_of_its_writes_fails()
    {
        await using var app = await StartAsync();
        await app.RunImportAsync();
        Assert.IsTrue(await app.Services.GetRequiredService<ImportDesk>().UndoAsync(2, "错误的文件", new Scope(TestApp.Kunshan), Office, CancellationToken.None));

        Assert.AreEqual("""
            Enterprise UPDATE, DELETE
            Declaration UPDATE, DELETE
            RiskItem INSERT, DELETE
            DeclarationVersion INSERT, DELETE
            DeclarationEvent INSERT, DELETE
            ImportOutcome UPDATE
            WithdrawnReceipt INSERT
            TownshipSummary INSERT, UPDATE, DELETE
            DailyFiling INSERT, UPDATE, DELETE
            ColourMovement INSERT, UPDATE
            ReportChange INSERT
            ReportChangeHead UPDATE
            AuditEntry INSERT
            AuditHead UPDATE
            Notice INSERT
            """, await FailEachAsync(app));
    }

    /// <summary>One of each: changed with its risks, unchanged, moved after filing, new with a risk, new and nil, refused; and a risk that belongs to nobody.</summary>
    private static async Task<TestApp> StartAsync()
    {
        var app = await TestApp.StartAsync(configure: services =>
        {
            foreach (var worker in services.Where(s => s.ServiceType == typeof(IHostedService) && s.ImplementationFactory is not null).ToList())
                services.Remove(worker);
        });
        var codes = Enumerable.Range(0, 6).Select(_ => Enterprises.NewCreditCode()).ToList();
        var known = new ImportFile().Enterprise(codes[0], cells: ("有无较大以上风险", "有")).Risk(codes[0], ("C", 40)).Enterprise(codes[1]).Enterprise(codes[2]);
        var file = new ImportFile().Enterprise(codes[0], cells: ("有无较大以上风险", "有")).Risk(codes[0], ("C", 40)).Risk(codes[0]).Enterprise(codes[1])
            .Enterprise(codes[2], OtherTownship).Enterprise(codes[3], cells: ("有无较大以上风险", "有")).Risk(codes[3], ("C", 40)).Enterprise(codes[4])
            .Enterprise(codes[5], cells: ("从业人数", "很多")).Risk(Enterprises.NewCreditCode());
        await app.QueueImportAsync(known.Bytes(), Office);
        await app.RunImportAsync();
        await app.QueueImportAsync(file.Bytes(), Office);
        return app;
    }

    /// <summary>Which writes there were to which table.</summary>
    private static async Task<string> FailEachAsync(TestApp app)
    {
        var file = new SqliteConnectionStringBuilder(app.Database.Database.ConnectionString).DataSource;
        await app.Database.ExecuteAsync("PRAGMA wal_checkpoint(TRUNCATE)");
        File.Copy(file, file + ".before");
        var rows = await RowsAsync(app);
        await app.RunImportAsync();
        var end = await ImportedState.ReadAsync(app.Database.Database);
        var added = (await RowsAsync(app)).Select((after, i) => after - rows[i]).ToList();

        var (verifier, anchors) = (app.Services.GetRequiredService<AuditVerifier>(), app.Services.GetRequiredService<AuditAnchors>());
        var failed = new List<string>();
        foreach (var (table, i) in ImportedState.Tables.Select((t, i) => (t, i)))
        {
            var writes = new List<string>();
            foreach (var write in (string[])["INSERT", "UPDATE", "DELETE"])
            {
                if (await FailAsync(table, write, "1 = 1"))
                    writes.Add(write);
            }

            if (writes.Count > 0)
                failed.Add($"{table} {string.Join(", ", writes)}");
            if (added[i] > 1)
                Assert.IsTrue(await FailAsync(table, "INSERT", $"(SELECT COUNT(*) FROM {table}) = {rows[i] + added[i] - 1}"), table);
        }

        // taken, counted, and done
        foreach (var when in (string[])["NEW.Attempts > OLD.Attempts", "NEW.EnterprisesDone > OLD.EnterprisesDone", "NEW.Status <> OLD.Status AND OLD.Status = 1"])
            Assert.IsTrue(await FailAsync("ImportJob", "UPDATE", when), when);
        return string.Join('\n', failed);

        async Task<bool> FailAsync(string table, string write, string when)
        {
            var what = $"{write} {table} when {when}";
            PutBack(app, file);
            await app.Database.ExecuteAsync($"CREATE TRIGGER Fault BEFORE {write} ON {table} WHEN {when} BEGIN SELECT RAISE(ABORT, 'disk'); END");
            try
            {
                await app.RunImportAsync();
                return false;
            }
            catch (SqliteException e) when (e.Message.Contains("disk", StringComparison.Ordinal))
            {
                Assert.AreNotEqual(2, await app.Database.ScalarAsync<int>("SELECT Status FROM ImportJob WHERE Id = 2"), what + ": done, it says");
            }

            await app.Database.ExecuteAsync("DROP TRIGGER Fault");
            app.Clock.Advance(ImportQueue.Silence + TimeSpan.FromSeconds(1));
            await app.RunImportAsync();
            Assert.IsNull(ImportedState.Difference(end, await ImportedState.ReadAsync(app.Database.Database)), what);
            Assert.IsNull((await verifier.RunAsync(anchors, app.Clock.GetUtcNow().UtcDateTime, areAll: true, CancellationToken.None)).Fault, what);
            return true;
        }
    }

    private static async Task<List<long>> RowsAsync(TestApp app)
    {
        var rows = new List<long>();
        foreach (var table in ImportedState.Tables)
            rows.Add(await app.Database.ScalarAsync<long>($"SELECT COUNT(*) FROM {table}"));
        return rows;
    }

    private static void PutBack(TestApp app, string file)
    {
        using (var connection = new SqliteConnection(app.Database.Database.ConnectionString))
            SqliteConnection.ClearPool(connection);
        File.Delete(file + "-wal");
        File.Delete(file + "-shm");
        File.Copy(file + ".before", file, overwrite: true);
    }
}
