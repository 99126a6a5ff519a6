using RiskReport.Data.Audit;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;
using RiskReport.Tests.Support;
using RiskReport.Web.Commands;

namespace RiskReport.Tests.Integration.Audit;

/// <summary>Whoever owns the database can drop the triggers and change what he likes: the walk along the trail finds it.</summary>
[TestClass]
public sealed class AuditVerifyTests
{
    private const string Columns = "At, Action, Result, Subject, Region, Account, Role, AccountRegion, Source, HashBefore, HashAfter, PreviousHash, Hash";

    private static readonly DateTime Noon = new(2026, 11, 24, 4, 0, 0, DateTimeKind.Utc);

    [TestMethod]
    [DataRow("UPDATE AuditEntry SET Subject = 'x' WHERE Number = 4", 4, "第 4 条被改动")]
    [DataRow("UPDATE AuditEntry SET At = '2026-11-24 04:00:00.001' WHERE Number = 9", 9, "第 9 条被改动")]
    [DataRow("DELETE FROM AuditEntry WHERE Number = 5", 5, "第 5 条缺失")]
    [DataRow("DELETE FROM AuditEntry WHERE Number = 5; UPDATE AuditEntry SET Number = Number - 1 WHERE Number > 5; UPDATE AuditHead SET Number = 8", 5, "第 5 条被删去")]
    [DataRow("UPDATE AuditEntry SET Number = 99 WHERE Number = 3; UPDATE AuditEntry SET Number = 3 WHERE Number = 6; UPDATE AuditEntry SET Number = 6 WHERE Number = 99", 3, "第 3 条的次序被调换")]
    [DataRow("DELETE FROM AuditEntry WHERE Number > 7", 8, "第 8 条起被截去")]
    [DataRow("DELETE FROM AuditEntry WHERE Number > 7; UPDATE AuditHead SET Number = 7, Hash = (SELECT Hash FROM AuditEntry WHERE Number = 7)", 8, "第 8 条起被截去")]
    [DataRow("DELETE FROM AuditEntry; UPDATE AuditHead SET Number = 0", 1, "第 1 条起被截去")]
    [DataRow("DELETE FROM AuditHead", 10, "最后一条的登记缺失")]
    [DataRow("INSERT INTO AuditEntry SELECT 10, " + Columns + " FROM AuditEntry WHERE Number = 9", 10, "第 10 条")]
    public async Task The_first_bad_entry_is_named_with_what_was_done_to_it(string sql, int number, string why)
    {
        await using var test = await TestDatabase.CreateAsync();
        var anchors = await NineAsync(test);
        await test.ExecuteAsync("DROP TRIGGER AuditEntry_NotChanged; DROP TRIGGER AuditEntry_NotDeleted");
        await test.ExecuteAsync(sql);

        var verdict = await new AuditVerifier(test.Database).RunAsync(anchors, Noon, areAll: true, CancellationToken.None);

        Assert.AreEqual(number, verdict.Fault!.Number);
        StringAssert.StartsWith(verdict.Fault.Why, why);
    }

    [TestMethod]
    public async Task A_trail_rewritten_from_some_entry_on_is_told_by_the_anchor_alone()
    {
        await using var test = await TestDatabase.CreateAsync();
        var anchors = await NineAsync(test);
        await using var forged = await TestDatabase.CreateAsync();
        await NineAsync(forged, subjectOfSix: "forged");
        await test.ExecuteAsync("DROP TRIGGER AuditEntry_NotChanged; DROP TRIGGER AuditEntry_NotDeleted; DELETE FROM AuditEntry");
        await test.ExecuteAsync($"ATTACH DATABASE '{Path.Combine(forged.Folder, "test.db")}' AS f; INSERT INTO AuditEntry SELECT * FROM f.AuditEntry; UPDATE AuditHead SET Hash = (SELECT Hash FROM f.AuditHead); DETACH DATABASE f");

        var verdict = await new AuditVerifier(test.Database).RunAsync(anchors, Noon, areAll: true, CancellationToken.None);

        Assert.AreEqual((9L, AuditFaultKind.NotAnchored), (verdict.Fault!.Number, verdict.Fault.Kind));
        var unanchored = new AuditAnchors(Path.Combine(test.Folder, "nothing"));
        Assert.IsNull((await new AuditVerifier(test.Database).RunAsync(unanchored, Noon, areAll: true, CancellationToken.None)).Fault, "which is what anchors are for");
    }

    [TestMethod]
    [DataRow("number=9", "number=8")]
    [DataRow("signature=", "signature=AAAA")]
    [DataRow("hash=", "hash=0")]
    public async Task An_anchor_that_is_not_signed_as_it_stands_is_refused(string from, string to)
    {
        await using var test = await TestDatabase.CreateAsync();
        var anchors = await NineAsync(test);
        var file = Directory.GetFiles(anchors.Folder, "*.anchor").Single();
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace(from, to, StringComparison.Ordinal));

        var verdict = await new AuditVerifier(test.Database).RunAsync(anchors, Noon, areAll: true, CancellationToken.None);

