using Microsoft.Extensions.Time.Testing;
using RiskReport.Data.Audit;
using RiskReport.Data.Backups;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;
using RiskReport.Web.Commands;

namespace RiskReport.Tests.Integration.Backups;

/// <summary>What stands and happens beside a backup: neighbours of its file, another backup, the night's anchor, a fault half-way.</summary>
[TestClass]
public sealed class BackupBesideTests
{
    private const string Entries = "SELECT GROUP_CONCAT(Result, ' ') FROM (SELECT Result FROM AuditEntry WHERE Action = 'backup.made' ORDER BY Number)";

    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 4, 0, 0, TimeSpan.Zero);

    [TestMethod]
    public async Task Neither_the_live_database_nor_another_backup_is_touched()
    {
        await using var test = await TestDatabase.CreateAsync();
        var target = Path.Combine(test.Folder, "test"); // the live database is test.db
        var keys = Directory.CreateDirectory(Path.Combine(test.Folder, "keys")).FullName;
        foreach (var stranger in new[] { ".hidden", "密钥.pem", "a copy.pem" })
            await File.WriteAllTextAsync(Path.Combine(keys, stranger), "none of ours");

        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => CommandRun.OfAsync(test, ["backup", target]))));

        Assert.AreEqual("0 2", string.Join(' ', both.Select(b => b.Status).Order()), string.Join('\n', both.Select(b => b.Error)));
        StringAssert.Contains(both.Single(b => b.Status == CommandLine.BadArguments).Error, "不会覆盖");
        CollectionAssert.IsSubsetOf(Directory.GetFileSystemEntries(test.Folder).Select(Path.GetFileName).ToList(),
            new[] { "test", "test.db", "test.db-wal", "test.db-shm", "keys", "anchors" }, "nothing is left beside it");
        Assert.AreEqual(118, await test.ScalarAsync<int>("SELECT COUNT(*) FROM Region WHERE LENGTH(Code) = 9"));
        await using var empty = TestDatabase.Empty();
        var restored = await CommandRun.OfAsync(empty, ["restore", target]);
        Assert.AreEqual(CommandLine.Good, restored.Status, restored.Error);
    }

    [TestMethod]
    public async Task An_anchor_that_is_signed_meanwhile_does_not_spoil_it()
    {
        await using var test = await TestDatabase.CreateAsync();
        var anchors = new AuditAnchors(Path.Combine(test.Folder, "anchors"), Path.Combine(test.Folder, "keys"));
        var quiet = new FakeTimeProvider(Noon);
        await new AuditLog(test.Database, quiet).AppendAsync(
            new(Domain.Audit.AuditAction.PhoneShown, "1", "320583100"), new Actor("office", "test", ""), CancellationToken.None);
        anchors.Write(Noon.UtcDateTime.AddDays(-1), 1, await test.ScalarAsync<string>("SELECT Hash FROM AuditHead"));
        // what the copy of the database cannot hold
        var clock = new TellingClock(Noon, _ => anchors.Write(Noon.UtcDateTime, 999, new string('a', 64)));
        var backup = Path.Combine(test.Folder, "b");

        await new BackupStore(test.Database, new AuditLog(test.Database, clock), test.Folder, quiet).WriteAsync(backup, new Actor("office", "test", ""), CancellationToken.None);

        await using var empty = TestDatabase.Empty();
        var restored = await CommandRun.OfAsync(empty, ["restore", backup]);
        Assert.AreEqual(CommandLine.Good, restored.Status, restored.Error);
        var verified = await CommandRun.OfAsync(empty, ["audit", "verify"]);
        StringAssert.Contains(verified.Output, "3 条，与 1 个锚点相符");
    }

    [TestMethod]
    public async Task What_breaks_off_is_told_entered_and_leaves_nothing()
    {
        await using var test = await TestDatabase.CreateAsync();
        var keys = Directory.CreateDirectory(Path.Combine(test.Folder, "keys")).FullName;
        File.CreateSymbolicLink(Path.Combine(keys, "lost.pem"), Path.Combine(test.Folder, "nowhere"));

        var broken = await CommandRun.OfAsync(test, ["backup", Path.Combine(test.Folder, "b")]);
        var nowhere = await CommandRun.OfAsync(test, ["backup", Path.Combine(test.Folder, "not-there", "b")]);

        Assert.AreEqual((CommandLine.BadArguments, CommandLine.BadArguments), (broken.Status, nowhere.Status));
        StringAssert.Contains(broken.Error, "没有完成");
        StringAssert.Contains(nowhere.Error, "不存在");
        Assert.IsFalse(broken.Error.Contains("   at ", StringComparison.Ordinal), broken.Error);
        Assert.AreEqual("ok refused", await test.ScalarAsync<string>(Entries));
        Assert.IsEmpty(Directory.GetFileSystemEntries(test.Folder, "b*"));
        Assert.IsFalse(Directory.Exists(Path.Combine(test.Folder, "not-there")));
    }

    [TestMethod]
    [DataRow("backup")]
    [DataRow("audit verify")]
    public async Task A_database_that_is_not_there_is_neither_made_nor_migrated(string verb)
    {
        await using var test = TestDatabase.Empty();
        var file = Path.Combine(test.Folder, "test.db");
        string[] words = verb == "backup" ? ["backup", Path.Combine(test.Folder, "b")] : ["audit", "verify"];

        var missing = await CommandRun.OfAsync(test, words);
        Assert.IsFalse(File.Exists(file));
        await test.ExecuteAsync("CREATE TABLE Other (Id INTEGER)");
        var other = await CommandRun.OfAsync(test, words);

        Assert.AreEqual((CommandLine.BadArguments, CommandLine.BadArguments), (missing.Status, other.Status), missing.Output + other.Output);
        StringAssert.Contains(missing.Error, $"数据库 {file} 不存在");
        StringAssert.Contains(other.Error, "请先运行 migrate");
        Assert.AreEqual("Other", await test.ScalarAsync<string>("SELECT GROUP_CONCAT(name) FROM sqlite_schema"));
        Assert.IsFalse(File.Exists(Path.Combine(test.Folder, "b")));
    }
}
