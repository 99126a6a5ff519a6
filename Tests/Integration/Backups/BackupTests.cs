using System.IO.Compression;
using System.Net;
using Dapper;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;
using RiskReport.Web.Commands;

namespace RiskReport.Tests.Integration.Backups;

/// <summary>The drill: a backup while people file, back again into an empty place, and the server on it.</summary>
[TestClass]
public sealed class BackupTests
{
    [TestMethod]
    public async Task What_was_backed_up_while_people_filed_is_all_there_again_and_serves()
    {
        await using var app = await TestApp.StartAsync();
        var (name, office) = await app.OfficeAsync(Role.Auditor);
        var filers = new List<(Filer Filer, ReportForm Form)>();
        for (var i = 0; i < 4; i++)
        {
            var filer = await Filer.SignedInAsync(app);
            filers.Add((filer, await (await ReportForm.OpenAsync(filer.Client)).Nil().SaveAsync(filer.Client)));
        }

        var backup = Path.Combine(app.Database.Folder, "friday.backup");
        var filing = Task.WhenAll(filers.Select(async f =>
        {
            using var response = await f.Form.PressAsync(f.Filer.Client);
            Assert.AreEqual(HttpStatusCode.Redirect, response.StatusCode);
        }));
        var made = await CommandRun.OfAsync(app.Database, ["backup", backup]);
        await filing;
        var again = await CommandRun.OfAsync(app.Database, ["backup", backup]);
        await using var empty = TestDatabase.Empty();
        var restored = await CommandRun.OfAsync(empty, ["restore", backup]);
        var twice = await CommandRun.OfAsync(empty, ["restore", backup]);

        Assert.AreEqual(CommandLine.Good, made.Status, made.Output + made.Error);
        Assert.AreEqual(CommandLine.Good, restored.Status, restored.Output + restored.Error);
        Assert.AreEqual((CommandLine.BadArguments, CommandLine.BadArguments), (again.Status, twice.Status));
        StringAssert.Contains(again.Error, "已经存在");
        StringAssert.Contains(twice.Error, "只能恢复到空的位置");
        var verified = await CommandRun.OfAsync(empty, ["audit", "verify"]);
        Assert.AreEqual(CommandLine.Good, verified.Status, verified.Output);
        Assert.AreEqual("backup.made backup.restored", await empty.ScalarAsync<string>(
            "SELECT GROUP_CONCAT(Action, ' ') FROM (SELECT Action FROM AuditEntry WHERE Action LIKE 'backup%' ORDER BY Number)"));
        Assert.AreEqual(await empty.ScalarAsync<int>("SELECT COUNT(*) FROM DeclarationVersion"), await empty.ScalarAsync<int>("SELECT COUNT(*) FROM ReportChange"), "a moment between two filings");
        await using (var connection = await app.Database.Database.OpenAsync(CancellationToken.None))
        {
            await connection.ExecuteAsync("ATTACH DATABASE @File AS restored", new { File = Path.Combine(empty.Folder, "test.db") });
            foreach (var table in new[] { "AuditEntry", "Account", "DeclarationVersion", "ReportChange" })
            {
                var own = table == "AuditEntry" ? "WHERE Action <> 'backup.restored'" : "";
                Assert.AreEqual(0, await connection.ExecuteScalarAsync<int>($"SELECT COUNT(*) FROM (SELECT * FROM restored.{table} {own} EXCEPT SELECT * FROM main.{table})"), table);
            }

            await connection.ExecuteAsync("DETACH DATABASE restored");
        }

        await using var second = TestApp.On(empty);
        await second.Anonymous().SignInAsync(name);
        Assert.AreEqual("wal", await empty.ScalarAsync<string>("PRAGMA journal_mode"));
        Assert.IsTrue(Directory.EnumerateFiles(Path.Combine(empty.Folder, "keys")).Any());
        Assert.IsEmpty(Directory.GetDirectories(empty.Folder, "restoring-*"));
        if (!OperatingSystem.IsWindows())
            Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(backup));
    }

    [TestMethod]
    [DataRow("riskreport.db", "已损坏：riskreport.db 的 SHA-256")]
    [DataRow("manifest.json", "不是可以读取的备份文件")]
    [DataRow("", "不是可以读取的备份文件")]
    public async Task What_is_damaged_is_refused_and_leaves_the_place_empty(string entry, string sentence)
    {
        await using var test = await TestDatabase.CreateAsync();
        var backup = Path.Combine(test.Folder, "b");
        Assert.AreEqual(CommandLine.Good, (await CommandRun.OfAsync(test, ["backup", backup])).Status);
        if (entry.Length == 0)
            await File.WriteAllTextAsync(backup, "not a backup");
        else
            Damage(backup, entry);
        await using var empty = TestDatabase.Empty();

        var restored = await CommandRun.OfAsync(empty, ["restore", backup]);

        Assert.AreEqual(CommandLine.BadArguments, restored.Status, restored.Output);
        StringAssert.Contains(restored.Error, sentence);
        Assert.IsEmpty(Directory.EnumerateFiles(empty.Folder, "*", SearchOption.AllDirectories));
    }

    [TestMethod]
    public async Task A_backup_with_a_report_that_is_not_what_was_filed_is_refused()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        await (await ReportForm.OpenAsync(filer.Client)).Nil().SubmitAsync(filer.Client);
        await app.Database.ExecuteAsync("UPDATE DeclarationVersion SET ContentSha256 = 'x'");
        var backup = Path.Combine(app.Database.Folder, "b");
        Assert.AreEqual(CommandLine.Good, (await CommandRun.OfAsync(app.Database, ["backup", backup])).Status);
        await using var empty = TestDatabase.Empty();

        var restored = await CommandRun.OfAsync(empty, ["restore", backup]);

        Assert.AreEqual(CommandLine.BadArguments, restored.Status, restored.Output);
        StringAssert.Contains(restored.Error, "2026 年度第 1 版，散列值被改动");
        Assert.IsEmpty(Directory.EnumerateFiles(empty.Folder, "*", SearchOption.AllDirectories));
    }

    [TestMethod]
    public async Task What_cannot_be_entered_is_not_restored()
    {
        await using var test = await TestDatabase.CreateAsync();
        await test.ExecuteAsync("CREATE TRIGGER Full BEFORE INSERT ON AuditEntry WHEN NEW.Action = 'backup.restored' BEGIN SELECT RAISE(ABORT, 'disk full'); END");
        var backup = Path.Combine(test.Folder, "b");
        Assert.AreEqual(CommandLine.Good, (await CommandRun.OfAsync(test, ["backup", backup])).Status);
        await using var empty = TestDatabase.Empty();

        var restored = await CommandRun.OfAsync(empty, ["restore", backup]);

        Assert.AreEqual(CommandLine.BadArguments, restored.Status, restored.Output);
        StringAssert.Contains(restored.Error, "没有完成");
        Assert.IsEmpty(Directory.EnumerateFiles(empty.Folder, "*", SearchOption.AllDirectories));
    }

    [TestMethod]
    public async Task A_name_that_leads_elsewhere_is_none_of_ours()
    {
        await using var test = await TestDatabase.CreateAsync();
        var backup = Path.Combine(test.Folder, "b");
        Assert.AreEqual(CommandLine.Good, (await CommandRun.OfAsync(test, ["backup", backup])).Status);
        using (var archive = ZipFile.Open(backup, ZipArchiveMode.Update))
        {
            var manifest = archive.GetEntry("manifest.json")!;
            string text;
            using (var reader = new StreamReader(manifest.Open()))
                text = reader.ReadToEnd();
            manifest.Delete();
            using var writer = new StreamWriter(archive.CreateEntry("manifest.json").Open());
            writer.Write(text.Replace("\"riskreport.db\"", "\"keys/../../evil\":\"\",\"riskreport.db\"", StringComparison.Ordinal));
        }

        await using var empty = TestDatabase.Empty();
        var restored = await CommandRun.OfAsync(empty, ["restore", backup]);

        StringAssert.Contains(restored.Error, "不是可以读取的备份文件");
        Assert.AreEqual(CommandLine.BadArguments, restored.Status);
    }

    private static void Damage(string backup, string name)
    {
        using var archive = ZipFile.Open(backup, ZipArchiveMode.Update);
        using var content = archive.GetEntry(name)!.Open();
        content.SetLength(Math.Max(0, content.Length - 4096));
    }
}