        StringAssert.Contains(verdict.Fault!.Why, "2026-11-24.anchor");
    }

    [TestMethod]
    public async Task An_anchor_that_cannot_be_read_is_none_and_keeps_nothing_from_being_looked_at()
    {
        await using var test = await TestDatabase.CreateAsync();
        var anchors = await NineAsync(test);
        File.CreateSymbolicLink(Path.Combine(anchors.Folder, "2026-11-25.anchor"), Path.Combine(test.Folder, "nothing"));

        var verdict = await new AuditVerifier(test.Database).RunAsync(anchors, Noon, areAll: true, CancellationToken.None);

        Assert.AreEqual(9, verdict.Entries);
        StringAssert.Contains(verdict.Fault!.Why, "2026-11-25.anchor");
    }

    [TestMethod]
    public async Task The_verb_answers_with_its_exit_status()
    {
        await using var test = await TestDatabase.CreateAsync();
        var anchors = await NineAsync(test);
        var elsewhere = Directory.CreateDirectory(Path.Combine(test.Folder, "elsewhere")).FullName;
        foreach (var file in Directory.GetFiles(anchors.Folder))
            File.Copy(file, Path.Combine(elsewhere, Path.GetFileName(file)));

        var sound = await CommandRun.OfAsync(test, ["audit", "verify"]);
        var nowhere = await CommandRun.OfAsync(test, ["audit", "verify", "--anchors", Path.Combine(test.Folder, "none")]);
        var bare = await CommandRun.OfAsync(test, ["audit", "verify", "--anchors", Directory.CreateDirectory(Path.Combine(test.Folder, "bare")).FullName]);
        await test.ExecuteAsync("DROP TRIGGER AuditEntry_NotDeleted; DELETE FROM AuditEntry WHERE Number = 9; UPDATE AuditHead SET Number = 8, Hash = (SELECT Hash FROM AuditEntry WHERE Number = 8)");
        File.Delete(Directory.GetFiles(anchors.Folder, "*.anchor").Single());
        var forgotten = await CommandRun.OfAsync(test, ["audit", "verify"]);
        await test.ExecuteAsync("INSERT INTO AuditCheck (At, Entries, Anchors) VALUES ('2026-11-24', 9, 1), ('2026-11-25', 9, 0)");
        var counted = await CommandRun.OfAsync(test, ["audit", "verify"]);
        var broken = await CommandRun.OfAsync(test, ["audit", "verify", "--anchors", elsewhere]);

        Assert.AreEqual(CommandLine.Good, sound.Status, sound.Output + sound.Error);
        StringAssert.Contains(sound.Output, "9 条，与 1 个锚点相符");
        Assert.AreEqual((CommandLine.BadArguments, CommandLine.BadArguments), (nowhere.Status, bare.Status));
        StringAssert.Contains(bare.Error, "没有锚点");
        Assert.AreEqual(CommandLine.Good, forgotten.Status, "an owner of the machine can forget an anchor there");
        Assert.AreEqual(1, counted.Status);
        StringAssert.Contains(counted.Output, "有 0 个锚点，此前核对时有 1 个");
        Assert.AreEqual(1, broken.Status);
        StringAssert.Contains(broken.Output, "第 9 条起被截去");
    }

    [TestMethod]
    public async Task Nobody_reads_half_an_anchor_and_there_is_one_key()
    {
        await using var test = await TestDatabase.CreateAsync();
        var all = Enumerable.Range(0, 4).Select(_ => new AuditAnchors(Path.Combine(test.Folder, "anchors"), Path.Combine(test.Folder, "keys"))).ToList();
        var written = 0;
        var writing = Task.WhenAll(all.Select(anchors => Task.Run(() =>
        {
            for (var i = 0; i < 10; i++)
            {
                anchors.Write(Noon, i + 1, new string('a', 64));
                Interlocked.Increment(ref written);
            }
        })));

        while (!writing.IsCompleted)
        {
            if (written > 0)
                Assert.IsEmpty(all[0].Read().Unsigned);
        }

        await writing;
        CollectionAssert.AreEquivalent(new[] { "public-key.pem", "2026-11-24.anchor" }, Directory.GetFiles(all[0].Folder).Select(Path.GetFileName).ToList());
        Assert.AreEqual("audit-anchor.pem", Path.GetFileName(Directory.GetFiles(Path.Combine(test.Folder, "keys")).Single()));
        await File.WriteAllTextAsync(Path.Combine(all[0].Folder, "public-key.pem"), "no key");
        CollectionAssert.AreEqual(new[] { "public-key.pem" }, all[0].Read().Unsigned.ToArray());
    }

    /// <summary>A trail of nine entries, and the anchor that covers them.</summary>
    private static async Task<AuditAnchors> NineAsync(TestDatabase test, string subjectOfSix = "6")
    {
        var log = new AuditLog(test.Database, new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Noon));
        for (var i = 1; i <= 9; i++)
            await log.AppendAsync(new AuditDeed(AuditAction.PhoneShown, i == 6 ? subjectOfSix : $"{i}", "320583100"), new Actor("office", "测试", ""), CancellationToken.None);
        var anchors = new AuditAnchors(Path.Combine(test.Folder, "anchors"), Path.Combine(test.Folder, "keys"));
        anchors.Write(Noon, 9, await test.ScalarAsync<string>("SELECT Hash FROM AuditHead"));
        return anchors;
    }
}
